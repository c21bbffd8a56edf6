import { DirectoryServiceService, type StaffRow } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { isRefusalCode, refusals } from '@timbang/contracts/refusal'
import { isSeen, isText } from '@timbang/contracts/word'
import { grpcClient } from '@timbang/process/grpc'
import { importIdOf } from './activities/id.ts'
import { reasons } from './activities/reasons.ts'
import { machineToken, progress, Stopped, told } from './province.ts'
import { type DateOrder, isSerialDate, readDate } from './table/date.ts'
import { isRow, lookAt, type Readable, type Row, rowsOf, type Unread } from './table/file.ts'
import type { Form } from './table/form.ts'
import { plain, readNip } from './table/nip.ts'

const fields = {
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
  'pns id': 'pnsId',
  'nip lama': 'formerNip',
} as const satisfies Readonly<Record<string, keyof StaffRow>>
type Column = keyof typeof fields
type Field = (typeof fields)[Column]

/** Staff and posts. An end may be left out. */
export const staffForm: Form<Column> = {
  columns: {
    nip: ['nip', 'nip baru', 'no induk', 'nomor induk', 'no induk pegawai', 'nomor induk pegawai'],
    nama: ['nama', 'nama pegawai', 'nama lengkap'],
    'jenis pegawai': ['jenis pegawai', 'status kepegawaian'],
    opd: ['opd', 'kode opd', 'skpd', 'kode skpd', 'perangkat daerah'],
    unit: ['unit', 'kode unit', 'unit kerja', 'kode unit kerja'],
    'kode jabatan': ['kode jabatan'],
    jabatan: ['jabatan', 'nama jabatan'],
    'jenis jabatan': ['jenis jabatan'],
    'kode jabatan atasan': ['kode jabatan atasan', 'kode atasan'],
    kapasitas: ['kapasitas'],
    tmt: ['tmt', 'tmt jabatan', 'mulai'],
    sampai: ['sampai', 'sampai dengan', 'akhir'],
    zona: ['zona', 'zona waktu'],
    'pns id': ['pns id'],
    'nip lama': ['nip lama', 'nip sebelumnya'],
  },
  needed: [
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
  ],
  dates: ['tmt', 'sampai'],
  identifiers: ['nip', 'nip lama', 'pns id', 'opd', 'unit', 'kode jabatan', 'kode jabatan atasan'],
}
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
  pnsId: '',
  formerNip: '',
}
const AT_ONCE = 500
/** So many letters the directory reads of a cell. */
const LETTERS: Readonly<Partial<Record<Column, number>>> = { nama: 200, jabatan: 400 }
const LETTERS_ELSEWHERE = 100

/** What is wrong with a row before the directory reads it. */
interface Problem {
  readonly line: number
  readonly field: Field | undefined
  readonly warning: boolean
  /** A sentence in both languages. */
  readonly says: string
  /** Never a NIP. */
  readonly value: string
}

/** A row of the file as the directory takes it. What cannot be said is left out of it and told: the others in its line are judged all the same. */
export function staffRowOf(
  { line, cells }: Row<Column>,
  orders: Readonly<Record<Column, DateOrder>>,
): { row: StaffRow; problems: readonly Problem[] } {
  const row: Partial<Record<Field, string>> = {}
  const problems: Problem[] = []
  for (const column of Object.keys(fields) as Column[]) {
    const field = fields[column]
    const text = plain(cells[column]).normalize('NFC')
    const reason = text === '' ? undefined : cannotBeSaid(column, text)
    if (reason === undefined) {
      // What is no date goes as it is, and is refused by the directory.
      row[field] = staffForm.dates.includes(column) ? (readDate(text, orders[column]) ?? text) : text
      continue
    }
    row[field] = ''
    problems.push({
      line,
      field,
      warning: false,
      says: sayings[reason] ?? reasons[reason]!,
      value: column === 'nip' || column === 'nip lama' ? '' : text.replace(/\s+/g, ' ').slice(0, 60),
    })
  }
  return { row: { ...empty, ...row, line }, problems }
}

function cannotBeSaid(column: Column, text: string): string | undefined {
  if (column === 'nip' || column === 'nip lama') {
    const read = readNip(text)
    return 'reason' in read && read.reason === 'nip-rounded' ? read.reason : undefined
  }
  if (staffForm.dates.includes(column) && isSerialDate(text)) return 'date-serial'
  if (!isText(text, LETTERS[column] ?? LETTERS_ELSEWHERE)) return 'text-too-long'
  return /[\n\t]/.test(text) || !isSeen(text) ? 'text-signs' : undefined
}
const sayings: Readonly<Record<string, string>> = {
  'text-too-long':
    'Isian terlalu panjang, atau memuat tanda yang tidak dapat dibaca. / The value is too long, or holds signs that cannot be read.',
  'text-signs': 'Isian memuat ganti baris atau tab. Tulis dalam satu baris. / The value holds a line break or a tab.',
}

