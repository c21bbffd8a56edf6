import { daysBetween, isCivilDate } from '@timbang/rules/civil-date'
import type { DelegationGiven } from './view.ts'

export type GiveFields = Record<'delegate' | 'from' | 'to', string>
export type Wrong = { field: keyof GiveFields; code: 'choose' | 'date' | 'ahead' | 'span' | 'long' }

export const giveFieldsOf = (data: FormData): GiveFields => ({
  delegate: String(data.get('delegate') ?? ''),
  from: String(data.get('from') ?? ''),
  to: String(data.get('to') ?? ''),
})

/** Who and when. Whether it may be is the directory's to say. @param bounds of its first day, and how many days it may last */
export function readGiving(
  { delegate, from, to }: GiveFields,
  bounds: { readonly today: string; readonly lastFrom: string; readonly mostDays: number },
): { ok: true; giving: DelegationGiven } | { ok: false; errors: Wrong[] } {
  const errors: Wrong[] = []
  if (delegate === '') errors.push({ field: 'delegate', code: 'choose' })
  if (!isCivilDate(from)) errors.push({ field: 'from', code: 'date' })
  else if (from < bounds.today || from > bounds.lastFrom) errors.push({ field: 'from', code: 'ahead' })
  if (!isCivilDate(to)) errors.push({ field: 'to', code: 'date' })
  else if (isCivilDate(from) && to < from) errors.push({ field: 'to', code: 'span' })
  else if (isCivilDate(from) && daysBetween(from, to) >= bounds.mostDays) errors.push({ field: 'to', code: 'long' })
  return errors.length > 0
    ? { ok: false, errors }
    : { ok: true, giving: { delegateId: delegate, fromDate: from, toDate: to } }
}

const fieldNames: Readonly<Record<string, keyof GiveFields>> = {
  delegate_id: 'delegate',
  from_date: 'from',
  to_date: 'to',
}
/** The form's field that the directory's refusal blames. */
export const fieldOf = (field: string | undefined): keyof GiveFields => fieldNames[field ?? ''] ?? 'delegate'
