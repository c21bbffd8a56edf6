import { createHash, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ActivityEvent } from '@timbang/contracts/gen/timbang/activity/v1/events'
import type { FigureEvent } from '@timbang/contracts/gen/timbang/figure/v1/events'
import { topics, type Topic } from '@timbang/contracts/topics'
import { transaction } from '@timbang/postgres/transaction'
import { boundsOf, type Period } from '@timbang/rules/civil-date'
import type { Receipt } from '@timbang/rules/kernel/1/receipt'
import { canonicalBytes } from '@timbang/rules/canonical'
import { packs } from '@timbang/rules/example'
import { batchOf } from '@timbang/stream/batch'
import { testDatabase } from '@timbang/testkit/database'
import { handle } from '../src/fold/consume.ts'
import { reachOf, receiptsOf as compute } from '../src/seal/receipts.ts'
import { readKnown } from '../src/score/store.ts'
import { partsOf } from '../src/fold/store/parts.ts'
import { cast, NOW, PERIOD, story, waitingOf } from './world.ts'

const people = cast()
const told = story(people, { figures: true, assessments: true })
/** A record as it lies in the log. */
interface Lying {
  readonly topic: Topic<any>
  readonly event: { eventId: string }
  readonly offset: bigint
  readonly appendedAt: number
  readonly key: string
}
const records = (
  [
    ['directory', told.directory],
    ['appraisal', told.appraisal],
    ['activity', told.activity],
    ['journal', told.journal],
    ['feedback', told.feedback],
    ['figure', told.figure],
  ] as const
).flatMap(([name, events]) =>
  events.map(
    (event, at): Lying => ({
      topic: topics[name] as Topic<any>,
      event: event as { eventId: string },
      offset: BigInt(at),
      appendedAt: NOW - 1000 + at,
      key: '',
    }),
  ),
)
const of = (name: 'activity' | 'directory' | 'figure') => records.filter(({ topic }) => topic === topics[name])
/** A client's retry, or a relay's: it lies further back, some of it behind the cut-off. */
const repeated = [...of('activity').slice(0, 40), ...of('directory'), ...of('figure')].map((record) => ({
  ...record,
  offset: record.offset + 10_000n,
  appendedAt: record.appendedAt + 5_000,
}))
/** Further entries of the same people and days, which their writers took back: some of them the journal had admitted before. */
const takenBack = of('activity')
  .slice(0, 120)
  .flatMap((record, at): Lying[] => {
    const { body } = record.event as ActivityEvent
    if (body?.$case !== 'activityRecorded') return []
    const recordId = randomUUID()
    const [written, back] = [
      { ...body.value, recordId },
      { ...body.value, recordId, revision: 2, withdrawn: true },
    ]
    const said = (event: object, topic: Topic<any>, offset: number): Lying => ({
      ...record,
      topic,
      event: { ...record.event, eventId: randomUUID(), ...event },
      offset: 60_000n + BigInt(offset),
    })
    const activity = (value: object) => ({ body: { $case: 'activityRecorded', value } })
    const judged = ($case: string, entry: object, more: object = {}) => ({ body: { $case, value: { entry, ...more } } })
    return [
      said(activity(written), topics.activity, at * 2),
      said(activity(back), topics.activity, at * 2 + 1),
      ...(at % 2 === 0 ? [said(judged('entryAdmitted', written), topics.journal, at * 2)] : []),
      said(judged('entryWithdrawn', back), topics.journal, at * 2 + 1),
    ]
  })
