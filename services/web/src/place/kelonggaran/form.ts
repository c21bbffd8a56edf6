import { isCivilDate } from '@timbang/rules/civil-date'
import type { Refused } from '../shared/answer.ts'
import type { CivilDate } from '../shared/time.ts'
import {
  reasonCodes,
  refusalCodes,
  scopes,
  type GraceAnswer,
  type GraceAsked,
  type ReasonCode,
  type RefusalReason,
  type Scope,
} from './view.ts'

export type AskFields = Record<'request_id' | 'work_from' | 'work_to' | 'reason_code' | 'note', string>
export type AnswerFields = Record<'verdict' | 'until' | 'scope' | 'reason_code' | 'note', string>
export type Wrong = { field: string; code: 'from' | 'to' | 'reason' | 'note' | 'until' | 'scope' | 'verdict' }

const MOST_LETTERS = 500
const one = <Code extends string>(codes: readonly Code[], text: string): Code | null =>
  codes.find((code) => code === text) ?? null
const all = <Name extends string>(data: FormData, names: readonly Name[]): Record<Name, string> =>
  Object.fromEntries(names.map((name) => [name, String(data.get(name) ?? '')])) as Record<Name, string>

export const askFieldsOf = (data: FormData): AskFields =>
  all(data, ['request_id', 'work_from', 'work_to', 'reason_code', 'note'])
export const answerFieldsOf = (data: FormData): AnswerFields =>
  all(data, ['verdict', 'until', 'scope', 'reason_code', 'note'])

/** What was asked for. An empty last day is the first one. */
export function readAsk(
  fields: AskFields,
  days: { readonly earliest: CivilDate; readonly today: CivilDate },
): { ok: true; asked: GraceAsked } | { ok: false; errors: Wrong[] } {
  const from = fields.work_from
  const to = fields.work_to === '' ? from : fields.work_to
  const note = fields.note.trim()
  const reason: ReasonCode | null = one(reasonCodes, fields.reason_code)
  const errors: Wrong[] = []
  if (!isCivilDate(from) || from < days.earliest || from > days.today) errors.push({ field: 'work_from', code: 'from' })
  else if (!isCivilDate(to) || to < from || to > days.today) errors.push({ field: 'work_to', code: 'to' })
  if (reason === null) errors.push({ field: 'reason_code', code: 'reason' })
  if ((reason === 'other' && note === '') || note.length > MOST_LETTERS) errors.push({ field: 'note', code: 'note' })
  return errors.length > 0 || reason === null
    ? { ok: false, errors }
    : { ok: true, asked: { requestId: fields.request_id, from, to, reason, note } }
}

export function readAnswer(
  fields: AnswerFields,
  days: { readonly today: CivilDate; readonly latest: CivilDate },
): { ok: true; answer: GraceAnswer } | { ok: false; errors: Wrong[] } {
  const note = fields.note.trim()
  const errors: Wrong[] = []
  if (note.length > MOST_LETTERS) errors.push({ field: 'note', code: 'note' })
  if (fields.verdict === 'grant') {
    const { until } = fields
    const scope: Scope | null = one(scopes, fields.scope)
    if (!isCivilDate(until) || until < days.today || until > days.latest) errors.push({ field: 'until', code: 'until' })
    if (scope === null) errors.push({ field: 'scope', code: 'scope' })
    return errors.length > 0 || scope === null
      ? { ok: false, errors }
      : { ok: true, answer: { grant: true, until, scope, note } }
  }
  if (fields.verdict !== 'refuse') return { ok: false, errors: [{ field: 'until', code: 'verdict' }] }
  const reason: RefusalReason | null = one(refusalCodes, fields.reason_code)
  if (reason === null) errors.push({ field: 'reason_code', code: 'reason' })
  if (reason === 'other' && note === '') errors.push({ field: 'note', code: 'note' })
  return errors.length > 0 || reason === null
    ? { ok: false, errors }
    : { ok: true, answer: { grant: false, reason, note } }
}

/** Whether a refusal is about the request's id, which nobody typed: it gets another. */
export const isOfTheId = ({ field }: Refused): boolean => field === 'request_id'
