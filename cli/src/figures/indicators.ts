import { IndicatorMeasure, type IndicatorChanged } from '@timbang/contracts/gen/timbang/directory/v1/events'
import { IndicatorServiceService } from '@timbang/contracts/gen/timbang/directory/v1/indicator'
import { agencyIdOf } from '@timbang/contracts/official-id'
import { isRefusal } from '@timbang/contracts/refusal'
import { isPeriod } from '@timbang/contracts/word'
import { thousandthsOf } from '@timbang/activity-ingest/wire/field'
import { grpcClient } from '@timbang/process/grpc'
import { quantityOf } from '../activities/form.ts'
import { machineToken, Stopped, told } from '../province.ts'
import { type DateOrder, readDate } from '@timbang/intake/table/date'
import { isRow, lookAt, type Row, rowsOf } from '@timbang/intake/table/file'
import type { Form } from '@timbang/intake/table/form'
import { plain } from '@timbang/intake/table/nip'
import { reasons } from './form.ts'

type Column =
  | 'opd'
  | 'indikator'
  | 'arti'
  | 'meaning'
  | 'ukuran'
  | 'satuan'
  | 'per'
  | 'arah'
  | 'target'
  | 'sumber'
  | 'verifikasi'
  | 'mulai'
  | 'sampai'

/** What figures mean. Targets: `2026-Q3=15; 2026-Q4=12,5`. */
export const indicatorsForm: Form<Column> = {
  columns: {
    opd: ['opd', 'kode opd', 'skpd', 'kode skpd', 'perangkat daerah'],
    indikator: ['indikator', 'kode indikator'],
    arti: ['arti', 'uraian', 'nama indikator'],
    meaning: ['meaning', 'arti inggris'],
    ukuran: ['ukuran'],
    satuan: ['satuan'],
    per: ['per', 'per satuan'],
    arah: ['arah'],
    target: ['target'],
    sumber: ['sumber', 'sumber data'],
    verifikasi: ['verifikasi', 'cara verifikasi'],
    mulai: ['mulai', 'berlaku mulai'],
    sampai: ['sampai', 'berlaku sampai'],
  },
  needed: ['opd', 'indikator', 'arti', 'meaning', 'ukuran', 'satuan', 'arah', 'sumber', 'verifikasi', 'mulai'],
  dates: ['mulai', 'sampai'],
  identifiers: [],
}
const measures: Readonly<Record<string, IndicatorMeasure>> = {
  jumlah: IndicatorMeasure.INDICATOR_MEASURE_COUNT,
  rasio: IndicatorMeasure.INDICATOR_MEASURE_RATIO,
  tingkat: IndicatorMeasure.INDICATOR_MEASURE_LEVEL,
}
const directions: Readonly<Record<string, boolean>> = { naik: false, turun: true }

const sayings: Readonly<Record<string, string>> = {
  ...reasons,
  'measure-unknown': 'Ukuran: jumlah, rasio, atau tingkat. / The measure is jumlah, rasio or tingkat.',
  'direction-unknown': 'Arah yang baik: naik atau turun. / The good direction is naik or turun.',
  'target-invalid': 'Target tidak terbaca: tulis 2026-Q3=15; 2026-Q4=12,5. / The targets cannot be read.',
}
type Wrong = { readonly column: Column | undefined; readonly reason: string }

function targetsOf(text: string): IndicatorChanged['targets'] | undefined {
  const targets = text
    .split(/[;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [period = '', amount = ''] = part.split('=').map((side) => side.trim())
      const quantity = quantityOf(amount)
      return isPeriod(period) && quantity !== undefined
        ? { period, targetThousandths: BigInt(thousandthsOf(quantity)) }
        : undefined
    })
  return targets.includes(undefined) ? undefined : (targets as IndicatorChanged['targets'])
}

function indicatorOf({ cells }: Row<Column>, orders: Readonly<Record<Column, DateOrder>>): IndicatorChanged | Wrong {
  const cell = (column: Column) => plain(cells[column]).normalize('NFC')
  const measure = measures[cell('ukuran').toLowerCase()]
  if (measure === undefined) return { column: 'ukuran', reason: 'measure-unknown' }
  const lessIsBetter = directions[cell('arah').toLowerCase()]
  if (lessIsBetter === undefined) return { column: 'arah', reason: 'direction-unknown' }
  const targets = targetsOf(cell('target'))
  if (targets === undefined) return { column: 'target', reason: 'target-invalid' }
  const [fromDate, toDate] = (['mulai', 'sampai'] as const).map((column) => readDate(cell(column), orders[column]))
  if (fromDate === undefined) return { column: 'mulai', reason: 'date-invalid' }
  if (cell('sampai') !== '' && toDate === undefined) return { column: 'sampai', reason: 'date-invalid' }
  return {
    indicatorId: '',
    agencyId: agencyIdOf(cell('opd')),
    code: cell('indikator'),
    meaningId: cell('arti'),
    meaningEn: cell('meaning'),
    unit: cell('satuan'),
    perUnit: cell('per') === '' ? undefined : cell('per'),
    measure,
    lessIsBetter,
    version: 0,
    targets,
    source: cell('sumber'),
    verifiedBy: cell('verifikasi'),
    fromDate,
    toDate,
  }
}

/** Registers the indicators of a file, each by itself. The same file twice changes nothing. @returns rows, faults, and a line for each fault */
export async function importIndicators(
  env: Readonly<Record<string, string>>,
  path: string,
  wish: { readonly dryRun: boolean; readonly dates?: DateOrder | undefined; readonly latin?: boolean },
): Promise<{ rows: number; faults: number; lines: readonly string[] }> {
  const looked = await lookAt(path, indicatorsForm, wish.dates, wish.latin)
  if (!looked.ok) throw new Stopped(looked.sentence)
  const token = await machineToken(env, 'importer')
  const indicators = grpcClient(IndicatorServiceService, env['DIRECTORY_GRPC']!)
  const lines: string[] = []
  const fault = (line: number, column: Column | undefined, says: string) =>
    lines.push(`galat · baris ${line}${column === undefined ? '' : ` · ${looked.names[column] ?? column}`} · ${says}`)
  try {
    for await (const row of rowsOf(path, looked, indicatorsForm)) {
      const said = isRow(row) ? indicatorOf(row, looked.orders) : { column: row.column, reason: row.unread }
      if ('reason' in said) fault(row.line, said.column, sayings[said.reason] ?? said.reason)
      else if (!wish.dryRun) {
        const set = await indicators.setIndicator({ indicator: said, fresh: false }, { token })
        if (isRefusal(set)) fault(row.line, undefined, told(set))
      }
    }
    return { rows: looked.rows, faults: lines.length, lines: [...looked.notices, ...lines] }
  } finally {
    indicators.close()
  }
}
