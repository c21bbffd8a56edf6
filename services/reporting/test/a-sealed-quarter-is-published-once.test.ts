import { afterAll, beforeAll, expect, test } from 'vitest'
import { fromMessage } from '@timbang/contracts/envelope'
import type { ReportingEvent } from '@timbang/contracts/gen/timbang/reporting/v1/events'
import type { ScoringEvent } from '@timbang/contracts/gen/timbang/scoring/v1/events'
import { SealKind } from '@timbang/contracts/gen/timbang/seal/v1/cut_off'
import { isRefusal } from '@timbang/contracts/refusal'
import { unitPages, unitsHash } from '@timbang/contracts/sealed-units'
import { topics } from '@timbang/contracts/topics'
import { rowOf } from '@timbang/rulebook/pack'
import { indeksDaerah } from '@timbang/rules/packs/indeks-daerah'
import { readTopic, wholeTopic } from '@timbang/stream/read'
import { eventually } from '@timbang/testkit/eventually'
import { publishSealed } from '../src/publish.ts'
import { agency, envelope, structure, world, type World } from './world.ts'

let here: World
const ours = agency('OURS')
const people = [12, 11, 1, 1, 8]
const pack = (): ScoringEvent => {
  const { publishedAt: _, hash, content, ...named } = rowOf(indeksDaerah, 0)
  const value = { ...named, hash: Buffer.from(hash), content: Buffer.from(content) }
  return { ...envelope(), body: { $case: 'packPublished', value } }
}
/** A seal as scoring tells it: the sums of its units first. */
const sealed = (edition: number, onTime: number): ScoringEvent[] => {
  const pages = unitPages(
    { period: '2026-Q3', kind: SealKind.SEAL_KIND_EVIDENCE, edition },
    ours.units.map(({ unitId }, nth) => ({
      agencyId: ours.agencyId,
      unitId,
      people: people[nth]!,
      daysDue: people[nth]! * 60,
      daysOnTime: people[nth]! * onTime,
      daysLate: people[nth]!,
      withIndex: people[nth]!,
    })),
  )
  return [
    ...pages.map((value): ScoringEvent => ({ ...envelope(), body: { $case: 'unitsSealed', value } })),
    quarterSealed(edition, pages.length, unitsHash(pages)),
  ]
}
const quarterSealed = (edition: number, pages: number, hash: Buffer): ScoringEvent => ({
  ...envelope(),
  body: {
    $case: 'quarterSealed',
    value: {
      period: '2026-Q3',
      kind: SealKind.SEAL_KIND_EVIDENCE,
      edition,
      cutOff: BigInt(Date.now()),
      root: Buffer.alloc(32),
      previousRoot: Buffer.alloc(0),
      manifest: Buffer.from('{}'),
      signature: 's',
      people: 33,
      unitPages: pages,
      unitsHash: hash,
    },
  },
})
beforeAll(async () => {
  here = await world()
  await here.publish(topics.directory, structure(ours))
  // The units must be known by their names before the quarter is published.
  await eventually(async () =>
    expect(
      await here.client.getAgencyBoard({ agencyCode: 'OURS' }, { token: await here.issuer.machine('bkd') }),
    ).toMatchObject({ board: { units: { length: 5 } } }),
  )
})
afterAll(() => here.close())

const read = async () => {
  const answer = await here.client.getPublicAgency({ agencyCode: 'OURS' })
  if (isRefusal(answer)) throw new Error(answer.code)
  return answer
}
const told = async (): Promise<ReportingEvent[]> => {
  const events: ReportingEvent[] = []
  for await (const batch of readTopic(here.kafka, topics.reporting, await wholeTopic(here.kafka, topics.reporting)))
    for (const record of batch) events.push(fromMessage(topics.reporting, record) as ReportingEvent)
  return events
}

test('nothing is public before a quarter is sealed', async () => {
  expect(await here.client.getPublicAgency({ agencyCode: 'OURS' })).toMatchObject({ code: 'publication.not-found' })
})

test('sums of units that are not all there, or others than those that were sealed, are not published', async () => {
  const { pool } = here.database
  const [page, whole] = sealed(1, 50)
  await here.publish(topics.scoring, [pack(), whole!])
  await eventually(async () => expect((await pool.query('select from sealed')).rowCount).toBe(1))
  await expect(publishSealed(pool, here.kafka, Date.now())).rejects.toThrow('not those that were sealed')
  const [other] = sealed(1, 51)
  await here.publish(topics.scoring, [other!])
  await eventually(async () => expect((await pool.query('select from sealed_units')).rowCount).toBe(1))
  await expect(publishSealed(pool, here.kafka, Date.now())).rejects.toThrow('not those that were sealed')
  expect(page).not.toEqual(other)
  await pool.query('delete from sealed')
  await pool.query('delete from sealed_units')
  await pool.query('delete from rulebook.pack')
})

test('a sealed quarter becomes one publication of each agency, in which nothing under ten people can be read or computed', async () => {
  await here.publish(topics.scoring, sealed(1, 50))
  // How few people a figure may be made of is pack data: without the pack nothing goes out.
  await eventually(async () => expect((await here.database.pool.query('select from sealed')).rowCount).toBe(1))
  const { pool } = here.database
  expect(await publishSealed(pool, here.kafka, Date.now())).toBe(0)
  // Several replicas come at once, all of which have seen that it is not published yet.
  const first = await pool.connect()
  await first.query('begin; select pg_advisory_xact_lock(7433290204)')
  await here.publish(topics.scoring, [pack()])
  await eventually(async () => expect((await pool.query('select from rulebook.pack')).rowCount).toBe(1))
  const replicas = [1, 2].map(() => publishSealed(pool, here.kafka, Date.now()))
  await eventually(async () =>
    expect(
      (
        await pool.query(
          `select from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`,
        )
      ).rowCount,
    ).toBeGreaterThanOrEqual(2),
  )
  await first.query('commit')
  first.release()
  await Promise.all(replicas)
  const { publication } = await eventually(read)
  const shown = JSON.parse(publication.toString()) as { units: { share: { state: string; people?: number } }[] }
  const figures = shown.units.map(({ share }) => share.people)
  expect(figures.filter((n) => n !== undefined).sort()).toEqual([11, 12])
  // What is hidden is two or more that together hold ten: 33 − 12 − 11.
  expect(figures.filter((n) => n === undefined)).toHaveLength(3)
  await eventually(async () => expect((await told()).map(({ body }) => body?.$case)).toEqual(['publicationIssued']))
})

test('the same seal again, and a later edition, change no byte of it', async () => {
  const before = await read()
  await here.publish(topics.scoring, [...sealed(1, 10), ...sealed(2, 20)])
  await eventually(async () => expect((await here.database.pool.query('select from sealed')).rowCount).toBe(2))
  await new Promise((resolve) => setTimeout(resolve, 2_500))
  const after = await read()
  expect(Buffer.from(after.publication).equals(Buffer.from(before.publication))).toBe(true)
  expect(after.hash).toEqual(before.hash)
  expect(await told()).toHaveLength(1)
})
