import { setTimeout as sleep } from 'node:timers/promises'
import { toMessage } from '@timbang/contracts/envelope'
import type { LiveFrame } from '@timbang/contracts/gen/timbang/scoring/v1/live'
import { topics } from '@timbang/contracts/topics'
import type { Pool, Tx } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import type { Log } from '@timbang/process/log'
import { packsAt } from '@timbang/rulebook/pack'
import { addDays, dateAt, startOf } from '@timbang/rules/civil-date'
import { noParts } from '@timbang/rules/parts'
import { inForceBy } from '@timbang/rules/published'
import { createProducer, type Kafka, type Producer } from '@timbang/stream/kafka'
import { markPeople } from '../fold/store/marks.ts'
import { partsOf } from '../fold/store/parts.ts'
import { agencyContext, assignmentsOf, dutyOf, postOn, postsOf } from '../score/domain.ts'
import { peopleOfAgency, readKnown } from '../score/store.ts'
import { DAYS_BACK, MINUTE, MINUTES, nobody, summarise } from './domain.ts'
import {
  goOnSweeping,
  holdPeople,
  markBoards,
  nextVersion,
  readMinutes,
  readSums,
  saveSummaries,
  savePublished,
  takeBoards,
  takeDue,
  takeMarks,
  somethingWaits,
  takeSweep,
  type Sums,
  type SummaryRow,
} from './store.ts'

/** People, or boards, in one transaction. */
const AT_ONCE = 500
const BOARDS_AT_ONCE = 50
/** Marks are taken together for so long: a board moves at most so often. */
const TICK_MS = 400
/** A post whose position, agency or calendar is not known yet is looked at again after so long. */
const AGAIN_MS = 2_000

export interface LiveDeps {
  readonly pool: Pool
  readonly kafka: Kafka
  readonly now: () => number
}

/** Everybody of an agency is marked a page at a time. @returns whether there was anything to do */
export const sweepOnce = ({ pool }: LiveDeps): Promise<boolean> =>
  transaction(pool, async (tx) => {
    const sweep = await takeSweep(tx)
    if (sweep === undefined) return false
    const page = await peopleOfAgency(tx, sweep.agencyId, sweep.after, AT_ONCE)
    await markPeople(tx, page)
    await goOnSweeping(tx, sweep.id, page.length < AT_ONCE ? undefined : page.at(-1))
    return true
  })

/** What held people add to the boards now, and when that changes by itself. */
async function summaries(tx: Tx, employeeIds: readonly string[], now: number): Promise<SummaryRow[]> {
  const span = { from: addDays(dateAt(now, 'WIB'), -DAYS_BACK - 1), to: addDays(dateAt(now, 'WIB'), 1) }
  const known = await readKnown(tx, employeeIds, span)
  const packs = await packsAt(tx, now)
  const ruled = inForceBy(packs, span.from)
  const parts = await partsOf(tx, employeeIds, span.from, span.to)
  const agencies = new Map<string, ReturnType<typeof agencyContext>>()
  return employeeIds.map((employeeId): SummaryRow => {
    const today = dateAt(now, 'WIB')
    const post = postOn(assignmentsOf(known, employeeId), today)
    if (post !== undefined && !agencies.has(post.agencyId))
      agencies.set(post.agencyId, agencyContext(known, post.agencyId, span))
    const agency = post === undefined ? undefined : agencies.get(post.agencyId)
    if (post !== undefined && agency !== undefined && ruled)
      return {
        employeeId,
        ...summarise(
          parts.get(employeeId) ?? noParts,
          employeeId,
          post,
          postsOf(known, employeeId),
          agency,
          dutyOf(known, employeeId, span),
          packs,
          now,
        ),
        dueAt: startOf(addDays(dateAt(now, post.zone), 1), post.zone),
      }
    const holds = (known.assignments.get(employeeId) ?? []).some(
      (state) => !state.withdrawn && state.fromDate <= today && (state.toDate === undefined || state.toDate >= today),
    )
    return { employeeId, ...nobody, dueAt: holds ? now + AGAIN_MS : startOf(addDays(today, 1), 'WIB') }
  })
}

async function sumAgain(tx: Tx, employeeIds: readonly string[], agenciesBefore: readonly string[], now: number) {
  const rows = await summaries(tx, employeeIds, now)
  await saveSummaries(tx, rows)
  await markBoards(tx, [...agenciesBefore, ...rows.flatMap(({ agencyId }) => agencyId ?? [])])
}

/** People who are marked. @returns whether there were as many as fit */
export const sumMarked = ({ pool, now }: LiveDeps): Promise<boolean> =>
  transaction(pool, async (tx) => {
    const marked = await takeMarks(tx, AT_ONCE)
    if (marked.length > 0) await sumAgain(tx, marked, await holdPeople(tx, marked), now())
    return marked.length > AT_ONCE / 2
  })

