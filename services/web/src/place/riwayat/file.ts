import { timeOfDay } from '@timbang/rules/civil-date'
import { whyBack } from '../shared/entry/words.ts'
import type { Cell } from '../shared/table/csv.ts'
import type { HistoryRow } from './view.ts'

/** The columns of the national daily progress; what has no source here is there and empty. */
export const head = [
  'nip',
  'tanggal',
  'jam_mulai',
  'jam_selesai',
  'jenis',
  'rhk',
  'rencana_aksi',
  'uraian',
  'jumlah',
  'satuan',
  'bukti_url',
  'keterangan',
  'status',
] as const

/** As the national form says it: what waits is handed in, what came back is the writer's again. */
const statusOf = ({ state }: HistoryRow): string => {
  switch (state.kind) {
    case 'verified':
      return 'Approved'
    case 'received':
    case 'held':
      return 'Submitted'
    case 'returned':
    case 'refused':
    case 'conflicted':
    case 'withdrawn':
      return 'Draft'
    default:
      return state satisfies never
  }
}

/** @param nip of the writer, in every line; empty where he has none */
export const rowOf = (row: HistoryRow, nip: string): Cell[] => [
  nip || null,
  row.workDate,
  row.start === null ? null : timeOfDay(row.start),
  row.end === null ? null : timeOfDay(row.end),
  row.result === null ? 'TUGAS_ATASAN' : 'KINERJA_HARIAN',
  row.result,
  null,
  row.sentence,
  row.quantityThousandths === null ? null : row.quantityThousandths / 1000,
  row.unit,
  row.evidenceLink,
  [row.late ? 'terlambat' : null, whyBack(row.state, 'id')].filter((part) => part).join('; '),
  statusOf(row),
]
