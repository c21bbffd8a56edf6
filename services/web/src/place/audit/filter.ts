import { isDate, isUuid } from '@timbang/contracts/word'
import type { Kept } from '../shared/form.ts'
import { sought } from '../shared/seek.ts'
import type { LookFilter } from './view.ts'

/** Under which name a name that was typed waits beside the address, and not in it. */
export const FIELD = 'nama'
/** What of the form stands in the address. */
export const OTHERS = ['sebagai', 'operasi', 'hari'] as const

/** What the address asks for, and the name that waits beside it. What is no key, no day and no operation is not asked. */
export const readFilter = (asked: URLSearchParams, kept: Kept | null): LookFilter => {
  const text = (name: string) => (asked.get(name) ?? '').trim()
  const [person, day, operation] = [text('orang'), text('hari'), text('operasi')]
  return {
    name: sought(kept, FIELD) ?? '',
    side: text('sebagai') === 'reader' ? 'reader' : 'seen',
    person: isUuid(person) ? person : '',
    operation: /^[a-z][a-z-]*\.[A-Za-z]{1,40}$/.test(operation) ? operation : '',
    day: isDate(day) ? day : '',
  }
}
