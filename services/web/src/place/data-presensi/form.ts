import type { Settling } from './view.ts'

/** Of a reason, as the journal takes it. */
export const MOST_LETTERS = 500

const names = ['what', 'employee', 'date', 'version', 'record', 'reason'] as const
export type SettleFields = Record<(typeof names)[number], string>
export type SettleWrong = { field: 'record' | 'reason'; code: 'chosen' | 'reason' | 'long' }

export const settleFieldsOf = (data: FormData): SettleFields =>
  Object.fromEntries(names.map((name) => [name, String(data.get(name) ?? '')])) as SettleFields

/** Under which a form stands on its page: whose day. */
export const formKey = ({ employee, date }: Pick<SettleFields, 'employee' | 'date'>): string => `${employee}.${date}`

/** What is settled. Whether it may be is the journal's to say. */
export function readSettling(
  fields: SettleFields,
): { ok: true; settling: Settling } | { ok: false; errors: SettleWrong[] } {
  const { employee: employeeId, date, record: recordId } = fields
  const version = Number(fields.version)
  if (fields.what === 'withdraw') return { ok: true, settling: { what: 'withdraw', employeeId, date, version } }
  const reason = fields.reason.trim()
  const errors: SettleWrong[] = []
  if (recordId === '') errors.push({ field: 'record', code: 'chosen' })
  if (reason === '') errors.push({ field: 'reason', code: 'reason' })
  else if ([...reason].length > MOST_LETTERS) errors.push({ field: 'reason', code: 'long' })
  return errors.length > 0
    ? { ok: false, errors }
    : { ok: true, settling: { what: 'settle', employeeId, date, version, recordId, reason } }
}
