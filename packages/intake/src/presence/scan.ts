import { isId } from '@timbang/contracts/word'
import { pinOf } from '@timbang/contracts/pin'
import type { PunchKey } from '@timbang/rules/facts'
import { type DateOrder, readDate } from '../table/date.ts'
import { isRow, lookAt, type Row, rowsOf } from '../table/file.ts'
import type { Form } from '../table/form.ts'
import { plain } from '../table/nip.ts'
import { type Line, lineReader } from '../table/record.ts'
import { bytesOf, type Source } from '../table/source.ts'
import { Unreadable } from '../table/unreadable.ts'
import { isWorkbookFile } from '../table/workbook.ts'

/** What a machine tells of one scan, by its own clock, which has no zone. */
export interface Scan {
  readonly line: number
  readonly pin: string
  readonly date: string
  /** Seconds since midnight. */
  readonly second: number
  readonly key: PunchKey | undefined
}
/** A line that is no scan, and why. */
export interface NoScan {
  readonly line: number
  readonly reason: string
  readonly said?: string
}
export const isScan = (one: Scan | NoScan): one is Scan => 'pin' in one

/** Files without a header; the third column of one is the machine, of the other the key. */
export const bareFormats = ['attlog', 'adms'] as const
export type BareFormat = (typeof bareFormats)[number]
export const isBareFormat = (text: unknown): text is BareFormat => bareFormats.some((format) => format === text)

/** What has a header: our own table, the log of an Eppos, the sheet of a Solution saved as CSV. */
type Column = 'PIN' | 'tanggal' | 'jam' | 'waktu' | 'kunci' | 'iomd' | 'scan masuk' | 'scan pulang'
export const scanForm: Form<Column> = {
  columns: {
    // A sheet has a national number beside it (NIK): that is never read.
    PIN: ['pin', 'no id', 'enno', 'user id'],
    tanggal: ['tanggal', 'tgl', 'date'],
    jam: ['jam', 'time'],
    waktu: ['waktu', 'datetime', 'date time', 'tanggal jam', 'tanggal waktu'],
    kunci: ['kunci', 'tombol'],
    iomd: ['iomd'],
    'scan masuk': ['scan masuk'],
    'scan pulang': ['scan pulang'],
  },
  needed: ['PIN'],
  dates: ['tanggal'],
  identifiers: [],
}

/** Status keys of most machines: 0 came, 1 went; breaks, overtime and 255 say neither. */
const byStatus = (status: string | undefined): PunchKey | undefined =>
  (({ '0': 'in', '1': 'out' }) as const)[status?.trim() ?? '']
const byWord = (word: string): PunchKey | undefined =>
  (({ masuk: 'in', in: 'in', pulang: 'out', keluar: 'out', out: 'out' }) as const)[word.trim().toLowerCase()]
const byMode = (mode: string): PunchKey | undefined => (({ '2': 'in', '4': 'out' }) as const)[mode.trim()]

