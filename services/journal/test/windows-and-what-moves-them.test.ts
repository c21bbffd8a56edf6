import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isRefusal } from '@timbang/contracts/refusal'
import type { DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'
import { EntryState } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { Timeliness } from '@timbang/contracts/gen/timbang/journal/v1/events'
import { topics } from '@timbang/contracts/topics'
import { addDays, startOf } from '@timbang/rules/civil-date'
import {
  activityEvent,
  AGENCY,
  agencyEvents,
  assignmentEvent,
  journalWorld,
  judgedAnew,
  people,
  positionEvent,
  recordIdOf,
  type World,
} from './world.ts'

let world: World
beforeAll(async () => {
  world = await journalWorld()
})
afterAll(() => world.close())

const HOUR = 3_600_000
const officer = () => world.issuer.token({ sub: 'officer', sid: 's', roles: ['personnel_officer'], agencies: [AGENCY] })
const foreign = () =>
  world.issuer.token({
    sub: 'officer',
    sid: 's',
    roles: ['personnel_officer'],
    agencies: ['a0000000-0000-5000-8000-0000000000ff'],
  })
const entryOf = async (employeeId: string, recordId: string) => {
  await world.settled()
  const found = await world.client.getEntry({ recordId }, { token: await world.issuer.person(employeeId) })
  if (isRefusal(found)) throw new Error(found.code)
  return found.entry!
}
const ofAssignment = (event: DirectoryEvent, changed: object): DirectoryEvent =>
  event.body?.$case === 'assignmentChanged'
    ? { ...event, body: { ...event.body, value: { ...event.body.value, ...changed } } }
    : event
/** Records something for a day so many days ago, and gives the record's id. */
const recordFor = async (employeeId: string, daysAgo: number) => {
  const event = activityEvent(employeeId, { workDate: addDays(world.today(), -daysAgo) })
  await world.publish(topics.activity, [event])
  return recordIdOf(event)
}

test('a transfer that is told late: an outage of the agency where he worked by then brings back what was judged by the other', async () => {
  const {
    staff: [ani],
  } = await people(world)
  const recordId = await recordFor(ani!, 7)
  expect(await entryOf(ani!, recordId)).toMatchObject({ code: 'entry.window-closed', agencyId: AGENCY })
  const [agencyId, post, since] = [randomUUID(), randomUUID(), addDays(world.today(), -20)]
  const { rows } = await world.database.pool.query<{ assignmentId: string; positionId: string; fromDate: string }>(
    `select assignment_id as "assignmentId", position_id as "positionId", from_date as "fromDate" from roster.assignment where employee_id = $1`,
    [ani],
  )
  const left = rows[0]!
  await world.publish(topics.directory, [
    ...agencyEvents().flatMap((event) =>
      event.body?.$case === 'agencyChanged'
        ? [{ ...event, agencyId, body: { ...event.body, value: { ...event.body.value, agencyId, code: agencyId } } }]
        : [],
    ),
    positionEvent(post),
    ofAssignment(assignmentEvent(ani!, left.positionId, left.fromDate, addDays(since, -1)), {
      assignmentId: left.assignmentId,
      version: 2,
    }),
    ofAssignment(assignmentEvent(ani!, post, since), { agencyId }),
  ])
  await world.settled()
  const outage = {
    // Of two outages that reach equally far the first is named: none of a later test takes its place.
    outageId: `00000000${randomUUID().slice(8)}`,
    agencyId,
    fromInstant: BigInt(startOf(addDays(world.today(), -6), 'WIB')),
    toInstant: BigInt(startOf(addDays(world.today(), -4), 'WIB')),
    causeCode: 'network',
    version: 0,
    withdrawn: false,
  }
  await world.client.recordOutage({ outage }, { token: await world.issuer.machine('operator') })
  expect(await judgedAnew(world, outage.outageId)).toMatchObject({ changed: 1n })
  expect(await entryOf(ani!, recordId)).toMatchObject({ state: EntryState.ENTRY_STATE_WAITING, agencyId })
})

test('an entry for a closed window is refused with the reason, and an outage brings it back', async () => {
  const {
    head,
    staff: [ani],
  } = await people(world)
  const recordId = await recordFor(ani!, 7)
  expect(await entryOf(ani!, recordId)).toMatchObject({
    state: EntryState.ENTRY_STATE_REFUSED,
    code: 'entry.window-closed',
  })

  const workDate = addDays(world.today(), -7)
  const outage = {
    outageId: randomUUID(),
    agencyId: undefined,
    fromInstant: BigInt(startOf(addDays(workDate, 1), 'WIB')),
    toInstant: BigInt(startOf(addDays(workDate, 3), 'WIB')),
    causeCode: 'network',
    version: 0,
    withdrawn: false,
  }
  const token = await world.issuer.machine('operator')
  const record = (changed: Partial<typeof outage> = {}) =>
    world.client.recordOutage({ outage: { ...outage, ...changed } }, { token })
  // Who puts it on record is answered before anything is judged anew.
  expect(await record()).toMatchObject({ outage: { version: 1, causeCode: 'network' }, anew: { judged: 0n } })
  expect(await judgedAnew(world, outage.outageId)).toMatchObject({ changed: 1n })
  expect(await entryOf(ani!, recordId)).toMatchObject({
    state: EntryState.ENTRY_STATE_WAITING,
    timeliness: Timeliness.TIMELINESS_LATE,
    checkCodes: ['late'],
  })
  const admitted = (await world.told()).filter((one) => one.employeeId === ani && one.body?.$case === 'entryAdmitted')
  expect(admitted.map((one) => one.body?.value)).toMatchObject([{ reinstatedBy: outage.outageId }])

  // What comes after the outage is on record is judged with it at once.
  const later = await recordFor(ani!, 7)
  expect(await entryOf(ani!, later)).toMatchObject({ state: EntryState.ENTRY_STATE_WAITING })

  // Withdrawn, it takes again what it gave; what a person decided in between stands.
  await world.client.openEntry({ recordId: later, revision: 1 }, { token: await world.issuer.person(head) })
  await world.client.verifyEntries(
    { entries: [{ recordId: later, revision: 1 }] },
    { token: await world.issuer.person(head) },
  )
  expect(await record({ withdrawn: true })).toMatchObject({ outage: { version: 2, withdrawn: true } })
  await judgedAnew(world, outage.outageId)
  expect(await entryOf(ani!, recordId)).toMatchObject({
    state: EntryState.ENTRY_STATE_REFUSED,
    code: 'entry.window-closed',
  })
  expect(await entryOf(ani!, later)).toMatchObject({
    state: EntryState.ENTRY_STATE_VERIFIED,
    timeliness: Timeliness.TIMELINESS_LATE,
  })
})

test('a retried outage is the same outage, and one without an id of its own is none', async () => {
  const outage = {
    outageId: randomUUID(),
    agencyId: undefined,
    fromInstant: 1_000n,
    toInstant: 2_000n,
    causeCode: 'network',
    version: 0,
    withdrawn: false,
  }
  const token = await world.issuer.machine('operator')
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => world.client.recordOutage({ outage }, { token, deadline: 20_000 })),
  )
  for (const answer of answers) expect(answer).toMatchObject({ outage: { version: 1 } })
  const told = (await world.told()).filter(
    ({ body }) => body?.$case === 'outageRecorded' && body.value.outageId === outage.outageId,
  )
  expect(told).toHaveLength(1)
  expect(await world.client.recordOutage({ outage: { ...outage, outageId: '' } }, { token })).toMatchObject({
    code: 'request.value-invalid',
    field: 'outage_id',
  })
})

