import { inject, afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Redis } from 'ioredis'
import { topics } from '@timbang/contracts/topics'
import { AgencyFigures } from '@timbang/contracts/gen/timbang/scoring/v1/live'
import type { LiveFrame } from '@timbang/contracts/gen/timbang/scoring/v1/live'
import { createPool, type Pool } from '@timbang/postgres/pool'
import { logger } from '@timbang/process/log'
import { eventually } from '@timbang/testkit/eventually'
import { framesKey, latestFrames, type Latest } from '../src/live/latest.ts'
import { agency, frame, structure, world, type World } from './world.ts'

let here: World
let pool: Pool
let redis: Redis
let latest: Latest
const ours = agency('OURS')
let version = 100n

beforeAll(async () => {
  here = await world()
  pool = createPool(here.database.url)
  redis = new Redis(inject('redisUrl'))
  latest = latestFrames({
    url: inject('redisUrl'),
    prefix: here.kafka.prefix,
    log: logger('test', { level: 'silent' }),
  })
  await here.publish(topics.directory, structure(ours))
})
afterAll(async () => {
  latest.stop()
  redis.disconnect()
  await pool.end()
  await here.close()
})

const kept = async () => (await latest.read(ours.agencyId))[0]?.agency?.entriesToday
const inPostgres = (one: LiveFrame) =>
  pool.query(
    `insert into frame values ($1, $2, $3, $4)
     on conflict (agency_id) do update set version = excluded.version, figures = excluded.figures`,
    [one.key, one.version, one.computedAt, Buffer.from(AgencyFigures.encode(one.agency!).finish())],
  )
const listen = async (at: 'live' | 'other' = 'live') =>
  here.listen('papan=OURS', await here.issuer.person(ours.head), at)
const shown = (viewer: Awaited<ReturnType<typeof listen>>) =>
  viewer.of('agency').map(({ figures }) => figures.entriesToday)

/** A board that stands at one value everywhere. */
let first: number
beforeEach(async () => {
  version += 100n
  first = Number(version)
  await here.publish(topics.scoringLive, [frame(ours, version, first)])
  await eventually(async () => {
    expect(await kept()).toBe(first)
    expect((await pool.query(`select version from frame`)).rows).toEqual([{ version }])
  })
})

test('whoever comes has at once what Redis holds, and nothing twice, at whichever replica', async () => {
  // Neither replica has heard this one, and Postgres has not seen it: it is Redis that tells it.
  await latest.keep([frame(ours, version + 1n, first + 1)])
  for (const at of ['live', 'other'] as const) {
    const viewer = await listen(at)
    await eventually(async () => expect(viewer.of('beat').length).toBeGreaterThan(0))
    expect(shown(viewer)).toEqual([first + 1])
    viewer.leave()
  }
})

test('what is newer in Postgres follows what Redis held, and Redis holds it from then on', async () => {
  await inPostgres(frame(ours, version + 5n, first + 5))
  const viewer = await listen()
  await eventually(async () => expect(viewer.of('beat').length).toBeGreaterThan(0))
  expect(shown(viewer)).toEqual([first, first + 5])
  await eventually(async () => expect(await kept()).toBe(first + 5))
})

test('a frame is never kept over a newer one, whoever comes late with it', async () => {
  await latest.keep([frame(ours, version - 1n, 1)])
  expect(await kept()).toBe(first)
  await latest.keep([frame(ours, version, 2)])
  expect(await kept()).toBe(first)
  await latest.keep([frame(ours, version + 1n, first + 1)])
  expect(await kept()).toBe(first + 1)
})

test('Redis is emptied, or holds what nobody can read: it has the frames again within five seconds, also when nobody comes', async () => {
  for (const lose of [
    () => redis.del(framesKey(here.kafka.prefix)),
    () => redis.hset(framesKey(here.kafka.prefix), ours.agencyId, 'no frame'),
  ]) {
    await lose()
    expect(await kept()).toBeUndefined()
    await eventually(async () => expect(await kept()).toBe(first), { within: 5_000 })
  }
})

test('a frame that no replica heard from the log reaches every open board within five seconds', async () => {
  const viewers = [await listen('live'), await listen('other')]
  for (const viewer of viewers) await eventually(async () => expect(shown(viewer)).toEqual([first]))
  await inPostgres(frame(ours, version + 7n, first + 7))
  for (const viewer of viewers)
    await eventually(async () => expect(shown(viewer)).toEqual([first, first + 7]), { within: 5_000 })
})

test('with Redis silent or gone whoever comes has the latest state from Postgres', async () => {
  here.redis.pause()
  for (const _ of [1, 2]) {
    const viewer = await listen()
    await eventually(async () => expect(shown(viewer)).toEqual([first]))
    viewer.leave()
    here.redis.cut()
  }
  here.redis.resume()
  await here.publish(topics.scoringLive, [frame(ours, version + 9n, first + 9)])
  await eventually(async () => expect(await kept()).toBe(first + 9), { within: 10_000 })
}, 20_000)
