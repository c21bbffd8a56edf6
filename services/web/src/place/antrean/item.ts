import { isOfTheId } from '../catat/form.ts'
import type { Refused } from '../shared/answer.ts'
import type { EntryDraft, Receipt, RecordState } from '../shared/entry/view.ts'

/** `stored`: on this device · `sent`: on its way · `received`: the log has it · `mend`: refused, waits for its writer, is never dropped. */
export type ItemState =
  | { kind: 'stored' }
  | { kind: 'sent'; at: number }
  | { kind: 'received'; receipt: Receipt; at: number; judged: boolean }
  | {
      kind: 'mend'
      /** `evidence`: the record is received, one of its files is not. */
      why: 'refused' | 'returned' | 'conflicted' | 'evidence'
      refusals: readonly Refused[]
      receipt: Receipt | null
      note: string | null
      /** The file that was refused. */
      file?: string
    }

/** One record in the outbox of one person. What is sent never changes between attempts: other content under the same id would be a conflict. */
export type Item = {
  key: string
  owner: string
  bornAt: number
  label: string
  draft: EntryDraft
  /** Hashes of its files that lie on this device still: they go behind it. */
  files: readonly string[]
  state: ItemState
}

export const keyOf = (draft: EntryDraft): string => `${draft.recordId}:${draft.revision}`
export const newItem = (
  owner: string,
  draft: EntryDraft,
  label: string,
  now: number,
  files: readonly string[] = [],
): Item => ({
  key: keyOf(draft),
  owner,
  bornAt: now,
  label,
  draft,
  files,
  state: { kind: 'stored' },
})

/** Whether two drafts say the same, whenever they were written. */
export const sameWords = (one: EntryDraft, other: EntryDraft): boolean =>
  one.sentence === other.sentence &&
  one.resultId === other.resultId &&
  one.workDate === other.workDate &&
  one.quantityThousandths === other.quantityThousandths &&
  one.unit === other.unit &&
  [...one.evidence].sort().join() === [...other.evidence].sort().join()

/** What an attempt came to. */
export type Outcome =
  | { kind: 'received'; receipt: Receipt; at: number }
  /** A file, behind its record. */
  | { kind: 'kept' }
  | { kind: 'refused'; refusals: readonly Refused[] }
  | { kind: 'busy'; retryAfterSeconds: number }
  | { kind: 'signed-out' }
  /** Somebody else is signed in: the record waits for its writer. */
  | { kind: 'other-person' }
  | { kind: 'unreachable' }

export const begin = (item: Item, now: number): Item => ({ ...item, state: { kind: 'sent', at: now } })

export const settle = (item: Item, outcome: Outcome): Item => {
  switch (outcome.kind) {
    case 'received':
      return { ...item, state: { kind: 'received', receipt: outcome.receipt, at: outcome.at, judged: false } }
    case 'refused':
      return { ...item, state: { kind: 'mend', why: 'refused', refusals: outcome.refusals, receipt: null, note: null } }
    case 'busy':
    case 'signed-out':
    case 'other-person':
    case 'unreachable':
      return { ...item, state: { kind: 'stored' } }
    case 'kept':
      return item
    default:
      return outcome satisfies never
  }
}

/** What an attempt with one of its files came to: kept, it has left the device; refused, its record wants another in its place. */
export const settleFile = (item: Item, hash: string, outcome: Outcome): Item => {
  const files = item.files.filter((one) => one !== hash)
  if (outcome.kind === 'kept') return { ...item, files }
  if (outcome.kind !== 'refused') return item
  const receipt = 'receipt' in item.state ? item.state.receipt : null
  return {
    ...item,
    files,
    state: { kind: 'mend', why: 'evidence', refusals: outcome.refusals, receipt, note: null, file: hash },
  }
}

