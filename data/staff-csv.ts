import { rowsOf } from './loading/staff.ts'
import { province, type Province } from './province.ts'

const columns = [
  'nip',
  'nama',
  'jenis pegawai',
  'opd',
  'unit',
  'kode jabatan',
  'jabatan',
  'jenis jabatan',
  'kode jabatan atasan',
  'kapasitas',
  'tmt',
  'sampai',
  'zona',
] as const
const quoted = (value: string) => (/[;"\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)

/** The sample's staff as a personnel board would hand it over: what `timbang import staff` takes. Ends are known by then, also of the transfer. */
export function* staffLines(of: Province): Generator<string> {
  yield columns.join(';')
  for (const [at, row] of rowsOf(of.assignments).entries()) {
    yield [
      row.nip,
      row.name,
      row.employment.toUpperCase(),
      row.agencyCode,
      row.unitCode,
      row.positionCode,
      row.positionTitle,
      row.positionKind,
      row.superiorPositionCode,
      row.capacity,
      row.fromDate,
      of.assignments[at]!.to ?? '',
      row.zone,
    ]
      .map(quoted)
      .join(';')
  }
}

// node data/staff-csv.ts 1200 > staf.csv
if (import.meta.main) for (const line of staffLines(province(Number(process.argv[2] ?? 1_200)))) console.log(line)
