import type { ActivityEvent } from '@timbang/contracts/gen/timbang/activity/v1/events'
import type { Tx } from '@timbang/postgres/pool'
import type { AppliedRecord } from '@timbang/stream/batch'
import { carried, type Entry, type EntryEvent, evolve, type Facts, type Told } from '../domain/entry.ts'
import { judge, judgeAgain } from '../domain/judge.ts'
import { NO_AGENCY } from '@timbang/contracts/said'
import { type Key, keyOf, lockEntries, lockMovable, lockUnsettledOf } from '../store/entry.ts'
import { ensureMonths } from '../store/month.ts'
import { type LeaveSpan, saveLeave } from '../store/plan.ts'
import { takeTurns } from '../store/turn.ts'
import { factsOf } from '../wire.ts'
import { know } from './know.ts'
import { type Means, tell, told } from '../../tell.ts'

interface Recorded {
  readonly employeeId: string
  readonly agencyId: string
  readonly facts: Facts
  readonly traceparent: string | undefined
}

/**
 * Judges a batch of activity.v1: every record once, in the order of the log, with a handful of statements whatever the size of the batch and
 * however many partitions it is of. A refused record is an event like an admitted one. The caller has taken the turn of their partitions.
 */
export const judgeBatch =
  ({ pool, kafka, clock }: Means) =>
  async (tx: Tx, records: readonly AppliedRecord<ActivityEvent>[]): Promise<void> => {
    const recorded: Recorded[] = []
    const leave: LeaveSpan[] = []
    for (const { event, partition, offset, appendedAt, traceparent } of records) {
      const employeeId = event.employeeId!
      if (event.body?.$case === 'activityRecorded')
        recorded.push({
          employeeId,
          agencyId: event.agencyId,
          facts: factsOf(event, event.body.value, { partition, offset, appendedAt }),
          traceparent,
        })
      else if (event.body?.$case === 'leaveRecorded') leave.push({ employeeId, ...event.body.value })
    }
    if (leave.length > 0) await saveLeave(tx, leave)
    if (recorded.length === 0) return
    await ensureMonths(
      pool,
      recorded.map(({ facts }) => facts.recordId),
    )

    const keys = new Map(
      recorded.map((one) => [
        keyOf({ recordId: one.facts.recordId, employeeId: one.employeeId }),
        { recordId: one.facts.recordId, employeeId: one.employeeId },
      ]),
    )
    const before = new Map<string, Entry | undefined>([...keys.keys()].map((key) => [key, undefined]))
    for (const entry of await lockEntries(tx, [...keys.values()]))
      before.set(keyOf({ recordId: entry.facts.recordId, employeeId: entry.employeeId }), entry)

    // A record that says nothing new needs no knowledge: retries are the cheapest of all.
    const current = new Map(before)
    const fresh = recorded.filter(({ employeeId, facts }) => {
      const entry = before.get(keyOf({ recordId: facts.recordId, employeeId }))
      return (
        !entry ||
        facts.revision > entry.facts.revision ||
        (facts.revision === entry.facts.revision && facts.contentDigest !== entry.facts.contentDigest)
      )
    })
    const known = await know(
      tx,
      fresh.map(({ employeeId, facts }) => ({
        employeeId,
        facts,
        carries: carried(before.get(keyOf({ recordId: facts.recordId, employeeId })), facts),
      })),
    )
    const now = clock.now()
    const events: Told<EntryEvent>[] = []
    const traces = new Map<string, string | undefined>()
    fresh.forEach(({ employeeId, agencyId, facts, traceparent }, at) => {
      const key = keyOf({ recordId: facts.recordId, employeeId })
      const { knowledge, agencyId: employer } = known[at]!
      const body = judge(facts, current.get(key), knowledge)
      if (!body) return
      // The agency of the post counts; that of the record only routed it here.
      const event = told(body, {
        employeeId,
        agencyId: employer ?? (agencyId === '' ? NO_AGENCY : agencyId),
        decidedAt: now,
        sourceRecordedAt: facts.sourceRecordedAt,
        actor: undefined,
      })
      events.push(event)
      traces.set(event.eventId, traceparent)
      // Two revisions of one record in one batch: the second is judged against the first.
      current.set(key, evolve(current.get(key), event))
    })
    await tell(tx, kafka, events, before, traces)
  }

/** What a plan or an assignment of these people may settle. A window that closed, a wrong date: no plan mends those. */
const MENDED_BY_KNOWLEDGE = [
  'entry.person-unknown',
  'entry.rules-unknown',
  'entry.plan-unknown',
  'activity.result-unknown',
]

/** Judges again what was held, or refused for a result that no plan held: the directory or the appraisal has told something about these people. */
export const release =
  ({ kafka, clock }: Means) =>
  async (tx: Tx, employeeIds: readonly string[]): Promise<number> =>
    settle(tx, kafka, await lockUnsettledOf(tx, employeeIds, MENDED_BY_KNOWLEDGE), clock.now())

/** A page locks its entries for a tenth of a second: a verdict on one of them waits no longer. */
const PAGE = 500
export const FIRST: Key = {
  recordId: '00000000-0000-0000-0000-000000000000',
  employeeId: '00000000-0000-0000-0000-000000000000',
}

/** A page of what was judged anew: how many were looked at, for how many the answer is another, and behind which the next page begins. */
export interface Page {
  readonly judged: number
  readonly changed: number
  readonly last: Key | undefined
}

/** Judges anew, after a window moved, a page of the entries of one partition's people that it may reach. */
export async function judgeAnew(
  tx: Tx,
  { kafka, clock }: Pick<Means, 'kafka' | 'clock'>,
  of: {
    partition: number
    agencyId: string | undefined
    employeeId?: string | undefined
    from: string
    to: string
    after: Key
  },
): Promise<Page> {
  await takeTurns(tx, { judging: [of.partition], teaching: [] })
  const page = await lockMovable(tx, { ...of, limit: PAGE })
  const changed = await settle(tx, kafka, page, clock.now())
  const last = page.length < PAGE ? undefined : page.at(-1)!
  return {
    judged: page.length,
    changed,
    last: last && { recordId: last.facts.recordId, employeeId: last.employeeId },
  }
}

/** @returns for how many the answer is another now */
async function settle(tx: Tx, kafka: Means['kafka'], entries: readonly Entry[], now: number): Promise<number> {
  if (entries.length === 0) return 0
  const known = await know(
    tx,
    entries.map((entry) => ({
      employeeId: entry.employeeId,
      facts: entry.facts,
      carries: carried(entry, entry.facts),
    })),
  )
  const events: Told<EntryEvent>[] = []
  entries.forEach((entry, at) => {
    const { knowledge, agencyId } = known[at]!
    const body = judgeAgain(entry, knowledge)
    if (body)
      events.push(
        told(body, {
          employeeId: entry.employeeId,
          agencyId: agencyId ?? entry.agencyId,
          decidedAt: now,
          sourceRecordedAt: entry.facts.sourceRecordedAt,
          actor: undefined,
        }),
      )
  })
  await tell(
    tx,
    kafka,
    events,
    new Map(entries.map((entry) => [keyOf({ recordId: entry.facts.recordId, employeeId: entry.employeeId }), entry])),
  )
  return events.length
}