/** People for whom another day has begun. They are taken in a transaction of their own: who holds some waits for no others. */
export const sumDue = ({ pool, now }: LiveDeps): Promise<boolean> =>
  transaction(pool, async (tx) => {
    const due = await takeDue(tx, now(), AT_ONCE)
    if (due.length > 0) await sumAgain(tx, due, await holdPeople(tx, due), now())
    return due.length === AT_ONCE
  })

const ofUnit = (sums: Sums) => ({
  unitId: sums.unitId!,
  people: sums.people,
  daysDue: sums.daysDue,
  daysOnTime: sums.daysOnTime,
  daysLate: sums.daysLate,
  entriesToday: sums.entriesToday,
  peopleRecordedToday: sums.peopleRecordedToday,
  entriesWaiting: sums.entriesWaiting,
})
const nothing: Omit<Sums, 'agencyId' | 'unitId'> = {
  people: 0,
  daysDue: 0,
  daysOnTime: 0,
  daysLate: 0,
  daysAwaiting: 0,
  daysByWriting: 0,
  entriesToday: 0,
  peopleRecordedToday: 0,
  entries: 0,
  entriesVerified: 0,
  entriesReturned: 0,
  entriesWaiting: 0,
  oldestWaitingAt: 0n,
}

/** Frames of agencies as their people stand now: absolute, whoever adds them. */
export async function framesOf(
  tx: Tx | Pool,
  agencyIds: readonly string[],
  version: bigint,
  now: number,
): Promise<LiveFrame[]> {
  const thisMinute = Math.floor(now / MINUTE)
  const sums = await readSums(tx, agencyIds)
  const minutes = await readMinutes(tx, agencyIds, thisMinute - MINUTES + 1)
  return agencyIds.map((agencyId) => {
    const mine = sums.filter((one) => one.agencyId === agencyId)
    const { unitId: _none, ...whole } = mine.find(({ unitId }) => unitId === null) ?? { ...nothing, unitId: null }
    const perMinute = Array.from({ length: MINUTES }, () => 0)
    for (const { minute, entries } of minutes.filter((one) => one.agencyId === agencyId)) {
      const at = MINUTES - 1 - (thisMinute - minute)
      if (at < MINUTES) perMinute[at] = entries
    }
    return {
      key: agencyId,
      version,
      computedAt: BigInt(now),
      agency: {
        ...whole,
        agencyId,
        units: mine.filter(({ unitId }) => unitId !== null).map(ofUnit),
        entriesPerMinute: perMinute,
      },
    }
  })
}

/** Publishes boards that changed, holding them meanwhile: what is published later has the higher version. Killed in between, they are published again, above it. */
export const publishOnce = ({ pool, kafka, now }: LiveDeps, producer: Producer): Promise<boolean> =>
  transaction(pool, async (tx) => {
    const at = now()
    const boards = await takeBoards(tx, at, BOARDS_AT_ONCE)
    if (boards.length === 0) return false
    const next = await nextVersion(tx, at)
    const version = boards.reduce((most, board) => (board.version >= most ? board.version + 1n : most), next)
    const frames = await framesOf(
      tx,
      boards.map(({ agencyId }) => agencyId),
      version,
      at,
    )
    const name = kafka.name(topics.scoringLive)
    const partitions = await kafka.partitions(name)
    await producer.send(
      name,
      frames.map((frame) => toMessage(topics.scoringLive, frame, { partitions })),
    )
    const nextMinute = (Math.floor(at / MINUTE) + 1) * MINUTE
    await savePublished(
      tx,
      frames.map(({ key, agency }) => ({
        agencyId: key,
        version,
        // The minutes of the last hour move on by themselves.
        dueAt: agency!.entriesPerMinute.some((entries) => entries > 0) ? nextMinute : undefined,
      })),
    )
    return boards.length === BOARDS_AT_ONCE
  })

/** A worker of the live figures; there may be any number. Nothing of it is the truth, and nothing is kept in memory. */
export function startLive(deps: LiveDeps & { readonly log: Log }): { stop(): Promise<void> } {
  const producer = createProducer(deps.kafka)
  const stopping = new AbortController()
  const tick = async () => {
    for (let more = await somethingWaits(deps.pool, deps.now()); more && !stopping.signal.aborted; ) {
      const [swept, marked, due] = [await sweepOnce(deps), await sumMarked(deps), await sumDue(deps)]
      more = (await publishOnce(deps, producer)) || swept || marked || due
    }
  }
  const running = (async () => {
    while (!stopping.signal.aborted) {
      try {
        await tick()
      } catch (error) {
        // Rolled back: marks and boards are there for the next tick, or for another worker.
        deps.log.warn({ err: error }, 'the live figures could not be computed; trying again')
      }
      await sleep(TICK_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  })()
  return {
    stop: async () => {
      stopping.abort()
      await running
      await producer.close()
    },
  }
}
