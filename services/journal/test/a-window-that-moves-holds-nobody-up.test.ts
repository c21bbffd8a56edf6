import { afterAll, beforeAll, expect, test } from 'vitest'
import { randomUUID } from 'node:crypto'
import type { ActivityEvent } from '@timbang/contracts/gen/timbang/activity/v1/events'
import { EntryState } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { partitionOf } from '@timbang/contracts/envelope'
import { isRefusal } from '@timbang/contracts/refusal'
import { topics } from '@timbang/contracts/topics'
import { transaction } from '@timbang/postgres/transaction'
import { addDays, startOf } from '@timbang/rules/civil-date'
import { eventually } from '@timbang/testkit/eventually'
import { TEST_PARTITIONS } from '@timbang/testkit/topic'
import { FIRST, judgeAnew, judgeBatch } from '../src/entry/handle/judge.ts'
import { takeTurns } from '../src/entry/store/turn.ts'
import { lockWindow } from '../src/window/store.ts'
import {
  activityEvent,
  assignmentEvent,
  blocked,
  inHand,
  journalWorld,
  judgedAnew,
  meansOf,
  people,
  planEvent,
  recordIdOf,
  type World,
} from './world.ts'

// Two replicas: whatever stands here stands where one stood.
let world: World
beforeAll(async () => {
  world = await journalWorld({ replicas: 2 })
})
afterAll(() => world.close())

const daysAgo = (days: number) => addDays(world.today(), -days)
/** Of the whole province, long enough to move the window of a work date eight days ago until today. */
const outage = (of: { agencyId?: string; withdrawn?: boolean } = {}) => ({
  outageId: randomUUID(),
  agencyId: undefined as string | undefined,
  fromInstant: BigInt(startOf(daysAgo(7), 'WIB')),
  toInstant: BigInt(startOf(daysAgo(4), 'WIB')),
  causeCode: 'network',
  version: 0,
  withdrawn: false,
  ...of,
})
type Outage = ReturnType<typeof outage>
const record = async (of: Outage, replica = 0) =>
  world.clients[replica]!.recordOutage({ outage: of }, { token: await world.issuer.machine('operator') })
const entryOf = async (employeeId: string, recordId: string) => {
  const found = await world.client.getEntry({ recordId }, { token: await world.issuer.person(employeeId) })
  if (isRefusal(found)) throw new Error(found.code)
  return found.entry!
}
/** So many closed days' records of one person, judged and refused. */
const refused = async (employeeId: string, count: number): Promise<string[]> => {
  const events = Array.from({ length: count }, () => activityEvent(employeeId, { workDate: daysAgo(8) }))
  await world.publish(topics.activity, events)
  await world.settled()
  return events.map(recordIdOf)
}
const states = async (recordIds: readonly string[]) =>
  (
    await world.database.pool.query<{ state: string; count: number }>(
      'select state, count(*)::int as count from entry where record_id = any($1::uuid[]) group by state order by state',
      [recordIds],
    )
  ).rows

test('of two replicas every page is judged once, and each entry is told once', async () => {
  const { staff } = await people(world, 3)
  const ids = (await Promise.all(staff.map((one) => refused(one, 700)))).flat()
  expect(await states(ids)).toEqual([{ state: 'refused', count: 2_100 }])
  const moved = outage()
  expect(await record(moved)).toMatchObject({ anew: { judged: 0n, endedAt: undefined } })
  expect(await judgedAnew(world, moved.outageId)).toMatchObject({
    judged: 2_100n,
    changed: 2_100n,
    parts: TEST_PARTITIONS,
    partsDone: TEST_PARTITIONS,
  })
  expect(await states(ids)).toEqual([{ state: 'waiting', count: 2_100 }])
  const told = (await world.told()).flatMap(({ body }) =>
    body?.$case === 'entryAdmitted' && body.value.reinstatedBy === moved.outageId ? [body.value.entry!.recordId] : [],
  )
  expect(told.sort()).toEqual([...ids].sort())
  await record({ ...moved, withdrawn: true })
  await judgedAnew(world, moved.outageId)
})

test('a record that was being judged by the windows of before is judged anew with the others', async () => {
  const {
    staff: [ani],
  } = await people(world)
  const event: ActivityEvent = activityEvent(ani!, { workDate: daysAgo(8) })
  const moved = outage()
  // Some replica has read the windows and has not committed what it made of them.
  const partition = partitionOf(ani!, TEST_PARTITIONS)
  const end = await inHand(world, (tx) =>
    judgeBatch(meansOf(world))(tx, [
      {
        event,
        topic: topics.activity,
        partition,
        offset: 9_999n,
        appendedAt: world.clock.now(),
        key: ani!,
        traceparent: undefined,
      },
    ]),
  )
  await record(moved)
  // The line is drawn, and however often it is looked at, nothing is cut up behind it.
  const token = await world.issuer.machine('bkd')
  const looks = new Set<string>()
  await eventually(async () => {
    const { rows } = await world.database.pool.query<{ line: string; look: string }>(
      `select payload ->> 'line' as line, xmin::text as look from due.work where kind = 'moved' and key = $1`,
      [`${moved.outageId}/1`],
    )
    expect(rows).toMatchObject([{ line: expect.stringMatching(/^\d+$/) }])
    expect(looks.add(rows[0]!.look).size).toBeGreaterThan(3)
  })
  expect(await world.client.getAnew({ id: moved.outageId }, { token })).toMatchObject({ anew: { parts: 0 } })
  await end()
  await judgedAnew(world, moved.outageId)
  expect(await entryOf(ani!, recordIdOf(event))).toMatchObject({ state: EntryState.ENTRY_STATE_WAITING })
  await record({ ...moved, withdrawn: true })
  await judgedAnew(world, moved.outageId)
})

