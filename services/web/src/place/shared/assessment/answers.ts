import type { Answers as AnswersMessage } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import { addDays, periodOf, type Period } from '@timbang/rules/civil-date'
import { boundsOf, isPeriod } from '@timbang/rules/civil-date'

/** What is answered from one to five. */
export const asked = ['quality', 'teamwork', 'innovation'] as const
export type Asked = (typeof asked)[number]
export type Answers = Record<Asked, number>
export const steps = [1, 2, 3, 4, 5] as const
export type Step = (typeof steps)[number]

export const answersOf = (message: AnswersMessage | undefined): Answers => ({
  quality: message?.quality ?? 0,
  teamwork: message?.teamwork ?? 0,
  innovation: message?.innovation ?? 0,
})

/** What a field holds; 0 where it is none of the five. */
export const stepOf = (text: string | undefined): number => (/^[1-5]$/.test(text ?? '') ? Number(text) : 0)

/** The quarter that an address names, else the one that ended last: that one is assessed. */
export const assessedPeriod = (named: string | null, today: string): Period =>
  named !== null && isPeriod(named) ? named : periodOf(addDays(boundsOf(periodOf(today)).from, -1))

/**
 * The version that a form has before it: that of its page, as long as nobody has said anything since. Who was told so reads what stands now, beside what
 * he wrote, and sends again over that.
 */
export const seenOf = (
  kept: { readonly fields: Readonly<Record<string, string>>; readonly refusals: readonly { code: string }[] } | null,
  version: number,
): string => (kept === null || isOvertaken(kept) ? String(version) : (kept.fields['seen'] ?? String(version)))
export const isOvertaken = ({ refusals }: { readonly refusals: readonly { code: string }[] }): boolean =>
  refusals.some(({ code }) => code === 'assessment.changed-meanwhile')
