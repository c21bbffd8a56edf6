import { MOST_LETTERS } from '../data-saya/form.ts'
import type { TicketAnswer } from './view.ts'

export type AnswerFields = Record<'verdict' | 'words', string>
export type Wrong = { field: 'words'; code: 'reason' | 'long' | 'verdict' }

export const answerFieldsOf = (data: FormData): AnswerFields => ({
  verdict: String(data.get('verdict') ?? ''),
  words: String(data.get('words') ?? ''),
})

/** A refusal says why. */
export function readAnswer(fields: AnswerFields): { ok: true; answer: TicketAnswer } | { ok: false; errors: Wrong[] } {
  const words = fields.words.trim()
  const wrong = (code: Wrong['code']) => ({ ok: false as const, errors: [{ field: 'words' as const, code }] })
  if (fields.verdict !== 'mended' && fields.verdict !== 'refused') return wrong('verdict')
  const mended = fields.verdict === 'mended'
  if ([...words].length > MOST_LETTERS) return wrong('long')
  if (!mended && words === '') return wrong('reason')
  return { ok: true, answer: { mended, words } }
}