test('how far it is judged anew is told to whom the agency is, and to no other', async () => {
  const id = randomUUID()
  const grace = {
    graceId: id,
    agencyId: AGENCY,
    workFrom: '2026-01-05',
    workTo: '2026-01-06',
    untilInstant: BigInt(Date.parse('2026-01-08')),
    reasonCode: 'flood',
    version: 0,
    withdrawn: false,
  }
  await world.client.openGrace({ grace }, { token: await officer() })
  expect(await world.client.getAnew({ id }, { token: await officer() })).toMatchObject({ anew: { id } })
  expect(await world.client.getAnew({ id }, { token: await foreign() })).toEqual(
    await world.client.getAnew({ id: randomUUID() }, { token: await foreign() }),
  )
})

test('a grace period brings back what was refused, and it is late', async () => {
  const {
    staff: [ani],
  } = await people(world)
  const recordId = await recordFor(ani!, 20)
  expect((await entryOf(ani!, recordId)).code).toBe('entry.window-closed')
  const grace = {
    graceId: randomUUID(),
    agencyId: AGENCY,
    workFrom: addDays(world.today(), -25),
    workTo: addDays(world.today(), -15),
    untilInstant: BigInt(world.clock.now() + HOUR),
    reasonCode: 'flood',
    version: 0,
    withdrawn: false,
  }
  await world.client.openGrace({ grace }, { token: await officer() })
  expect(await judgedAnew(world, grace.graceId)).toMatchObject({ changed: 1n })
  expect(await entryOf(ani!, recordId)).toMatchObject({
    state: EntryState.ENTRY_STATE_WAITING,
    timeliness: Timeliness.TIMELINESS_LATE,
  })
})

test("an agency's own window counts from the date it is set for", async () => {
  const {
    staff: [ani],
  } = await people(world)
  const window = {
    windowId: randomUUID(),
    agencyId: AGENCY,
    days: 40,
    graceDays: 0,
    effectiveFrom: addDays(world.today(), -31),
    version: 0,
  }
  expect(await world.client.setEntryWindow({ window }, { token: await officer() })).toMatchObject({
    window: { days: 40, version: 1 },
  })
  expect(await entryOf(ani!, await recordFor(ani!, 30))).toMatchObject({
    state: EntryState.ENTRY_STATE_WAITING,
    timeliness: Timeliness.TIMELINESS_IN_TIME,
  })
  expect(await entryOf(ani!, await recordFor(ani!, 32))).toMatchObject({ code: 'entry.window-closed' })
})

