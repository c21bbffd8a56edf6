import { createReadStream } from 'node:fs'
import { parse } from 'csv-parse'
import { DirectoryServiceService, type StaffRow } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { isRefusalCode, refusals } from '@timbang/contracts/refusal'
import { grpcClient } from '@timbang/process/grpc'
import { dateOf, lookAt } from './activities/file.ts'
import { importIdOf } from './activities/id.ts'
import { machineToken, progress, Stopped, told } from './province.ts'

const COLUMNS: Readonly<Record<string, keyof StaffRow>> = {
  nip: 'nip',
  nama: 'name',
  'jenis pegawai': 'employment',
  opd: 'agencyCode',
  unit: 'unitCode',
  'kode jabatan': 'positionCode',
  jabatan: 'positionTitle',
  'jenis jabatan': 'positionKind',
  'kode jabatan atasan': 'superiorPositionCode',
  kapasitas: 'capacity',
  tmt: 'fromDate',
  sampai: 'toDate',
  zona: 'zone',
}
/** Without these a file is something else. An end may be left out. */
const NEEDED = [
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
  'zona',
] as const
const empty: StaffRow = {
  line: 0,
  nip: '',
  name: '',
  employment: '',
  agencyCode: '',
  unitCode: '',
  positionCode: '',
  positionTitle: '',
  positionKind: '',
  superiorPositionCode: '',
  capacity: '',
  fromDate: '',
  toDate: '',
  zone: '',
  employeeId: '',
}
const AT_ONCE = 500

/** A row of the file; dates of either form become ISO, what is no date goes as it is and is refused by the directory. */
export function staffRowOf(line: number, record: Readonly<Record<string, string>>): StaffRow {
  const row: Record<string, unknown> = { ...empty, line }
  for (const [name, field] of Object.entries(COLUMNS)) {
    const text = (record[name] ?? '').trim()
    row[field] = field === 'fromDate' || field === 'toDate' ? (dateOf(text) ?? text) : text
  }
  return row as unknown as StaffRow
}

/** The rows of a staff file. Only the header's separator separates: names carry degrees behind a comma. */
export async function* staffRows(path: string, delimiter: ';' | ','): AsyncGenerator<StaffRow> {
  const parser = createReadStream(path).pipe(
    parse({
      delimiter,
      bom: true,
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      relax_column_count: true,
      skip_empty_lines: true,
      info: true,
    }),
  )
  for await (const { record, info } of parser as AsyncIterable<{
    record: Record<string, string>
    info: { lines: number }
  }>)
    yield staffRowOf(info.lines, record)
}

export interface StaffOutcome {
  readonly rows: number
  readonly applied: number
  readonly errors: number
  readonly warnings: number
  readonly lines: readonly string[]
}

/** Sends a staff file to the directory, which judges it whole: errors first, nothing half done. */
export async function importStaff(
  env: Readonly<Record<string, string>>,
  path: string,
  options: { dryRun: boolean },
): Promise<StaffOutcome> {
  const looked = await lookAt(path, NEEDED)
  if (!looked.ok) throw new Stopped(looked.sentence)
  const { hash, delimiter } = looked
  const token = await machineToken(env, 'importer')
  const directory = grpcClient(DirectoryServiceService, env['DIRECTORY_GRPC']!)
  const importId = importIdOf(hash)
  async function* requests() {
    let rows: StaffRow[] = []
    for await (const row of staffRows(path, delimiter)) {
      if (rows.push(row) < AT_ONCE) continue
      yield { importId, dryRun: options.dryRun, rows, sourceRecordedAt: undefined, last: false }
      rows = []
    }
    yield { importId, dryRun: options.dryRun, rows, sourceRecordedAt: undefined, last: true }
  }
  try {
    const lines: string[] = []
    let [rows, applied, errors, warnings] = [0, 0, 0, 0]
    const answers = directory.importStaff(requests(), { token })
    for await (const answer of answers) {
      rows = answer.rowsRead
      applied = answer.rowsApplied
      progress(`${rows} baris / rows`)
      for (const problem of answer.problems) {
        if (problem.warning) warnings++
        else errors++
        const sentence = isRefusalCode(problem.code)
          ? `${refusals[problem.code].id} / ${refusals[problem.code].en}`
          : problem.code
        lines.push(
          `${problem.warning ? 'peringatan' : 'galat'} · baris ${problem.line} · ${problem.field}${problem.value === '' ? '' : ` "${problem.value}"`} · ${sentence}`,
        )
      }
    }
    progress('')
    const refusal = answers.refusal()
    if (refusal !== undefined && errors === 0) throw new Stopped(told(refusal))
    // Errors first.
    return {
      rows,
      applied,
      errors,
      warnings,
      lines: lines.toSorted((a, b) => Number(a.startsWith('peringatan')) - Number(b.startsWith('peringatan'))),
    }
  } finally {
    directory.close()
  }
}
