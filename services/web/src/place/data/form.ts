import { MOST_LETTERS } from '../data-saya/form.ts'
import { isCivilDate } from '@timbang/rules/civil-date'
import type { Mending, TicketAnswer } from './view.ts'

/** Of what a superior rests on, as the directory takes it. */
const MOST_BASIS = 200

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

const names = [
  'what',
  'position',
  'version',
  'superior',
  'assignment',
  'withdrawn',
  'employee',
  'capacity',
  'from',
  'to',
  'reason',
] as const
export type MendFields = Record<(typeof names)[number], string>
export type MendWrong = {
  field: 'superior' | 'employee' | 'capacity' | 'from' | 'to' | 'reason'
  code: 'chosen' | 'date' | 'far' | 'span' | 'basis' | 'basis-long'
}

export const mendFieldsOf = (data: FormData): MendFields =>
  Object.fromEntries(names.map((name) => [name, String(data.get(name) ?? '')])) as MendFields

/** Under which a form stands on its page: its post, or the time at a post. */
export const keyOf = ({ position, assignment }: Pick<MendFields, 'position' | 'assignment'>): string =>
  assignment === '' ? position : assignment

/** What is mended. Whether it may be is the directory's to say. */
export function readMending(fields: MendFields): { ok: true; mending: Mending } | { ok: false; errors: MendWrong[] } {
  const { what, position: positionId, from: fromDate, to: toDate, employee: employeeId } = fields
  const version = Number(fields.version)
  const errors: MendWrong[] = []
  if (what === 'superior') {
    const reason = fields.reason.trim()
    if (fields.superior === '') errors.push({ field: 'superior', code: 'chosen' })
    if (!isCivilDate(fromDate)) errors.push({ field: 'from', code: 'date' })
    // Who reads the history later asks on what it rests.
    if (reason === '') errors.push({ field: 'reason', code: 'basis' })
    else if ([...reason].length > MOST_BASIS) errors.push({ field: 'reason', code: 'basis-long' })
    if (errors.length > 0) return { ok: false, errors }
    return { ok: true, mending: { what, positionId, superiorPositionId: fields.superior, version, fromDate, reason } }
  }
  if (what === 'end') {
    const withdrawn = fields.withdrawn === '1'
    if (!withdrawn && !isCivilDate(toDate)) return { ok: false, errors: [{ field: 'to', code: 'date' }] }
    const { assignment: assignmentId } = fields
    return { ok: true, mending: { what, assignmentId, toDate: withdrawn ? '' : toDate, withdrawn, version } }
  }
  const capacity = fields.capacity === 'plh' ? 'plh' : fields.capacity === 'plt' ? 'plt' : null
  if (employeeId === '') errors.push({ field: 'employee', code: 'chosen' })
  if (capacity === null) errors.push({ field: 'capacity', code: 'chosen' })
  if (!isCivilDate(fromDate)) errors.push({ field: 'from', code: 'date' })
  if (!isCivilDate(toDate)) errors.push({ field: 'to', code: 'date' })
  else if (isCivilDate(fromDate) && toDate < fromDate) errors.push({ field: 'to', code: 'span' })
  return errors.length > 0 || capacity === null
    ? { ok: false, errors }
    : { ok: true, mending: { what: 'acting', positionId, employeeId, capacity, fromDate, toDate } }
}
