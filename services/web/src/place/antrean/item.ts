import { isOfTheId } from '../catat/form.ts'
import type { Refused } from '../shared/answer.ts'
import type { EntryDraft, Receipt, RecordState } from '../shared/entry/view.ts'
import type { CivilDate } from '../shared/time.ts'
import type { GraceAsked } from '../kelonggaran/view.ts'

/** `stored`: on this device · `sent`: on its way · `received`: the log has it · `mend`: refused, waits for its writer, is never dropped. */
export type ItemState =
  | { kind: 'stored' }
  | { kind: 'sent'; at: number }
  /** A request for grace is no record: it has no place in the log, so no receipt. */
  | { kind: 'received'; receipt: Receipt | null; at: number; judged: boolean }
  | {
      kind: 'mend'
      /**
       * `evidence`: the record is received, one of its files is not. Of a withdrawal, `changed`: the entry is no longer what was seen; `too-late`: it
       * was verified before.
       */
      why: 'refused' | 'returned' | 'conflicted' | 'evidence' | 'changed' | 'too-late'
      refusals: readonly Refused[]
      receipt: Receipt | null
      note: string | null
      /** The file that was refused. */
      file?: string
    }

type Kept = { key: string; owner: string; bornAt: number; state: ItemState }

/** One record in the outbox of one person. What is sent never changes between attempts: other content under the same id would be a conflict. */
export type EntryItem = Kept & {
  kind: 'entry'
  label: string
  draft: EntryDraft
  /** Hashes of its files that lie on this device still: they go behind it. */
  files: readonly string[]
}
/** An entry as its writer saw it. What was seen is what is taken back. */
export type Seen = { recordId: string; revision: number; sentence: string; workDate: CivilDate }
/** An entry that its writer takes back. */
export type WithdrawalItem = Kept & { kind: 'withdrawal'; seen: Seen }
/** A request for grace. */
export type GraceItem = Kept & { kind: 'grace'; asked: GraceAsked }
export type Item = EntryItem | WithdrawalItem | GraceItem

export const keyOf = (draft: EntryDraft): string => `${draft.recordId}:${draft.revision}`
export const newItem = (
  owner: string,
  draft: EntryDraft,
  label: string,
  now: number,
  files: readonly string[] = [],
): EntryItem => ({
  kind: 'entry',
  key: keyOf(draft),
  owner,
  bornAt: now,
  label,
  draft,
  files,
  state: { kind: 'stored' },
})
/** One revision is taken back once: a second tap has the same key. It is never older than what it takes back, whatever a clock says. */
export const newWithdrawal = (owner: string, seen: Seen, now: number, items: readonly Item[]): WithdrawalItem => ({
  kind: 'withdrawal',
  key: `${seen.recordId}:${seen.revision}/tarik`,
  owner,
  bornAt: Math.max(now, ...items.filter((item) => recordOf(item) === seen.recordId).map(({ bornAt }) => bornAt)),
  seen,
  state: { kind: 'stored' },
})
export const newGrace = (owner: string, asked: GraceAsked, now: number): GraceItem => ({
  kind: 'grace',
  key: asked.requestId,
  owner,
  bornAt: now,
  asked,
  state: { kind: 'stored' },
})

/** The record that an item speaks of; null: a request speaks of none. */
export const recordOf = (item: Item): string | null =>
  item.kind === 'entry' ? item.draft.recordId : item.kind === 'withdrawal' ? item.seen.recordId : null
/** What a page of the server's says that it shows, so that the device need not show it too. */
export const shownAs = (item: Item): string =>
  item.kind === 'entry'
    ? item.draft.recordId
    : item.kind === 'withdrawal'
      ? `${item.seen.recordId}/tarik`
      : item.asked.requestId
const filesOf = (item: Item): readonly string[] => (item.kind === 'entry' ? item.files : [])

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
  | { kind: 'received'; receipt: Receipt | null; at: number }
  /** A file, behind its record. */
  | { kind: 'kept' }
  /** A withdrawal: the entry is no longer what was seen. */
  | { kind: 'gone' }
  | { kind: 'refused'; refusals: readonly Refused[] }
  | { kind: 'busy'; retryAfterSeconds: number }
  | { kind: 'signed-out' }
  /** Somebody else is signed in: the record waits for its writer. */
  | { kind: 'other-person' }
  | { kind: 'unreachable' }

export const begin = <Any extends Item>(item: Any, now: number): Any => ({ ...item, state: { kind: 'sent', at: now } })