test('nobody moves a window of an agency that is not his', async () => {
  const window = {
    windowId: randomUUID(),
    agencyId: AGENCY,
    days: 7,
    graceDays: 0,
    effectiveFrom: '2026-01-01',
    version: 0,
  }
  const { head } = await people(world)
  for (const token of [await foreign(), await world.issuer.person(head), await world.issuer.machine('auditor')])
    expect(await world.client.setEntryWindow({ window }, { token })).toMatchObject({ code: 'access.denied' })
  const grace = {
    graceId: randomUUID(),
    agencyId: undefined,
    workFrom: '2026-11-01',
    workTo: '2026-11-02',
    untilInstant: BigInt(world.clock.now() + HOUR),
    reasonCode: 'flood',
    version: 0,
    withdrawn: false,
  }
  expect(await world.client.openGrace({ grace }, { token: await officer() })).toMatchObject({ code: 'access.denied' })
  expect(
    await world.client.setEntryWindow({ window: { ...window, days: 500 } }, { token: await officer() }),
  ).toMatchObject({ code: 'request.value-invalid', field: 'days' })
  expect(
    await world.client.setEntryWindow({ window: { ...window, agencyId: 'x' } }, { token: await officer() }),
  ).toMatchObject({ code: 'request.value-invalid', field: 'window.agency_id' })
})

test('the correction of a returned entry is as timely as what it corrects', async () => {
  const {
    head,
    staff: [ani],
  } = await people(world)
  const first = activityEvent(ani!, {
    workDate: addDays(world.today(), -60),
    sourceRecordedAt: startOf(addDays(world.today(), -60), 'WIB') + 10 * HOUR,
    importId: '00000000-0000-4000-8000-0000000000f5',
  })
  const recordId = recordIdOf(first)
  await world.publish(topics.activity, [first])
  expect(await entryOf(ani!, recordId)).toMatchObject({ state: EntryState.ENTRY_STATE_WAITING })
  await world.client.returnEntry(
    { recordId, revision: 1, reasonCode: 'unclear', note: '' },
    { token: await world.issuer.person(head) },
  )
  await world.publish(topics.activity, [
    activityEvent(ani!, { recordId, revision: 2, workDate: addDays(world.today(), -60) }),
  ])
  expect(await entryOf(ani!, recordId)).toMatchObject({
    facts: { revision: 2 },
    state: EntryState.ENTRY_STATE_WAITING,
    timeliness: Timeliness.TIMELINESS_IN_TIME,
  })
})

test('a window, an outage and a grace stand on record with their id, once; without a row none of them is', async () => {
  const ids = [randomUUID(), randomUUID(), randomUUID()]
  const [windowId, outageId, graceId] = ids as [string, string, string]
  const later = BigInt(world.clock.now() + HOUR)
  const of = { agencyId: AGENCY, version: 0, withdrawn: false }
  const day = addDays(world.today(), 400)
  const window = { windowId, agencyId: AGENCY, version: 0, effectiveFrom: day, days: 3, graceDays: 1 }
  const outage = {
    ...of,
    outageId,
    fromInstant: later - BigInt(2 * HOUR),
    toInstant: later - BigInt(HOUR),
    causeCode: 'network',
  }
  const grace = {
    ...of,
    graceId,
    workFrom: world.today(),
    workTo: world.today(),
    untilInstant: later,
    reasonCode: 'flood',
  }
  const put = async () => {
    const token = await officer()
    const operator = await world.issuer.machine('operator')
    const answers = [
      await world.client.setEntryWindow({ window }, { token }),
      await world.client.recordOutage({ outage }, { token: operator }),
      await world.client.openGrace({ grace }, { token }),
    ]
    return answers.map((answer) => (isRefusal(answer) ? answer.code : 'yes'))
  }
  const { pool } = world.database
  await pool.query('alter table audit.look rename to gone')
  try {
    expect(await put()).toEqual(Array(3).fill('service.unavailable'))
  } finally {
    await pool.query('alter table audit.gone rename to look')
  }
  for (let twice = 0; twice < 2; twice++) expect(await put()).toEqual(['yes', 'yes', 'yes'])
  const { rows } = await pool.query<{ row: string }>(
    `select reader || ' ' || operation || ' ' || array_position($1, object) as row from audit.look where object = any($1) and kind = 'decision' and agency_id = $2 order by 1`,
    [ids, AGENCY],
  )
  expect(rows.map(({ row }) => row)).toEqual([
    'officer journal.OpenGrace 3',
    'officer journal.SetEntryWindow 1',
    'operator journal.RecordOutage 2',
  ])
})
