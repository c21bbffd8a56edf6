import { createHmac } from 'node:crypto'
import {
  Rating as RatingCode,
  Standing as StandingCode,
  type Answers as AnswersMessage,
  type AppraisalEvent,
} from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import type {
  Decision as DecisionMessage,
  Draft as DraftMessage,
  Judgement as JudgementMessage,
  SelfAssessment as SelfMessage,
  SelfWords as SelfWordsMessage,
  Windows as WindowsMessage,
} from '@timbang/contracts/gen/timbang/appraisal/v1/assessment'
import { said } from '@timbang/contracts/said'
import type { Period } from '@timbang/rules/civil-date'
import type { Rating } from '@timbang/rules/kernel/1/predicate'
import {
  asked,
  type Answers,
  type AssessmentEvent,
  type Judgement,
  type SelfAssessment,
  type SelfWords,
  type Standing,
  type Windows,
} from './domain.ts'
import type { Draft } from '../draft/domain.ts'
import type { DecisionRow, SelfRow, WordsRow } from './store.ts'

const fromRating: Readonly<Record<number, Rating>> = { 1: 'below', 2: 'meets', 3: 'above' }
const toRating: Readonly<Record<Rating, RatingCode>> = {
  below: RatingCode.RATING_BELOW,
  meets: RatingCode.RATING_MEETS,
  above: RatingCode.RATING_ABOVE,
}

export const fromAnswers = (answers: AnswersMessage | undefined): Answers => ({
  quality: answers?.quality,
  teamwork: answers?.teamwork,
  innovation: answers?.innovation,
})
const toAnswers = ({ quality, teamwork, innovation }: Answers): AnswersMessage => ({
  quality: quality ?? 0,
  teamwork: teamwork ?? 0,
  innovation: innovation ?? 0,
})

export const fromSelfWords = (words: SelfWordsMessage | undefined): SelfWords => ({
  quality: words?.quality.trim() ?? '',
  teamwork: words?.teamwork.trim() ?? '',
  innovation: words?.innovation.trim() ?? '',
})

export const fromJudgement = (message: JudgementMessage | undefined): Judgement => ({
  answers: fromAnswers(message?.answers),
  result: fromRating[message?.result ?? 0],
  resultReason: message?.resultReason.trim() ?? '',
  behaviour: fromRating[message?.behaviour ?? 0],
  behaviourReason: message?.behaviourReason.trim() ?? '',
})

const toJudgement = (judgement: Judgement): JudgementMessage => ({
  answers: toAnswers(judgement.answers),
  result: judgement.result === undefined ? RatingCode.RATING_UNSPECIFIED : toRating[judgement.result],
  resultReason: judgement.resultReason,
  behaviour: judgement.behaviour === undefined ? RatingCode.RATING_UNSPECIFIED : toRating[judgement.behaviour],
  behaviourReason: judgement.behaviourReason,
})

export const toWindows = ({ selfFrom, selfUntil, decideUntil }: Windows): WindowsMessage => ({
  selfFrom: BigInt(selfFrom),
  selfUntil: BigInt(selfUntil),
  decideUntil: BigInt(decideUntil),
})

/** @param withWords false: whoever asks reads the answers and not the sentences */
export const toSelf = ({ answers, words, version, at }: SelfAssessment, withWords: boolean): SelfMessage => ({
  answers: toAnswers(answers),
  words: withWords ? { ...words } : undefined,
  version,
  saidAt: BigInt(at),
})

const standingOf = ({ standing, delegationId }: Pick<DecisionRow, 'standing' | 'delegationId'>): Standing =>
  standing === StandingCode.STANDING_ASSESSOR
    ? { as: 'assessor' }
    : standing === StandingCode.STANDING_DELEGATE && delegationId !== null
      ? { as: 'delegate', delegationId }
      : { as: 'imported' }

export const selfFromRow = ({ quality, teamwork, innovation, words, version, saidAt }: SelfRow): SelfAssessment => ({
  answers: { quality, teamwork, innovation },
  words: { quality: '', teamwork: '', innovation: '', ...words },
  version,
  at: Number(saidAt),
})

export const judgementFromRow = (row: DecisionRow): Judgement => ({
  answers: { quality: row.quality, teamwork: row.teamwork, innovation: row.innovation },
  result: fromRating[row.result],
  resultReason: row.words?.result ?? '',
  behaviour: fromRating[row.behaviour],
  behaviourReason: row.words?.behaviour ?? '',
})
export const decisionFromRow = (row: DecisionRow) => ({
  judgement: judgementFromRow(row),
  standing: standingOf(row),
  version: row.version,
  at: Number(row.decidedAt),
})

export const toDecision = (row: DecisionRow): DecisionMessage => ({
  judgement: toJudgement(judgementFromRow(row)),
  version: row.version,
  decidedAt: row.decidedAt,
  standing: row.standing,
  decidedBy: row.decidedBy ?? '',
})

export const toDraft = ({ judgement, keptAt }: Draft): DraftMessage => ({
  judgement: toJudgement(judgement),
  keptAt: BigInt(keptAt),
})

/** Who says it of whom, and when: what every event of one decision shares. */
export interface Saying {
  readonly employeeId: string
  readonly agencyId: string
  readonly period: Period
  readonly assignmentId: string
  readonly actor: string
  readonly now: number
  /** Of an import: when it was there. */
  readonly sourceRecordedAt: number | undefined
  /** New for each: of two who wrote the same words nobody can tell it. */
  readonly salt: Buffer
}

/** The event, and the words that stay here, by the digest that the event names. */
export function toEvent(saying: Saying, event: AssessmentEvent): { event: AppraisalEvent; words: WordsRow } {
  const { employeeId, period, assignmentId, salt } = saying
  const written: Readonly<Record<string, string>> =
    event.type === 'SelfAssessed'
      ? Object.fromEntries(asked.map((one) => [one, event.words[one]]))
      : { result: event.judgement.resultReason, behaviour: event.judgement.behaviourReason }
  const digest = createHmac('sha256', salt).update(JSON.stringify(written)).digest()
  const words = { employeeId, digest, salt, words: JSON.stringify(written) }
  const about = {
    employeeId,
    agencyId: saying.agencyId,
    actor: saying.actor,
    decidedAt: saying.now,
    sourceRecordedAt: saying.sourceRecordedAt,
  }
  if (event.type === 'SelfAssessed') {
    const { answers, version } = event
    const value = { period, answers: toAnswers(answers), wordsDigest: digest, version }
    return { words, event: said({ $case: 'selfAssessed', value }, about) }
  }
  const { judgement, standing, version } = event
  const { answers, result, behaviour } = toJudgement(judgement)
  const value = {
    period,
    assignmentId,
    answers,
    result,
    behaviour,
    reasonsDigest: digest,
    standing: standingCode[standing.as],
    delegationId: standing.as === 'delegate' ? standing.delegationId : undefined,
    version,
  }
  return { words, event: said({ $case: 'assessmentDecided', value }, about) }
}

const standingCode = {
  assessor: StandingCode.STANDING_ASSESSOR,
  delegate: StandingCode.STANDING_DELEGATE,
  imported: StandingCode.STANDING_UNSPECIFIED,
} as const