/** `7.28` and `07:28:05` to seconds since midnight. */
export function secondOf(text: string): number | undefined {
  const [, hour, minute, second = '0'] = /^(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?$/.exec(text.trim()) ?? []
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  return Number(hour) * 3600 + Number(minute) * 60 + Number(second)
}

function scanOf(
  line: number,
  pin: string,
  day: string | undefined,
  clock: string,
  key: PunchKey | undefined,
): Scan | NoScan {
  const number = pinOf(plain(pin))
  if (!isId(number)) return { line, reason: 'pin-invalid', said: number.slice(0, 20) }
  if (day === undefined) return { line, reason: 'date-invalid' }
  const second = secondOf(clock)
  return second === undefined
    ? { line, reason: 'time-invalid', said: clock.slice(0, 20) }
    : { line, pin: number, date: day, second, key }
}

/** `2026-11-03 07:28:05`, also with slashes and two spaces, as some machines write it. */
function moment(text: string): [day: string | undefined, clock: string] {
  const [day = '', clock = ''] = text.trim().split(/[\sT]+/)
  return [readDate(day, 'iso'), clock]
}

/** A line of a file without a header. */
export function bareScan({ number, text }: Line, format: BareFormat): Scan | NoScan {
  const cells = text.split('\t')
  const [pin = '', when = ''] = cells
  return scanOf(number, pin, ...moment(when), byStatus(cells[format === 'attlog' ? 3 : 2]))
}

/** A push of a machine, one a line; what it tells besides scans is nothing here. */
export function pushedScan({ number, text }: Line): Scan | NoScan | undefined {
  let said: unknown
  try {
    said = JSON.parse(text)
  } catch {
    return { line: number, reason: 'not-json' }
  }
  const { type, data } = (said ?? {}) as { type?: unknown; data?: Readonly<Record<string, unknown>> }
  if (type !== undefined && type !== 'attlog') return undefined
  const { pin, scan, scan_date: date, status_scan: status } = data ?? {}
  return scanOf(number, String(pin ?? ''), ...moment(String(scan ?? date ?? '')), byStatus(String(status ?? '')))
}

/** The scans of a row of a table: one, or of a sheet the first and the last of a day. */
export function rowScans({ line, cells }: Row<Column>, order: DateOrder): (Scan | NoScan)[] {
  const key = byWord(cells.kunci) ?? byMode(cells.iomd)
  if (cells.waktu.trim() !== '') return [scanOf(line, cells.PIN, ...moment(cells.waktu), key)]
  const day = readDate(plain(cells.tanggal), order)
  if (cells.jam.trim() !== '') return [scanOf(line, cells.PIN, day, plain(cells.jam), key)]
  // A day without a scan stands in a sheet as an empty cell: that is no fault.
  return (['scan masuk', 'scan pulang'] as const).flatMap((column) =>
    cells[column].trim() === ''
      ? []
      : [scanOf(line, cells.PIN, day, plain(cells[column]), column === 'scan masuk' ? 'in' : 'out')],
  )
}

async function* linesOf(source: Source): AsyncGenerator<Line> {
  const reader = lineReader()
  const decoder = new TextDecoder()
  for await (const chunk of bytesOf(source)) yield* reader.push(decoder.decode(chunk, { stream: true }))
  yield* reader.end()
}

const BARE = /^\s*\S+\t\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\t|$)/

export interface ScanFile {
  readonly notices: readonly string[]
  /** From the first line, as often as one likes. */
  readonly scans: () => AsyncGenerator<Scan | NoScan>
}

/** Looks at a file: of which kind it is, and what only the whole of it tells. @param name how its owner calls it @throws Unreadable with what is to be done */
export async function scanFile(
  source: Source,
  name: string,
  wish: { readonly format?: BareFormat | undefined; readonly dates?: DateOrder | undefined },
): Promise<ScanFile> {
  let first: string | undefined
  try {
    if (!(await isWorkbookFile(source)))
      for await (const { text } of linesOf(source)) {
        first = text
        if (text.trim() !== '') break
      }
  } catch (error) {
    throw new Unreadable(`Berkas tidak dapat dibaca: ${(error as Error).message}. / The file cannot be read.`, {
      code: 'unreadable',
    })
  }
  if (first?.trimStart().startsWith('{')) return { notices: [], scans: () => each(source, pushedScan) }
  if (first !== undefined && (wish.format !== undefined || BARE.test(first))) {
    const format = wish.format ?? (/attlog\.dat$/i.test(name) ? 'attlog' : undefined)
    if (format === undefined)
      throw new Unreadable(
        'Berkas ini tanpa judul kolom. Sebutkan bentuknya: --format attlog (kolom ketiga mesin) atau --format adms (kolom ketiga tombol). / ' +
          'The file has no header. Say which it is: --format attlog (the third column is the machine) or --format adms (the key).',
        { code: 'format' },
      )
    return { notices: [], scans: () => each(source, (line) => bareScan(line, format)) }
  }
  const looked = await lookAt(source, scanForm, wish.dates)
  if (!looked.ok) throw new Unreadable(looked.sentence, looked.why)
  return {
    notices: looked.notices,
    scans: async function* () {
      for await (const row of rowsOf(source, looked, scanForm))
        if (isRow(row)) yield* rowScans(row, looked.orders.tanggal)
        else yield { line: row.line, reason: row.unread }
    },
  }
}

async function* each(source: Source, read: (line: Line) => Scan | NoScan | undefined): AsyncGenerator<Scan | NoScan> {
  for await (const line of linesOf(source)) {
    const scan = line.text.trim() === '' ? undefined : read(line)
    if (scan !== undefined) yield scan
  }
}
