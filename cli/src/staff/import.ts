import { DirectoryServiceService, type StaffRow } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { isRefusalCode, refusals } from '@timbang/contracts/refusal'
import { grpcClient } from '@timbang/process/grpc'
import { importIdOf } from '../activities/id.ts'
import { reasons } from '../activities/reasons.ts'
import { machineToken, progress, Stopped, told } from '../province.ts'
import type { DateOrder } from '@timbang/intake/table/date'
import { isRow, lookAt, type Readable, rowsOf, type Unread } from '@timbang/intake/table/file'
import { nationalSheet } from './national.ts'
import { postsSheet } from './posts.ts'
import { type Problem, type Sheet, staffRowOf } from './sheet.ts'

const AT_ONCE = 500

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

/** Sends a staff file to the directory, which judges it whole: errors first, nothing half done. Its header says whose form it is. */
export async function importStaff(
  env: Readonly<Record<string, string>>,
  path: string,
  options: StaffWish,
): Promise<StaffOutcome> {
  const national = await lookAt(path, nationalSheet.form, options.dates, options.latin)
  if (!national.ok && national.missing !== true) throw new Stopped(national.sentence)
  if (national.ok) {
    if (options.asOf === undefined)
      throw new Stopped(
        'Lembar nasional tidak menyebut keadaan per tanggal berapa. Tambahkan --as-of, misalnya --as-of 2026-11-30. / The national sheet does not say of which day it is: add --as-of, as in --as-of 2026-11-30.',
      )
    return sendSheet(env, path, nationalSheet, { ...national, notices: [NOT_READ] }, options)
  }
  const looked = await lookAt(path, postsSheet.form, options.dates, options.latin)
  if (!looked.ok) throw new Stopped(looked.sentence)
  return sendSheet(env, path, postsSheet, looked, options)
}
const NOT_READ =
  'Agama, NIK, nomor HP, NPWP, dan kolom lain yang tidak diperlukan tidak dibaca. / Faith, NIK, telephone, tax number and what else is not needed are not read.'

async function sendSheet<Column extends string>(
  env: Readonly<Record<string, string>>,
  path: string,
  sheet: Sheet<Column>,
  looked: Readable<Column>,
  options: StaffWish,
): Promise<StaffOutcome> {
  const problems = await problemsOf(path, sheet, looked)
  // A file with a line that cannot even be sent is only judged.
  const dryRun = options.dryRun || problems.length > 0
  const answer = await judge(env, path, sheet, looked, { ...options, dryRun })
  const blamed = new Set(problems.map(({ line, column }) => `${line} ${column}`))
  const all = [...problems, ...answer.problems.filter(({ line, column }) => !blamed.has(`${line} ${column}`))]
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

function lineOf<Column extends string>(
  { line, column, warning, says, value }: Problem<Column>,
  looked: Readable<Column>,
): string {
  const where = column === undefined ? '' : ` · ${looked.names[column] ?? column}`
  return `${warning ? 'peringatan' : 'galat'} · baris ${line}${where}${value === '' ? '' : ` "${value}"`} · ${says}`
}

async function problemsOf<Column extends string>(
  path: string,
  sheet: Sheet<Column>,
  looked: Readable<Column>,
): Promise<Problem<Column>[]> {
  const problems: Problem<Column>[] = []
  for await (const row of rowsOf(path, looked, sheet.form))
    problems.push(...(isRow(row) ? staffRowOf(sheet, row, looked.orders).problems : [unreadProblem(row)]))
  return problems
}
const unreadProblem = <Column extends string>({ line, unread, column }: Unread<Column>): Problem<Column> => ({
  line,
  column,
  warning: false,
  says: reasons[unread]!,
  value: '',
})

/** What the directory says of all rows that can be sent. */
async function judge<Column extends string>(
  env: Readonly<Record<string, string>>,
  path: string,
  sheet: Sheet<Column>,
  looked: Readable<Column>,
  { dryRun, asOf, older = false }: StaffWish,
): Promise<{ problems: readonly Problem<Column>[]; applied: number; refusal: string | undefined }> {
  const token = await machineToken(env, 'importer')
  const directory = grpcClient(DirectoryServiceService, env['DIRECTORY_GRPC']!)
  const said = { importId: importIdOf(looked.hash), dryRun, sourceRecordedAt: undefined, asOf, older }
  async function* requests() {
    let rows: StaffRow[] = []
    for await (const row of rowsOf(path, looked, sheet.form)) {
      if (!isRow(row) || rows.push(staffRowOf(sheet, row, looked.orders).row) < AT_ONCE) continue
      yield { ...said, rows, last: false }
      rows = []
    }
    yield { ...said, rows, last: true }
  }
  try {
    const problems: Problem<Column>[] = []
    let applied = 0
    const answers = directory.importStaff(requests(), { token })
    for await (const answer of answers) {
      applied = answer.rowsApplied
      progress(`${answer.rowsRead} baris / rows`)
      for (const { line, field, code, warning, value } of answer.problems)
        problems.push({
          line,
          column: sheet.columnOf(field),
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
