import { DutyServiceService, type DutyRow } from '@timbang/contracts/gen/timbang/directory/v1/duty'
import { DirectoryServiceService } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { agencyIdOf, unitIdOf } from '@timbang/contracts/official-id'
import { isRefusal, isRefusalCode, refusals, type RefusalCode } from '@timbang/contracts/refusal'
import { grpcClient } from '@timbang/process/grpc'
import { daysOfMonth } from '@timbang/rules/civil-date'
import { readCell, type Shift } from '@timbang/rules/shift'
import { peopleOf } from './activities/people.ts'
import { reasons } from './activities/reasons.ts'
import { machineToken, Stopped, told } from './province.ts'
import { isRow, lookAt, type Readable, type Row, rowsOf } from '@timbang/intake/table/file'
import type { Form } from '@timbang/intake/table/form'
import { plain, readNip } from '@timbang/intake/table/nip'

/** The days of a month are its columns, by their numbers or by their whole dates. */
type Day = `${number}`
type Column = 'nip' | 'nama' | Day

const dayNumbers = Array.from({ length: 31 }, (_, at): Day => `${at + 1}`)

/** The grid of a month: a row a person, a column a day. Also a month of thirty days has the column 31, so that what stands in it is not passed over. */
export function dutyForm(month: string): Form<Column> {
  const [year, number] = month.split('-') as [string, string]
  const names = (day: Day): readonly [string, ...string[]] => {
    const two = day.padStart(2, '0')
    const dates = [day, two].flatMap((one) => [`${one} ${number} ${year}`, `${one} ${Number(number)} ${year}`])
    return [day, two, `tgl ${day}`, `tanggal ${day}`, `${year} ${number} ${two}`, ...dates]
  }
  return {
    columns: {
      nip: ['nip', 'nip baru', 'no induk', 'nomor induk', 'no induk pegawai', 'nomor induk pegawai'],
      nama: ['nama', 'nama pegawai', 'nama lengkap'],
      ...(Object.fromEntries(dayNumbers.map((day) => [day, names(day)])) as Record<
        Day,
        readonly [string, ...string[]]
      >),
    },
    needed: ['nip', ...dayNumbers.slice(0, daysOfMonth(month).length)],
    dates: [],
    identifiers: ['nip'],
  }
}

interface Problem {
  readonly line: number
  readonly column: Column | undefined
  readonly warning: boolean
  /** A sentence in both languages. */
  readonly says: string
  /** Never a NIP. */
  readonly value: string
}
const bothOf = (code: RefusalCode) => `${refusals[code].id} / ${refusals[code].en}`
const EMPTY_ROW =
  'Baris ini kosong dan tidak dibaca: bulannya mengikuti kalender. Tulis L bila libur. / This row is empty and not read: the month follows the calendar. Write L for a day off.'

/** A row of the grid as it is sent, by its NIP; or why it cannot be. */
export function dutyRowOf(
  { line, cells }: Row<Column>,
  month: string,
): { nip: string | undefined; days: DutyRow['days']; problems: readonly Problem[] } {
  const problems: Problem[] = []
  const found = (column: Column, says: string, value = '', warning = false) =>
    problems.push({ line, column, warning, says, value: value.replace(/\s+/g, ' ').slice(0, 60) })
  const read = readNip(cells.nip)
  if ('reason' in read) found('nip', reasons[read.reason]!)
  const last = daysOfMonth(month).length
  const days: DutyRow['days'] = []
  for (const day of dayNumbers) {
    const text = plain(cells[day] ?? '')
    const turns = readCell(text)
    if (turns === undefined) found(day, bothOf('duty.shift-unknown'), text)
    else if (Number(day) > last && text !== '') found(day, bothOf('duty.date-outside'), text)
    else if (turns.length > 0) days.push({ date: `${month}-${day.padStart(2, '0')}`, turns })
  }
  const empty = dayNumbers.every((day) => plain(cells[day] ?? '') === '')
  if (empty && problems.length === 0) found('nip', EMPTY_ROW, '', true)
  return { nip: 'nip' in read && !empty ? read.nip : undefined, days, problems }
}

export interface DutyOutcome {
  readonly rows: number
  readonly changed: number
  readonly errors: number
  readonly warnings: number
  readonly lines: readonly string[]
}

/** So many people the directory takes at once. */
const MOST_PEOPLE = 500

