import { agencyIdOf, indicatorIdOf } from '@timbang/contracts/official-id'
import { Aspect, Measure } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import type { BroughtResult } from '@timbang/contracts/gen/timbang/appraisal/v1/service'
import { isDate } from '@timbang/contracts/word'
import { type DateOrder, isSerialDate, readDate } from '@timbang/intake/table/date'
import type { Row } from '@timbang/intake/table/file'
import { type Form, normalised } from '@timbang/intake/table/form'
import { plain, readNip } from '@timbang/intake/table/nip'
import { thousandthsOf } from '@timbang/activity-ingest/wire/field'
import { quantityOf } from '../activities/form.ts'
import { reasons as common } from '../activities/reasons.ts'

export type Column =
  | 'NIP'
  | 'No'
  | 'kategori'
  | 'RHK'
  | 'aspek'
  | 'target'
  | 'satuan'
  | 'bobot'
  | 'ukuran'
  | 'arah'
  | 'TW I'
  | 'TW II'
  | 'TW III'
  | 'TW IV'
  | 'OPD'
  | 'indikator layanan'
  | 'mulai'
  | 'sampai'

const quarter = (roman: Quarter, number: number): readonly [string, ...string[]] => [
  `tw ${roman.slice(3).toLowerCase()}`,
  `tw ${number}`,
  `tw${number}`,
  `triwulan ${roman.slice(3).toLowerCase()}`,
  `triwulan ${number}`,
]
type Quarter = Extract<Column, `TW ${string}`>
const quarters: readonly Quarter[] = ['TW I', 'TW II', 'TW III', 'TW IV']

/**
 * Performance plans (SKP), a row for each indicator of a planned result: the columns of the paper as agencies keep it. What the paper has besides
 * (RHK pimpinan, IKI, realisasi, umpan balik) is named as not read.
 */
export const plansForm: Form<Column> = {
  columns: {
    NIP: ['nip', 'nip baru', 'no induk', 'nomor induk', 'nip pegawai'],
    No: ['no', 'nomor', 'kode', 'kode rhk', 'no rhk'],
    kategori: ['kategori', 'jenis', 'jenis rhk', 'utama tambahan'],
    RHK: ['rhk', 'rencana hasil kerja', 'rhk pegawai', 'sasaran', 'rhk sasaran'],
    aspek: ['aspek'],
    target: ['target', 'target tahunan', 'target setahun'],
    satuan: ['satuan', 'satuan target'],
    bobot: ['bobot', 'bobot rhk'],
    ukuran: ['ukuran', 'jenis ukuran'],
    arah: ['arah'],
    'TW I': quarter('TW I', 1),
    'TW II': quarter('TW II', 2),
    'TW III': quarter('TW III', 3),
    'TW IV': quarter('TW IV', 4),
    OPD: ['opd', 'kode opd', 'skpd', 'kode skpd', 'perangkat daerah'],
    'indikator layanan': ['indikator layanan', 'kode indikator', 'indikator sektor'],
    mulai: ['mulai', 'periode mulai', 'tanggal mulai', 'tmt'],
    sampai: ['sampai', 'selesai', 'periode selesai', 'tanggal selesai'],
  },
  needed: ['NIP', 'No', 'RHK', 'target', 'satuan'],
  dates: ['mulai', 'sampai'],
  // Of an RHK 1.10 a number keeps 1.1, which is another one.
  identifiers: ['NIP', 'No'],
}

/** Why a line cannot be taken, said to whoever keeps the file. */
export const reasons: Readonly<Record<string, string>> = {
  ...common,
  'nothing-above':
    'Baris ini tidak meneruskan RHK pegawai yang sama. Isi No dan RHK. / This row goes on with no result of the same person. Give its number and text.',
  'code-empty': 'Nomor RHK wajib diisi. / The number of the result must be given.',
  'title-empty': 'Isi RHK di baris pertamanya. / Give the result on its first row.',
  'title-differs':
    'RHK ini berbunyi lain di baris lain. Samakan. / This result reads otherwise on another row. Make them the same.',
  'aspect-unknown':
    'Aspek tidak dikenal: tulis kuantitas, kualitas, waktu, atau biaya. / Write quantity (kuantitas), kualitas, waktu or biaya.',
  'category-unknown': 'Kategori tidak dikenal: tulis utama atau tambahan. / Write utama or tambahan.',
  'measure-unknown': 'Ukuran tidak dikenal: tulis jumlah, rasio, atau tingkat. / Write jumlah, rasio or tingkat.',
  'direction-unknown': 'Arah tidak dikenal: tulis naik atau turun. / Write naik or turun.',
  'target-invalid': 'Target tidak terbaca: tulis 24 atau 2,5. / The target cannot be read: write 24 or 2.5.',
  'weight-invalid': 'Bobot tidak terbaca: tulis 40 atau 12,5. / The weight cannot be read: write 40 or 12.5.',
  'weight-differs':
    'Bobot RHK ini berbeda di baris lain. Samakan. / The weight differs on another row of this result. Make them the same.',
  'weights-partly': 'Isi bobot semua RHK, atau kosongkan semuanya. / Give every result of the plan a weight, or none.',
  'quarters-partly': 'Isi target keempat triwulan, atau kosongkan semuanya. / Give all four quarters, or none.',
  'indicator-without-agency':
    'Indikator layanan memerlukan kode OPD. / A service indicator needs the code of its agency.',
  'span-overlaps':
    'Masa SKP pegawai ini berbeda antarbaris dan tumpang tindih. Samakan mulai dan sampai. / The days of this person’s rows differ and overlap. Make them the same.',
  'until-missing':
    'Isi kolom sampai, atau sebut tahunnya dengan --year 2026. / Give the last day, or name the year: --year 2026.',
  'plan.assignment-unknown':
    'Pegawai ini tidak memegang jabatan pada hari pertama SKP. Periksa kolom mulai. / This person holds no post on the first day of the plan. Check its first day.',
  neighbour:
    'SKP pegawai ini tidak dimasukkan: salah satu barisnya, atau baris di sebelahnya yang tidak jelas milik siapa, ditolak. / The plan of this person is left out: one of its rows is refused, or one beside it that may be his.',
}

