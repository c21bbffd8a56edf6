import { afterAll, beforeAll, expect, test } from 'vitest'
import { randomUUID, randomUUIDv7 } from 'node:crypto'
import type {
  ActivityEvent,
  LeaveRecorded,
  PermissionRecorded,
} from '@timbang/contracts/gen/timbang/activity/v1/events'
import type { AssignmentChanged, DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { TeamMember } from '@timbang/contracts/gen/timbang/journal/v1/team'
import { isRefusal } from '@timbang/contracts/refusal'
import { topics } from '@timbang/contracts/topics'
import type { Pool } from '@timbang/postgres/pool'
import { addDays, startOf, weekdayOf } from '@timbang/rules/civil-date'
import { teamDay } from '../src/team/handle.ts'
import {
  activityEvent,
  AGENCY,
  agencyEvents,
  assignmentEvent,
  dutyEvent,
  journalWorld,
  people,
  planEvent,
  positionEvent,
  recordIdOf,
  type World,
} from './world.ts'

let world: World
/** The latest day that is worked, and the one before it. */
let day: string
let before: string
beforeAll(async () => {
  world = await journalWorld()
  const worked = (date: string): string => (weekdayOf(date) < 6 ? date : worked(addDays(date, -1)))
  day = worked(world.today())
  before = worked(addDays(day, -1))
})
afterAll(() => world.close())

const ask = async (employeeId: string, date = day) =>
  world.client.getTeamDay({ date }, { token: await world.issuer.person(employeeId) })
const team = async (employeeId: string, date = day): Promise<readonly TeamMember[]> => {
  const answer = await ask(employeeId, date)
  if (isRefusal(answer)) throw new Error(answer.code)
  return answer.people
}
const leave = (employeeId: string, of: Partial<LeaveRecorded>): ActivityEvent => ({
  eventId: randomUUIDv7(),
  occurredAt: 0n,
  decidedAt: undefined,
  sourceRecordedAt: undefined,
  employeeId,
  agencyId: AGENCY,
  actor: 'hr',
  body: {
    $case: 'leaveRecorded',
    value: {
      recordId: randomUUIDv7(),
      revision: 1,
      fromDate: day,
      toDate: day,
      kind: 'leave',
      withdrawn: false,
      contentDigest: Buffer.from('x'),
      importId: undefined,
      ...of,
    },
  },
})
const permission = (employeeId: string, of: Partial<PermissionRecorded>): ActivityEvent => ({
  ...leave(employeeId, {}),
  body: {
    $case: 'permissionRecorded',
    value: {
      recordId: randomUUIDv7(),
      revision: 1,
      date: day,
      fromMinute: 780,
      untilMinute: 960,
      kind: 'personal',
      withdrawn: false,
      contentDigest: Buffer.from('x'),
      importId: undefined,
      ...of,
    },
  },
})
/** Holds a post on these days, in whatever capacity. */
const holds = (employeeId: string, positionId: string, of: Partial<AssignmentChanged>): DirectoryEvent => {
  const event = assignmentEvent(employeeId, positionId)
  return {
    ...event,
    body: { $case: 'assignmentChanged', value: { ...(event.body!.value as AssignmentChanged), ...of } },
  }
}

test('a superior sees of each of his people what stands on the day and on the working day before it', async () => {
  const {
    head,
    staff: [ani, budi, cici, dedi],
  } = await people(world, 4)
  const [returned, gone] = [activityEvent(ani!, { workDate: day }), randomUUIDv7()]
  await world.publish(topics.activity, [
    returned,
    activityEvent(dedi!, { workDate: day, recordId: gone }),
    // Taken back by its writer: it stands nowhere.
    activityEvent(dedi!, { workDate: day, recordId: gone, revision: 2, withdrawn: true }),
    activityEvent(ani!, { workDate: day }),
    // To a result that is not in the plan: refused, and no entry of the day.
    activityEvent(ani!, { workDate: day, resultId: 'r9' }),
    activityEvent(budi!, { workDate: before }),
    leave(cici!, { kind: 'sick', fromDate: before, toDate: addDays(day, 1) }),
    leave(dedi!, { kind: 'duty-travel', withdrawn: true }),
    permission(budi!, { fromMinute: 900, untilMinute: 960 }),
    permission(budi!, { fromMinute: 450, untilMinute: 480 }),
    permission(budi!, { date: before, fromMinute: 600, untilMinute: 660 }),
    permission(dedi!, { withdrawn: true }),
  ])
  await world.settled()
  const told = await world.client.returnEntry(
    { recordId: recordIdOf(returned), revision: 1, reasonCode: 'unclear', note: '' },
    { token: await world.issuer.person(head) },
  )
  expect(isRefusal(told)).toBe(false)
  const seen = new Map((await team(head)).map((person) => [person.employeeId, person]))
  expect([...seen.keys()].sort()).toEqual([ani, budi, cici, dedi].sort())
  const empty = {
    date: day,
    working: true,
    excused: '',
    excusedUntil: '',
    entries: 0,
    waiting: 0,
    verified: 0,
    toMend: 0,
    latestAt: 0n,
    closesAt: BigInt(startOf(addDays(day, 4), 'WIB')),
    permissions: [],
  }
  expect(seen.get(ani!)).toMatchObject({
    waiting: 1,
    day: { ...empty, entries: 2, waiting: 1, toMend: 2, latestAt: expect.any(BigInt) },
    before: { date: before, entries: 0 },
  })
  expect(seen.get(ani!)!.day!.latestAt).toBeGreaterThan(0n)
  expect(seen.get(budi!)).toMatchObject({
    waiting: 1,
    day: {
      ...empty,
      permissions: [
        { fromMinute: 450, untilMinute: 480 },
        { fromMinute: 900, untilMinute: 960 },
      ],
    },
    before: { date: before, entries: 1, waiting: 1, permissions: [{ fromMinute: 600, untilMinute: 660 }] },
  })
  expect(seen.get(cici!)).toMatchObject({
    day: { ...empty, excused: 'sick', excusedUntil: addDays(day, 1) },
    before: { excused: 'sick' },
  })
  expect(seen.get(dedi!)).toMatchObject({ day: empty, before: { excused: '' } })
})

test('a day that the calendar does not work is none of anybody, and a year without a calendar is not guessed', async () => {
  const { head } = await people(world)
  const sunday = addDays(world.today(), -weekdayOf(world.today()))
  expect((await team(head, sunday)).map((person) => person.day?.working)).toEqual([false])
  await world.database.pool.query(`delete from roster.calendar where calendar_code = '5-hari'`)
  expect(await team(head)).toMatchObject([{ day: { working: undefined }, before: undefined }])
  await world.publish(topics.directory, agencyEvents())
  await world.settled()
})

test('whoever works shifts is seen on his own days: his Sunday is worked, and the day before it is his last shift', async () => {
  const {
    head,
    staff: [nur, tono],
  } = await people(world, 2)
  const sunday = addDays(world.today(), -weekdayOf(world.today()))
  const shifts = [{ code: 'M', beginMinute: 1260, endMinute: 1860, breakMinutes: 60 }]
  const dates = [sunday, addDays(sunday, -5)]
  const months = Map.groupBy(dates, (date) => date.slice(0, 7))
  await world.publish(
    topics.directory,
    [...months].map(([month, days]) =>
      dutyEvent(
        nur!,
        month,
        days.map((date) => ({ date, shifts })),
      ),
    ),
  )
  await world.settled()
  const seen = new Map((await team(head, sunday)).map((person) => [person.employeeId, person]))
  expect(seen.get(nur!)).toMatchObject({ day: { working: true }, before: { date: addDays(sunday, -5) } })
  expect(seen.get(tono!)).toMatchObject({ day: { working: false }, before: { date: addDays(sunday, -2) } })
})

test('an outage of the whole day excuses it, by its own name', async () => {
  const { head } = await people(world)
  const outage = {
    outageId: randomUUIDv7(),
    agencyId: AGENCY,
    fromInstant: BigInt(startOf(before, 'WIB')),
    toInstant: BigInt(startOf(addDays(before, 1), 'WIB')),
    causeCode: 'network',
    version: 1,
    withdrawn: false,
  }
  const operator = { token: await world.issuer.machine('operator') }
  expect(isRefusal(await world.client.recordOutage({ outage }, operator))).toBe(false)
  expect(await team(head)).toMatchObject([{ day: { excused: '' }, before: { excused: 'outage' } }])
  expect(
    isRefusal(await world.client.recordOutage({ outage: { ...outage, version: 2, withdrawn: true } }, operator)),
  ).toBe(false)
})

test('people are seen for the days on which they are assessed: by a Plh on his days, by a former superior on those of then', async () => {
  const [post, staffPost, former, present, acting, ani] = Array.from({ length: 6 }, () => randomUUID()) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  await world.publish(topics.directory, [
    ...agencyEvents(),
    positionEvent(post),
    positionEvent(staffPost, post),
    holds(former, post, { toDate: before }),
    holds(present, post, { fromDate: day }),
    holds(acting, post, { capacity: 3, fromDate: day, toDate: day }),
    holds(ani, staffPost, {}),
  ])
  await world.publish(topics.appraisal, [planEvent(ani)])
  await world.publish(topics.activity, [
    activityEvent(ani, { workDate: day }),
    activityEvent(ani, { workDate: before }),
  ])
  await world.settled()
  const names = async (employeeId: string, date: string) =>
    (await team(employeeId, date)).map((person) => person.employeeId)
  expect(await names(present, day)).toEqual([ani])
  expect(await names(present, before)).toEqual([])
  expect(await names(acting, day)).toEqual([ani])
  expect(await names(acting, before)).toEqual([])
  expect(await names(former, before)).toEqual([ani])
  expect(await names(former, day)).toEqual([])
  expect(await names(ani, day)).toEqual([])
  // What waits is the present one's; and whoever assesses somebody today may see what was before him.
  expect((await team(former, before))[0]!.waiting).toBe(0)
  expect((await team(present))[0]).toMatchObject({ waiting: 2, before: { date: before, entries: 1 } })
})

test('the day before is not told to whoever assessed neither then nor does today', async () => {
  const [post, staffPost, earlier, between, ani] = Array.from({ length: 5 }, () => randomUUID()) as [
    string,
    string,
    string,
    string,
    string,
  ]
  await world.publish(topics.directory, [
    ...agencyEvents(),
    positionEvent(post),
    positionEvent(staffPost, post),
    holds(earlier, post, { toDate: addDays(before, -1) }),
    holds(between, post, { fromDate: before, toDate: before }),
    holds(ani, staffPost, {}),
  ])
  await world.settled()
  expect(await team(between, before)).toMatchObject([{ employeeId: ani, before: undefined }])
})

test('who looks at his people is on record, and without a row there is no answer', async () => {
  const { head, staff } = await people(world, 2)
  const { pool } = world.database
  await team(head)
  const { rows } = await pool.query<{ subjects: string[] }>(
    `select subjects from audit.look where reader = $1 and operation = 'journal.GetTeamDay'`,
    [head],
  )
  expect(rows.map((row) => row.subjects.toSorted())).toEqual([staff.toSorted()])
  await pool.query('alter table audit.look rename to gone')
  try {
    expect(await ask(head)).toMatchObject({ code: 'service.unavailable' })
  } finally {
    await pool.query('alter table audit.gone rename to look')
  }
})

test('whoever assesses nobody sees nobody, and a day that cannot be is refused', async () => {
  const { head, staff } = await people(world)
  expect(await team(staff[0]!)).toEqual([])
  expect(await team(randomUUID())).toEqual([])
  const machine = await world.client.getTeamDay({ date: day }, { token: await world.issuer.machine('operator') })
  expect(machine).toEqual({ people: [] })
  expect(await world.client.getTeamDay({ date: day }, {})).toMatchObject({ code: 'access.token-missing' })
  for (const date of [addDays(world.today(), 2), addDays(world.today(), -367), '2026-02-30', 'kemarin', ''])
    expect(await ask(head, date), date).toMatchObject({ code: 'request.value-invalid' })
  expect(isRefusal(await ask(head, addDays(world.today(), -366)))).toBe(false)
})

test('forty people cost no more statements than two', async () => {
  const asked = async (count: number) => {
    const { head, staff } = await people(world, count, { plan: false })
    let statements = 0
    const counting = new Proxy(world.database.pool, {
      get: (pool, name) =>
        name === 'query'
          ? (...args: unknown[]) => {
              statements += 1
              return (pool.query as (...of: unknown[]) => unknown).apply(pool, args)
            }
          : Reflect.get(pool, name),
    }) as Pool
    expect((await teamDay(counting, head, day, day)).length).toBe(staff.length)
    return statements
  }
  expect(await asked(40)).toBe(await asked(2))
})
