import type { Attached, EntryDraft, RecordState } from '../shared/entry/view.ts'
import type { Refused } from '../shared/answer.ts'
import { fileKey, type KeptFile } from './attach.ts'
import {
  afterAttempt,
  begin,
  judge,
  nextFile,
  nextToSend,
  openLane,
  type Item,
  type Lane,
  type Outcome,
  settle,
  settleFile,
  wakeUp,
} from './item.ts'
import type { Storage } from './storage.ts'

/** What /antrean/kirim answers; anything else is taken as unreachable, and tried again. */
type Said =
  | { kind: 'received'; receipt: { partition: number; offset: string }; recordedAt: number }
  | { kind: 'refused'; refusals: readonly Refused[] }
  | { kind: 'busy'; retryAfterSeconds: number }

export const post = async (owner: string, draft: EntryDraft): Promise<Outcome> => {
  try {
    const response = await fetch('/antrean/kirim', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ owner, draft }),
      signal: AbortSignal.timeout(30_000),
    })
    if (response.status === 401) return { kind: 'signed-out' }
    if (response.status === 409) return { kind: 'other-person' }
    const said = (await response.json()) as Said
    if (response.status === 200 && said.kind === 'received')
      return { kind: 'received', receipt: said.receipt, at: said.recordedAt }
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
      const next = nextToSend(items, owner)
      if (next && Date.now() >= lane.nextAt) {
        // While nobody answers, an attempt is only an attempt: the word stays with the device.
        if (lane.why === null) await keep(begin(next, Date.now()))
        const outcome = await post(owner, next.draft)
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
      // What was received is followed until the journal has judged it: it may come back to be mended.
      const unjudged = items.filter(
        (item) => item.owner === owner && item.state.kind === 'received' && !item.state.judged,
      )
      if (unjudged.length > 0 && asked < 8 && lane.why === null) {
        await sleep(Date.now() + Math.min(500 * 2 ** asked, 15_000))
        asked++
        for (const said of await askStates(unjudged.map((item) => item.draft.recordId))) {
          const item = unjudged.find((one) => one.draft.recordId === said.recordId)
          const judged = item && judge(item, said)
          if (judged && judged !== item) await keep(judged)
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