/** What each kind of state says in its next version, and of a survey in its next batch: other than what counts. */
const otherwise: Readonly<Record<string, object>> = {
  agencyChanged: { attendanceConnected: false },
  calendarChanged: { workingWeekdays: [1] },
  indicatorChanged: { lessIsBetter: false },
  positionChanged: { group: 1 },
  unitChanged: { parentUnitId: randomUUID() },
  assignmentChanged: { withdrawn: true },
  dutyChanged: { days: [] },
  planAgreed: { results: [] },
  selfAssessed: { answers: { quality: 1, teamwork: 1, innovation: 1 } },
  assessmentDecided: { result: 1 },
  assessmentSecondLooked: { look: 2 },
  entryWindowChanged: { days: 30 },
  // A revision takes the scan back, by which he came.
  punchRecorded: { revision: 2, withdrawn: true },
  permissionRecorded: { revision: 3, withdrawn: true },
  surveyOpened: { elements: ['u1'] },
  answersReleased: { batch: 2 },
}
/** What became effective for the quarter when its cut-off had passed: nothing of it counts. */
const tooLate = records.flatMap((record) => {
  const { body } = record.event as { body?: { $case: string; value: object } }
  const changed = body === undefined ? undefined : otherwise[body.$case]
  return changed === undefined
    ? []
    : [
        {
          ...record,
          event: {
            ...record.event,
            eventId: randomUUID(),
            body: { ...body, value: { ...body!.value, version: 2, ...changed } },
          },
          offset: record.offset + 20_000n,
          appendedAt: NOW + 1,
        },
      ]
})

/** Figures that were mended when the cut-off had passed, and some that somebody told for another agency: neither counts. */
const figuresAside = of('figure').flatMap((record): Lying[] => {
  const { body } = record.event as FigureEvent
  const said = (of: object, value: object) => ({
    ...record,
    ...of,
    event: { ...record.event, eventId: randomUUID(), ...of, body: { ...body, value: { ...body!.value, ...value } } },
  })
  return [
    said({ offset: record.offset + 20_000n, appendedAt: NOW + 1 }, { revision: 5, amountThousandths: 9_000_000n }),
    said({ offset: record.offset + 30_000n, agencyId: randomUUID() }, { revision: 6, withdrawn: true }),
    said(
      { offset: record.offset + 40_000n, agencyId: randomUUID() },
      { recordId: randomUUID(), amountThousandths: 1n },
    ),
    // The same id with other content: the first in the log counts.
    said({ offset: record.offset + 50_000n }, { amountThousandths: 8_000_000n, date: '2026-07-31', month: undefined }),
  ]
})

/** What an officer settled of one day of the second and the third person: said anew, taken back, and once more when the cut-off had passed. */
const SETTLED_DAY = '2026-07-13'
const settlements = people.people.slice(1, 3).flatMap(({ id }, nth): Lying[] => {
  const settlementId = randomUUID()
  const settled = (version: number, appendedAt: number, value: object): Lying => ({
    ...records.find(({ topic }) => topic === topics.journal)!,
    event: {
      ...told.journal[0]!,
      eventId: randomUUID(),
      employeeId: id,
      body: {
        $case: 'attendanceSettled',
        value: {
          settlementId,
          version,
          workDate: SETTLED_DAY,
          chosenRecordId: randomUUID(),
          present: false,
          lateMinutes: 0,
          earlyLeaveMinutes: 0,
          withdrawn: false,
          ...value,
        },
      },
    } as Lying['event'],
    offset: 70_000n + BigInt(nth * 10 + version),
    appendedAt,
  })
  return [
    settled(1, NOW - 500, {}),
    settled(2, NOW - 400, nth === 0 ? { present: true, lateMinutes: 45 } : { withdrawn: true }),
    settled(3, NOW + 1, { present: true, withdrawn: nth === 0 }),
  ]
})

/** Folds batches into a fresh database, and tells everybody's receipt of a quarter. */
async function receiptsOf(batches: readonly (readonly Lying[])[], ...periods: readonly Period[]): Promise<Receipt[]> {
  const database = await testDatabase('scoring')
  try {
    for (const batch of batches)
      await transaction(database.pool, (tx) =>
        handle(tx, batchOf(batch.map((record) => ({ ...record, partition: 0, traceparent: undefined })))),
      )
    const ids = people.people.map(({ id }) => id).sort()
    const receipts: Receipt[] = []
    for (const period of periods) {
      const { from, to } = reachOf(period)
      const known = await readKnown(database.pool, ids, { ...boundsOf(period), asOf: NOW })
      const parts = await partsOf(database.pool, ids, from, to)
      for (const { receipt } of compute(known, ids, parts, { period, asOf: NOW, packs })) receipts.push(receipt)
    }
    return receipts
  } finally {
    await database.close()
  }
}
const hashOf = async (batches: readonly (readonly Lying[])[]): Promise<string> =>
  (await receiptsOf(batches, PERIOD))
    .reduce((hash, receipt) => hash.update(canonicalBytes(receipt)), createHash('sha256'))
    .digest('hex')

