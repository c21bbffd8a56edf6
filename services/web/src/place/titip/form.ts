import { isCivilDate } from '@timbang/rules/civil-date'
import type { Leaving } from './view.ts'

export type LeaveFields = Record<'draft_id' | 'employee' | 'date' | 'sentence', string>
export type Wrong = { field: Exclude<keyof LeaveFields, 'draft_id'>; code: 'choose' | 'date' | 'write' | 'long' }

/** As many letters as an entry takes. */
export const MOST_LETTERS = 1_000

export const leaveFieldsOf = (data: FormData): LeaveFields => ({
  draft_id: String(data.get('draft_id') ?? ''),
  employee: String(data.get('employee') ?? ''),
  date: String(data.get('date') ?? ''),
  sentence: String(data.get('sentence') ?? ''),
})

/** For whom, of which day, and what. Whether it is left is the journal's to say. */
export function readLeaving(
  { draft_id: draftId, employee, date, sentence }: LeaveFields,
  span: { readonly first: string; readonly today: string },
): { ok: true; leaving: Leaving } | { ok: false; errors: Wrong[] } {
  const errors: Wrong[] = []
  const words = sentence.trim()
  if (employee === '') errors.push({ field: 'employee', code: 'choose' })
  if (!isCivilDate(date) || date < span.first || date > span.today) errors.push({ field: 'date', code: 'date' })
  if (words === '') errors.push({ field: 'sentence', code: 'write' })
  else if ([...words].length > MOST_LETTERS) errors.push({ field: 'sentence', code: 'long' })
  return errors.length > 0
    ? { ok: false, errors }
    : { ok: true, leaving: { draftId, employeeId: employee, workDate: date, sentence: words } }
}

const fieldNames: Readonly<Record<string, Wrong['field']>> = {
  employee_id: 'employee',
  work_date: 'date',
  sentence: 'sentence',
}
/** The form's field that the journal's refusal blames. */
export const fieldOf = (field: string | undefined): Wrong['field'] => fieldNames[field ?? ''] ?? 'employee'
