import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { fromMessage, toMessage } from '@timbang/contracts/envelope'
import type { DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'
import { topics } from '@timbang/contracts/topics'
import { withTrace } from '@timbang/contracts/trace'
import { connectDirect } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import { testDatabase, type TestDatabase } from '@timbang/testkit/database'
import { eventually } from '@timbang/testkit/eventually'
import { testTopics } from '@timbang/testkit/topic'
import type { Kafka } from '../src/kafka.ts'
import { enqueue, enqueueMessages } from '../src/outbox.ts'
import { readTopic, wholeTopic } from '../src/read.ts'
import { startRelay, type Relay, type RelayOptions } from '../src/relay.ts'
import { fact, quiet } from './spine.ts'

let database: TestDatabase
let kafka: Kafka

beforeAll(async () => {
  database = await testDatabase()
  await database.pool.query(`create table counter (id uuid primary key, version int not null)`)
  kafka = await testTopics()
})
afterAll(async () => {
  await kafka.close()
  await database.close()
})

const relay = (options: Pick<RelayOptions, 'onSent' | 'shards'> = {}) =>
  startRelay({ pool: database.pool, url: database.url, kafka, log: quiet, ...options })

/** One command on one aggregate: its row is locked before the event is enqueued. */
const change = (id: string) =>
  transaction(database.pool, async (tx) => {
    const { rows } = await tx.query<{ version: number }>(
      `insert into counter values ($1, 1) on conflict (id) do update set version = counter.version + 1 returning version`,
      [id],
    )
    await enqueue(tx, kafka, topics.directory, [fact(id, rows[0]!.version)])
  })

const published = async (): Promise<DirectoryEvent[]> => {
  const events: DirectoryEvent[] = []
  for await (const batch of readTopic(kafka, topics.directory, await wholeTopic(kafka, topics.directory)))
    events.push(...batch.map((record) => fromMessage(topics.directory, record) as DirectoryEvent))
  return events
}
const versions = (events: readonly DirectoryEvent[], id: string) =>
  events
    .filter((event) => event.employeeId === id)
    .map((event) => (event.body?.$case === 'employeeChanged' ? event.body.value.version : -1))

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
/** More than the broker takes at once, all of one key. */
const backlog = (id: string, count: number) =>
  upTo(count).map((version) => ({
    ...toMessage(topics.directory, fact(id, version), { partitions: 3 }),
    headers: { padding: 'x'.repeat(1_000) },
  }))

test('outbox rows equal topic messages, in the order of commits per key, although writers run side by side', async () => {
  const running = relay()
  const ids = Array.from({ length: 5 }, () => randomUUID())
  await Promise.all(
    Array.from({ length: 8 }, async (_, writer) => {
      for (let turn = 0; turn < 25; turn++) await change(ids[(turn + writer) % ids.length]!)
    }),
  )
  await running.drained()
  await running.stop()
  const events = await published()
  expect(events.length).toBe(200)
  for (const id of ids) expect(versions(events, id)).toEqual(upTo(40))
})

test('the relay killed between send and delete changes nothing, and order per key holds', async () => {
  const id = randomUUID()
  let killed = false
  // The first relay dies after the broker has acknowledged and before the rows are gone.
  const dying = relay({
    onSent: () => {
      killed = true
      throw new Error('killed')
    },
  })
  for (let turn = 0; turn < 5; turn++) await change(id)
  while (!killed) await new Promise((resolve) => setTimeout(resolve, 10))
  await dying.stop()
  const successor = relay()
  await successor.drained()
  await successor.stop()

  const seen = versions(await published(), id)
  // Sent again, yes; but the last word of each is the same, nothing is missing, and what a reader who drops repetitions sees is in order.
  expect(seen.length).toBeGreaterThan(5)
  expect([...new Set(seen)]).toEqual([1, 2, 3, 4, 5])
})

test('two relays never publish at the same time', async () => {
  const id = randomUUID()
  let inside = 0
  let most = 0
  const watch = async () => {
    most = Math.max(most, ++inside)
    await new Promise((resolve) => setTimeout(resolve, 20))
    inside--
  }
  const relays = [1, 2].map(() => relay({ onSent: watch }))
  for (let turn = 0; turn < 20; turn++) await change(id)
  await relays[0]!.drained()
  await Promise.all(relays.map((one) => one.stop()))
  expect(most).toBe(1)
  expect(versions(await published(), id)).toEqual(upTo(20))
})

test('a relay that loses its lock in the middle sends no more, and its successor sends all', async () => {
  const id = randomUUID()
  await transaction(database.pool, (tx) => enqueueMessages(tx, topics.directory.name, backlog(id, 1_500)))
  let successor: Relay | undefined
  const sent: number[] = []
  const robbed = relay({
    onSent: async (count) => {
      sent.push(count)
      await database.pool.query(
        `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
      )
      successor = relay()
      await successor.drained()
    },
  })
  await eventually(() => successor!.drained())
  await Promise.all([robbed.stop(), successor!.stop()])
  expect(sent).toHaveLength(1)
  expect(versions(await published(), id)).toEqual([...upTo(sent[0]!), ...upTo(1_500)])
})

test('what was enqueued first and commits last is published', async () => {
  const [early, late] = [randomUUID(), randomUUID()]
  const running = relay()
  let commit: () => void
  const committed = transaction(database.pool, async (tx) => {
    await enqueue(tx, kafka, topics.directory, [fact(early)])
    await new Promise<void>((resolve) => {
      commit = resolve
    })
  })
  await change(late)
  await eventually(async () => expect(versions(await published(), late)).toEqual([1]))
  commit!()
  await committed
  await running.drained()
  await running.stop()
  expect(versions(await published(), early)).toEqual([1])
})

test('what has its id and is not written yet is waited for: the relay looks no higher than what can still come', async () => {
  const [slow, quick] = [randomUUID(), randomUUID()]
  // A gate between the id of a row and the row.
  await database.pool.query(
    `create function gate() returns trigger language plpgsql as 'begin perform pg_advisory_xact_lock(4711); return new; end';
     create trigger gate before insert on stream.outbox for each row when (new.key = '${slow}') execute function gate()`,
  )
  const keeper = await connectDirect(database.url, 'keeper')
  const running = relay()
  try {
    await keeper.query('select pg_advisory_lock(4711)')
    // Nothing was written before: only the outbox itself gives this transaction its number.
    const late = transaction(database.pool, (tx) => enqueue(tx, kafka, topics.directory, [fact(slow)]), {
      begin: 'begin',
    })
    await eventually(async () => {
      const { rowCount } = await database.pool.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      )
      expect(rowCount).toBe(1)
    })
    // Each is a pass of the relay, and behind a pass its floor may rise.
    for (const version of upTo(4)) {
      await change(quick)
      await eventually(async () => expect(versions(await published(), quick)).toEqual(upTo(version)))
    }
    await keeper.query('select pg_advisory_unlock(4711)')
    await late
    await running.drained()
    expect(versions(await published(), slow)).toEqual([1])
  } finally {
    await running.stop()
    await keeper.end()
    await database.pool.query(`drop trigger gate on stream.outbox; drop function gate()`)
  }
})

test('the log has a commit at once, though the relay sleeps in another process', async () => {
  const waits: number[] = []
  let sent: () => void
  const running = relay({ onSent: () => sent() })
  for (let turn = 0; turn < 9; turn++) {
    // Long enough for the relay to fall asleep, at another moment of its sleep each time.
    await new Promise((resolve) => setTimeout(resolve, 300 + turn * 23))
    const there = new Promise<void>((resolve) => {
      sent = resolve
    })
    await change(randomUUID())
    const from = performance.now()
    await there
    waits.push(performance.now() - from)
  }
  await running.stop()
  // Uncalled, it would take a hundred on average. Half of them, since this machine may be busy.
  expect(waits.sort((a, b) => a - b)[4]).toBeLessThan(50)
})

test('a message that the broker would refuse for ever is refused when it is enqueued, and nothing of its command is kept', async () => {
  const id = randomUUID()
  await expect(
    transaction(database.pool, async (tx) => {
      await tx.query(`insert into counter values ($1, 1)`, [id])
      await enqueueMessages(tx, topics.directory.name, [
        { key: id, value: Buffer.alloc(1_100_000), headers: {}, partition: 0 },
      ])
    }),
  ).rejects.toThrow(/too large for directory.v1/)
  expect((await database.pool.query(`select from counter where id = $1`, [id])).rowCount).toBe(0)
})

test('a backlog of one key that is larger than the broker takes at once goes in parts, in its order', async () => {
  const id = randomUUID()
  await transaction(database.pool, (tx) => enqueueMessages(tx, topics.directory.name, backlog(id, 1_800)))
  const running = relay()
  await running.drained()
  await running.stop()
  expect(versions(await published(), id)).toEqual(upTo(1_800))
})

test('four relays that share the partitions, on two replicas, publish all once and in its order per key, and never one partition by two', async () => {
  const ids = Array.from({ length: 6 }, () => randomUUID())
  const replicas = [relay({ shards: 4 }), relay({ shards: 4 }), relay({ shards: 2 })]
  await Promise.all(
    Array.from({ length: 6 }, async (_, writer) => {
      for (let turn = 0; turn < 20; turn++) await change(ids[(turn + writer) % ids.length]!)
    }),
  )
  await eventually(async () => {
    const events = await published()
    for (const id of ids) expect(versions(events, id)).toEqual(upTo(20))
  })
  await Promise.all(replicas.map((one) => one.stop()))
})

test('an open snapshot keeps no relay walking over what is deleted: it looks no lower than what can still come', async () => {
  const held = await connectDirect(database.url, 'a-long-reader')
  onTestFinished(() => held.end())
  await held.query('begin isolation level repeatable read; select from counter')
  const running = relay()
  onTestFinished(() => running.stop())
  const floor = async (): Promise<bigint> =>
    (await database.pool.query<{ floor: bigint }>(`select floor from stream.relay_floor where shards = 1`)).rows[0]
      ?.floor ?? 0n
  const last = async (): Promise<bigint> =>
    (await database.pool.query<{ id: bigint }>(`select last_value as id from stream.outbox_id_seq`)).rows[0]!.id
  const before = await floor()
  for (let turn = 0; turn < 10; turn++)
    await transaction(database.pool, (tx) => enqueueMessages(tx, topics.directory.name, backlog(randomUUID(), 1_000)))
  // The floor rises behind whoever still writes, and no further: his ids are lower than those that are gone.
  let commit = () => {}
  const late = randomUUID()
  const committed = transaction(database.pool, async (tx) => {
    await enqueue(tx, kafka, topics.directory, [fact(late)])
    await new Promise<void>((resolve) => {
      commit = resolve
    })
  })
  await eventually(async () =>
    expect((await database.pool.query(`select from stream.outbox limit 1`)).rowCount).toBe(0),
  )
  const taken = await last()
  for (let turn = 0; turn < 3; turn++) await change(randomUUID())
  await eventually(async () => expect(await floor()).toBeGreaterThan(before))
  expect(await floor()).toBeLessThan(taken)
  commit()
  await committed
  await eventually(async () => expect(versions(await published(), late)).toEqual([1]))
  await eventually(async () => {
    await change(randomUUID())
    expect(await floor()).toBeGreaterThanOrEqual(taken)
  })

  const blocks = async (from: bigint): Promise<number> => {
    const client = await connectDirect(database.url, 'explain')
    try {
      await client.query(`set enable_seqscan = off; set enable_bitmapscan = off`)
      const { rows } = await client.query<{ 'QUERY PLAN': { Plan: { 'Shared Hit Blocks': number } }[] }>(
        `explain (analyze, buffers, format json) select id from stream.outbox where id > ${from} order by id limit 2000`,
      )
      const [{ Plan: plan }] = rows[0]!['QUERY PLAN'] as unknown as [{ Plan: Record<string, number> }]
      return plan['Shared Hit Blocks']! + plan['Shared Read Blocks']!
    } finally {
      await client.end()
    }
  }
  expect(await blocks(before)).toBeGreaterThan(1_000)
  expect(await blocks(await floor())).toBeLessThan(50)
})

test('a message has the trace of whoever caused it, in a column and then in a header', async () => {
  const trace = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
  const id = randomUUID()
  await withTrace(trace, () => change(id))
  const { rows } = await database.pool.query(`select traceparent, headers from stream.outbox`)
  expect(rows).toEqual([{ traceparent: trace, headers: expect.not.objectContaining({ traceparent: trace }) }])
  const running = relay()
  await running.drained()
  await running.stop()
  for await (const batch of readTopic(kafka, topics.directory, await wholeTopic(kafka, topics.directory)))
    for (const record of batch) if (record.key === id) expect(record.headers['traceparent']).toBe(trace)
})