const byTopic = ['directory', 'appraisal', 'activity', 'journal', 'feedback', 'figure'].map((name) =>
  records.filter(({ topic }) => topic === topics[name as 'activity']),
)

test('facts shuffled over topics, partitions and batch splits, some of them twice, give one hash, which nothing changes that came after the cut-off, or was taken back', async () => {
  const plain = await hashOf([...byTopic, settlements])
  // Machines told of the tenth day, against the nightly job: who came late by half an hour pays for that, and for no absence.
  const someone = (await receiptsOf(byTopic, PERIOD)).find(({ employeeId }) => employeeId === people.people[0]!.id)
  expect(someone!.segments[0]!.criteria.find((line) => line.criterion === 'discipline')).toMatchObject({
    trace: {
      punched: 1,
      contradicted: [{ date: '2026-07-10' }],
      lines: [{ what: 'late', minutes: 30, shift: 'biasa' }],
    },
  })
  const disciplineOf = ({ segments }: Receipt) =>
    segments[0]!.criteria.find(({ criterion }) => criterion === 'discipline')!.trace
  // The second one had a permission for the first quarter of an hour.
  const [second, third] = [1, 2].map((nth) => people.people[nth]!.id)
  const receipts = await receiptsOf([...byTopic, settlements], PERIOD)
  expect(disciplineOf(receipts.find(({ employeeId }) => employeeId === second)!)).toMatchObject({
    settled: [{ date: SETTLED_DAY, present: true }],
    lines: expect.arrayContaining([expect.objectContaining({ date: SETTLED_DAY, what: 'late', minutes: 45 })]),
    permitted: [{ date: '2026-07-10', what: 'late', minutes: 15, reason: 'medical' }],
  })
  expect(disciplineOf(receipts.find(({ employeeId }) => employeeId === third)!)).not.toHaveProperty('settled')
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.nat()), fc.integer({ min: 1, max: 60 }), async (dice, size) => {
      const shuffled = [...records, ...repeated, ...tooLate, ...takenBack, ...figuresAside, ...settlements]
        .map((record) => ({ record, at: dice.next().value! }))
        .sort((a, b) => a.at - b.at)
        .map(({ record }) => record)
      const batches: Lying[][] = []
      for (const record of shuffled) {
        const open = batches.at(-1)
        if (open !== undefined && open.length < size) open.push(record)
        else batches.push([record])
      }
      expect(await hashOf(batches)).toBe(plain)
    }),
    { numRuns: 3, seed: 7 },
  )
})

test('a record that a correction moved over the edge of a quarter counts on one side', async () => {
  const [someone] = people.people
  const written = told.activity.find(
    ({ employeeId, body }) => employeeId === someone!.id && body?.$case === 'activityRecorded',
  )!
  const verdict = told.journal.find(({ employeeId }) => employeeId === someone!.id)!
  const recordId = randomUUID()
  const at = (revision: number, workDate: string) => [
    {
      ...records.find(({ event }) => event === written)!,
      event: {
        ...written,
        eventId: randomUUID(),
        body: { ...written.body!, value: { ...written.body!.value, recordId, revision, workDate } },
      },
      offset: 30_000n + BigInt(revision),
    },
    {
      ...records.find(({ event }) => event === verdict)!,
      event: {
        ...verdict,
        eventId: randomUUID(),
        body: { ...verdict.body!, value: { ...verdict.body!.value, recordId, revision, workDate } },
      },
    },
  ]
  for (const [from, to] of [
    ['2026-09-30', '2026-10-01'],
    // However far: a source corrects what it brought long after.
    ['2026-07-02', '2026-11-25'],
  ] as const) {
    const moved = [...at(1, from), ...at(2, to)]
    const receipts = await receiptsOf([...byTopic, ...moved.map((record) => [record])], '2026-Q3', '2026-Q4')
    const named = receipts.filter((receipt) => JSON.stringify(receipt).includes(recordId))
    expect(named.map(({ period }) => period)).toEqual(['2026-Q4'])
  }
})

