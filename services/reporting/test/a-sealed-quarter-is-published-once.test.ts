import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fromMessage } from '@timbang/contracts/envelope'
import type { DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { FigureEvent } from '@timbang/contracts/gen/timbang/figure/v1/events'
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
import type { PublicPromise } from '../src/domain/promise.ts'
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
/** Minutes of waiting by people who waited, promised to be fifteen; of an indicator that ended before the quarter nothing is promised. */
const [waiting, ended] = [randomUUID(), randomUUID()]
const indicator = (indicatorId: string, code: string, toDate?: string): DirectoryEvent => ({
  ...envelope(undefined, ours.agencyId),
  body: {
    $case: 'indicatorChanged',
    value: {
      indicatorId,
      agencyId: ours.agencyId,
      code,
      meaningId: 'Waktu tunggu',
      meaningEn: 'Waiting time',
      unit: 'menit',
      perUnit: 'orang',
      measure: 2,
      lessIsBetter: true,
      targets: [{ period: '2026-Q3', targetThousandths: 15_000n }],
      source: 'SIM antrean',
      verifiedBy: 'Catatan mesin',
      fromDate: '2026-01-01',
      toDate,
      version: 1,
    },
  },
})
const calendar: DirectoryEvent = {
  ...envelope(undefined, ours.agencyId),
  body: {
    $case: 'calendarChanged',
    value: {
      calendarCode: '5-hari',
      year: 2026,
      workingWeekdays: [1, 2, 3, 4, 5],
      holidays: [],
      hours: [],
      version: 1,
    },
  },
}
const figure = (nth: number, date: string, amount: number, per: number, more: object = {}): FigureEvent => ({
  ...envelope(undefined, ours.agencyId),
  body: {
    $case: 'figureRecorded',
    value: {
      recordId: randomUUID(),
      revision: 1,
      unitId: ours.units[nth]!.unitId,
      indicatorId: waiting,
      date,
      month: undefined,
      amountThousandths: BigInt(amount * 1000),
      perThousandths: BigInt(per * 1000),
      withdrawn: false,
      contentDigest: Buffer.from([1]),
      importId: undefined,
      ...more,
    },
  },
})
const early = randomUUID()
const waited = [
  figure(0, '2026-07-01', 400, 20, { recordId: early }),
  figure(0, '2026-07-02', 300, 20),
  figure(1, '2026-07-02', 100, 20),
  // Neither of the quarter, nor of what is promised for it.
  figure(0, '2026-06-30', 9_000, 1),
  figure(0, '2026-07-03', 9_000, 1, { indicatorId: ended }),
]
const folded = (count: number) =>
  eventually(async () => expect((await here.database.pool.query('select from figure')).rowCount).toBe(count))

beforeAll(async () => {
  here = await world()
  await here.publish(topics.directory, [
    ...structure(ours),
    calendar,
    indicator(waiting, 'TUNGGU'),
    indicator(ended, 'LAMA', '2026-06-30'),
  ])
  await here.publish(topics.figure, waited)
  await folded(waited.length)
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
  // Mended when the quarter was sealed: what is published is what the sealed scores rest on.
  await here.publish(topics.figure, [figure(0, '2026-07-01', 8_000, 1, { recordId: early, revision: 2 })])
  await folded(waited.length + 1)
  // Several replicas come at once, all of which have seen that it is not published yet.
  const first = await pool.connect()
  // Figures that the log had then are still to be read: nothing is fixed without them.
  const behind = (by: number) =>
    pool.query(
      `update stream.consumer_position set position = position + $1 where topic = 'figure.v1' and position + $1 >= 0 and position > 0`,
      [by],
    )
  await behind(-2)
  await here.publish(topics.scoring, [pack()])
  await eventually(async () => expect((await pool.query('select from rulebook.pack')).rowCount).toBe(1))
  expect(await publishSealed(pool, here.kafka, Date.now())).toBe(0)
  await first.query('begin; select pg_advisory_xact_lock(7433290204)')
  await behind(2)
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
  const { promises } = JSON.parse(publication.toString()) as { promises: PublicPromise[] }
  expect(promises).toMatchObject([
    {
      code: 'TUNGGU',
      meaning: { id: 'Waktu tunggu', en: 'Waiting time' },
      agreed: 15_000,
      // 800 minutes of 60 people, in two units of sixty-six working days each.
      quarter: {
        amount: 800_000,
        per: 60_000,
        value: 13_333,
        target: 15_000,
        daysDue: 132,
        daysKnown: 3,
        enough: true,
      },
      units: 2,
      last: '2026-07-02',
      source: 'SIM antrean',
      verifiedBy: 'Catatan mesin',
      rows: [
        { span: '2026-07-01', amount: 400_000, per: 20_000, units: 1 },
        { span: '2026-07-02', amount: 400_000, per: 40_000, units: 2 },
      ],
    },
  ])
  expect(promises).toHaveLength(1)
  expect(promises[0]!.unknown).toHaveLength(65)
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
