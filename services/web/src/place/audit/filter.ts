import { isDate, isUuid } from '@timbang/contracts/word'
import type { LookFilter } from './view.ts'

/** What the address asks for. What is no key, no day and no operation is not asked. */
export const readFilter = (asked: URLSearchParams): LookFilter => {
  const text = (name: string) => (asked.get(name) ?? '').trim()
  const [person, day, operation] = [text('orang'), text('hari'), text('operasi')]
  return {
    name: text('nama').slice(0, 80),
    side: text('sebagai') === 'reader' ? 'reader' : 'seen',
    person: isUuid(person) ? person : '',
    operation: /^[a-z][a-z-]*\.[A-Za-z]{1,40}$/.test(operation) ? operation : '',
    day: isDate(day) ? day : '',
  }
}
