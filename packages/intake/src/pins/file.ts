import { pinOf } from '@timbang/contracts/pin'
import { isId } from '@timbang/contracts/word'
import type { Fault } from '../fault.ts'
import { readDate } from '../table/date.ts'
import { isRow, type Readable, type Row, rowsOf } from '../table/file.ts'
import type { Form } from '../table/form.ts'
import { plain, readNip } from '../table/nip.ts'
import type { Source } from '../table/source.ts'

export type PinColumn = 'PIN' | 'NIP' | 'mulai' | 'sampai'
/** Whose number at a machine it is, from a day on. */
export const pinForm: Form<PinColumn> = {
  columns: {
    PIN: ['pin', 'no id', 'enno', 'user id'],
    NIP: ['nip', 'nip baru', 'no induk', 'nomor induk', 'no induk pegawai', 'nomor induk pegawai'],
    mulai: ['mulai', 'sejak', 'tmt', 'dari'],
    sampai: ['sampai', 'sampai dengan', 'akhir'],
  },
  needed: ['PIN', 'NIP', 'mulai'],
  dates: ['mulai', 'sampai'],
  identifiers: ['NIP'],
}

/** A row as it was written: `toDate` empty: no end is said. */
export interface PinLine {
  readonly line: number
  readonly pin: string
  readonly nip: string
  readonly fromDate: string
  readonly toDate: string
}

function pinLine({ line, cells }: Row<PinColumn>, orders: Readable<PinColumn>['orders']): PinLine | Fault {
  const pin = pinOf(plain(cells.PIN))
  if (!isId(pin)) return { line, column: 'PIN', reason: 'pin-invalid', said: pin.slice(0, 20) }
  const nip = readNip(cells.NIP)
  if ('reason' in nip) return { line, column: 'NIP', reason: nip.reason }
  const fromDate = readDate(plain(cells.mulai), orders.mulai)
  if (fromDate === undefined) return { line, column: 'mulai', reason: 'date-invalid', said: cells.mulai.slice(0, 20) }
  const toDate = plain(cells.sampai) === '' ? '' : readDate(plain(cells.sampai), orders.sampai)
  if (toDate === undefined) return { line, column: 'sampai', reason: 'date-invalid', said: cells.sampai.slice(0, 20) }
  return { line, pin, nip: nip.nip, fromDate, toDate }
}

/** The rows of a list of numbers, and the lines that are none. */
export async function pinLines(
  source: Source,
  looked: Readable<PinColumn>,
): Promise<{ lines: PinLine[]; faults: Fault[] }> {
  const lines: PinLine[] = []
  const faults: Fault[] = []
  for await (const row of rowsOf(source, looked, pinForm)) {
    const read = isRow(row) ? pinLine(row, looked.orders) : { line: row.line, column: row.column, reason: row.unread }
    if ('reason' in read) faults.push(read)
    else lines.push(read)
  }
  return { lines, faults }
}
