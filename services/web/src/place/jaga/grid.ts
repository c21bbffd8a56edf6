import { addDays, dateAt, type CivilDate, timeOfDay } from '@timbang/rules/civil-date'
import { readCell, type Shift } from '@timbang/rules/shift'
import type { DutyPerson, Fault, Swapping, SwapSide, TypedRow, UnitView } from './view.ts'

/** So many people a form of one page sends; a larger unit brings its month in as a file. */
export const MOST_ROWS = 200

const hours = ({ beginMinute, endMinute }: Shift): string =>
  `${timeOfDay(beginMinute)}-${timeOfDay(endMinute > 1440 ? endMinute - 1440 : endMinute)}`
/** A day of a published month as its cell says it. */
export const cellText = (shifts: readonly Shift[]): string =>
  shifts.length === 0 ? 'L' : shifts.map((shift) => shift.code || hours(shift)).join(',')

/** Worked minutes of shifts, without their breaks. */
export const minutesOf = (shifts: readonly Shift[]): number =>
  shifts.reduce((sum, shift) => sum + shift.endMinute - shift.beginMinute - shift.breakMinutes, 0)

/** How a cell says the same however it is typed; what cannot be read stays as it is. */
export function normal(text: string): string {
  const shifts = readCell(text)
  if (text.trim() === '') return ''
  return shifts === undefined ? text.trim().toUpperCase() : cellText(shifts)
}

/** Rows of the form that differ from what is published. An empty cell of a published month is a day off; a row without any cell of one that is not, is none. */
export function typedRows(data: FormData, view: Pick<UnitView, 'people'>): TypedRow[] {
  const rows: TypedRow[] = []
  for (let at = 0; at < MOST_ROWS; at++) {
    const employeeId = data.get(`p${at}`)
    if (typeof employeeId !== 'string') break
    const person = view.people.find((one) => one.employeeId === employeeId)
    if (person === undefined) continue
    const cells = person.cells.map((_, day) => String(data.get(`${at}.${day + 1}`) ?? '').slice(0, 20))
    if (differs(person, cells))
      rows.push({ employeeId, version: Number(data.get(`v${at}`)) || 0, cells: cells.map(normal) })
  }
  return rows
}

const differs = (person: DutyPerson, cells: readonly string[]): boolean => {
  const said = (text: string) => normal(text) || (person.version > 0 ? 'L' : '')
  return cells.some((text, day) => person.held[day] === true && said(text) !== said(person.cells[day]!))
}

/** What was typed as one text, for a cookie and for the question in between. */
export const writeRows = (rows: readonly TypedRow[]): string =>
  rows.map(({ employeeId, version, cells }) => [employeeId, version, ...cells].join(';')).join('\n')
export const readRows = (text: string): TypedRow[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .slice(0, MOST_ROWS)
    .map((line) => {
      const [employeeId, version, ...cells] = line.split(';')
      return { employeeId: employeeId!, version: Number(version) || 0, cells: cells.slice(0, 31) }
    })

/** Cells that say nothing that can be worked. */
export const unreadable = (rows: readonly TypedRow[], { dates }: Pick<UnitView, 'dates'>): Fault[] =>
  rows.flatMap(({ employeeId, cells }) =>
    cells.flatMap((text, day) =>
      readCell(text) === undefined ? { employeeId, date: dates[day] ?? null, code: 'duty.shift-unknown' } : [],
    ),
  )

/** The worked days of a typed row, as the directory takes them: those on which the person is in the unit. */
export const daysOf = (row: TypedRow, person: Pick<DutyPerson, 'held'>, { dates }: Pick<UnitView, 'dates'>) =>
  row.cells.flatMap((text, day) => {
    const turns = readCell(text) ?? []
    return turns.length === 0 || person.held[day] !== true ? [] : { date: dates[day]!, turns }
  })

/** What a typed row changes, cell by cell. */
export const changesOf = (
  row: TypedRow,
  person: DutyPerson,
  { dates }: Pick<UnitView, 'dates'>,
): { date: string; from: string; to: string }[] =>
  row.cells.flatMap((text, day) => {
    const [from, to] = [person.cells[day] || 'L', text || 'L']
    return person.held[day] !== true || (from === to && person.version > 0) ? [] : { date: dates[day]!, from, to }
  })

/** By which part of the day a shift is coloured. */
export type Kind = 'day' | 'late' | 'night' | 'off'
export function kindOf(text: string, shifts: readonly Shift[]): Kind {
  const [first] = readCell(text) ?? []
  if (first === undefined) return 'off'
  const shift = first.code === '' ? first : shifts.find(({ code }) => code === first.code)
  if (shift === undefined) return 'off'
  if (shift.endMinute > 1440) return 'night'
  return shift.beginMinute < 720 ? 'day' : 'late'
}

/** The first day that has not begun at the workplace. */
export const tomorrow = ({ now, zone }: Pick<UnitView, 'now' | 'zone'>): CivilDate => addDays(dateAt(now, zone), 1)

/** Swaps that made the latest version of both months: the same once more undoes them, as long as none of their days has begun. */
export function swapsOf(view: Pick<UnitView, 'people' | 'now' | 'zone' | 'swapId'>) {
  const swapped = Map.groupBy(
    view.people.filter(({ swap }) => swap !== null),
    ({ swap }) => swap!.swapId,
  )
  return [...swapped.values()].flatMap(([first, second]) => {
    if (first === undefined || second === undefined) return []
    const { dates } = first.swap!
    return [{ first, second, dates, undoId: view.swapId, open: dates.every((date) => date >= tomorrow(view)) }]
  })
}

const side = (text: string): SwapSide => {
  const [employeeId = '', version = ''] = text.split(' ')
  return { employeeId, seenVersion: /^\d{1,9}$/.test(version) ? Number(version) : 0 }
}

/** What of a swap is chosen. Whether it may be is the directory's to say; undefined: one of the two is not chosen. */
export function readSwap(data: FormData, month: string): Swapping | undefined {
  const of = (name: string) => String(data.get(name) ?? '')
  const [first, second] = [side(of('pertama')), side(of('kedua'))]
  if (first.employeeId === '' || second.employeeId === '') return undefined
  const dates = data
    .getAll('tanggal')
    .map(String)
    .filter((date) => date !== '')
  return { swapId: of('tukar'), month, dates, first, second }
}