/** Events of a topic behind those of the story, each in a batch of its own. */
const behind = (topic: Topic<any>, events: readonly object[]): Lying[][] =>
  events.map((event, at) => [
    { topic, event: event as { eventId: string }, offset: 40_000n + BigInt(at), appendedAt: NOW - 500 + at, key: '' },
  ])
const excusedOf = ({ segments, period }: Receipt) =>
  segments.flatMap(({ criteria }) =>
    criteria.flatMap((line) =>
      line.criterion === 'timeliness' ? line.trace.excusedDays.map(({ date }) => `${period} ${date}`) : [],
    ),
  )

test('a leave excuses where its last revision says, once, however far it was moved; and nowhere when it is withdrawn', async () => {
  const [someone] = people.people
  const recordId = randomUUID()
  const [some] = told.activity
  const leave = (revision: number, fromDate: string, toDate: string, withdrawn = false) => ({
    ...some!,
    eventId: randomUUID(),
    employeeId: someone!.id,
    body: {
      $case: 'leaveRecorded',
      value: { recordId, revision, fromDate, toDate, kind: 'leave', withdrawn, contentDigest: Buffer.alloc(32) },
    },
  })
  const [first, second] = [leave(1, '2026-07-06', '2026-07-07'), leave(2, '2026-11-23', '2026-11-24')]
  const excused = async (...leaves: object[]) =>
    (await receiptsOf([...byTopic, ...behind(topics.activity, leaves)], '2026-Q3', '2026-Q4')).flatMap((receipt) =>
      receipt.employeeId === someone!.id ? excusedOf(receipt) : [],
    )
  for (const order of [
    [first, second],
    [second, first],
  ])
    expect(await excused(...order)).toEqual(['2026-Q4 2026-11-23', '2026-Q4 2026-11-24'])
  expect(await excused(first, second, leave(3, '2026-11-23', '2026-11-24', true))).toEqual([])
})

test('a permission excuses minutes where its last revision says, however far it was moved; and none when it is withdrawn', async () => {
  const [someone] = people.people
  const recordId = randomUUID()
  const [some] = told.activity
  const izin = (revision: number, date: string, withdrawn = false) => ({
    ...some!,
    eventId: randomUUID(),
    employeeId: someone!.id,
    body: {
      $case: 'permissionRecorded',
      value: {
        recordId,
        revision,
        date,
        fromMinute: 450,
        untilMinute: 465,
        kind: 'medical',
        withdrawn,
        contentDigest: Buffer.alloc(32),
      },
    },
  })
  const excused = async (...permissions: object[]) =>
    (await receiptsOf([...byTopic, ...behind(topics.activity, permissions)], '2026-Q3')).flatMap((receipt) =>
      receipt.employeeId !== someone!.id
        ? []
        : receipt.segments.flatMap(({ criteria }) =>
            criteria.flatMap((line) =>
              line.criterion === 'discipline'
                ? (line.trace.permitted ?? []).map(({ date, what, minutes }) => `${date} ${what} ${minutes}`)
                : [],
            ),
          ),
    )
  const [first, second] = [izin(1, '2027-01-05'), izin(2, '2026-07-10')]
  for (const order of [
    [first, second],
    [second, first],
  ])
    expect(await excused(...order)).toEqual(['2026-07-10 late 15'])
  expect(await excused(first, second, izin(3, '2026-07-10', true))).toEqual([])
  expect(await excused(izin(1, '2026-07-10'), izin(2, '2026-07-11'))).toEqual([])
})

