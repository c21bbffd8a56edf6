import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fromMessage } from '@timbang/contracts/envelope'
import { SealedFigures, type ScoringEvent } from '@timbang/contracts/gen/timbang/scoring/v1/events'
import { SealKind } from '@timbang/contracts/gen/timbang/seal/v1/cut_off'
import { unitsHash } from '@timbang/contracts/sealed-units'
import { topics } from '@timbang/contracts/topics'
import { readTopic, wholeTopic } from '@timbang/stream/read'
import { eventually } from '@timbang/testkit/eventually'
import { PERIOD, world, type World } from './world.ts'

/** Of a province of 470,000 people: what the broker takes in one record is a megabyte. */
const AGENCIES = 60
const UNITS = 500

let here: World
beforeAll(async () => {
  here = await world()
})
afterAll(() => here.close())

test('a seal of thirty thousand units goes into the log in records that fit, its sums before itself and named by their hash', async () => {
  const [seal, run] = [randomUUID(), randomUUID()]
  const { pool } = here.database
  const agencies = Array.from({ length: AGENCIES }, () => {
    const agencyId = randomUUID()
    return {
      agencyId,
      figures: Array.from({ length: UNITS }, () =>
        Buffer.from(
          SealedFigures.encode({
            agencyId,
            unitId: randomUUID(),
            people: 16,
            daysDue: 1_000,
            daysOnTime: 900,
            daysLate: 50,
            withIndex: 16,
          }).finish(),
        ),
      ),
    }
  })
  // Its agencies are counted; what is left is to end it.
  await pool.query(
    `insert into seal (id, period, kind, edition, cut_off, requested_by, state, run, snapshot, draft) values ($1, $2, $3, 1, $4, 'x', 'waiting', $5, 'A-1', $6)`,
    [
      seal,
      PERIOD,
      SealKind.SEAL_KIND_EVIDENCE,
      here.clock.at,
      run,
      Buffer.from(JSON.stringify({ period: PERIOD, previousRoot: null })),
    ],
  )
  for (const { agencyId, figures } of agencies)
    await pool.query(
      `insert into seal_agency (run, seal_id, agency_id, people, done, sealed, figures) values ($1, $2, $3, 0, true, 0, $4)`,
      [run, seal, agencyId, figures],
    )
  await pool.query(`update seal set state = 'counting' where id = $1`, [seal])
  await eventually(
    async () =>
      expect((await pool.query(`select state from seal where id = $1`, [seal])).rows).toEqual([{ state: 'sealed' }]),
    { within: 30_000 },
  )
  const told = await eventually(
    async () => {
      const records: { bytes: number; event: ScoringEvent }[] = []
      for await (const batch of readTopic(here.kafka, topics.scoring, await wholeTopic(here.kafka, topics.scoring)))
        for (const record of batch)
          records.push({
            bytes: record.value!.byteLength,
            event: fromMessage(topics.scoring, record) as ScoringEvent,
          })
      const mine = records.filter(({ event }) => event.body?.$case !== 'packPublished')
      expect(mine.at(-1)?.event.body?.$case).toBe('quarterSealed')
      return mine
    },
    { within: 30_000 },
  )
  expect(Math.max(...told.map(({ bytes }) => bytes))).toBeLessThan(500_000)
  const pages = told.flatMap(({ event: { body } }) => (body?.$case === 'unitsSealed' ? [body.value] : []))
  expect(pages.flatMap(({ figures }) => figures)).toHaveLength(AGENCIES * UNITS)
  const { body } = told.at(-1)!.event
  if (body?.$case !== 'quarterSealed') throw new Error('no seal')
  expect(body.value).toMatchObject({ unitPages: pages.length, unitsHash: unitsHash(pages) })
}, 60_000)
