import { setTimeout as sleep } from 'node:timers/promises'
import { randomUUIDv7 } from 'node:crypto'
import { VerdictServiceService } from '../packages/contracts/gen/timbang/journal/v1/verdict.ts'
import { isRefusal } from '../packages/contracts/src/refusal.ts'
import { grpcClient } from '../packages/process/src/grpc.ts'
import { peopleAbove, today, type Worker } from './people.ts'
import type { Platform } from './platform.ts'
import { connection, post } from './http.ts'

export interface Fresh {
  readonly perSecond: number
  readonly probes: number
  /** Milliseconds from the door's acknowledgement to the superior's list. */
  readonly waits: readonly number[]
  /** Milliseconds from when a record should have been sent to its acknowledgement; of all but the probes. */
  readonly acknowledged: readonly number[]
}

const LOOK_EVERY_MS = 10
const CONNECTIONS = 256

const doings = [
  'Memeriksa',
  'Mencatat',
  'Menjawab',
  'Mengarsipkan',
  'Menelaah',
  'Menyalin',
  'Mengirim',
  'Menata',
  'Membahas',
  'Merapikan',
  'Menyusun',
]
const things = [
  'berkas izin usaha',
  'permohonan izin praktik',
  'surat keterangan',
  'daftar pemohon',
  'laporan loket',
  'undangan rapat',
  'data kunjungan',
]
const places = [
  'di loket satu',
  'di ruang rapat',
  'bersama tim',
  'untuk kepala bidang',
  'dari Muaro Jambi',
  'dari Bungo',
  'dari Kerinci',
  'pagi ini',
  'siang ini',
  'sore ini',
  'lewat surel',
  'lewat telepon',
  'untuk arsip',
]
/** As people write: one in a thousand like another, since what nearly repeats itself costs the journal a look. */
const sentence = (at: number) =>
  `${doings[at % doings.length]} ${things[at % things.length]} ${places[at % places.length]}.`

/**
 * Open loop: records are sent at their times, whatever the answers do. Some of them are of one person, whose superior's list is asked for every few
 * milliseconds; as one person's records come in their order, the list's length says which of them are there.
 */
export async function fresh(
  platform: Platform,
  workers: readonly Worker[],
  perSecond: number,
  seconds: number,
): Promise<Fresh> {
  const address = platform.environment['ACTIVITY_INGEST_HTTP']!
  const { watched, superior } = peopleAbove(workers)
  const journal = grpcClient(VerdictServiceService, platform.environment['JOURNAL_GRPC']!)
  const token = await platform.issuer.person(superior)
  const ask = async (): Promise<number> => {
    const answer = await journal.listQueue({ filter: watched.employeeId, limit: 1, after: '' }, { token })
    if (isRefusal(answer)) throw new Error(`the list was refused: ${answer.code}`)
    return answer.people.find((one) => one.employeeId === watched.employeeId)?.waiting ?? 0
  }
  const free = await Promise.all(Array.from({ length: CONNECTIONS }, () => connection(address)))
  type Taken = (typeof free)[number]
  const queue: ((one: Taken) => void)[] = []
  // Who came first goes first: whoever polled for a free one would be overtaken again and again.
  const take = () =>
    new Promise<Taken>((resolve) => {
      const one = free.pop()
      if (one === undefined) queue.push(resolve)
      else resolve(one)
    })
  const give = (one: Taken) => {
    const next = queue.shift()
    if (next === undefined) free.push(one)
    else next(one)
  }
  const [acknowledged, waits, shown]: [number[], number[], number[]] = [[], [], []]
  const told: number[] = []
  const others = workers.filter((one) => one !== watched)
  const total = perSecond * seconds
  const every = Math.max(2, Math.floor(perSecond / 10))
  let [probes, sending] = [0, 0]
  let over = false
  try {
    const already = await ask()
    const watching = (async () => {
      while (!over) {
        const there = (await ask()) - already
        const now = performance.now()
        while (shown.length < there) shown.push(now)
        await sleep(LOOK_EVERY_MS)
      }
    })()
    const begun = performance.now()
    const open = new Set<Promise<void>>()
    let last: Promise<void> = Promise.resolve()
    for (let at = 0; at < total; at++) {
      const due = begun + (at / perSecond) * 1_000
      const early = due - performance.now()
      if (early > 0) await sleep(early)
      const probe = at % every === 0
      const worker = probe ? watched : others[at % others.length]!
      const request = post(
        address,
        worker.token,
        'application/json',
        JSON.stringify({
          record_id: randomUUIDv7(),
          activity: {
            work_date: today(),
            sentence: sentence(at),
            result_id: worker.resultId,
            quantity: 1,
            unit: worker.unit,
          },
        }),
      )
      const number = probe ? probes++ : -1
      const send = async (after: Promise<void>) => {
        await after
        const one = await take()
        sending++
        const { status, body } = await one.ask(request)
        sending--
        give(one)
        if (status !== 202) throw new Error(`the ingest answered ${status}: ${body.slice(0, 200)}`)
        // A probe waits for the one before it, which is no wait of the door's.
        if (probe) told[number] = performance.now()
        else acknowledged.push(performance.now() - due)
      }
      // A person's own records one after the other: their order is what tells them apart in the list.
      const sent = send(probe ? last : Promise.resolve())
      if (probe) last = sent
      open.add(sent)
      sent.then(
        () => open.delete(sent),
        () => {},
      )
    }
    await Promise.all(open)
    for (const until = performance.now() + 30_000; shown.length < probes && performance.now() < until; ) await sleep(50)
    over = true
    await watching
    if (shown.length < probes)
      throw new Error(`${probes - shown.length} of ${probes} records did not reach the list within half a minute`)
    for (let number = 0; number < probes; number++) waits.push(Math.max(0, shown[number]! - told[number]!))
    return { perSecond, probes, waits, acknowledged }
  } finally {
    over = true
    if (sending === 0) for (const one of free) one.close()
    journal.close()
  }
}
