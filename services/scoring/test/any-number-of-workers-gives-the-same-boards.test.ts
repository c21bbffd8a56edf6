import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ActivityEvent } from '@timbang/contracts/gen/timbang/activity/v1/events'
import type { JournalEvent } from '@timbang/contracts/gen/timbang/journal/v1/events'
import type { LiveFrame } from '@timbang/contracts/gen/timbang/scoring/v1/live'
import { toMessage } from '@timbang/contracts/envelope'
import { said } from '@timbang/contracts/said'
import { topics } from '@timbang/contracts/topics'
import { transaction } from '@timbang/postgres/transaction'
import { addDays, dateAt, startOf } from '@timbang/rules/civil-date'
import { createProducer, type Producer } from '@timbang/stream/kafka'
import { eventsOf, readTopic, wholeTopic } from '@timbang/stream/read'
import { eventually } from '@timbang/testkit/eventually'
import { holdPeople, nextVersion, somethingWaits, takeBoards, takeSweep } from '../src/live/store.ts'
import { publishOnce, sumDue, sumMarked, sweepOnce } from '../src/live/work.ts'
import { cast, processOf, story, tell, world, type Cast, type World } from './world.ts'

let here: World
let producer: Producer
const casts = [cast(40), cast(25)]
const HOUR = 3_600_000
const now = () => Date.now()

/** An entry of a day, recorded in time, and its verdict if it has one. */
function entry(of: Cast, person: Cast['people'][number], workDate: string, verified: boolean) {
  const recordId = randomUUID()
  const envelope = { employeeId: person.id, agencyId: of.agency, occurredAt: now() }
  const activity = said<ActivityEvent>(
    {
      $case: 'activityRecorded',
      value: {
        recordId,
        revision: 1,
        workDate,
        resultId: person.result,
        quantityThousandths: 1000n,
        unit: 'berkas',
        startMinute: undefined,
        endMinute: undefined,
        writtenAt: undefined,
        withdrawn: false,
        hasEvidence: false,
        evidenceHashes: [],
        contentDigest: Buffer.alloc(32),
        importId: '00000000-0000-4000-8000-0000000000f1',
        wordingDigest: Buffer.alloc(8),
      },
    },
    { ...envelope, sourceRecordedAt: startOf(workDate, 'WIB') + 16 * HOUR },
  )
  const journal = said<JournalEvent>(
    {
      $case: 'entryVerified',
      value: { recordId, revision: 1, workDate, entryRecordedAt: 0n, verdictVersion: 1 },
    },
    envelope,
  )
  return { activity, journal: verified ? [journal] : [] }
}

/** Everybody's day: one entry, verified for two people of three. */
async function day(of: Cast, workDate: string): Promise<void> {
  const all = of.people.map((person, nth) => entry(of, person, workDate, nth % 3 !== 0))
  const send = async (topic: typeof topics.activity | typeof topics.journal, events: readonly any[]) => {
    const name = here.kafka.name(topic)
    const partitions = await here.kafka.partitions(name)
    await producer.send(
      name,
      events.map((event) => toMessage(topic as typeof topics.activity, event, { partitions })),
    )
  }
  await send(
    topics.activity,
    all.map(({ activity }) => activity),
  )
  await send(
    topics.journal,
    all.flatMap(({ journal }) => journal),
  )
}

/** The latest frame of each agency on the topic. */
async function boards(): Promise<Map<string, LiveFrame>> {
  const latest = new Map<string, LiveFrame>()
  for await (const batch of readTopic(here.kafka, topics.scoringLive, await wholeTopic(here.kafka, topics.scoringLive)))
    for (const { event } of eventsOf(topics.scoringLive, batch))
      if ((latest.get(event.key)?.version ?? -1n) < event.version) latest.set(event.key, event)
  return latest
}

beforeAll(async () => {
  here = await world({ live: 0, seal: 0 }, now())
  producer = createProducer(here.kafka)
  for (const of of casts) {
    const { directory, appraisal, journal } = story(of)
    await tell(here.kafka, { directory, appraisal, activity: [], journal: journal.slice(0, 1), feedback: [] })
  }
})
afterAll(async () => {
  await producer.close()
  await here.close()
})

/** Each agency's figures from its people, as they were told: nothing of the service is asked. */
const recomputed = (days: number) =>
  Object.fromEntries(
    casts.map((of) => {
      const waiting = of.people.filter((_, nth) => nth % 3 === 0).length
      const all = of.people.length
      return [
        of.agency,
        { people: all, entries: all * days, entriesVerified: (all - waiting) * days, entriesWaiting: waiting * days },
      ]
    }),
  )

test('two workers, one of them killed, publish what a recomputation from people gives', async () => {
  const today = dateAt(now(), 'WIB')
  const workers = [processOf(here, 'main-live.ts'), processOf(here, 'main-live.ts')]
  try {
    for (let back = 1; back <= 5; back++) {
      for (const of of casts) await day(of, addDays(today, -back))
      if (back === 3) {
        await eventually(async () => expect((await boards()).size).toBe(2), { within: 60_000, every: 300 })
        await workers[0]!.kill()
      }
    }
    await eventually(
      async () => {
        const published = await boards()
        for (const [agencyId, figures] of Object.entries(recomputed(5)))
          expect(published.get(agencyId)?.agency).toMatchObject({
            ...figures,
            units: [{ people: figures.people, entriesWaiting: figures.entriesWaiting }],
          })
      },
      { within: 60_000, every: 300 },
    )
  } finally {
    for (const worker of workers) await worker.kill()
  }
}, 180_000)

