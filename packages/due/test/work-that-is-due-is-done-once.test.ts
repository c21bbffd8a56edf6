import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { currentTrace, withTrace } from '@timbang/contracts/trace'
import type { Tx } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import { createMetrics } from '@timbang/process/metrics'
import { testDatabase, type TestDatabase } from '@timbang/testkit/database'
import { eventually } from '@timbang/testkit/eventually'
import { owe, owed, overdue, type Owed } from '../src/owe.ts'
import { startDue, type DueOptions, type Kind, type Work } from '../src/work.ts'

const NOW = 1_790_000_000_000
let database: TestDatabase
let now = NOW
const standing: { stop(): Promise<void> }[] = []
const clock = { now: () => now }
const log = { warn: () => undefined }

beforeAll(async () => {
  database = await testDatabase()
  await database.pool.query(`create table done (key text not null, step int not null)`)
})
beforeEach(() => {
  now = NOW
})
afterEach(async () => {
  await Promise.all(standing.splice(0).map((due) => due.stop()))
  await database.pool.query(`truncate done; truncate due.work`)
})
afterAll(() => database.close())

const start = (kinds: Readonly<Record<string, Kind>>, options: Partial<DueOptions> = {}) => {
  const due = startDue({ pool: database.pool, kinds, clock, log, ...options })
  standing.push(due)
  return due
}
const nowOwed = (kind: string, count: number, of: Partial<Owed> = {}): Owed[] =>
  Array.from({ length: count }, (_, at) => ({ kind, key: `${at}`, dueAt: NOW, ...of }))
const commit = (work: readonly Owed[]) => transaction(database.pool, (tx) => owe(tx, work))
/** An effect that a second time would be seen. */
const write = (tx: Tx, page: readonly Work[], step = 0) =>
  tx.query(`insert into done select key, $2 from unnest($1::text[]) as key`, [page.map(({ key }) => key), step])
const done = async (): Promise<string[]> =>
  (await database.pool.query<{ key: string }>(`select key from done order by key::int, step`)).rows.map(
    ({ key }) => key,
  )
const keys = (count: number) => Array.from({ length: count }, (_, at) => `${at}`)

/** Both of two have to be there before either goes on. */
function meeting(of: number) {
  let waiting = 0
  let open = () => {}
  const all = new Promise<void>((resolve) => {
    open = resolve
  })
  return () => {
    if (++waiting === of) open()
    return all
  }
}

test('two replicas take each page once, both at the same time', async () => {
  await commit(nowOwed('judge', 200))
  const meet = meeting(2)
  const by: Record<string, number> = { one: 0, other: 0 }
  const kind = (name: string): Kind => ({
    page: 10,
    handle: async (tx, page) => {
      expect(page.length).toBeLessThanOrEqual(10)
      if (by[name]!++ === 0) await meet()
      await write(tx, page)
    },
  })
  start({ judge: kind('one') }, { workers: 1 })
  start({ judge: kind('other') }, { workers: 1 })
  await eventually(async () => expect(await owed(database.pool, 'judge')).toBe(0))
  expect(await done()).toEqual(keys(200))
  expect(by['one']! + by['other']!).toBeGreaterThanOrEqual(20)
})

test('work of one kind that never ends keeps no other kind from its turn', async () => {
  await commit([...nowOwed('endless', 1), ...nowOwed('other', 1)])
  const endless: Kind = { handle: async (_tx, page) => page.map(({ key }) => ({ key })) }
  start({ endless, other: { handle: async (tx, page) => void (await write(tx, page)) } }, { workers: 1 })
  await eventually(async () => expect(await done()).toEqual(keys(1)))
  expect(await owed(database.pool, 'endless')).toBe(1)
})

test('what is owed twice is done once, and what its command rolled back is never done', async () => {
  await commit(nowOwed('judge', 3))
  await commit(nowOwed('judge', 3))
  await transaction(database.pool, async (tx) => {
    await owe(tx, [{ kind: 'judge', key: '9', dueAt: NOW }])
    throw new Error('refused')
  }).catch(() => undefined)
  start({ judge: { page: 2, handle: (tx, page) => write(tx, page).then(() => undefined) } })
  await eventually(async () => expect(await owed(database.pool, 'judge')).toBe(0))
  expect(await done()).toEqual(keys(3))
})

test('a page whose worker is killed in it leaves no trace and is done by another', async () => {
  await commit(nowOwed('judge', 4))
  let killed = 0
  const handle = async (tx: Tx, page: readonly Work[]) => {
    await write(tx, page)
    if (killed++ > 0) return
    const { rows } = await tx.query<{ pid: number }>(`select pg_backend_pid() as pid`)
    await database.pool.query(`select pg_terminate_backend($1)`, [rows[0]!.pid])
    await tx.query('select 1')
  }
  start({ judge: { page: 4, handle } })
  start({ judge: { page: 4, handle } })
  await eventually(async () => expect(await owed(database.pool, 'judge')).toBe(0))
  expect(await done()).toEqual(keys(4))
})

