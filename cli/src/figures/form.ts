import { figureIdOf } from '@timbang/contracts/figure-id'
import { agencyIdOf, indicatorIdOf, unitIdOf } from '@timbang/contracts/official-id'
import { isDate, isMonth } from '@timbang/contracts/word'
import { quantityOf } from '../activities/form.ts'
import { reasons as common } from '../activities/reasons.ts'
import { type DateOrder, isSerialDate, readDate } from '@timbang/intake/table/date'
import type { Row } from '@timbang/intake/table/file'
import type { Form } from '@timbang/intake/table/form'
import { plain } from '@timbang/intake/table/nip'

export type Column = 'opd' | 'unit' | 'indikator' | 'tanggal' | 'bulan' | 'jumlah' | 'per'

/** Figures of units: a day or a month in each row. `per` is of a ratio: 4.500 menit per 250 orang. */
export const figuresForm: Form<Column> = {
  columns: {
    opd: ['opd', 'kode opd', 'skpd', 'kode skpd', 'perangkat daerah'],
    unit: ['unit', 'kode unit', 'unit kerja', 'kode unit kerja'],
    indikator: ['indikator', 'kode indikator'],
    tanggal: ['tanggal', 'tgl', 'hari'],
    bulan: ['bulan'],
    jumlah: ['jumlah', 'nilai', 'angka'],
    per: ['per', 'pembagi', 'banyaknya'],
  },
  needed: ['opd', 'unit', 'indikator', 'jumlah'],
  dates: ['tanggal'],
  identifiers: [],
}

/** Why a line cannot be taken, said to whoever keeps the file. */
export const reasons: Readonly<Record<string, string>> = {
  ...common,
  'span-missing': 'Isi tanggal atau bulan (2026-11), salah satu. / Say a date or a month (2026-11), one of them.',
  'month-invalid': 'Bulan tidak terbaca: tulis 2026-11. / The month cannot be read: write 2026-11.',
  'amount-invalid': 'Angka tidak terbaca: tulis 1250 atau 12,5. / The number cannot be read: write 1250 or 12.5.',
  'agency-unknown': 'Kode OPD tidak terdaftar. / The agency code is not registered.',
  'unit-unknown': 'Kode unit tidak terdaftar pada OPD ini. / The unit is not registered in this agency.',
  'indicator-unknown':
    'Kode indikator tidak terdaftar pada OPD ini. Daftarkan dahulu. / The indicator is not registered in this agency. Register it first.',
  'per-missing': 'Indikator ini rasio: isi kolom per. / This indicator is a ratio: fill the column per.',
  'per-unwanted': 'Indikator ini bukan rasio: kosongkan kolom per. / This indicator is no ratio: leave per empty.',
  'span-repeated':
    'Unit, indikator, dan hari ini ada di baris lain juga. / Another row says the same unit, indicator and day.',
}

/** A row of the file: what it says, and the record that it is. The same unit, indicator and span is the same record, in whatever file. */
export interface FigureRow {
  readonly line: number
  readonly agencyId: string
  readonly unitId: string
  readonly indicatorId: string
  readonly span: string
  readonly amount: string
  readonly per: string | undefined
  readonly recordId: string
  /** As the file calls them. */
  readonly unit: string
  readonly indicator: string
}
export interface Fault {
  readonly line: number
  readonly column: Column | undefined
  readonly reason: string
  /** What the door or the registry said. */
  readonly sentence?: string | undefined
  /** Which record the row is, where that can be told. */
  readonly recordId?: string | undefined
}
export const isFault = (row: FigureRow | Fault): row is Fault => 'reason' in row

export function figureOf({ line, cells }: Row<Column>, order: DateOrder): FigureRow | Fault {
  const cell = (column: Column) => plain(cells[column]).normalize('NFC')
  const fault = (column: Column, reason: string): Fault => ({ line, column, reason })
  const [day, month] = [cell('tanggal'), cell('bulan')]
  if ((day === '') === (month === '')) return fault('tanggal', 'span-missing')
  if (isSerialDate(day)) return fault('tanggal', 'date-serial')
  const span = day === '' ? month : (readDate(day, order) ?? '')
  if (day !== '' && !isDate(span)) return fault('tanggal', 'date-invalid')
  if (day === '' && !isMonth(span)) return fault('bulan', 'month-invalid')
  const [unit, indicator] = [cell('unit'), cell('indikator')]
  const agencyId = agencyIdOf(cell('opd'))
  const unitId = unitIdOf(unit)
  const indicatorId = indicatorIdOf(agencyId, indicator)
  const recordId = figureIdOf({ unitId, indicatorId, span })
  const amount = quantityOf(cell('jumlah'))
  if (amount === undefined) return { ...fault('jumlah', 'amount-invalid'), recordId }
  const per = cell('per') === '' ? undefined : quantityOf(cell('per'))
  if (cell('per') !== '' && per === undefined) return { ...fault('per', 'amount-invalid'), recordId }
  return { line, agencyId, unitId, indicatorId, span, amount, per, recordId, unit, indicator }
}
