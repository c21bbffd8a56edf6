import { accept, refuse, type Decision as Decided, type Refusal } from '@timbang/contracts/refusal'
import { addDays, boundsOf, dateAt, startOf, type Instant, type Period, type Zone } from '@timbang/rules/civil-date'
import type { PredicatePack } from '@timbang/rules/kernel/1/pack'
import type { Rating } from '@timbang/rules/kernel/1/predicate'

export const asked = ['quality', 'teamwork', 'innovation'] as const
export type Asked = (typeof asked)[number]
/** One to five for each; undefined: not answered. */
export type Answers = Readonly<Record<Asked, number | undefined>>
/** A sentence for each answer, or an empty one. */
export type SelfWords = Readonly<Record<Asked, string>>

/** What an assessor says of a person: answers, and both ratings with a reason for each. */
export interface Judgement {
  readonly answers: Answers
  readonly result: Rating | undefined
  readonly resultReason: string
  readonly behaviour: Rating | undefined
  readonly behaviourReason: string
}

/** As what somebody decides. `imported`: another system told it, and does not say. */
export type Standing =
  | { readonly as: 'assessor' }
  | { readonly as: 'delegate'; readonly delegationId: string }
  | { readonly as: 'imported' }

export interface SelfAssessment {
  readonly answers: Answers
  readonly words: SelfWords
  readonly version: number
  readonly at: Instant
}
export interface DecidedAssessment {
  readonly judgement: Judgement
  readonly standing: Standing
  readonly version: number
  readonly at: Instant
}

/** The assessment of a person for a quarter, by the post that he held on its last day. */
export type Assessment =
  | { readonly state: 'open' }
  | { readonly state: 'self-assessed'; readonly self: SelfAssessment }
  | { readonly state: 'decided'; readonly self: SelfAssessment | undefined; readonly decision: DecidedAssessment }

export const initial: Assessment = { state: 'open' }

/** When one may say what: instants, ends excluded. */
export interface Windows {
  readonly selfFrom: Instant
  readonly selfUntil: Instant
  readonly decideUntil: Instant
  readonly zone: Zone
}

export type AssessmentCommand =
  /** `seen`: the version that its writer had before him, 0 for none; undefined: an import, which has seen nothing. */
  | {
      readonly type: 'assess-self'
      readonly answers: Answers
      readonly words: SelfWords
      readonly seen: number | undefined
      readonly at: Instant
    }
  | {
      readonly type: 'decide'
      readonly judgement: Judgement
      readonly standing: Standing
      readonly seen: number | undefined
      readonly at: Instant
    }

export type AssessmentEvent =
  | { readonly type: 'SelfAssessed'; readonly answers: Answers; readonly words: SelfWords; readonly version: number }
  | {
      readonly type: 'AssessmentDecided'
      readonly judgement: Judgement
      readonly standing: Standing
      readonly version: number
    }

/** The windows of a quarter at a workplace, by the pack in force on its last day. Domain.md §4, §6. */
export function windowsOf(period: Period, { windows }: Pick<PredicatePack, 'windows'>, zone: Zone): Windows {
  const { to } = boundsOf(period)
  return {
    selfFrom: startOf(addDays(to, windows.selfFromDay), zone),
    selfUntil: startOf(addDays(to, windows.selfToDay + 1), zone),
    decideUntil: startOf(addDays(to, windows.decisionDays + 1), zone),
    zone,
  }
}