test('a plan that is prolonged after it was closed holds again, in whatever order that is heard', async () => {
  const [someone] = people.people
  const agreed = told.appraisal.find(({ employeeId }) => employeeId === someone!.id)!
  const closed = (version: number, closedOn: string) => ({
    ...agreed,
    eventId: randomUUID(),
    body: { $case: 'planClosed', value: { planId: someone!.plan, closedOn, version } },
  })
  const again = {
    ...agreed,
    eventId: randomUUID(),
    body: { ...agreed.body!, value: { ...agreed.body!.value, version: 4 } },
  }
  const dueOf = async (...events: object[]) => {
    const receipts = await receiptsOf([...byTopic, ...behind(topics.appraisal, events)], PERIOD)
    const line = receipts
      .find(({ employeeId }) => employeeId === someone!.id)!
      .segments[0]!.criteria.find((one) => one.criterion === 'quantity')!
    return line.trace.map(({ shares }) => shares[0]!.due)
  }
  const closings = [closed(2, '2026-07-31'), closed(3, '2026-08-31')]
  expect(await dueOf(...closings)).toEqual([44])
  for (const order of [
    [...closings, again],
    [again, ...closings],
  ])
    expect(await dueOf(...order)).toEqual([66])
})

test('a unit stands where it stood at the cut-off, and so do those above it', async () => {
  const [middle, top, elsewhere] = [randomUUID(), randomUUID(), randomUUID()]
  const unit = told.directory.find(({ body }) => body?.$case === 'unitChanged')!
  const own = (unit.body!.value as { unitId: string }).unitId
  const standing = (unitId: string, parentUnitId: string | undefined, version: number) => ({
    ...unit,
    eventId: randomUUID(),
    body: { ...unit.body!, value: { ...unit.body!.value, unitId, parentUnitId, version } },
  })
  const line = [standing(own, middle, 2), standing(middle, top, 1), standing(top, undefined, 1)]
  // Citizens were asked two units above.
  const asked = records.map((record): Lying => {
    if (record.topic !== topics.feedback) return record
    const { body } = record.event as unknown as { body: { $case: string; value: object } }
    return { ...record, event: { ...record.event, body: { ...body, value: { ...body.value, unitId: top } } } as never }
  })
  const judgedBy = async (...more: Lying[]) =>
    (await receiptsOf([asked, ...behind(topics.directory, line), more], PERIOD)).map(
      ({ segments }) => segments[0]!.criteria.find((one) => one.criterion === 'service')!.trace.unitId,
    )
  expect(new Set(await judgedBy())).toEqual(new Set([top]))
  for (const moved of [standing(own, elsewhere, 3), standing(middle, elsewhere, 2)]) {
    const at = (appendedAt: number): Lying => ({
      topic: topics.directory,
      event: moved,
      offset: 50_000n,
      appendedAt,
      key: '',
    })
    expect(new Set(await judgedBy(at(NOW + 1)))).toEqual(new Set([top]))
    expect(new Set(await judgedBy(at(NOW)))).not.toEqual(new Set([top]))
  }
})

test('each state that came too late is one that would have counted', async () => {
  const plain = await hashOf(byTopic)
  for (const [kind, some] of Map.groupBy(
    tooLate,
    ({ event }) => (event as unknown as { body: { $case: string } }).body.$case,
  )) {
    const inTime = some.map((record) => ({ ...record, appendedAt: NOW }))
    // Units have a test of their own: only who stands above one that has no survey says anything.
    if (kind !== 'unitChanged') expect(await hashOf([...byTopic, inTime]), kind).not.toBe(plain)
  }
})

test('a result that names an indicator is held against the figures of its unit: sums by sums, where the last revision says, and the days without one are named', async () => {
  const receipts = await receiptsOf(byTopic, PERIOD)
  const line = receipts
    .find(({ employeeId }) => employeeId === people.people[1]!.id)!
    .segments[0]!.criteria.find((one) => one.criterion === 'quantity')!.trace[1]!
  // 3 × 400 by 60, 600 by 30 and 4,500 by 250: what was taken back, and the month of which days are known, count nothing.
  expect(line).toMatchObject({
    indicatorId: waitingOf(people),
    measure: 'ratio',
    lessIsBetter: true,
    verified: 6_300_000,
    per: 340_000,
    // 15 ÷ (6,300 ÷ 340), of a weight of 40.
    points: 32_381,
  })
  expect(line.records).toHaveLength(5)
  expect(line.told).toMatchObject({ due: 66, known: 26 })
  expect(line.told!.unknown).toHaveLength(40)
  expect(line.told!.unknown.slice(0, 2)).toEqual(['2026-07-03', '2026-07-06'])
})

