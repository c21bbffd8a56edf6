import type { Attached, Receipt, RecordState } from '../shared/entry/view.ts'
import type { Refused } from '../shared/answer.ts'
import { fileKey, type KeptFile } from './attach.ts'
import {
  afterAttempt,
  begin,
  goneWith,
  judge,
  leaving,
  nextFile,
  nextToSend,
  openLane,
  type Item,
  type Lane,
  type Outcome,
  recordOf,
  rests,
  settle,
  settleFile,
  wakeUp,
} from './item.ts'
import type { Storage } from './storage.ts'

/** What each of /antrean/kirim, tarik and kelonggaran answers; anything else is taken as unreachable, and tried again. */
export type Said =
  | { kind: 'received'; receipt: Receipt | null; recordedAt: number }
  | { kind: 'gone' }
  | { kind: 'refused'; refusals: readonly Refused[] }
  | { kind: 'busy'; retryAfterSeconds: number }

/** Where each kind goes, and what is said of it. */
const sent = (item: Item): { to: string; what: object } => {
  switch (item.kind) {
    case 'entry':
      return { to: '/antrean/kirim', what: { draft: item.draft } }
    case 'withdrawal':
      return { to: '/antrean/tarik', what: { recordId: item.seen.recordId, revision: item.seen.revision } }
    case 'grace':
      return { to: '/antrean/kelonggaran', what: { asked: item.asked } }
    default:
      return item satisfies never
  }
}

const post = async (item: Item): Promise<Outcome> => {
  const { to, what } = sent(item)
  try {
    const response = await fetch(to, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ owner: item.owner, ...what }),
      signal: AbortSignal.timeout(30_000),
    })
    if (response.status === 401) return { kind: 'signed-out' }
    if (response.status === 409) return { kind: 'other-person' }
    const said = (await response.json()) as Said
    if (response.status === 200 && said.kind === 'received')
      return { kind: 'received', receipt: said.receipt, at: said.recordedAt }
    if (response.status === 200 && said.kind === 'gone') return said
    if (response.status === 422 && said.kind === 'refused') return { kind: 'refused', refusals: said.refusals }
    if (said.kind === 'busy') return { kind: 'busy', retryAfterSeconds: said.retryAfterSeconds }
  } catch {
    // No connection, a cut one, a proxy's page instead of an answer: nothing is known, so nothing is lost.
  }
  return { kind: 'unreachable' }
}

/** The bytes of one file, behind its record. */
const postFile = async ({ owner, recordId, hash, type, bytes }: KeptFile): Promise<Outcome> => {
  try {
    const response = await fetch(
      `/antrean/bukti?pemilik=${encodeURIComponent(owner)}&catatan=${encodeURIComponent(recordId)}&hash=${hash}`,
      { method: 'POST', headers: { 'content-type': type }, body: bytes, signal: AbortSignal.timeout(60_000) },
    )
    if (response.status === 401) return { kind: 'signed-out' }
    if (response.status === 409) return { kind: 'other-person' }
    const said = (await response.json()) as Attached
    if (response.status === 200 && said.kind === 'kept') return said
    if (response.status === 422 && said.kind === 'refused') return { kind: 'refused', refusals: said.refusals }
    if (said.kind === 'busy') return said
  } catch {
    // As of a record: nothing is known, so nothing is lost.
  }
  return { kind: 'unreachable' }
}

const askStates = async (recordIds: readonly string[]): Promise<readonly RecordState[]> => {
  try {
    const response = await fetch(`/antrean/keadaan?id=${recordIds.join(',')}`, { signal: AbortSignal.timeout(10_000) })
    return response.ok ? ((await response.json()) as readonly RecordState[]) : []
  } catch {
    return []
  }
}

export type Sender = { wake(): void }

/**
 * Sends what waits, one after the other, in one tab only: whoever holds the lock. The others wait for it, so when that tab dies the next goes on.
 * @param changed called after every change in the storage
 */
export const startSender = (storage: Storage, owner: string, changed: () => void): Sender => {
  let wakeNow = (): void => {}
  // A call that comes while the list is read finds nobody asleep: it is kept, or the record that it speaks of would lie until the next one.
  let called = false
  const sleep = (until: number): Promise<void> =>
    new Promise((done) => {
      if (called) return done()
      const timer = setTimeout(done, Math.max(0, Math.min(until - Date.now(), 2 ** 31 - 1)))
      wakeNow = () => {
        clearTimeout(timer)
        done()
      }
    })
  const keep = async (item: Item): Promise<void> => {
    await storage.put(item)
    changed()
  }
  const work = async (): Promise<never> => {
    let lane: Lane = openLane
    let asked = 0
    await storage.keepLane(lane)
    for (const item of await storage.items()) if (item.state.kind === 'sent') await keep(wakeUp(item))
    for (;;) {
      called = false
      const items = await storage.items()
      const left = leaving(items, owner)
      if (left.length > 0) {
        await storage.remove(...left.map(({ key }) => key))
        changed()
        continue
      }
      const next = nextToSend(items, owner)
      if (next && Date.now() >= lane.nextAt) {
        // While nobody answers, an attempt is only an attempt: the word stays with the device.
        if (lane.why === null) await keep(begin(next, Date.now()))
        const outcome = await post(next)
        lane = afterAttempt(lane, outcome, Date.now(), Math.random())
        await storage.keepLane(lane)
        await keep(settle(next, outcome))
        asked = 0
        continue
      }
      const behind = next ? null : nextFile(items, owner)
      if (behind && Date.now() >= lane.nextAt) {
        const { item, hash } = behind
        const key = fileKey(item.draft.recordId, hash)
        const file = await storage.file(key)
        const outcome: Outcome = file ? await postFile(file) : { kind: 'kept' }
        lane = afterAttempt(lane, outcome, Date.now(), Math.random())
        await storage.keepLane(lane)
        const after = settleFile(item, hash, outcome)
        if (after !== item) await storage.putWithout(after, key)
        changed()
        continue
      }
      // What was received is followed until the journal has judged it: it may come back to be mended, and a withdrawal may wait for it.
      const unjudged = items.filter(
        (item) => item.owner === owner && item.state.kind === 'received' && !item.state.judged,
      )
      const awaited = items.some((item) => item.owner === owner && item.state.kind === 'stored' && rests(item, items))
      if (unjudged.length > 0 && (asked < 8 || awaited) && lane.why === null) {
        await sleep(Date.now() + Math.min(500 * 2 ** asked, 15_000))
        asked++
        const records = [...new Set(unjudged.map(recordOf).filter((id) => id !== null))]
        for (const said of await askStates(records))
          for (const item of unjudged) {
            if (recordOf(item) !== said.recordId) continue
            const judged = judge(item, said)
            if (judged === item) continue
            await storage.remove(...goneWith(judged, items).map(({ key }) => key))
            await keep(judged)
          }
        continue
      }
      await sleep(next || behind ? lane.nextAt : Number.MAX_SAFE_INTEGER)
      // Woken by hand or by a new record: try at once, the pause is a courtesy to a server that may be back.
      if (Date.now() < lane.nextAt) lane = { ...lane, nextAt: 0 }
    }
  }
  // Without the lock (no secure context) every tab sends; the same record twice is the same record.
  void ('locks' in navigator ? navigator.locks.request('timbang-outbox', work) : work())
  return {
    wake: () => {
      called = true
      wakeNow()
    },
  }
}