/** A row as the form has it: an indicator of a result of somebody's plan. */
export interface PlanRow {
  readonly line: number
  readonly nip: string
  readonly from: string | undefined
  readonly to: string | undefined
  /** Empty, as is its title: another indicator of the result above, whose cells span its rows. */
  readonly code: string
  readonly title: string
  readonly additional: boolean | undefined
  /** Of the whole plan, in thousandths of a percent. */
  readonly weight: number | undefined
  readonly indicator: BroughtResult['indicators'][number]
}
export interface Fault {
  readonly line: number
  readonly column: Column | undefined
  readonly reason: string
  /** Whose row it is, where that can be read. Never shown. */
  readonly nip?: string | undefined
  /** What the appraisal said of it. */
  readonly sentence?: string | undefined
}
export const isFault = (row: object): row is Fault => 'reason' in row

const aspects: Readonly<Record<string, Aspect>> = {
  '': Aspect.ASPECT_QUANTITY,
  kuantitas: Aspect.ASPECT_QUANTITY,
  quantity: Aspect.ASPECT_QUANTITY,
  kualitas: Aspect.ASPECT_QUALITY,
  quality: Aspect.ASPECT_QUALITY,
  waktu: Aspect.ASPECT_TIME,
  time: Aspect.ASPECT_TIME,
  biaya: Aspect.ASPECT_COST,
  cost: Aspect.ASPECT_COST,
}
const measures: Readonly<Record<string, Measure>> = {
  '': Measure.MEASURE_UNSPECIFIED,
  jumlah: Measure.MEASURE_UNSPECIFIED,
  rasio: Measure.MEASURE_RATIO,
  tingkat: Measure.MEASURE_LEVEL,
}
const categories: Readonly<Record<string, boolean | undefined>> = {
  '': undefined,
  utama: false,
  'a utama': false,
  tambahan: true,
  'b tambahan': true,
}
const directions: Readonly<Record<string, boolean>> = { '': false, naik: false, turun: true }

/** Reads one row's cells. @param orders of the days, by column */
export function planRowOf(
  { line, cells }: Row<Column>,
  orders: Readonly<Partial<Record<Column, DateOrder>>>,
): PlanRow | Fault {
  const cell = (column: Column) => plain(cells[column]).normalize('NFC')
  const read = readNip(cells.NIP)
  if ('reason' in read) return { line, column: 'NIP', reason: read.reason }
  const fault = (column: Column, reason: string): Fault => ({ line, column, reason, nip: read.nip })
  const said = <T>(known: Readonly<Record<string, T>>, column: Column): T | null => {
    const word = normalised(cell(column))
    return Object.hasOwn(known, word) ? known[word]! : null
  }
  const days: Record<'mulai' | 'sampai', string | undefined> = { mulai: undefined, sampai: undefined }
  for (const column of ['mulai', 'sampai'] as const) {
    const text = cell(column)
    if (text === '') continue
    days[column] = readDate(text, orders[column]!)
    if (!isDate(days[column] ?? '')) return fault(column, isSerialDate(text) ? 'date-serial' : 'date-invalid')
  }
  const code = cell('No')
  if (code === '' && cell('RHK') !== '') return fault('No', 'code-empty')
  const additional = said(categories, 'kategori')
  if (additional === null) return fault('kategori', 'category-unknown')
  const aspect = said(aspects, 'aspek')
  if (aspect === null) return fault('aspek', 'aspect-unknown')
  // Ninety percent is ninety, of the unit beside it.
  const numeral = (column: Column) => cell(column).replace(/\s*%$/, '')
  const target = quantityOf(numeral('target'))
  if (target === undefined) return fault('target', 'target-invalid')
  const weight = numeral('bobot')
  const percent = weight === '' ? undefined : quantityOf(weight)
  if (weight !== '' && percent === undefined) return fault('bobot', 'weight-invalid')
  const measure = said(measures, 'ukuran')
  if (measure === null) return fault('ukuran', 'measure-unknown')
  const lessIsBetter = said(directions, 'arah')
  if (lessIsBetter === null) return fault('arah', 'direction-unknown')
  const parts = quarters.map((column) => [column, numeral(column)] as const)
  const given = parts.filter(([, text]) => text !== '')
  if (given.length !== 0 && given.length !== parts.length)
    return fault(parts.find(([, text]) => text === '')![0], 'quarters-partly')
  const unread = given.find(([, text]) => quantityOf(text) === undefined)
  if (unread !== undefined) return fault(unread[0], 'target-invalid')
  const indicator = cell('indikator layanan')
  if (indicator !== '' && cell('OPD') === '') return fault('OPD', 'indicator-without-agency')
  return {
    line,
    nip: read.nip,
    from: days.mulai,
    to: days.sampai,
    code: /^\d/.test(code) ? `RHK ${code}` : code,
    title: cell('RHK'),
    additional,
    weight: percent === undefined ? undefined : thousandthsOf(percent),
    indicator: {
      aspect,
      targetThousandths: BigInt(thousandthsOf(target)),
      unit: cell('satuan'),
      measure,
      lessIsBetter,
      quarterTargetsThousandths: given.map(([, text]) => BigInt(thousandthsOf(quantityOf(text)!))),
      indicatorId: indicator === '' ? undefined : indicatorIdOf(agencyIdOf(cell('OPD')), indicator),
    },
  }
}