test('while pages are judged anew a new record is judged and a verdict is given', async () => {
  const {
    head,
    staff: [ani],
  } = await people(world)
  const [first, second] = [activityEvent(ani!), activityEvent(ani!)]
  await world.publish(topics.activity, [first])
  await world.settled()
  // A page of every partition in hand, for as long as this takes.
  await transaction(world.database.pool, async (tx) => {
    await takeTurns(tx, { judging: Array.from({ length: TEST_PARTITIONS }, (_, partition) => partition), teaching: [] })
    await world.publish(topics.activity, [second])
    await world.settled()
    const verified = await world.client.verifyEntries(
      { entries: [{ recordId: recordIdOf(first), revision: 1 }] },
      { token: await world.issuer.person(head) },
    )
    expect(verified).toMatchObject({ outcomes: [{ refusalCode: '' }] })
  })
  expect(await entryOf(ani!, recordIdOf(second))).toMatchObject({ state: EntryState.ENTRY_STATE_WAITING })
})

test('what is judged, or judged anew, waits for the plan that is just arriving, so that nothing is held for ever', async () => {
  const {
    staff: [ani],
  } = await people(world)
  const partition = partitionOf(ani!, TEST_PARTITIONS)
  const of = { partition, agencyId: undefined, from: daysAgo(9), to: world.today(), after: FIRST }
  const end = await inHand(world, (tx) => takeTurns(tx, { judging: [], teaching: [partition] }))
  const page = transaction(world.database.pool, (tx) => judgeAnew(tx, meansOf(world), of))
  await world.publish(topics.activity, [activityEvent(ani!)])
  await blocked(world, 2)
  await end()
  await page
  await world.settled()
})

test('a plan and an assignment that arrive wait for what is being judged', async () => {
  const {
    staff: [ani],
  } = await people(world)
  const partition = partitionOf(ani!, TEST_PARTITIONS)
  const end = await inHand(world, (tx) => takeTurns(tx, { judging: [partition], teaching: [] }))
  await world.publish(topics.appraisal, [planEvent(ani!)])
  await blocked(world, 1)
  await world.publish(topics.directory, [assignmentEvent(ani!, randomUUID(), '2026-01-01', '2026-01-02')])
  await blocked(world, 2)
  await end()
  await world.settled()
})

test('a second outage, put on record while the first is judged anew, ends as if both had always been there', async () => {
  const {
    staff: [ani],
  } = await people(world)
  const ids = await refused(ani!, 600)
  const [first, second] = [outage(), outage()]
  await Promise.all([record(first, 0), record(second, 1)])
  await Promise.all([first, second].map(({ outageId }) => judgedAnew(world, outageId)))
  expect(await states(ids)).toEqual([{ state: 'waiting', count: 600 }])
  // One of the two is enough; without both nothing stands.
  await record({ ...first, withdrawn: true })
  await judgedAnew(world, first.outageId)
  expect(await states(ids)).toEqual([{ state: 'waiting', count: 600 }])
  await record({ ...second, withdrawn: true })
  await judgedAnew(world, second.outageId)
  expect(await states(ids)).toEqual([{ state: 'refused', count: 600 }])
})

test('an outage of one agency moves nothing of another', async () => {
  const {
    staff: [ani],
  } = await people(world)
  const [id] = await refused(ani!, 1)
  const moved = outage({ agencyId: randomUUID() })
  await record(moved)
  expect(await judgedAnew(world, moved.outageId)).toMatchObject({ judged: 0n })
  expect(await entryOf(ani!, id!)).toMatchObject({ state: EntryState.ENTRY_STATE_REFUSED })
  const [later] = await refused(ani!, 1)
  expect(await entryOf(ani!, later!)).toMatchObject({ state: EntryState.ENTRY_STATE_REFUSED })
})

test('two who move one outage at once are decided one after the other, each with a version of its own', async () => {
  const first = outage()
  const end = await inHand(world, (tx) => lockWindow(tx, first.outageId))
  const both = Promise.all([record(first, 0), record({ ...first, causeCode: 'power' }, 1)])
  await blocked(world, 2)
  await end()
  await both
  await judgedAnew(world, first.outageId)
  const { rows } = await world.database.pool.query('select version from anew where id = $1 order by version', [
    first.outageId,
  ])
  expect(rows).toEqual([{ version: 1 }, { version: 2 }])
})