/** What the journal made of a record that was received. */
export const judge = (item: Item, said: RecordState): Item => {
  if (item.state.kind !== 'received') return item
  switch (said.state) {
    case 'unknown':
    case 'received':
      return item
    case 'refused':
    case 'returned':
    case 'conflicted':
      return {
        ...item,
        state: {
          kind: 'mend',
          why: said.state,
          refusals: said.refusal ? [said.refusal] : [],
          receipt: said.receipt ?? item.state.receipt,
          note: said.note,
        },
      }
    case 'held':
    case 'admitted':
    case 'verified':
    case 'withdrawn':
      return { ...item, state: { ...item.state, judged: true } }
    default:
      return said.state satisfies never
  }
}

/** After a crash nothing is on its way: what was is sent again, under the same id. */
export const wakeUp = (item: Item): Item => (item.state.kind === 'sent' ? { ...item, state: { kind: 'stored' } } : item)

/** The first file that waits behind a record that the log has: a record never waits for a file. */
export const nextFile = (items: readonly Item[], owner: string): { item: Item; hash: string } | null => {
  const item = items
    .filter(
      (one) => one.owner === owner && one.files.length > 0 && 'receipt' in one.state && one.state.receipt !== null,
    )
    .toSorted((a, b) => a.bornAt - b.bornAt)[0]
  return item === undefined ? null : { item, hash: item.files[0]! }
}

/** The oldest that waits; only of this person. */
export const nextToSend = (items: readonly Item[], owner: string): Item | null =>
  items
    .filter((item) => item.owner === owner && item.state.kind === 'stored')
    .toSorted((a, b) => a.bornAt - b.bornAt)[0] ?? null

export const waiting = (items: readonly Item[], owner: string): number =>
  items.filter(
    (item) =>
      item.owner === owner && (item.state.kind === 'stored' || item.state.kind === 'sent' || item.files.length > 0),
  ).length
export const toMend = (items: readonly Item[], owner: string): number =>
  items.filter((item) => item.owner === owner && item.state.kind === 'mend').length

/** Whatever the log has and the server's own list shows, or was received long ago, the device need not keep. Nothing else ever goes by itself. */
export const isDone = (item: Item, shown: ReadonlySet<string>, now: number): boolean => {
  const { state } = item
  if (item.files.length > 0) return false
  if (state.kind === 'received') return shown.has(item.draft.recordId) || now - state.at > 86_400_000
  return state.kind === 'mend' && state.receipt !== null && shown.has(item.draft.recordId)
}

/** The id under which a mended record goes: its own while the log has not seen it, its next revision when it has, a new one when the id itself is the trouble. */
export const mendedAs = (item: Item, newId: string): { recordId: string; revision: number } => {
  const { draft, state } = item
  if (state.kind !== 'mend') return { recordId: draft.recordId, revision: draft.revision }
  if (state.why === 'conflicted' || state.refusals.some(isOfTheId)) return { recordId: newId, revision: 1 }
  return { recordId: draft.recordId, revision: state.receipt === null ? draft.revision : draft.revision + 1 }
}

/** The way out, shared by all records: when it was tried, and when it is tried again. */
export type Lane = {
  failures: number
  triedAt: number
  nextAt: number
  since: number
  why: 'busy' | 'signed-out' | 'other-person' | 'unreachable' | null
}
export const openLane: Lane = { failures: 0, triedAt: 0, nextAt: 0, since: 0, why: null }

const longest = 300_000
/** Full jitter: 0 to 1, 2, 4 … 300 seconds, never under half a second. @param random 0 to 1 */
export const pause = (failures: number, random: number): number =>
  Math.max(500, Math.round(Math.min(longest, 1000 * 2 ** Math.min(failures, 12)) * random))

export const afterAttempt = (lane: Lane, outcome: Outcome, now: number, random: number): Lane => {
  if (outcome.kind === 'received' || outcome.kind === 'kept' || outcome.kind === 'refused')
    return { ...openLane, triedAt: now }
  const failures = lane.failures + 1
  const since = lane.failures === 0 ? now : lane.since
  const wait =
    outcome.kind === 'busy'
      ? Math.max(outcome.retryAfterSeconds * 1000, 500) + pause(0, random)
      : outcome.kind === 'unreachable'
        ? pause(failures, random)
        : longest
  return { failures, triedAt: now, nextAt: now + wait, since, why: outcome.kind }
}