export interface StaffOutcome {
  readonly rows: number
  readonly applied: number
  readonly errors: number
  readonly warnings: number
  readonly lines: readonly string[]
}

export interface StaffWish {
  readonly dryRun: boolean
  readonly dates?: DateOrder | undefined
  /** The file is Windows-1252. */
  readonly latin?: boolean
  /** The day whose state the file tells. */
  readonly asOf?: string | undefined
  /** It is meant to be older than the last one. */
  readonly older?: boolean
}

/** Sends a staff file to the directory, which judges it whole: errors first, nothing half done. */
export async function importStaff(
  env: Readonly<Record<string, string>>,
  path: string,
  options: StaffWish,
): Promise<StaffOutcome> {
  const looked = await lookAt(path, staffForm, options.dates, options.latin)
  if (!looked.ok) throw new Stopped(looked.sentence)
  const problems = await problemsOf(path, looked)
  // A file with a line that cannot even be sent is only judged.
  const dryRun = options.dryRun || problems.length > 0
  const answer = await judge(env, path, looked, { ...options, dryRun })
  const blamed = new Set(problems.map(({ line, field }) => `${line} ${field}`))
  const all = [...problems, ...answer.problems.filter(({ line, field }) => !blamed.has(`${line} ${field}`))]
  const errors = all.filter(({ warning }) => !warning).length
  if (answer.refusal !== undefined && errors === 0) throw new Stopped(answer.refusal)
  return {
    rows: looked.rows,
    applied: answer.applied,
    errors,
    warnings: all.length - errors,
    lines: [
      ...looked.notices,
      ...all
        .sort((a, b) => Number(a.warning) - Number(b.warning) || a.line - b.line)
        .map((problem) => lineOf(problem, looked)),
    ],
  }
}

function lineOf({ line, field, warning, says, value }: Problem, looked: Readable<Column>): string {
  const column = (Object.keys(fields) as Column[]).find((one) => fields[one] === field)
  const where = column === undefined ? '' : ` · ${looked.names[column] ?? column}`
  return `${warning ? 'peringatan' : 'galat'} · baris ${line}${where}${value === '' ? '' : ` "${value}"`} · ${says}`
}

async function problemsOf(path: string, looked: Readable<Column>): Promise<Problem[]> {
  const problems: Problem[] = []
  for await (const row of rowsOf(path, looked, staffForm))
    problems.push(...(isRow(row) ? staffRowOf(row, looked.orders).problems : [unreadProblem(row)]))
  return problems
}
const unreadProblem = ({ line, unread, column }: Unread<Column>): Problem => ({
  line,
  field: column && fields[column],
  warning: false,
  says: reasons[unread]!,
  value: '',
})

/** What the directory says of all rows that can be sent. */
async function judge(
  env: Readonly<Record<string, string>>,
  path: string,
  looked: Readable<Column>,
  { dryRun, asOf, older = false }: StaffWish,
): Promise<{ problems: readonly Problem[]; applied: number; refusal: string | undefined }> {
  const token = await machineToken(env, 'importer')
  const directory = grpcClient(DirectoryServiceService, env['DIRECTORY_GRPC']!)
  const said = { importId: importIdOf(looked.hash), dryRun, sourceRecordedAt: undefined, asOf, older }
  async function* requests() {
    let rows: StaffRow[] = []
    for await (const row of rowsOf(path, looked, staffForm)) {
      if (!isRow(row) || rows.push(staffRowOf(row, looked.orders).row) < AT_ONCE) continue
      yield { ...said, rows, last: false }
      rows = []
    }
    yield { ...said, rows, last: true }
  }
  try {
    const problems: Problem[] = []
    let applied = 0
    const answers = directory.importStaff(requests(), { token })
    for await (const answer of answers) {
      applied = answer.rowsApplied
      progress(`${answer.rowsRead} baris / rows`)
      for (const { line, field, code, warning, value } of answer.problems)
        problems.push({
          line,
          field: field as Field,
          warning,
          value,
          says: isRefusalCode(code) ? `${refusals[code].id} / ${refusals[code].en}` : code,
        })
    }
    progress('')
    const refusal = answers.refusal()
    return { problems, applied, refusal: refusal && told(refusal) }
  } finally {
    directory.close()
  }
}