// The workers are gone: from here on each step is one of ours.
const deps = () => ({ pool: here.database.pool, kafka: here.kafka, now })
const marks = async () =>
  Number((await here.database.pool.query<{ n: bigint }>('select count(*) as n from live_mark')).rows[0]!.n)
/** What a step gives, or that it waits for who holds what it wants. */
async function givesOrWaits<T>(step: Promise<T>): Promise<T | 'waits'> {
  let over = false
  const ended = () => {
    over = true
  }
  step.then(ended, ended)
  await eventually(async () => {
    const { rowCount } = await here.database.pool.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    expect(over || rowCount! > 0).toBe(true)
  })
  return over ? step : 'waits'
}

test('who sums a person waits for whoever holds him, and reads after that: he does not write over what he has not seen', async () => {
  const [of] = casts
  const person = of!.people[0]!
  await here.database.pool.query('delete from live_mark')
  await here.database.pool.query('insert into live_mark (employee_id) values ($1)', [person.id])
  let summed: Promise<boolean> | undefined
  await transaction(here.database.pool, async (tx) => {
    await holdPeople(tx, [person.id])
    summed = sumMarked(deps())
    expect(await givesOrWaits(summed)).toBe('waits')
  })
  await summed
  expect(await marks()).toBe(0)
})

test('a mark that a worker has in hand is taken by no other, and is there again when he dies', async () => {
  const ids = casts[0]!.people.slice(0, 3).map(({ id }) => id)
  await here.database.pool.query('insert into live_mark (employee_id) select unnest($1::uuid[])', [ids])
  const client = await here.database.pool.connect()
  await client.query('begin')
  await client.query('select id from live_mark for update')
  await sumMarked(deps())
  expect(await marks()).toBe(3)
  await client.query('rollback')
  client.release()
  await sumMarked(deps())
  expect(await marks()).toBe(0)
})

test('people whose day has begun are summed by one worker, and another goes on with those whom nobody has in hand', async () => {
  const ids = casts[0]!.people.slice(0, 3).map(({ id }) => id)
  const { pool } = here.database
  const due = async () => (await pool.query('select employee_id as id from live_summary where due_at = 0')).rows
  await pool.query('update live_summary set due_at = 0 where employee_id = any($1)', [ids])
  await transaction(pool, async (tx) => {
    await holdPeople(tx, [ids[1]!])
    expect(await givesOrWaits(sumDue(deps()))).toBe(false)
    expect(await due()).toEqual([{ id: ids[1] }])
  })
  await sumDue(deps())
  expect(await due()).toEqual([])
})

test('a board that a worker publishes is published by no other, and one that he did not finish gets a higher version', async () => {
  const agency = casts[0]!.agency
  await here.database.pool.query('update live_board set dirty = (agency_id = $1), due_at = null', [agency])
  let given = 0n
  const died = transaction(here.database.pool, async (tx) => {
    expect(await takeBoards(tx, now(), 50)).toMatchObject([{ agencyId: agency }])
    given = await nextVersion(tx, now())
    await publishOnce(deps(), producer)
    expect((await boards()).get(agency)!.version).toBeLessThan(given)
    throw new Error('killed before it said so')
  })
  await expect(died).rejects.toThrow('killed')
  await publishOnce(deps(), producer)
  expect((await boards()).get(agency)!.version).toBeGreaterThan(given)
})

test('an outage for everybody marks everybody, page by page, and reaches nobody twice, however many workers see it', async () => {
  const { pool } = here.database
  // What an earlier test set off is done first: another sweep would be taken instead.
  while (await sweepOnce(deps()));
  await pool.query('delete from live_mark')
  await pool.query(`insert into live_sweep (agency_id) values ('00000000-0000-0000-0000-000000000000')`)
  await transaction(pool, async (tx) => {
    expect(await takeSweep(tx)).toBeDefined()
    expect(await givesOrWaits(sweepOnce(deps()))).toBe(false)
  })
  while (await sweepOnce(deps()));
  const { rows } = await pool.query<{ employee_id: string }>('select employee_id from live_mark')
  const everybody = casts.flatMap(({ people }) => people.map(({ id }) => id))
  expect(rows.map((row) => row.employee_id).sort()).toEqual(everybody.sort())
})

test('each kind of work by itself wakes a worker, and where there is none he begins nothing', async () => {
  const { pool } = here.database
  await pool.query('delete from live_mark; delete from live_sweep')
  await pool.query('update live_summary set due_at = $1', [now() + HOUR])
  await pool.query('update live_board set dirty = false, due_at = $1', [now() + HOUR])
  expect(await somethingWaits(pool, now())).toBe(false)
  for (const [wakes, rests] of [
    [`insert into live_mark (employee_id) select employee_id from live_summary limit 1`, `delete from live_mark`],
    [`insert into live_sweep (agency_id) select agency_id from live_board limit 1`, `delete from live_sweep`],
    [`update live_board set dirty = true`, `update live_board set dirty = false`],
  ] as const) {
    await pool.query(wakes)
    expect(await somethingWaits(pool, now()), wakes).toBe(true)
    await pool.query(rests)
  }
  // What is due by the clock is due at its minute.
  expect(await somethingWaits(pool, now() + HOUR)).toBe(true)
  await pool.query('update live_board set due_at = null')
  expect(await somethingWaits(pool, now() + 2 * HOUR)).toBe(true)
  await pool.query('update live_summary set due_at = $1', [now() + 3 * HOUR])
  expect(await somethingWaits(pool, now() + 2 * HOUR)).toBe(false)
  await pool.query('update live_board set due_at = $1', [now() + HOUR])
  expect(await somethingWaits(pool, now() + 2 * HOUR)).toBe(true)
})