export function decide(known: Assessment, command: AssessmentCommand, windows: Windows): Decided<AssessmentEvent> {
  switch (command.type) {
    case 'assess-self': {
      const { answers, words, seen, at } = command
      const self = known.state === 'open' ? undefined : known.self
      // A double tap, and a page that was sent again.
      if (self !== undefined && sameAnswers(self.answers, answers) && sameWords(self.words, words)) return accept()
      if (at < windows.selfFrom)
        return refuse('assessment.self-not-open', { from: dateAt(windows.selfFrom, windows.zone) })
      if (at >= windows.selfUntil)
        return refuse('assessment.self-closed', { to: dateAt(windows.selfUntil - 1, windows.zone) })
      if (known.state === 'decided') return refuse('assessment.decided-already')
      const fault = faultOfAnswers(answers) ?? faultOfSeen(seen, self?.version)
      return fault ?? accept({ type: 'SelfAssessed', answers, words, version: (self?.version ?? 0) + 1 })
    }
    case 'decide': {
      const { judgement, standing, seen, at } = command
      const before = known.state === 'decided' ? known.decision : undefined
      if (before !== undefined && sameJudgement(before.judgement, judgement)) return accept()
      const hindered = hindrance(known, windows, at)
      if (hindered !== undefined) return hindered
      const fault = faultOfJudgement(judgement) ?? faultOfSeen(seen, before?.version)
      return fault ?? accept({ type: 'AssessmentDecided', judgement, standing, version: (before?.version ?? 0) + 1 })
    }
    default:
      return command satisfies never
  }
}

/** Why nobody may decide at an instant: who is assessed speaks first, or lets his days pass. */
export function hindrance(known: Assessment, windows: Windows, at: Instant): Refusal | undefined {
  if (at < windows.selfFrom) return refuse('assessment.quarter-runs', { from: dateAt(windows.selfFrom, windows.zone) })
  if (known.state === 'open' && at < windows.selfUntil)
    return refuse('assessment.self-awaited', { to: dateAt(windows.selfUntil - 1, windows.zone) })
  if (at >= windows.decideUntil)
    return refuse('assessment.decision-closed', { to: dateAt(windows.decideUntil - 1, windows.zone) })
  return undefined
}

export function evolve(known: Assessment, event: AssessmentEvent, at: Instant): Assessment {
  const self = known.state === 'open' ? undefined : known.self
  switch (event.type) {
    case 'SelfAssessed': {
      const { answers, words, version } = event
      const said = { answers, words, version, at }
      return known.state === 'decided' ? { ...known, self: said } : { state: 'self-assessed', self: said }
    }
    case 'AssessmentDecided': {
      const { judgement, standing, version } = event
      return { state: 'decided', self, decision: { judgement, standing, version, at } }
    }
    default:
      return event satisfies never
  }
}

export const faultOfSeen = (seen: number | undefined, version = 0): Refusal | undefined =>
  seen === undefined || seen === version ? undefined : refuse('assessment.changed-meanwhile')

const isAnswer = (answer: number | undefined) =>
  answer !== undefined && Number.isInteger(answer) && answer >= 1 && answer <= 5

function faultOfAnswers(answers: Answers): Refusal | undefined {
  const missing = asked.find((one) => !isAnswer(answers[one]))
  return missing === undefined ? undefined : refuse('assessment.answer-missing', undefined, missing)
}

function faultOfJudgement(judgement: Judgement): Refusal | undefined {
  const { answers, result, behaviour, resultReason, behaviourReason } = judgement
  const fault = faultOfAnswers(answers)
  if (fault !== undefined) return fault
  if (result === undefined) return refuse('assessment.rating-missing', undefined, 'result')
  if (resultReason === '') return refuse('assessment.reason-missing', undefined, 'result_reason')
  if (behaviour === undefined) return refuse('assessment.rating-missing', undefined, 'behaviour')
  if (behaviourReason === '') return refuse('assessment.reason-missing', undefined, 'behaviour_reason')
  return undefined
}

const sameAnswers = (a: Answers, b: Answers) => asked.every((one) => a[one] === b[one])
const sameWords = (a: SelfWords, b: SelfWords) => asked.every((one) => a[one] === b[one])
export const sameJudgement = (a: Judgement, b: Judgement) =>
  sameAnswers(a.answers, b.answers) &&
  a.result === b.result &&
  a.behaviour === b.behaviour &&
  a.resultReason === b.resultReason &&
  a.behaviourReason === b.behaviourReason
