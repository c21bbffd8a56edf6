import { afterAll, beforeAll, expect, test } from 'vitest'
import type { GetOperatorBoardResponse } from '@timbang/contracts/gen/timbang/reporting/v1/service'
import { topics } from '@timbang/contracts/topics'
import { addDays, dateAt, startOf } from '@timbang/rules/civil-date'
import { eventually } from '@timbang/testkit/eventually'
import { agency, structure, world, type World } from './world.ts'

let here: World
beforeAll(async () => {
  here = await world()
})
afterAll(() => here.close())

const board = async () =>
  (await here.client.getOperatorBoard({}, { token: await here.issuer.machine('operator') })) as GetOperatorBoardResponse

test('what was accepted and is not processed is named by its partition and its place, until it is', async () => {
  await here.publish(topics.directory, structure(agency('FIRST')))
  await eventually(async () =>
    expect(await board()).toMatchObject({
      consumers: expect.arrayContaining([
        expect.objectContaining({ consumer: 'reporting', topic: topics.directory.name, recordsBehind: 0n }),
      ]),
      behind: [],
    }),
  )
  const held = await here.database.pool.connect()
  try {
    await held.query('begin')
    await held.query('select 1 from stream.consumer_position for update')
    const ends = new Map((await here.ends(topics.directory)).map(({ partition, high }) => [partition, high]))
    await here.publish(topics.directory, structure(agency('SECOND')))
    await eventually(async () => {
      const { behind } = await board()
      expect(behind.length).toBeGreaterThan(0)
      for (const place of behind) {
        expect(place).toMatchObject({ consumer: 'reporting', topic: topics.directory.name })
        expect(place.offset).toBe(ends.get(place.partition))
      }
    })
  } finally {
    await held.query('rollback')
    held.release()
  }
  await eventually(async () => expect((await board()).behind).toEqual([]))
})

test('a day stands beside today only when each of its quarter hours was seen, its own weekday before yesterday', async () => {
  const today = dateAt(here.clock.now(), 'WIB')
  // The process itself has looked at the minute that runs, which may be one with which a quarter hour begins.
  const looks = async (date: string, minutes: number, each: number) => {
    const from = startOf(date, 'WIB')
    await here.database.pool.query(
      `insert into arrival select $1::bigint + minute * 60000::bigint, minute * $3::bigint from generate_series(0, $2::int) as minute
       on conflict (minute) do update set total = excluded.total`,
      [from, minutes, each],
    )
  }
  // A later look of the same process reads it: the day is taken once, so the clock goes to the next.
  await looks(addDays(today, -6), 1_439, 7)
  await looks(today, 1_440, 2)
  here.clock.advance(86_400_000)
  await eventually(async () => expect(await board()).toMatchObject({ earlierDate: today }))
  expect((await board()).earlier.map(({ count }) => count)).toEqual(Array.from({ length: 96 }, () => 30n))
  await looks(addDays(today, -5), 1_440, 7)
  here.clock.advance(86_400_000)
  await eventually(async () => expect(await board()).toMatchObject({ earlierDate: addDays(today, -5) }))
})