test('both ratings of the last day’s post make the predicate, and the receipt says as what they were decided and over which words', async () => {
  const receipts = await receiptsOf(byTopic, PERIOD)
  const of = (nth: number) => receipts.find(({ employeeId }) => employeeId === people.people[nth]!.id)!
  const qualityOf = (nth: number) => of(nth).segments[0]!.criteria.find(({ criterion }) => criterion === 'quality')!
  expect(of(0)).toMatchObject({
    predicate: 'baik',
    ratings: {
      result: 'above',
      behaviour: 'meets',
      by: {
        standing: 'assessor',
        version: 1,
        reasons: '01'.repeat(32),
        secondLook: { by: 'assessors-superior', state: 'agreed', version: 1 },
      },
    },
  })
  // 60 × 75 + 10 × 75, of 70; the third has nothing to say of himself.
  expect(qualityOf(0)).toMatchObject({ value: 75_000, trace: [{ source: 'superior' }, { source: 'self' }] })
  expect(qualityOf(2)).toMatchObject({ value: 75_000, trace: [{ source: 'superior' }] })
  expect(of(2).ratings).toMatchObject({ by: { standing: 'imported' } })
  expect(of(2).ratings?.by).not.toHaveProperty('secondLook')
  // What one says of oneself counts nowhere until the superior has answered.
  expect(of(1)).not.toHaveProperty('predicate')
  expect(qualityOf(1)).toMatchObject({ missing: 'awaiting' })
})

test('a second look says nothing of a decision that was changed after it', async () => {
  const [someone] = people.people
  const changed = told.appraisal.flatMap((event) =>
    event.body?.$case === 'assessmentDecided' && event.employeeId === someone!.id
      ? [
          {
            ...event,
            eventId: randomUUID(),
            body: { ...event.body, value: { ...event.body.value, result: 1, version: 2 } },
          },
        ]
      : [],
  )
  const receipts = await receiptsOf([...byTopic, ...behind(topics.appraisal, changed)], PERIOD)
  const { ratings } = receipts.find(({ employeeId }) => employeeId === someone!.id)!
  expect(ratings).toMatchObject({ result: 'below', by: { version: 2 } })
  expect(ratings?.by).not.toHaveProperty('secondLook')
})

test('a rating of a post that was not held on the last day is no rating of the quarter', async () => {
  const [someone] = people.people
  const moved = told.directory.flatMap((event) =>
    event.body?.$case === 'assignmentChanged' && event.employeeId === someone!.id
      ? [
          {
            ...event,
            eventId: randomUUID(),
            body: { ...event.body, value: { ...event.body.value, toDate: '2026-08-31', version: 2 } },
          },
          {
            ...event,
            eventId: randomUUID(),
            body: { ...event.body, value: { ...event.body.value, assignmentId: randomUUID(), fromDate: '2026-09-01' } },
          },
        ]
      : [],
  )
  const receipts = await receiptsOf([...byTopic, ...behind(topics.directory, moved)], PERIOD)
  const { segments, ...receipt } = receipts.find(({ employeeId }) => employeeId === someone!.id)!
  expect(receipt).not.toHaveProperty('ratings')
  // What the earlier assessor answered counts for the days of his post.
  expect(segments.map(({ criteria }) => criteria.find(({ criterion }) => criterion === 'quality')!.missing)).toEqual([
    undefined,
    'awaiting',
  ])
})

test('until its indicator is registered a result is awaited, and so is one of a unit that tells nothing', async () => {
  const missingOf = async (batches: readonly (readonly Lying[])[]) =>
    (await receiptsOf(batches, PERIOD))
      .find(({ employeeId }) => employeeId === people.people[1]!.id)!
      .segments[0]!.criteria.flatMap((one) => (one.criterion === 'quantity' ? one.trace : []))
      .map(({ missing }) => missing)
  const without = (gone: string) =>
    byTopic.map((batch) =>
      batch.filter(({ event }) => (event as unknown as { body: { $case: string } }).body.$case !== gone),
    )
  expect(await missingOf(byTopic)).toEqual([undefined, undefined])
  for (const gone of ['indicatorChanged', 'figureRecorded'])
    expect(await missingOf(without(gone)), gone).toEqual([undefined, 'awaiting'])
})
