import { asked, stepOf, type Answers, type Asked } from '../shared/assessment/answers.ts'

export type SelfFields = Record<Asked | `${Asked}_words` | 'seen', string>
export type Wrong = { field: string; code: 'answer' | 'words' }
export const MOST_LETTERS = 300

const names = [...asked, ...asked.map((one) => `${one}_words` as const), 'seen'] as const
export const selfFieldsOf = (data: FormData): SelfFields =>
  Object.fromEntries(names.map((name) => [name, String(data.get(name) ?? '')])) as SelfFields

/** What was said: every answer, and sentences where somebody wants to. */
export function readSelf(
  fields: SelfFields,
): { ok: true; answers: Answers; words: Record<Asked, string>; seen: number } | { ok: false; errors: Wrong[] } {
  const errors: Wrong[] = []
  const answers = { quality: 0, teamwork: 0, innovation: 0 }
  const words = { quality: '', teamwork: '', innovation: '' }
  for (const one of asked) {
    answers[one] = stepOf(fields[one])
    words[one] = fields[`${one}_words`].trim()
    if (answers[one] === 0) errors.push({ field: one, code: 'answer' })
    if ([...words[one]].length > MOST_LETTERS) errors.push({ field: `${one}_words`, code: 'words' })
  }
  const seen = /^\d{1,9}$/.test(fields.seen) ? Number(fields.seen) : 0
  return errors.length > 0 ? { ok: false, errors } : { ok: true, answers, words, seen }
}