/** Sends a unit's month to the directory, which judges it whole: errors first, nothing half done. */
export async function importDuty(
  env: Readonly<Record<string, string>>,
  path: string,
  options: { unit: string; month: string; dryRun: boolean },
): Promise<DutyOutcome> {
  const { unit, month } = options
  if (daysOfMonth(month).length === 0) throw new Stopped('Tulis: --month 2026-12. / Write --month 2026-12.', 2)
  const form = dutyForm(month)
  const looked = await lookAt(path, form)
  if (!looked.ok) throw new Stopped(looked.sentence)
  const problems: Problem[] = []
  const rows: { line: number; nip: string; days: DutyRow['days'] }[] = []
  for await (const row of rowsOf(path, looked, form)) {
    if (!isRow(row)) {
      problems.push({ line: row.line, column: row.column, warning: false, says: reasons[row.unread]!, value: '' })
      continue
    }
    const { nip, days, problems: found } = dutyRowOf(row, month)
    problems.push(...found)
    if (nip !== undefined) rows.push({ line: row.line, nip, days })
    if (rows.length > MOST_PEOPLE)
      throw new Stopped(
        `Berkas ini memuat lebih dari ${MOST_PEOPLE} orang. Bagi per unit. / More than ${MOST_PEOPLE} people: split it by unit.`,
      )
  }
  const token = await machineToken(env, 'importer')
  const directory = grpcClient(DirectoryServiceService, env['DIRECTORY_GRPC']!)
  const duty = grpcClient(DutyServiceService, env['DIRECTORY_GRPC']!)
  try {
    const people = await peopleOf(directory, token, [...new Set(rows.map(({ nip }) => nip))])
    const lines = new Map<string, number>()
    const known = rows.flatMap(({ line, nip, days }): DutyRow[] => {
      const person = people.get(nip)
      if (person === undefined) {
        problems.push({ line, column: 'nip', warning: false, says: reasons['nip-unknown']!, value: '' })
        return []
      }
      lines.set(person.employeeId, line)
      return [{ employeeId: person.employeeId, days, seenVersion: undefined }]
    })
    // A file with a cell that cannot even be sent is only judged.
    const dryRun = options.dryRun || problems.some(({ warning }) => !warning)
    const answer = await duty.publishDuty(
      { unitId: unitIdOf(unit), month, rows: known, dryRun },
      { token, deadline: 60_000 },
    )
    if (isRefusal(answer)) throw new Stopped(told(answer))
    for (const { employeeId, date, code, warning, value } of answer.problems)
      problems.push({
        line: lines.get(employeeId) ?? 0,
        column: date.startsWith(month) ? `${Number(date.slice(8))}` : undefined,
        warning,
        says: isRefusalCode(code) ? bothOf(code) : code,
        value,
      })
    const errors = problems.filter(({ warning }) => !warning).length
    return {
      rows: looked.rows,
      changed: answer.changed,
      errors,
      warnings: problems.length - errors,
      lines: [
        ...looked.notices,
        ...problems
          .sort((a, b) => Number(a.warning) - Number(b.warning) || a.line - b.line)
          .map((problem) => lineOf(problem, looked)),
      ],
    }
  } finally {
    directory.close()
    duty.close()
  }
}

function lineOf({ line, column, warning, says, value }: Problem, looked: Readable<Column>): string {
  const where = [
    ...(line === 0 ? [] : [`baris ${line}`]),
    ...(column === undefined ? [] : [looked.names[column] ?? column]),
  ].join(' · ')
  return `${warning ? 'peringatan' : 'galat'}${where === '' ? '' : ` · ${where}`}${value === '' ? '' : ` "${value}"`} · ${says}`
}

const SHIFT = /^([A-Z0-9]+)=([^/]+)(?:\/(\d{1,3}))?$/

/** `P=07:00-14:00/30`: a code, its hours, and the minutes of its break. */
export function readShift(text: string): Shift | undefined {
  const [, code, hours, breakMinutes] = SHIFT.exec(text) ?? []
  const [shift, ...more] = readCell(hours ?? '') ?? []
  if (code === undefined || shift === undefined || shift.code !== '' || more.length > 0) return undefined
  return { ...shift, code, breakMinutes: Number(breakMinutes ?? 0) }
}

/** Says how an agency calls its shifts, all of them. @returns whether anything changed */
export async function setShifts(
  env: Readonly<Record<string, string>>,
  agency: string,
  words: readonly string[],
): Promise<boolean> {
  const shifts = words.map((word) => {
    const shift = readShift(word)
    if (shift === undefined)
      throw new Stopped(`"${word}" tidak terbaca. Tulis: P=07:00-14:00/30. / Write P=07:00-14:00/30.`, 2)
    return shift
  })
  const duty = grpcClient(DutyServiceService, env['DIRECTORY_GRPC']!)
  try {
    const token = await machineToken(env, 'importer')
    const answer = await duty.setShifts({ agencyId: agencyIdOf(agency), shifts }, { token })
    if (isRefusal(answer)) throw new Stopped(told(answer))
    return answer.changed
  } finally {
    duty.close()
  }
}
