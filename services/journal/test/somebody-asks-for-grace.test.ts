import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isRefusal } from '@timbang/contracts/refusal'
import type { DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'
import { EntryState } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { Timeliness } from '@timbang/contracts/gen/timbang/journal/v1/events'
import { GraceRequestState as State, GraceScope as Scope } from '@timbang/contracts/gen/timbang/journal/v1/request'
import { topics } from '@timbang/contracts/topics'
import { addDays, startOf } from '@timbang/rules/civil-date'
import { eventually } from '@timbang/testkit/eventually'
import {
  activityEvent,
  AGENCY,
  agencyEvents,
  assignmentEvent,
  blocked,
  inHand,
  journalWorld,
  judgedAnew,
  people,
  positionEvent,
  recordIdOf,
  UNIT,
  type World,
} from './world.ts'

let world: World
beforeAll(async () => {
  world = await journalWorld({ replicas: 2 })
})
afterAll(() => world.close())

const officer = (employeeId?: string, agencies = [AGENCY], sub = employeeId ?? 'officer') =>
  world.issuer.token({ sub, employeeId, sid: 's', roles: ['personnel_officer'], agencies })
const ask = async (
  employeeId: string,
  daysAgo: number,
  of: { requestId?: string; note?: string; to?: number; reasonCode?: string } = {},
) =>
  world.client.requestGrace(
    {
      requestId: of.requestId ?? randomUUID(),
      workFrom: addDays(world.today(), -daysAgo),
      workTo: addDays(world.today(), -(of.to ?? daysAgo)),
      reasonCode: of.reasonCode ?? 'network',
      note: of.note ?? '',
    },
    { token: await world.issuer.person(employeeId) },
  )
const asked = async (...of: Parameters<typeof ask>) => {
  const answer = await ask(...of)
  if (isRefusal(answer)) throw new Error(answer.code)
  return answer.request!
}
const grant = (requestId: string, scope = Scope.GRACE_SCOPE_PERSON as Scope, until = addDays(world.today(), 3)) => ({
  requestId,
  grant: true,
  reasonCode: '',
  note: '',
  until,
  scope,
})
const refusing = (requestId: string, note = '') => ({
  ...grant(requestId),
  grant: false,
  reasonCode: 'days-wrong',
  note,
})
const granted = async (requestId: string, scope?: Scope) => {
  const answer = await world.client.decideGraceRequest(grant(requestId, scope), { token: await officer() })
  if (isRefusal(answer)) throw new Error(answer.code)
  await judgedAnew(world, answer.request!.graceId!)
  return answer.request!
}
const recordFor = async (employeeId: string, daysAgo: number) => {
  const event = activityEvent(employeeId, { workDate: addDays(world.today(), -daysAgo) })
  await world.publish(topics.activity, [event])
  return recordIdOf(event)
}
const entryOf = async (employeeId: string, recordId: string) => {
  await world.settled()
  const found = await world.client.getEntry({ recordId }, { token: await world.issuer.person(employeeId) })
  if (isRefusal(found)) throw new Error(found.code)
  return found.entry!
}
const closed = { state: EntryState.ENTRY_STATE_REFUSED, code: 'entry.window-closed' }
const late = { state: EntryState.ENTRY_STATE_WAITING, timeliness: Timeliness.TIMELINESS_LATE }
const own = async (employeeId: string) => {
  const answer = await world.client.listGraceRequests(
    { whose: 'own', limit: 0, after: '' },
    { token: await world.issuer.person(employeeId) },
  )
  if (isRefusal(answer)) throw new Error(answer.code)
  return answer.requests
}
/** Until when his month says that a day takes entries. */
const endOf = async (employeeId: string, daysAgo: number) => {
  const date = addDays(world.today(), -daysAgo)
  const token = await world.issuer.person(employeeId)
  const calendar = await world.client.getMonth({ employeeId, month: date.slice(0, 7) }, { token })
  if (isRefusal(calendar)) throw new Error(calendar.code)
  return calendar.days.find((day) => day.date === date)!.graceEndsAt
}
/** The queue of an officer whose agency nobody else in this file asks in. */
const elsewhere = async (count: number) => {
  const [agencyId, unitId, post] = [randomUUID(), randomUUID(), randomUUID()]
  const staff = Array.from({ length: count }, () => randomUUID())
  const within = (event: DirectoryEvent): DirectoryEvent => {
    const { body } = event
    switch (body?.$case) {
      case 'agencyChanged':
        return { ...event, body: { ...body, value: { ...body.value, agencyId, code: agencyId } } }
      case 'assignmentChanged':
        return { ...event, body: { ...body, value: { ...body.value, agencyId, unitId } } }
      default:
        return event
    }
  }
  await world.publish(
    topics.directory,
    [...agencyEvents(), positionEvent(post), ...staff.map((one) => assignmentEvent(one, post))].map(within),
  )
  await world.settled()
  return { agencyId, unitId, staff }
}

test('what was refused for its window stands, late, once the officer has granted it: for who asked, and for nobody beside him', async () => {
  const {
    staff: [ani, budi],
  } = await people(world, 2)
  const [mine, his] = [await recordFor(ani!, 20), await recordFor(budi!, 20)]
  expect(await entryOf(ani!, mine)).toMatchObject(closed)
  expect(await entryOf(budi!, his)).toMatchObject(closed)

  const request = await asked(ani!, 20, { note: 'Jaringan putus seharian' })
  expect(request).toMatchObject({
    state: State.GRACE_REQUEST_STATE_OPEN,
    agencyId: AGENCY,
    unitId: UNIT,
    note: 'Jaringan putus seharian',
  })
  const answer = await granted(request.requestId)
  expect(answer).toMatchObject({
    state: State.GRACE_REQUEST_STATE_GRANTED,
    // To the end of the last day, at the workplace.
    untilInstant: BigInt(startOf(addDays(world.today(), 4), 'WIB')),
  })
  expect(await entryOf(ani!, mine)).toMatchObject(late)
  expect(await entryOf(budi!, his)).toMatchObject(closed)
  // What comes after it is judged by it too.
  expect(await entryOf(ani!, await recordFor(ani!, 20))).toMatchObject(late)
  expect(await entryOf(budi!, await recordFor(budi!, 20))).toMatchObject(closed)
  expect(await entryOf(ani!, await recordFor(ani!, 21))).toMatchObject(closed)

  // The month says until when: to him.
  expect(await endOf(ani!, 20)).toBe(answer.untilInstant)
  expect(await endOf(budi!, 20)).toBeLessThan(answer.untilInstant!)

  // A grace that was granted can be taken back, and what stood by it falls; the person is told.
  const grace = {
    graceId: answer.graceId!,
    agencyId: AGENCY,
    employeeId: ani!,
    unitId: undefined,
    workFrom: request.workFrom,
    workTo: request.workTo,
    untilInstant: answer.untilInstant!,
    reasonCode: request.reasonCode,
    version: 0,
    withdrawn: true,
  }
  expect(await world.client.openGrace({ grace }, { token: await officer() })).toMatchObject({ grace: { version: 2 } })
  await eventually(async () => expect(await entryOf(ani!, mine)).toMatchObject(closed), { within: 20_000 })
  expect(await own(ani!)).toMatchObject([{ requestId: request.requestId, graceWithdrawn: true }])
})

test('a grace of the unit reaches whoever has his post there on that day, answers who asked there too, and stops at the next unit', async () => {
  const { agencyId, staff } = await elsewhere(3)
  const [ani, budi, citra] = staff as [string, string, string]
  const other = randomUUID()
  const moved = await world.database.pool.query(`update roster.assignment set unit_id = $2 where employee_id = $1`, [
    citra,
    other,
  ])
  expect(moved.rowCount).toBe(1)
  const records = [await recordFor(ani, 15), await recordFor(budi, 15), await recordFor(citra, 15)]
  const requests = [await asked(ani, 15), await asked(budi, 15), await asked(citra, 15)]
  const answer = await world.client.decideGraceRequest(grant(requests[0]!.requestId, Scope.GRACE_SCOPE_UNIT), {
    token: await officer(undefined, [agencyId]),
  })
  if (isRefusal(answer)) throw new Error(answer.code)
  await judgedAnew(world, answer.request!.graceId!)
  await eventually(async () => expect((await own(budi))[0]!.state).toBe(State.GRACE_REQUEST_STATE_GRANTED), {
    within: 20_000,
  })
  expect((await own(budi))[0]!.graceId).toBe(answer.request!.graceId)
  expect((await own(citra))[0]!.state).toBe(State.GRACE_REQUEST_STATE_OPEN)
  expect(await endOf(budi, 15)).toBe(answer.request!.untilInstant)
  expect(await endOf(citra, 15)).toBeLessThan(answer.request!.untilInstant!)
  // Nobody of them has a plan: what is let in waits for it, what is not stays refused.
  const codes = []
  for (const [at, one] of staff.entries()) codes.push((await entryOf(one, records[at]!)).code)
  expect(codes).toEqual(['entry.plan-unknown', 'entry.plan-unknown', 'entry.window-closed'])
})

test('a grace of the agency answers every open request whose days it covers, in pages, and not that of who decides', async () => {
  const { agencyId, staff } = await elsewhere(3)
  const [ani, budi, head] = staff as [string, string, string]
  const wide = await asked(ani, 14, { to: 10 })
  const within = await asked(budi, 12)
  const beyond = await asked(budi, 15)
  const his = await asked(head, 12)
  const token = await officer(head, [agencyId])
  expect(await world.client.getGraceRequest({ requestId: wide.requestId }, { token })).toMatchObject({
    ofUnit: 2,
    ofAgency: 2,
  })
  await world.client.decideGraceRequest(grant(wide.requestId, Scope.GRACE_SCOPE_AGENCY), { token })
  await eventually(
    async () => {
      const states = new Map((await own(budi)).map(({ requestId, state }) => [requestId, state]))
      expect(states.get(within.requestId)).toBe(State.GRACE_REQUEST_STATE_GRANTED)
      expect(states.get(beyond.requestId)).toBe(State.GRACE_REQUEST_STATE_OPEN)
    },
    { within: 20_000 },
  )
  expect((await own(head))[0]).toMatchObject({ requestId: his.requestId, state: State.GRACE_REQUEST_STATE_OPEN })
})

test('who asks twice has asked once, and for days that are asked for already he is told so', async () => {
  const {
    staff: [ani, budi],
  } = await people(world, 2)
  const first = await asked(ani!, 18, { to: 16 })
  expect(await asked(ani!, 18, { requestId: first.requestId, to: 16 })).toMatchObject({ askedAt: first.askedAt })
  expect(await own(ani!)).toHaveLength(1)
  expect(await ask(ani!, 17)).toMatchObject({ code: 'grace-request.open-already' })
  expect(await ask(budi!, 17, { requestId: first.requestId })).toMatchObject({ field: 'request_id' })
  expect(await ask(ani!, 46)).toMatchObject({ code: 'grace-request.too-old' })
  // Two at once, of whom the first is not through yet.
  const end = await inHand(world, (tx) => tx.query('select pg_advisory_xact_lock(7411005, hashtext($1))', [budi]))
  const both = [ask(budi!, 9), ask(budi!, 9)]
  await blocked(world, 2)
  await end()
  const codes = (await Promise.all(both)).map((answer) => (isRefusal(answer) ? answer.code : 'yes')).sort()
  expect(codes).toEqual(['grace-request.open-already', 'yes'])
  // Taken back it makes room.
  const token = await world.issuer.person(ani!)
  expect(
    await world.client.withdrawGraceRequest(
      { requestId: first.requestId },
      { token: await world.issuer.person(budi!) },
    ),
  ).toMatchObject({ code: 'grace-request.not-found' })
  expect(await world.client.withdrawGraceRequest({ requestId: first.requestId }, { token })).toMatchObject({
    request: { state: State.GRACE_REQUEST_STATE_WITHDRAWN },
  })
  expect(await ask(ani!, 17)).not.toHaveProperty('code')
})

test('of two officers who answer at once one is heard, and one grace is opened', async () => {
  const {
    staff: [ani],
  } = await people(world)
  const { requestId } = await asked(ani!, 12)
  const end = await inHand(world, (tx) =>
    tx.query('select 1 from grace_request where request_id = $1 for update', [requestId]),
  )
  const answers = [
    world.clients[0]!.decideGraceRequest(grant(requestId), { token: await officer(undefined, [AGENCY], 'one') }),
    world.clients[1]!.decideGraceRequest(refusing(requestId), { token: await officer(undefined, [AGENCY], 'two') }),
  ]
  await blocked(world, 2)
  await end()
  const codes = (await Promise.all(answers)).map((answer) => (isRefusal(answer) ? answer.code : 'yes')).sort()
  expect(codes).toEqual(['grace-request.not-open', 'yes'])
  const events = (await world.told()).filter(
    ({ body }) =>
      (body?.$case === 'graceGranted' || body?.$case === 'graceRefused') && body.value.requestId === requestId,
  )
  expect(events).toHaveLength(1)
})

test('nobody answers his own request, one of another agency, or any without the role; he hears what he hears of none', async () => {
  const {
    head,
    staff: [ani],
  } = await people(world)
  const { requestId } = await asked(ani!, 11)
  const strangers = await officer(undefined, ['a0000000-0000-5000-8000-0000000000ff'])
  const decide = async (token: string) => world.client.decideGraceRequest(grant(requestId), { token })
  expect(await decide(await officer(ani!))).toMatchObject({ code: 'access.denied' })
  expect(await decide(strangers)).toMatchObject({ code: 'grace-request.not-found' })
  for (const token of [
    await world.issuer.person(head),
    await world.issuer.person(ani!),
    await world.issuer.machine('auditor'),
  ])
    expect(await decide(token)).toMatchObject({ code: 'access.denied' })
  expect(await world.client.getGraceRequest({ requestId }, { token: strangers })).toMatchObject({
    code: 'grace-request.not-found',
  })
  expect(await world.client.getGraceRequest({ requestId }, { token: await world.issuer.person(head) })).toMatchObject({
    code: 'grace-request.not-found',
  })
  expect(await own(ani!)).toMatchObject([{ state: State.GRACE_REQUEST_STATE_OPEN }])
  // A door that opens for himself alone is opened by somebody else, without a request too.
  const grace = {
    graceId: randomUUID(),
    agencyId: AGENCY,
    employeeId: ani!,
    unitId: undefined,
    workFrom: world.today(),
    workTo: world.today(),
    untilInstant: BigInt(world.clock.now() + 3_600_000),
    reasonCode: 'device',
    version: 0,
    withdrawn: false,
  }
  expect(await world.client.openGrace({ grace }, { token: await officer(ani!) })).toMatchObject({
    code: 'access.denied',
  })
  expect(
    await world.client.openGrace(
      { grace: { ...grace, agencyId: undefined } },
      { token: await world.issuer.machine('bkd') },
    ),
  ).toMatchObject({ field: 'agency_id' })
})

test('an officer sees what waits in his agency, oldest first and in pages; whom he saw and what he decided is on record', async () => {
  const { agencyId, staff } = await elsewhere(3)
  const requests = []
  for (const one of staff) {
    requests.push(await asked(one, 13))
    world.clock.advance(1_000)
  }
  const token = await officer(undefined, [agencyId], `officer-${agencyId}`)
  const page = await world.client.listGraceRequests({ whose: 'queue', limit: 2, after: '' }, { token })
  if (isRefusal(page)) throw new Error(page.code)
  expect(page.requests.map(({ requestId }) => requestId)).toEqual([requests[0]!.requestId, requests[1]!.requestId])
  expect(page.waiting).toBe(3)
  const next = await world.client.listGraceRequests({ whose: 'queue', limit: 2, after: page.next }, { token })
  expect(next).toMatchObject({ requests: [{ requestId: requests[2]!.requestId }], next: '' })
  expect(await world.client.countGraceRequests({}, { token })).toMatchObject({
    waiting: 3,
    oldestAskedAt: requests[0]!.askedAt,
  })
  await world.client.decideGraceRequest(refusing(requests[0]!.requestId, 'Hari itu masih terbuka'), { token })
  expect((await own(staff[0]!))[0]).toMatchObject({
    state: State.GRACE_REQUEST_STATE_REFUSED,
    answerCode: 'days-wrong',
    answerNote: 'Hari itu masih terbuka',
  })
  const { rows } = await world.database.pool.query<{ row: string }>(
    `select kind || ' ' || operation || ' ' || cardinality(subjects) as row from audit.look where reader = $1 order by at, look_id`,
    [`officer-${agencyId}`],
  )
  expect(rows.map(({ row }) => row)).toEqual([
    'look journal.ListGraceRequests 2',
    'look journal.ListGraceRequests 1',
    'decision journal.DecideGraceRequest 1',
  ])
  // Nobody who answers nothing has a queue.
  expect(
    await world.client.listGraceRequests(
      { whose: 'queue', limit: 0, after: '' },
      { token: await world.issuer.person(staff[0]!) },
    ),
  ).toMatchObject({ code: 'access.denied' })
})

test('no words of a request are in the log', async () => {
  const {
    staff: [ani],
  } = await people(world)
  await asked(ani!, 8, { note: 'RAHASIA-KATA' })
  const said = JSON.stringify(await world.told(), (_, value) => (typeof value === 'bigint' ? String(value) : value))
  expect(said).not.toContain('RAHASIA')
})
