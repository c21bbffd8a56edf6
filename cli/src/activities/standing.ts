import { setTimeout as sleep } from 'node:timers/promises'
import {
  type ComparedCandidate,
  Comparison,
  type EntryServiceService,
  EntryState,
} from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { isRefusal } from '@timbang/contracts/refusal'
import type { GrpcClient } from '@timbang/process/grpc'
import { Stopped, told } from '../province.ts'
import type { Told } from './report.ts'
import type { Ready } from './resolve.ts'
import { PATIENCE_MS } from '../post.ts'
import type { Sending } from './send.ts'
import { columnOf } from './reasons.ts'

export type Journal = GrpcClient<typeof EntryServiceService>

/** How rows stand to what the journal has, in their order. A journal that is away is waited for. */
export async function compared(
  journal: Journal,
  token: string,
  rows: readonly Ready[],
  foresee: boolean,
): Promise<readonly ComparedCandidate[]> {
  if (rows.length === 0) return []
  for (const since = performance.now(); ; await sleep(300)) {
    const answer = await journal.compareImport(
      { candidates: rows.map(({ candidate }) => candidate), foresee },
      { token, deadline: 30_000 },
    )
    if (!isRefusal(answer)) return answer.compared
    if (answer.code !== 'service.unavailable' || performance.now() - since > PATIENCE_MS)
      throw new Stopped(told(answer))
  }
}

/** What is to be done with rows: sent in the revision that comes next, or told. */
export interface Sorted {
  readonly fresh: readonly Sending[]
  readonly changed: readonly Sending[]
  readonly same: number
  readonly mended: readonly Told[]
  readonly refused: readonly Told[]
}

/** Sorts rows by how they stand. What is verified is not changed by a file; what the person mended is not either. */
export function sorted(rows: readonly Ready[], standings: readonly ComparedCandidate[]): Sorted {
  const [fresh, changed]: [Sending[], Sending[]] = [[], []]
  const [mended, refused]: [Told[], Told[]] = [[], []]
  let same = 0
  for (const [at, row] of rows.entries()) {
    const { comparison, revision, state, code } = standings[at]!
    const about = { line: row.line, recordId: row.candidate.recordId }
    if (comparison === Comparison.COMPARISON_NEW) fresh.push({ ...row, revision: 1 })
    else if (comparison === Comparison.COMPARISON_MENDED)
      mended.push({ ...about, column: undefined, reason: 'kept-mended' })
    else if (comparison === Comparison.COMPARISON_CHANGED) {
      if (state === EntryState.ENTRY_STATE_VERIFIED)
        refused.push({ ...about, column: undefined, reason: 'entry.already-verified' })
      else changed.push({ ...row, revision: revision + 1 })
    } else if (state === EntryState.ENTRY_STATE_REFUSED || state === EntryState.ENTRY_STATE_HELD)
      refused.push({ ...about, column: columnOf('', code), reason: code })
    else same++
  }
  return { fresh, changed, same, mended, refused }
}

/** Waits until the journal has judged what was sent. @param verdict what its standing says of one: undefined while it waits, empty when all is well @returns the others */
export async function judged(
  journal: Journal,
  token: string,
  sent: readonly Sending[],
  verdict: typeof verdictOn = verdictOn,
): Promise<readonly Told[]> {
  const problems: Told[] = []
  let waiting = sent
  for (let since = performance.now(); waiting.length > 0; ) {
    const standings = await compared(journal, token, waiting, false)
    const still: Sending[] = []
    for (const [at, one] of waiting.entries()) {
      const code = verdict(one, standings[at]!)
      if (code === undefined) still.push(one)
      else if (code !== '')
        problems.push({ line: one.line, column: columnOf('', code), reason: code, recordId: one.candidate.recordId })
    }
    if (still.length < waiting.length) since = performance.now()
    waiting = still
    if (waiting.length === 0) break
    if (performance.now() - since > PATIENCE_MS)
      throw new Stopped(
        'Jurnal belum selesai memeriksa. Ulangi perintah ini nanti. / The journal has not judged everything. Run the command again later.',
      )
    await sleep(200)
  }
  return problems
}

/** What the journal says of what was sent. Undefined: not judged yet. Empty: it stands. */
export function verdictOn({ revision }: Pick<Sending, 'revision'>, standing: ComparedCandidate): string | undefined {
  if (standing.refusedRevision >= revision) return standing.refusedCode
  if (standing.revision < revision) return undefined
  if (standing.revision > revision) return ''
  // Somebody was first with this revision: his content stands, and that is told.
  if (standing.comparison !== Comparison.COMPARISON_SAME) return 'entry.conflict'
  return standing.code !== '' && standing.state !== EntryState.ENTRY_STATE_RETURNED ? standing.code : ''
}
