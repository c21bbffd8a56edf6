import { isDate } from '@timbang/contracts/word'
import type { Why } from './unreadable.ts'

/** How a column writes its days. A year in front is read in every column, since it can be read in one way only. */
export const dateOrders = ['dmy', 'mdy', 'iso'] as const
export type DateOrder = (typeof dateOrders)[number]
export const isDateOrder = (text: unknown): text is DateOrder => dateOrders.some((order) => order === text)

// Excel writes the midnight of a day behind it.
const YEAR_FIRST = /^(\d{4})([/.-])(\d{1,2})\2(\d{1,2})(?:[T ]00?:00(?::00)?)?$/
const YEAR_LAST = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?: 00?:00(?::00)?)?$/

/** To ISO; undefined when it is no real date, or not of this order. */
export function readDate(text: string, order: DateOrder): string | undefined {
  const first = YEAR_FIRST.exec(text)
  const last = order === 'iso' ? null : YEAR_LAST.exec(text)
  const [year, month, day] =
    first !== null
      ? [first[1]!, first[3]!, first[4]!]
      : last === null
        ? []
        : order === 'dmy'
          ? [last[4]!, last[3]!, last[1]!]
          : [last[4]!, last[1]!, last[3]!]
  if (year === undefined || month === undefined || day === undefined) return undefined
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDate(iso) ? iso : undefined
}

/** What Excel keeps of a day when its column is not one of dates: days since 1900. */
export const isSerialDate = (text: string): boolean => /^[1-9]\d{4}([.,]\d+)?$/.test(text)

/** The first cell of a kind, and its line. */
interface Seen {
  readonly line: number
  readonly text: string
}
/** What a column's days can be: only day first, only month first, or either. One form is decided over the whole column, never by the row. */
export interface Readings {
  dayFirst?: Seen
  monthFirst?: Seen
  either?: Seen
}

export function countReading(readings: Readings, line: number, text: string): void {
  const found = YEAR_LAST.exec(text)
  if (found === null) return
  const [first, second] = [Number(found[1]), Number(found[3])]
  if (first > 12 && second > 12) return
  if (first > 12) readings.dayFirst ??= { line, text }
  else if (second > 12) readings.monthFirst ??= { line, text }
  else readings.either ??= { line, text }
}

/** The one order that fits, or the sentence that asks for it. @param column as the file calls it */
export function orderOf(
  { dayFirst, monthFirst, either }: Readings,
  column: string,
): DateOrder | { ask: string; why: Why } {
  if (dayFirst !== undefined && monthFirst !== undefined)
    return {
      ask:
        `Kolom "${column}" menulis "${dayFirst.text}" di baris ${dayFirst.line} dan "${monthFirst.text}" di baris ${monthFirst.line}. Pilih satu urutan: --dates dmy atau --dates mdy. / ` +
        `The column "${column}" writes days in two orders. Choose one: --dates dmy or --dates mdy.`,
      why: { code: 'dates-two', column },
    }
  if (dayFirst !== undefined) return 'dmy'
  if (monthFirst !== undefined) return 'mdy'
  if (either === undefined) return 'iso'
  return {
    ask:
      `Kolom "${column}" dapat dibaca dua cara, misalnya "${either.text}" di baris ${either.line}. Sebutkan urutannya: --dates dmy (hari dahulu) atau --dates mdy (bulan dahulu). / ` +
      `The column "${column}" can be read two ways. Say which: --dates dmy (day first) or --dates mdy (month first).`,
    why: { code: 'dates', column, line: either.line, said: either.text },
  }
}
