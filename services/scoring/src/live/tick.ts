import { toMessage } from '@timbang/contracts/envelope'
import { topics } from '@timbang/contracts/topics'
import type { Pool } from '@timbang/postgres/pool'
import type { Log } from '@timbang/process/log'
import { addDays, dateAt } from '@timbang/rules/civil-date'
import { packsAt } from '@timbang/rulebook/pack'
import { noParts } from '@timbang/rules/parts'
import type { Packs } from '@timbang/rules/published'
import { createProducer, type Kafka } from '@timbang/stream/kafka'
import { DAYS_BACK, postOn, sumUp, summarise, type Summary } from './domain.ts'
import { agencyContext, assignmentsOf, type Known } from '../score/domain.ts'
import { readKnown } from '../score/store.ts'
import { partsOf } from '../fold/store/parts.ts'

const TICK_MS = 400
/** Context (posts, windows, outages) is read again after so long, or when it was touched. */
const CONTEXT_MS = 60_000
const AT_ONCE = 500

export interface Live {
  /** Somebody's facts or post changed; nobody named: everybody's. */
  touch(employeeIds?: Iterable<string>): void
  stop(): Promise<void>
}

/**
 * The live figures of agencies: a tick after a change the touched people are summed again and their agencies' frames published,
 * absolute and versioned. Nothing of it is the truth: at boot all is computed anew.
 */
export function startLive(options: { pool: Pool; kafka: Kafka; now: () => number; log: Log }): Live {
  const { pool, kafka, log } = options
  const producer = createProducer(kafka)
  const summaries = new Map<string, Summary>()
  const dirty = new Set<string>()
  const published = new Map<string, number>()
  let all = true
  let known: Known | undefined
  let knownAt = 0
  let packs: Packs = []
  let day = ''
  let minute = 0
  let stopped = false

  const people = async (ids: readonly string[], now: number): Promise<Set<string>> => {
    const agencies = new Set<string>()
    const cache = new Map<string, ReturnType<typeof agencyContext>>()
    const today = dateAt(now, 'WIB')
    const from = addDays(today, -DAYS_BACK - 1)
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const some = ids.slice(at, at + AT_ONCE)
      const parts = await partsOf(pool, some, from, addDays(today, 1))
      for (const id of some) {
        const before = summaries.get(id)
        if (before !== undefined) agencies.add(before.agencyId)
        const post = postOn(assignmentsOf(known!, id), today)
        if (post !== undefined && !cache.has(post.agencyId))
          cache.set(post.agencyId, agencyContext(known!, post.agencyId, { from, to: today }))
        const agency = post === undefined ? undefined : cache.get(post.agencyId)
        if (post === undefined || agency === undefined) summaries.delete(id)
        else {
          summaries.set(id, summarise(parts.get(id) ?? noParts, post, agency, packs, now))
          agencies.add(post.agencyId)
        }
      }
    }
    return agencies
  }

  const publish = async (agencyIds: Iterable<string>, now: number) => {
    const byAgency = new Map<string, Summary[]>([...agencyIds].map((id) => [id, []]))
    for (const summary of summaries.values()) byAgency.get(summary.agencyId)?.push(summary)
    const name = kafka.name(topics.scoringLive)
    const partitions = await kafka.partitions(name)
    await producer.send(
      name,
      [...byAgency].map(([agencyId, list]) => {
        const version = Math.max(now, (published.get(agencyId) ?? 0) + 1)
        published.set(agencyId, version)
        const sums = sumUp(agencyId, list, now)
        return toMessage(
          topics.scoringLive,
          {
            key: agencyId,
            version: BigInt(version),
            computedAt: BigInt(now),
            agency: { ...sums, oldestWaitingAt: BigInt(sums.oldestWaitingAt) },
          },
          { partitions },
        )
      }),
    )
  }

  const tick = async () => {
    const now = options.now()
    const today = dateAt(now, 'WIB')
    // A new day makes other days due, for everybody.
    if (today !== day) all = true
    if (!all && dirty.size === 0 && Math.floor(now / 60_000) === minute) return
    if (known === undefined || all || now - knownAt > CONTEXT_MS) {
      known = await readKnown(pool)
      packs = await packsAt(pool, now)
      knownAt = now
    }
    const everybody = all
    const ids = everybody ? [...known.assignments.keys()] : [...dirty]
    all = false
    dirty.clear()
    day = today
    const agencies = await people(ids, now)
    // The minutes of the last hour move on by themselves.
    if (Math.floor(now / 60_000) !== minute) {
      minute = Math.floor(now / 60_000)
      for (const summary of summaries.values())
        if (summary.recent.length > 0 || everybody) agencies.add(summary.agencyId)
    }
    if (agencies.size > 0) await publish(agencies, now)
  }

  const running = (async () => {
    while (!stopped) {
      try {
        await tick()
      } catch (error) {
        // Nothing is lost: the next tick computes everybody.
        all = true
        log.warn({ err: error }, 'the live figures could not be computed; trying again')
      }
      await new Promise((resolve) => setTimeout(resolve, TICK_MS))
    }
  })()
  return {
    touch: (ids) => {
      if (ids === undefined) all = true
      else for (const id of ids) dirty.add(id)
    },
    stop: async () => {
      stopped = true
      await running
      await producer.close()
    },
  }
}
