import { ratings, type Rating } from '@timbang/rules/kernel/1/predicate'
import { asked, stepOf, type Answers } from '../shared/assessment/answers.ts'
import type { Typed } from './view.ts'

const names = [...asked, 'result', 'result_reason', 'behaviour', 'behaviour_reason', 'seen', 'draft'] as const
export type AssessFields = Record<(typeof names)[number], string>
/** `beside`: a sentence stands beside an agreement, which keeps none. */
export type Wrong = { field: string; code: 'answer' | 'rating' | 'reason' | 'sentence' | 'beside' | 'long' }
/** What is said at a second look. */
export type LookFields = { kalimat: string; seen: string }
export const MOST_LETTERS = 500

export const assessFieldsOf = (data: FormData): AssessFields =>
  Object.fromEntries(names.map((name) => [name, String(data.get(name) ?? '')])) as AssessFields

/** The three answers, where all are given. */
export const answersIn = (fields: AssessFields): Answers | null => {
  const answers = {
    quality: stepOf(fields.quality),
    teamwork: stepOf(fields.teamwork),
    innovation: stepOf(fields.innovation),
  }
  return asked.every((one) => answers[one] > 0) ? answers : null
}

export type Read = {
  answers: Answers
  result: Rating
  resultReason: string
  behaviour: Rating
  behaviourReason: string
  seen: number
}

export const seenIn = (fields: Pick<AssessFields, 'seen'>): number =>
  /^\d{1,9}$/.test(fields.seen) ? Number(fields.seen) : 0
/** Of the draft that the page had before it; null: none. */
export const seenDraftIn = (fields: AssessFields): number | null =>
  /^\d{13}$/.test(fields.draft) ? Number(fields.draft) : null

/** What is typed so far, cut to what is kept: nothing of it has to be whole. */
export const typedIn = (fields: AssessFields): Typed => ({
  answers: {
    quality: stepOf(fields.quality),
    teamwork: stepOf(fields.teamwork),
    innovation: stepOf(fields.innovation),
  },
  result: ratings.find((one) => one === fields.result) ?? null,
  resultReason: [...fields.result_reason.trim()].slice(0, MOST_LETTERS).join(''),
  behaviour: ratings.find((one) => one === fields.behaviour) ?? null,
  behaviourReason: [...fields.behaviour_reason.trim()].slice(0, MOST_LETTERS).join(''),
})

export const lookFieldsOf = (data: FormData): LookFields => ({
  kalimat: String(data.get('kalimat') ?? ''),
  seen: String(data.get('seen') ?? ''),
})
/** What is wrong with a sentence of the second look. */
export const faultOfSentence = (sentence: string): Wrong['code'] | null =>
  sentence === '' ? 'sentence' : [...sentence].length > MOST_LETTERS ? 'long' : null

/** What was judged: every answer, both ratings, a reason for each. */
export function readAssessment(fields: AssessFields): { ok: true; read: Read } | { ok: false; errors: Wrong[] } {
  const errors: Wrong[] = asked
    .filter((one) => stepOf(fields[one]) === 0)
    .map((field): Wrong => ({ field, code: 'answer' }))
  const rated = (['result', 'behaviour'] as const).map((field) => {
    const rating = ratings.find((one) => one === fields[field])
    const reason = fields[`${field}_reason`].trim()
    if (rating === undefined) errors.push({ field, code: 'rating' })
    if (reason === '') errors.push({ field: `${field}_reason`, code: 'reason' })
    else if ([...reason].length > MOST_LETTERS) errors.push({ field: `${field}_reason`, code: 'long' })
    return { rating, reason }
  })
  const answers = answersIn(fields)
  const [result, behaviour] = rated
  if (errors.length > 0 || answers === null || result?.rating === undefined || behaviour?.rating === undefined)
    return { ok: false, errors }
  return {
    ok: true,
    read: {
      answers,
      result: result.rating,
      resultReason: result.reason,
      behaviour: behaviour.rating,
      behaviourReason: behaviour.reason,
      seen: seenIn(fields),
    },
  }
}
