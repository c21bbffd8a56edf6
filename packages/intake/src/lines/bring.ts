import type { LineServiceService, SuperiorRow } from '@timbang/contracts/gen/timbang/directory/v1/line'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { isCode, isText } from '@timbang/contracts/word'
import type { GrpcClient } from '@timbang/process/grpc'
import type { Fault } from '../fault.ts'
import { readDate } from '../table/date.ts'
import { isRow, type Readable, rowsOf } from '../table/file.ts'
import type { Form } from '../table/form.ts'
import { plain } from '../table/nip.ts'
import type { Source } from '../table/source.ts'

export type LineColumn = 'kode jabatan' | 'kode jabatan atasan' | 'mulai' | 'dasar'
/** Whom posts report to, each from its day on; from today where none is told. */
export const lineForm: Form<LineColumn> = {
  columns: {
    'kode jabatan': ['kode jabatan', 'jabatan', 'post'],
    'kode jabatan atasan': ['kode jabatan atasan', 'kode atasan', 'atasan', 'superior'],
    mulai: ['mulai', 'berlaku', 'sejak', 'tmt', 'mulai berlaku', 'berlaku mulai', 'from'],
    dasar: ['dasar', 'alasan', 'no sk', 'nomor sk', 'reason'],
  },
  needed: ['kode jabatan', 'kode jabatan atasan'],
  dates: ['mulai'],
  identifiers: ['kode jabatan', 'kode jabatan atasan'],
}
/** So many the directory takes at once: a list is judged whole. */
export const MOST_LINES = 2_000

/** What became of a list of posts. Of a dry run: what would. */
export interface LinesOutcome {
  readonly rows: number
  readonly changed: number
  readonly same: number
  /** In the order of the lines; with any of them nothing changes. */
  readonly faults: readonly Fault[]
}

const columns: Readonly<Record<string, LineColumn>> = {
  positionCode: 'kode jabatan',
  superiorCode: 'kode jabatan atasan',
  fromDate: 'mulai',
}
const MOST_LETTERS = 200

/** The rows of a list of posts, and the lines that are none. */
export async function lineRows(
  source: Source,
  looked: Readable<LineColumn>,
): Promise<{ rows: SuperiorRow[]; faults: Fault[] }> {
  const rows: SuperiorRow[] = []
  const faults: Fault[] = []
  for await (const row of rowsOf(source, looked, lineForm)) {
    if (!isRow(row)) {
      faults.push({ line: row.line, column: row.column, reason: row.unread })
      continue
    }
    const { line, cells } = row
    const [positionCode, superiorCode] = [plain(cells['kode jabatan']), plain(cells['kode jabatan atasan'])]
    const fromDate = plain(cells.mulai) === '' ? '' : readDate(plain(cells.mulai), looked.orders.mulai)
    const reason = cells.dasar.trim()
    if (!isCode(positionCode))
      faults.push({ line, column: 'kode jabatan', reason: 'code-invalid', said: positionCode.slice(0, 20) })
    else if (!isCode(superiorCode))
      faults.push({ line, column: 'kode jabatan atasan', reason: 'code-invalid', said: superiorCode.slice(0, 20) })
    else if (fromDate === undefined)
      faults.push({ line, column: 'mulai', reason: 'date-invalid', said: cells.mulai.slice(0, 20) })
    else if (!isText(reason, MOST_LETTERS)) faults.push({ line, column: 'dasar', reason: 'staff.text-invalid' })
    else rows.push({ line, positionCode, superiorCode, fromDate, reason })
  }
  return { rows, faults }
}

/** Puts posts of an agency below others, all or none. */
export async function bringLines(
  { line: service, token }: { line: Pick<GrpcClient<typeof LineServiceService>, 'setSuperiors'>; token: string },
  source: Source,
  looked: Readable<LineColumn>,
  agencyId: string,
  wish: { readonly dryRun: boolean },
): Promise<LinesOutcome | Refusal> {
  const { rows, faults } = await lineRows(source, looked)
  const dryRun = wish.dryRun || faults.length > 0
  const answer = await service.setSuperiors({ agencyId, rows, dryRun }, { token, deadline: 30_000 })
  if (isRefusal(answer)) return answer
  for (const { line, field, code, value } of answer.problems)
    faults.push({ line, column: columns[field], reason: code, said: value })
  faults.sort((a, b) => a.line - b.line)
  return { rows: looked.rows, changed: faults.length > 0 ? 0 : answer.changed, same: answer.same, faults }
}