test('work that always fails keeps nobody from his turn, is seen, and is tried again after a pause that grows', async () => {
  await commit([...nowOwed('judge', 20), { kind: 'other', key: '50', dueAt: NOW }])
  const tried: number[] = []
  let together = 0
  const handle = async (tx: Tx, page: readonly Work[]) => {
    await write(tx, page)
    if (!page.some(({ key }) => key === '7')) return
    if (page.length === 1) tried.push(now)
    else together++
    await tx.query(`select 'x'::uuid`)
  }
  start({ judge: { page: 10, handle }, other: { handle } })
  await eventually(async () => expect(await done()).toEqual([...keys(20).filter((key) => key !== '7'), '50']))
  await eventually(() => expect(tried).toEqual([NOW]))
  await eventually(async () =>
    expect(await overdue(database.pool, now)).toEqual([{ kind: 'judge', count: 0, oldestDueAt: NOW, failing: 1 }]),
  )
  const { rows } = await database.pool.query(`select failed_by from due.work`)
  expect(rows).toEqual([{ failed_by: 'DatabaseError 22P02' }])
  const pauses: number[] = []
  for (let times = 0; times < 3; times++) {
    const { rows: due } = await database.pool.query<{ due_at: bigint }>(`select due_at from due.work`)
    pauses.push(Number(due[0]!.due_at) - now)
    now = Number(due[0]!.due_at)
    await eventually(() => expect(tried.at(-1)).toBe(now))
    await eventually(async () =>
      expect(Number((await database.pool.query(`select due_at from due.work`)).rows[0]!.due_at)).toBeGreaterThan(now),
    )
  }
  expect(pauses).toEqual([2_000, 4_000, 8_000])

  // Its turn comes again in the page of others, and it is left out of it.
  const { rows: due } = await database.pool.query<{ due_at: bigint }>(`select due_at from due.work`)
  const turn = Number(due[0]!.due_at)
  await commit(['60', '61', '62'].map((key) => ({ kind: 'judge', key, dueAt: turn - 1 })))
  now = turn
  await eventually(() => expect(tried.at(-1)).toBe(turn))
  await eventually(async () => expect((await done()).slice(-3)).toEqual(['60', '61', '62']))
  expect(together).toBe(1)
})

test('work goes on from where it is, in as many transactions as it needs, and what failed once is forgotten when it went forward', async () => {
  await commit([{ kind: 'outage', key: '1', dueAt: NOW, payload: { after: 0 }, bytes: new Uint8Array([1, 2, 3]) }])
  let failed = false
  start({
    outage: {
      handle: async (tx, [work]) => {
        const { after } = work!.payload as { after: number }
        await write(tx, [work!], after)
        expect([...work!.bytes!]).toEqual([1, 2, 3])
        if (after === 2 && !failed) {
          failed = true
          now += 5_000
          throw new Error('once')
        }
        return after === 5 ? [] : [{ key: work!.key, payload: { after: after + 1 } }]
      },
    },
  })
  now += 1_000
  await eventually(async () => {
    now += 1_000
    expect(await owed(database.pool, 'outage')).toBe(0)
  })
  const { rows } = await database.pool.query<{ step: number }>(`select step from done order by step`)
  expect(rows.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5])
})

test('nothing is done before it is due, and what has been due longest comes first', async () => {
  await commit([
    { kind: 'deadline', key: '3', dueAt: NOW + 30 },
    { kind: 'deadline', key: '1', dueAt: NOW + 10 },
    { kind: 'deadline', key: '2', dueAt: NOW + 20 },
    { kind: 'deadline', key: '9', dueAt: NOW + 1_000_000 },
  ])
  const order: string[] = []
  let looked = 0
  const seen = {
    now: () => {
      looked++
      return now
    },
  }
  start({ deadline: { handle: async (_tx, [work]) => void order.push(work!.key) } }, { clock: seen, workers: 1 })
  await eventually(() => expect(looked).toBeGreaterThan(2))
  expect(order).toEqual([])
  now += 30
  await eventually(() => expect(order).toEqual(['1', '2', '3']))
  // The last page tells its key before it commits.
  await eventually(async () => expect(await owed(database.pool, 'deadline')).toBe(1))
  expect(order).toEqual(['1', '2', '3'])
})

test('what is due is seen in the metrics: how much, for how long, and what fails', async () => {
  await commit([...nowOwed('judge', 3), { kind: 'judge', key: 'later', dueAt: NOW + 90_000 }])
  const metrics = createMetrics('test')
  start({}, { metrics })
  now += 60_000
  const text = await metrics.metrics()
  expect(text).toContain('timbang_due_count{kind="judge",service="test"} 3')
  expect(text).toContain('timbang_due_oldest_seconds{kind="judge",service="test"} 60')
  expect(text).toContain('timbang_due_failing{kind="judge",service="test"} 0')
  await database.pool.query(`truncate due.work`)
  expect(await metrics.metrics()).not.toContain('kind="judge"')
})

test('whoever is told to stop finishes the page in hand and takes no other', async () => {
  await commit(nowOwed('judge', 2))
  let entered = false
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const due = start(
    {
      judge: {
        handle: async (tx, page) => {
          entered = true
          await released
          await write(tx, page)
        },
      },
    },
    { workers: 1 },
  )
  await eventually(() => expect(entered).toBe(true))
  const stopped = due.stop()
  release()
  await stopped
  expect(await done()).toEqual(['0'])
  expect(await owed(database.pool, 'judge')).toBe(1)
})

test('work is done under the trace of whoever set it off', async () => {
  const trace = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
  await withTrace(trace, () => commit(nowOwed('judge', 1)))
  const seen: (string | undefined)[] = []
  start({ judge: { handle: async () => void seen.push(currentTrace()) } })
  await eventually(() => expect(seen).toEqual([trace]))
})