export const settle = <Any extends Item>(item: Any, outcome: Outcome): Any => {
  switch (outcome.kind) {
    case 'received': {
      // Of a request the page says what became of it.
      const judged = item.kind === 'grace'
      return { ...item, state: { kind: 'received', receipt: outcome.receipt, at: outcome.at, judged } }
    }
    case 'gone':
      return { ...item, state: { kind: 'mend', why: 'changed', refusals: [], receipt: null, note: null } }
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
export const settleFile = (item: EntryItem, hash: string, outcome: Outcome): EntryItem => {
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
  if (item.kind === 'grace') return item
  if (item.kind === 'withdrawal') return judgeWithdrawal(item, said)
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

/** A withdrawal has come to its end when the entry is gone; one that was verified first stays, and its writer is told. */
const judgeWithdrawal = (item: WithdrawalItem, said: RecordState): WithdrawalItem => {
  if (item.state.kind !== 'received') return item
  if (said.state === 'withdrawn') return { ...item, state: { ...item.state, judged: true } }
  if (said.state !== 'verified') return item
  const { receipt } = item.state
  return { ...item, state: { kind: 'mend', why: 'too-late', refusals: [], receipt, note: null } }
}

/** After a crash nothing is on its way: what was is sent again, under the same id. */
export const wakeUp = <Any extends Item>(item: Any): Any =>
  item.state.kind === 'sent' ? { ...item, state: { kind: 'stored' } } : item

/** The first file that waits behind a record that the log has: a record never waits for a file. */
export const nextFile = (items: readonly Item[], owner: string): { item: EntryItem; hash: string } | null => {
  const item = items
    .filter((one) => one.kind === 'entry')
    .filter(
      (one) => one.owner === owner && one.files.length > 0 && 'receipt' in one.state && one.state.receipt !== null,
    )
    .toSorted((a, b) => a.bornAt - b.bornAt)[0]
  return item === undefined ? null : { item, hash: item.files[0]! }
}

/** An entry of this device that was never taken under its number: refused at the door, or another text had come first. */
const neverStood = ({ draft, state }: EntryItem): boolean =>
  state.kind === 'mend' && (state.why === 'conflicted' || (state.receipt === null && draft.revision === 1))

/** What a withdrawal goes behind: whatever this device had to send of the same entry before it. */
const aheadOf = (withdrawal: WithdrawalItem, items: readonly Item[]): readonly EntryItem[] =>
  items
    .filter((one) => one.kind === 'entry')
    .filter(
      (one) =>
        one.owner === withdrawal.owner &&
        one.draft.recordId === withdrawal.seen.recordId &&
        one.bornAt <= withdrawal.bornAt,
    )

/** What leaves the device with a withdrawal that has come to its end: the rows of the entry that is gone. */
export const goneWith = (item: Item, items: readonly Item[]): readonly Item[] =>
  item.kind === 'withdrawal' && item.state.kind === 'received' && item.state.judged
    ? aheadOf(item, items).filter(({ files }) => files.length === 0)
    : []

/**
 * Whether a withdrawal waits for its own entry. Nobody here knows whether an attempt without an answer has reached the log, so both go, in their
 * order; and the journal must have read the entry before it can be asked to let it go.
 */
export const rests = (item: Item, items: readonly Item[]): boolean => {
  if (item.kind !== 'withdrawal') return false
  const ahead = aheadOf(item, items)
  const read = ({ state }: EntryItem): boolean => state.kind === 'mend' || (state.kind === 'received' && state.judged)
  return (ahead.length > 0 && ahead.every(neverStood)) || !ahead.every(read)
}

/** Withdrawals of what never stood, each with its entry: nothing has to be taken back, and both leave by their writer's own word. */
export const leaving = (items: readonly Item[], owner: string): readonly Item[] =>
  items
    .filter((item) => item.kind === 'withdrawal')
    .filter((item) => item.owner === owner && item.state.kind === 'stored')
    .flatMap((item) => {
      const ahead = aheadOf(item, items)
      return ahead.length > 0 && ahead.every(neverStood) ? [item, ...ahead] : []
    })

/** The oldest that waits; only of this person. */
export const nextToSend = (items: readonly Item[], owner: string): Item | null =>
  items
    .filter((item) => item.owner === owner && item.state.kind === 'stored' && !rests(item, items))
    .toSorted((a, b) => a.bornAt - b.bornAt)[0] ?? null

export const waiting = (items: readonly Item[], owner: string): number =>
  items.filter(
    (item) =>
      item.owner === owner && (item.state.kind === 'stored' || item.state.kind === 'sent' || filesOf(item).length > 0),
  ).length
export const toMend = (items: readonly Item[], owner: string): number =>
  items.filter((item) => item.owner === owner && item.state.kind === 'mend').length

/** Whatever the log has and the server's own list shows, or was received long ago, the device need not keep. Nothing else ever goes by itself. */
export const isDone = (item: Item, shown: ReadonlySet<string>, now: number): boolean => {
  const { state } = item
  if (filesOf(item).length > 0) return false
  if (state.kind === 'received') return shown.has(shownAs(item)) || now - state.at > 86_400_000
  return item.kind === 'entry' && state.kind === 'mend' && state.receipt !== null && shown.has(shownAs(item))
}

/** The id under which a mended record goes: its own while the log has not seen it, its next revision when it has, a new one when the id itself is the trouble. */
export const mendedAs = (item: EntryItem, newId: string): { recordId: string; revision: number } => {
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
  if (outcome.kind === 'received' || outcome.kind === 'kept' || outcome.kind === 'gone' || outcome.kind === 'refused')
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
