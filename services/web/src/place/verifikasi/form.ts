import type { EntryRef, VerificationFilter } from './view.ts'

/** `<record id>:<revision>`, as a checkbox carries it. */
export const refText = (entry: EntryRef): string => `${entry.recordId}:${entry.revision}`

/** Null for anything else. */
export const readRef = (text: string): EntryRef | null => {
  const found = /^([0-9a-zA-Z-]{1,64}):(\d{1,6})$/.exec(text)
  return found ? { recordId: found[1] ?? '', revision: Number(found[2]) } : null
}
export const readRefs = (values: readonly FormDataEntryValue[]): readonly EntryRef[] =>
  values.map((value) => readRef(String(value))).filter((entry) => entry !== null)

const names = { passed: 'lolos', 'to-open': 'buka', evidence: 'bukti' } as const
/** `?saring=` and `?sesudah=`. */
export const readFilter = (query: URLSearchParams): VerificationFilter => {
  const asked = query.get('saring') ?? ''
  const known = (Object.keys(names) as (keyof typeof names)[]).find((name) => names[name] === asked)
  return { only: known ?? (asked ? { employeeId: asked } : 'all'), after: query.get('sesudah') }
}
export const filterQuery = (filter: VerificationFilter): string => {
  const query = new URLSearchParams()
  if (filter.only !== 'all')
    query.set('saring', typeof filter.only === 'string' ? names[filter.only] : filter.only.employeeId)
  if (filter.after) query.set('sesudah', filter.after)
  const text = query.toString()
  return text ? `?${text}` : ''
}
