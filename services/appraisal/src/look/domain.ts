import { accept, refuse, type Decision as Decided } from '@timbang/contracts/refusal'
import { dateAt, type Instant } from '@timbang/rules/civil-date'
import type { DecidedAssessment, Judgement, Windows } from '../assessment/domain.ts'

/**
 * A second look of the superior of whoever decided at one version of a decision. It changes no rating: he who decides decides alone. `version`
 * counts on over all decisions of a post.
 */
export type SecondLook =
  | { readonly state: 'none'; readonly version: number }
  | { readonly state: 'agreed'; readonly version: number }
  | { readonly state: 'asked'; readonly question: string; readonly version: number }
  | { readonly state: 'kept'; readonly question: string; readonly answer: string; readonly version: number }

/** `seen`: the version of the decision that was read; undefined: another system told it. */
export type LookCommand =
  | { readonly type: 'agree'; readonly seen: number | undefined; readonly at: Instant }
  | { readonly type: 'ask'; readonly question: string; readonly seen: number; readonly at: Instant }
  | { readonly type: 'keep'; readonly answer: string; readonly seen: number; readonly at: Instant }

export type LookEvent = { readonly version: number; readonly decisionVersion: number } & (
  | { readonly type: 'Agreed' }
  | { readonly type: 'Asked'; readonly question: string }
  | { readonly type: 'Kept'; readonly answer: string }
)

/** Whether somebody above looks at it too: a rating is above or below what was expected. */
export const needsLook = ({ result, behaviour }: Pick<Judgement, 'result' | 'behaviour'>): boolean =>
  result !== 'meets' || behaviour !== 'meets'

/** @param decision the last one of the post of the quarter's last day; undefined: nobody has decided */
export function decideLook(
  known: SecondLook,
  command: LookCommand,
  decision: DecidedAssessment | undefined,
  windows: Windows,
): Decided<LookEvent> {
  if (decision === undefined || !needsLook(decision.judgement)) return refuse('look.nothing-to-look-at')
  if (command.seen !== undefined && command.seen !== decision.version) return refuse('assessment.changed-meanwhile')
  const of = { version: known.version + 1, decisionVersion: decision.version }
  const late =
    command.at >= windows.decideUntil
      ? refuse('assessment.decision-closed', { to: dateAt(windows.decideUntil - 1, windows.zone) })
      : undefined
  switch (command.type) {
    case 'agree':
      // A double tap.
      if (known.state === 'agreed') return accept()
      return late ?? accept({ type: 'Agreed', ...of })
    case 'ask':
      if (known.state === 'agreed') return refuse('look.agreed-already')
      if (known.state !== 'none') return known.question === command.question ? accept() : refuse('look.asked-already')
      if (late !== undefined) return late
      if (command.question === '') return refuse('look.words-missing', undefined, 'question')
      return accept({ type: 'Asked', question: command.question, ...of })
    case 'keep':
      if (known.state === 'kept' && known.answer === command.answer) return accept()
      if (known.state !== 'asked') return refuse('look.not-asked')
      if (late !== undefined) return late
      if (command.answer === '') return refuse('look.words-missing', undefined, 'answer')
      return accept({ type: 'Kept', answer: command.answer, ...of })
    default:
      return command satisfies never
  }
}

export function evolveLook(known: SecondLook, event: LookEvent): SecondLook {
  const { version } = event
  switch (event.type) {
    case 'Agreed':
      return { state: 'agreed', version }
    case 'Asked':
      return { state: 'asked', question: event.question, version }
    case 'Kept':
      return { state: 'kept', question: known.state === 'asked' ? known.question : '', answer: event.answer, version }
    default:
      return event satisfies never
  }
}
