import { createHmac } from 'node:crypto'
import type { LookStep } from '@timbang/contracts/gen/timbang/appraisal/v1/assessment'
import { SecondLook as LookCode, type AppraisalEvent } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import { said } from '@timbang/contracts/said'
import type { Saying } from '../assessment/wire.ts'
import type { WordsRow } from '../assessment/store.ts'
import { evolveLook, type LookEvent, type SecondLook } from './domain.ts'
import type { LookRow } from './store.ts'

const codes = {
  Agreed: LookCode.SECOND_LOOK_AGREED,
  Asked: LookCode.SECOND_LOOK_ASKED,
  Kept: LookCode.SECOND_LOOK_KEPT,
}

/** The event, and the sentence that stays here, by the digest that the event names. */
export function toLookEvent(saying: Saying, event: LookEvent): { event: AppraisalEvent; words: WordsRow } {
  const { employeeId, period, assignmentId, salt } = saying
  const written = event.type === 'Agreed' ? {} : { look: event.type === 'Asked' ? event.question : event.answer }
  const wordsDigest = createHmac('sha256', salt).update(JSON.stringify(written)).digest()
  const { decisionVersion, version } = event
  const value = { period, assignmentId, decisionVersion, look: codes[event.type], wordsDigest, version }
  const { agencyId, actor, now: decidedAt, sourceRecordedAt } = saying
  return {
    words: { employeeId, digest: wordsDigest, salt, words: JSON.stringify(written) },
    event: said(
      { $case: 'assessmentSecondLooked', value },
      { employeeId, agencyId, actor, decidedAt, sourceRecordedAt },
    ),
  }
}

export type Step = Pick<LookRow, 'decisionVersion' | 'version' | 'look' | 'words'>

/** How a second look at one version of a decision stands. @param rows of its post, the first first */
export function lookFromRows(rows: readonly Step[], decisionVersion: number): SecondLook {
  const version = rows.at(-1)?.version ?? 0
  const steps = rows.filter((row) => row.decisionVersion === decisionVersion).flatMap((row) => eventOf(row) ?? [])
  return { ...steps.reduce(evolveLook, { state: 'none', version }), version }
}

function eventOf({ look, words, decisionVersion, version }: Step): LookEvent | undefined {
  const of = { decisionVersion, version }
  if (look === LookCode.SECOND_LOOK_AGREED) return { type: 'Agreed', ...of }
  if (look === LookCode.SECOND_LOOK_ASKED) return { type: 'Asked', question: words?.look ?? '', ...of }
  if (look === LookCode.SECOND_LOOK_KEPT) return { type: 'Kept', answer: words?.look ?? '', ...of }
  return undefined
}

export const toStep = ({ decisionVersion, look, words, saidBy, saidAt, version }: LookRow): LookStep => ({
  decisionVersion,
  look,
  words: words?.look ?? '',
  saidBy: saidBy ?? '',
  saidAt,
  version,
})
