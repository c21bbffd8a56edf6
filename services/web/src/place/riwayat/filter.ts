import { isDate, isUuid } from '@timbang/contracts/word'
import { stateNames, type Find } from './view.ts'

/** A sentence is found by a few of its words. */
export const MOST_LETTERS = 80
export const ADDITIONAL = 'tambahan'

const isMonth = (text: string): boolean => isDate(`${text}-01`) && text >= '2000' && text < '2100'

/** What the address asks for. What is no month, no day of it, no result and no state is not asked. */
export const readFind = (asked: URLSearchParams): Find => {
  const text = (name: string) => (asked.get(name) ?? '').trim()
  const [month, day, result, state, after] = [
    text('bulan'),
    text('hari'),
    text('rhk'),
    text('keadaan'),
    text('sesudah'),
  ]
  const known = isMonth(month) ? month : null
  return {
    month: known,
    day: isDate(day) && known !== null && day.startsWith(known) ? day : null,
    words: [...text('cari')].slice(0, MOST_LETTERS).join(''),
    result: result === ADDITIONAL || isUuid(result) ? result : '',
    state: stateNames.find((name) => name === state) ?? null,
    after: /^[\w~-]{1,80}$/.test(after) ? after : null,
  }
}

/** The address of a find. What is changed begins its pages anew. */
export const findQuery = (find: Find, changed: Partial<Find> = {}): string => {
  const { month, day, words, result, state, after } = { ...find, after: null, ...changed }
  const query = new URLSearchParams()
  if (month !== null) query.set('bulan', month)
  if (day !== null) query.set('hari', day)
  if (words !== '') query.set('cari', words)
  if (result !== '') query.set('rhk', result)
  if (state !== null) query.set('keadaan', state)
  if (after !== null) query.set('sesudah', after)
  const text = query.toString()
  return text === '' ? '/riwayat' : `/riwayat?${text}`
}
/** Whether anything but the month is looked for. */
export const isNarrow = ({ day, words, result, state }: Find): boolean =>
  day !== null || words !== '' || result !== '' || state !== null

/** The month so many months from it. */
export const monthsFrom = (month: string, months: number): string => {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5, 7)) - 1 + months]
  return new Date(Date.UTC(year, number)).toISOString().slice(0, 7)
}
