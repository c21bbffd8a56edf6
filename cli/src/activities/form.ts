import { type DateOrder, isSerialDate, readDate } from '@timbang/intake/table/date'
import type { Row, Unread } from '@timbang/intake/table/file'
import type { Form } from '@timbang/intake/table/form'
import { plain, readNip } from '@timbang/intake/table/nip'

export type Column =
  | 'tanggal'
  | 'jam mulai'
  | 'jam selesai'
  | 'uraian kegiatan'
  | 'RHK'
  | 'hasil'
  | 'satuan'
  | 'tautan bukti'
  | 'NIP'

/** Daily entries, as agencies keep them: the columns by our names and by those that people use. */
export const activitiesForm: Form<Column> = {
  columns: {
    tanggal: ['tanggal', 'tgl', 'hari tanggal', 'tanggal kegiatan', 'tanggal kerja'],
    'jam mulai': ['jam mulai', 'mulai', 'waktu mulai', 'jam awal'],
    'jam selesai': ['jam selesai', 'selesai', 'waktu selesai', 'jam akhir'],
    'uraian kegiatan': [
      'uraian kegiatan',
      'uraian',
      'kegiatan',
      'deskripsi',
      'deskripsi kegiatan',
      'aktivitas',
      'uraian aktivitas',
      'uraian pekerjaan',
    ],
    RHK: ['rhk', 'rencana hasil kerja', 'kode rhk'],
    hasil: ['hasil', 'jumlah', 'volume', 'kuantitas'],
    satuan: ['satuan'],
    'tautan bukti': ['tautan bukti', 'tautan', 'bukti', 'bukti url', 'url bukti', 'link bukti', 'bukti dukung'],
    NIP: ['nip', 'nip baru', 'no induk', 'nomor induk', 'no induk pegawai', 'nomor induk pegawai'],
  },
  needed: ['tanggal', 'uraian kegiatan', 'NIP'],
  dates: ['tanggal'],
  // Of an RHK 1.10 a number keeps 1.1, which is another one.
  identifiers: ['NIP', 'RHK'],
}

/** A line that cannot be taken, as the report tells it. */
export interface Fault {
  readonly line: number
  readonly column: Column | undefined
  /** One of `reasons`, or a code of contracts/refusal.ts. */
  readonly reason: string
  /** What stood in the cell, or what else the sentence is about. Never a NIP. */
  readonly said?: string
  /** What whoever refused it said; absent: what the reason says. */
  readonly sentence?: string
  /** Which row it is all the same, where that can be read. */
  readonly of?: Pick<Entry, 'nip' | 'workDate' | 'start' | 'sentence'>
}
export const isFault = (row: object): row is Fault => 'reason' in row

/** A row as the form has it, checked but not yet resolved. */
export interface Entry {
  readonly line: number
  readonly workDate: string
  readonly start: string | undefined
  readonly end: string | undefined
  readonly sentence: string
  readonly result: string
  readonly quantity: string | undefined
  readonly unit: string | undefined
  readonly evidenceLink: string | undefined
  readonly nip: string
}

/** `8.30` and `08:30` to `08:30`. */
export function timeOf(text: string): string | undefined {
  const [, hour, minute] = /^(\d{1,2})[:.](\d{2})(?::00)?$/.exec(text) ?? []
  if (hour === undefined || Number(hour) > 24 || Number(minute) > 59 || (Number(hour) === 24 && minute !== '00'))
    return undefined
  return `${hour.padStart(2, '0')}:${minute}`
}

/**
 * `2,5`, `1.200,5`, `1200.5` to decimal text with a point, three decimals at most. `1.250` is refused: one reader means a thousand, another one and a
 * quarter, and a guess would be counted for good.
 */
export function quantityOf(text: string): string | undefined {
  if (/^[1-9]\d{0,2}\.\d{3}$/.test(text)) return undefined
  const plainText = text.includes(',') ? text.replaceAll('.', '').replace(',', '.') : text
  return /^\d{1,7}(\.\d{1,3})?$/.test(plainText) ? plainText : undefined
}

/** Why a line is no row. */
export const unreadFault = ({ line, unread, column }: Unread<Column>): Fault => ({ line, column, reason: unread })

/**
 * Reads one row's cells. Of several faults that is told which hides whose row it is, then the leftmost.
 * @param order of the days of the column
 */
export function entryOf({ line, cells }: Row<Column>, order: DateOrder): Entry | Fault {
  const cell = (column: Column) => cells[column].trim().normalize('NFC')
  const fault = (column: Column, reason: string, of?: Fault['of']): Fault => ({
    line,
    column,
    reason,
    ...(column === 'NIP' || cell(column) === '' ? {} : { said: cell(column) }),
    ...(of === undefined ? {} : { of }),
  })
  const time = (column: Column) => timeOf(plain(cell(column)))
  const day = plain(cell('tanggal'))
  const workDate = readDate(day, order)
  if (workDate === undefined) return fault('tanggal', isSerialDate(day) ? 'date-serial' : 'date-invalid')
  const [start, end] = [time('jam mulai'), time('jam selesai')]
  if (start === undefined && cell('jam mulai') !== '') return fault('jam mulai', 'time-invalid')
  const sentence = cell('uraian kegiatan')
  if (sentence === '') return fault('uraian kegiatan', 'sentence-empty')
  const read = readNip(cells.NIP)
  if ('reason' in read) return fault('NIP', read.reason)
  const of = { nip: read.nip, workDate, start, sentence }
  if (end === undefined && cell('jam selesai') !== '') return fault('jam selesai', 'time-invalid', of)
  const quantity = cell('hasil') === '' ? undefined : quantityOf(plain(cell('hasil')))
  if (cell('hasil') !== '' && quantity === undefined) return fault('hasil', 'quantity-invalid', of)
  if (cell('tautan bukti') !== '' && !cell('tautan bukti').startsWith('https://'))
    return fault('tautan bukti', 'link-invalid', of)
  return {
    ...of,
    line,
    end,
    result: cell('RHK'),
    quantity,
    unit: cell('satuan') || undefined,
    evidenceLink: cell('tautan bukti') || undefined,
  }
}
