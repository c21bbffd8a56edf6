import { afterAll, beforeAll, expect, test } from 'vitest'
import { randomUUID, randomUUIDv7 } from 'node:crypto'
import { isRefusal } from '@timbang/contracts/refusal'
import { EntryState } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import type { ActivityEvent, LeaveRecorded } from '@timbang/contracts/gen/timbang/activity/v1/events'
import { eventually } from '@timbang/testkit/eventually'
import { walk } from '@timbang/testkit/walk'
import { topics } from '@timbang/contracts/topics'
import { addDays, daysOfMonth, startOf, weekdayOf } from '@timbang/rules/civil-date'
import {
  activityEvent,
  AGENCY,
  assignmentEvent,
  dutyEvent,
  employeeEvent,
  journalWorld,
  people,
  positionEvent,
  planEvent,
  recordIdOf,
  RESULT,
  type World,
} from './world.ts'

let world: World
beforeAll(async () => {
  world = await journalWorld()
})
afterAll(() => world.close())
const ok = <T>(answer: T) => {
  if (isRefusal(answer)) throw new Error(answer.code)
  return answer as Exclude<T, { refused: true }>
}

const leave = (employeeId: string, from: string, to: string, of: Partial<LeaveRecorded> = {}): ActivityEvent => ({
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
      fromDate: from,
      toDate: to,
      kind: 'leave',
      withdrawn: false,
      contentDigest: Buffer.from('x'),
      importId: undefined,
      ...of,
    },
  },
})

test('a month has a row for every day: worked or not, excused, what stands on it, and when its window closes', async () => {
  const {
    head,
    staff: [ani],
  } = await people(world)
  const today = world.today()
  const [month, yesterday] = [today.slice(0, 7), addDays(today, -1)]
  const events = [
    activityEvent(ani!),
    activityEvent(ani!),
    activityEvent(ani!, { workDate: yesterday, resultId: 'r9' }),
  ]
  await world.publish(topics.activity, [...events, leave(ani!, addDays(today, 1), addDays(today, 2))])
  await world.settled()
  ok(
    await world.client.verifyEntries(
      { entries: [{ recordId: recordIdOf(events[0]!), revision: 1 }] },
      { token: await world.issuer.person(head) },
    ),
  )
  const { days } = ok(
    await world.client.getMonth({ employeeId: ani!, month }, { token: await world.issuer.person(ani!) }),
  )
  const day = (date: string) => days.find((one) => one.date === date)
  expect(days.length).toBeGreaterThan(27)
  expect(day(today)).toEqual({
    date: today,
    working: weekdayOf(today) < 6,
    excused: false,
    entries: 2,
    verified: 1,
    toMend: 0,
    closesAt: BigInt(startOf(addDays(today, 4), 'WIB')),
    graceEndsAt: BigInt(startOf(addDays(today, 7), 'WIB')),
    inTime: true,
    late: false,
    shifts: [],
  })
  if (yesterday.startsWith(month))
    expect(day(yesterday)).toMatchObject({ entries: 1, verified: 0, toMend: 1, inTime: false })
  if (addDays(today, 1).startsWith(month)) expect(day(addDays(today, 1))).toMatchObject({ excused: true, entries: 0 })
  expect(days.filter((one) => one.working).every((one) => weekdayOf(one.date) < 6)).toBe(true)
  expect(
    await world.client.getMonth({ employeeId: ani!, month: '2026-13' }, { token: await world.issuer.person(ani!) }),
  ).toMatchObject({ code: 'request.value-invalid' })
})

test('in a month with a duty schedule its days are worked, also a Sunday, and no others; the next month follows the calendar', async () => {
  const {
    staff: [nur, tono],
  } = await people(world, 2)
  const month = world.today().slice(0, 7)
  const sunday = daysOfMonth(month).find((date) => weekdayOf(date) === 7)!
  const night = [{ code: 'M', beginMinute: 1260, endMinute: 1860, breakMinutes: 60 }]
  await world.publish(topics.directory, [dutyEvent(nur!, month, [{ date: sunday, shifts: night }])])
  await world.settled()
  const seen = async (employeeId: string, of: string) =>
    ok(await world.client.getMonth({ employeeId, month: of }, { token: await world.issuer.person(employeeId) })).days
  const worked = (days: Awaited<ReturnType<typeof seen>>) => days.filter(({ working }) => working)
  expect(worked(await seen(nur!, month))).toMatchObject([{ date: sunday, shifts: night }])
  expect(worked(await seen(tono!, month)).length).toBeGreaterThan(15)
  const before = addDays(`${month}-01`, -1).slice(0, 7)
  expect(worked(await seen(nur!, before)).length).toBeGreaterThan(15)
})

test('entries are listed newest first, page by page, by state, and by their ids', async () => {
  const {
    staff: [ani],
  } = await people(world)
  const events = Array.from({ length: 25 }, (_, i) =>
    activityEvent(ani!, { workDate: addDays(world.today(), -(i % 3)), ...(i === 7 ? { resultId: 'r9' } : {}) }),
  )
  await world.publish(topics.activity, events)
  await world.settled()
  const token = await world.issuer.person(ani!)
  const list = async (of: Partial<Parameters<typeof world.client.listEntries>[0]>) =>
    ok(
      await world.client.listEntries(
        {
          employeeId: ani!,
          fromDate: addDays(world.today(), -10),
          toDate: world.today(),
          states: [],
          limit: 10,
          after: '',
          recordIds: [],
          words: '',
          resultId: '',
          counted: false,
          ...of,
        },
        { token },
      ),
    )
  const pages = []
  for (let after = ''; ; ) {
    const page = await list({ after })
    pages.push(page)
    if (page.next === '') break
    after = page.next
  }
  const ids = pages.flatMap((page) => page.entries.map((entry) => entry.facts!.recordId))
  expect([pages.length, new Set(ids).size]).toEqual([3, 25])
  const dates = pages.flatMap((page) => page.entries.map((entry) => entry.facts!.workDate))
  expect(dates).toEqual([...dates].sort().reverse())
  expect((await list({ states: [EntryState.ENTRY_STATE_REFUSED] })).entries.map((entry) => entry.code)).toEqual([
    'activity.result-unknown',
  ])
  expect(
    (await list({ recordIds: [ids[3]!, ids[20]!, randomUUIDv7()] })).entries
      .map((entry) => entry.facts!.recordId)
      .sort(),
  ).toEqual([ids[3], ids[20]].sort())
})

test('of a person’s month is found what has every word, for one result or for none, and how many are in each state; of nobody else’s', async () => {
  const {
    head,
    staff: [ani, budi],
  } = await people(world, 2)
  const said = [
    ['Melayani pemohon izin klinik', RESULT],
    ['MELAYANI pemohon izin usaha', undefined],
    ['Rapat 100% daring_dinas', RESULT],
  ] as const
  const events = said.map(([sentence, resultId]) => activityEvent(ani!, { sentence, resultId }))
  const theirs = activityEvent(budi!, { sentence: said[0][0] })
  const words = [...events, theirs].map((event, at) => ({
    eventId: event.eventId,
    employeeId: event.employeeId!,
    recordId: recordIdOf(event),
    revision: 1,
    sentence: said[at]?.[0] ?? said[0][0],
    evidenceLink: undefined,
    occurredAt: 0n,
  }))
  await world.publish(topics.activityText, words)
  await world.publish(topics.activity, [...events, theirs])
  await world.settled()
  const ids = events.map(recordIdOf)
  const token = await world.issuer.person(ani!)
  const find = async (of: Partial<Parameters<typeof world.client.listEntries>[0]>) => {
    const { entries, counts } = ok(
      await world.client.listEntries(
        {
          employeeId: ani!,
          fromDate: world.today(),
          toDate: world.today(),
          states: [],
          limit: 10,
          after: '',
          recordIds: [],
          words: '',
          resultId: '',
          counted: false,
          ...of,
        },
        { token },
      ),
    )
    return { found: entries.map((entry) => ids.indexOf(entry.facts!.recordId)).sort(), counts }
  }
  expect((await find({ words: 'pemohon melayani' })).found).toEqual([0, 1])
  expect((await find({ words: ' KLINIK  izin ' })).found).toEqual([0])
  expect((await find({ words: 'klinik usaha' })).found).toEqual([])
  // Signs that a pattern would take for anything are themselves.
  expect((await find({ words: '100%' })).found).toEqual([2])
  expect((await find({ words: 'g_d' })).found).toEqual([2])
  expect((await find({ words: 'r_p_t' })).found).toEqual([])
  expect((await find({ resultId: RESULT })).found).toEqual([0, 2])
  expect((await find({ resultId: 'none' })).found).toEqual([1])
  expect((await find({ resultId: 'none', words: 'klinik' })).found).toEqual([])
  await world.client.openEntry({ recordId: ids[1]!, revision: 1 }, { token: await world.issuer.person(head) })
  await world.client.verifyEntries(
    { entries: ids.slice(0, 2).map((recordId) => ({ recordId, revision: 1 })) },
    { token: await world.issuer.person(head) },
  )
  const { ENTRY_STATE_VERIFIED, ENTRY_STATE_WAITING } = EntryState
  // Counted over what was looked for, whichever state and page is shown of it.
  expect(await find({ words: 'izin', counted: true, states: [ENTRY_STATE_WAITING] })).toEqual({
    found: [],
    counts: [{ state: ENTRY_STATE_VERIFIED, entries: 2 }],
  })
  expect((await find({ counted: true, limit: 1 })).counts).toEqual([
    { state: ENTRY_STATE_VERIFIED, entries: 2 },
    { state: ENTRY_STATE_WAITING, entries: 1 },
  ])
  expect((await find({})).counts).toEqual([])
  expect(
    await world.client.listEntries(
      {
        employeeId: ani!,
        fromDate: world.today(),
        toDate: world.today(),
        states: [],
        limit: 10,
        after: '',
        recordIds: [],
        words: 'a'.repeat(101),
        resultId: '',
        counted: false,
      },
      { token },
    ),
  ).toMatchObject({ refused: true })
})

test('an import learns what was admitted, held, refused and in conflict', async () => {
  const {
    staff: [ani, budi],
  } = await people(world, 2, { plan: false })
  await world.publish(topics.appraisal, [planEvent(ani!)])
  // Within the day that it is about, whatever the hour.
  const source = startOf(world.today(), 'WIB') + 1_000
  const of = { importId: '00000000-0000-4000-8000-0000000000f4', sourceRecordedAt: source }
  const [good, twice, refused, held] = [
    activityEvent(ani!, of),
    activityEvent(ani!, of),
    activityEvent(ani!, { ...of, resultId: 'r9' }),
    activityEvent(budi!, of),
  ]
  await world.settled()
  await world.publish(topics.activity, [
    good,
    twice,
    refused,
    held,
    activityEvent(ani!, { ...of, recordId: recordIdOf(twice), sentence: 'lain' }),
  ])
  await world.settled()
  const outcome = async (after: string, limit: number) =>
    ok(
      await world.client.getImportOutcome(
        { importId: '00000000-0000-4000-8000-0000000000f4', after, limit },
        { token: await world.issuer.machine('importer') },
      ),
    )
  const first = await outcome('', 2)
  expect(first).toMatchObject({ judged: 4n, admitted: 2n, held: 1n, refused: 1n })
  const second = await outcome(first.next, 2)
  expect([...first.problems, ...second.problems].map((one) => [one.recordId, one.refusalCode])).toEqual(
    [
      [recordIdOf(twice), 'entry.conflict'],
      [recordIdOf(refused), 'activity.result-unknown'],
      [recordIdOf(held), 'entry.plan-unknown'],
    ].sort((a, b) => (a[0]! < b[0]! ? -1 : 1)),
  )
  expect(
    await world.client.getImportOutcome(
      { importId: '00000000-0000-4000-8000-0000000000f4', after: '', limit: 2 },
      { token: await world.issuer.person(ani!) },
    ),
  ).toMatchObject({ code: 'access.denied' })
})

test('asked for a seal, the journal answers in every partition once it has folded everything up to it', async () => {
  const {
    staff: [ani],
  } = await people(world)
  const event = activityEvent(ani!)
  await world.publish(topics.activity, [event])
  await world.publish(topics.scoring, [
    {
      eventId: randomUUIDv7(),
      occurredAt: 0n,
      decidedAt: undefined,
      sourceRecordedAt: undefined,
      employeeId: undefined,
      agencyId: AGENCY,
      actor: undefined,
      body: { $case: 'sealRequested', value: { period: '2026-Q3', kind: 1, edition: 1, cutOff: BigInt(Date.now()) } },
    },
  ])
  // The broker stamps by its own clock: the journal's is brought behind it.
  world.clock.advance(Date.now() - world.clock.now() + 5_000)
  await eventually(
    async () => {
      const told = await world.told()
      expect(told.filter((one) => one.body?.$case === 'cutOffReached')).toHaveLength(3)
      expect(told.findIndex((one) => one.employeeId === ani && one.body?.$case === 'entryAdmitted')).toBeGreaterThan(-1)
    },
    { within: 30_000 },
  )
})

test('whatever a stranger sends to an address that is described is answered as it is described, and never with a fault', async () => {
  const { asked, complaints } = await walk(world.service.addresses.http, await world.issuer.machine('auditor'))
  expect(complaints).toEqual([])
  expect(asked).toBeGreaterThan(50)
}, 60_000)

test('what is left of the annual leave is what stands of leaves: two that overlap are one, a moved one counts where it was moved to', async () => {
  const {
    head,
    staff: [ani],
  } = await people(world)
  const [post, moved, gone] = [randomUUID(), randomUUIDv7(), randomUUIDv7()]
  await world.publish(topics.directory, [
    positionEvent(post),
    assignmentEvent(ani!, post, '2024-05-01', '2025-12-31'),
    employeeEvent(ani!, 'pns'),
  ])
  await world.publish(topics.activity, [
    leave(ani!, '2026-03-02', '2026-03-04', { kind: 'annual' }),
    // The last two days of it are of both; of the others the second one's.
    leave(ani!, '2026-03-03', '2026-03-06'),
    leave(ani!, '2026-04-06', '2026-04-10', { kind: 'annual', recordId: moved }),
    leave(ani!, '2026-04-13', '2026-04-13', { kind: 'annual', recordId: moved, revision: 2 }),
    leave(ani!, '2026-05-04', '2026-05-08', { kind: 'annual', recordId: gone }),
    leave(ani!, '2026-05-04', '2026-05-08', { kind: 'annual', recordId: gone, revision: 2, withdrawn: true }),
    leave(ani!, '2026-06-01', '2026-12-04', { kind: 'maternity' }),
  ])
  await world.settled()
  const asked = { employeeId: ani!, year: 2026 }
  const told = ok(await world.client.getLeave(asked, { token: await world.issuer.person(ani!) }))
  expect(told.balance).toEqual({
    year: 2026,
    sinceDate: '2025-05-01',
    own: 12,
    // No calendar of the year before is known: what was left of it is not.
    before: 0,
    beforeThat: 0,
    used: 6,
    leftOwn: 6,
    leftBefore: 0,
    leftBeforeThat: 0,
    over: 0,
    knownFrom: 2026,
  })
  const row = (fromDate: string, workingDays: number, annualDays: number, warning = '') =>
    expect.objectContaining({ fromDate, workingDays, annualDays, warning })
  expect(told.leaves).toEqual([
    row('2026-03-02', 3, 3),
    row('2026-03-03', 4, 2),
    row('2026-04-13', 1, 1),
    row('2026-06-01', expect.any(Number) as number, 0, 'too-long'),
  ])
  expect(ok(await world.client.getLeave(asked, { token: await world.issuer.person(head) })).leaves).toHaveLength(4)
  for (const stranger of [randomUUID(), (await people(world)).head])
    expect(await world.client.getLeave(asked, { token: await world.issuer.person(stranger) })).toMatchObject({
      code: 'access.denied',
    })
  const { rows } = await world.database.pool.query(
    `select reader from audit.look where operation = 'journal.GetLeave' and $1::uuid = any(subjects::uuid[])`,
    [ani],
  )
  expect(rows.map(({ reader }) => reader)).toEqual([head])
  const officer = (agencyId: string, sub: string = randomUUID()) =>
    world.issuer.token({ sub, employeeId: sub, sid: 's', roles: ['personnel_officer'], agencies: [agencyId] })
  const listed = { agencyId: AGENCY, month: '2026-07' }
  const warned = ok(await world.client.listLeaveWarnings(listed, { token: await officer(AGENCY) }))
  expect(warned.leaves.filter(({ employeeId }) => employeeId === ani)).toMatchObject([
    { fromDate: '2026-06-01', kind: 'maternity', warning: 'too-long' },
  ])
  expect(
    ok(await world.client.listLeaveWarnings({ ...listed, month: '2026-03' }, { token: await officer(AGENCY) })).leaves,
  ).toEqual([])
  for (const token of [await officer(randomUUID()), await world.issuer.person(head)])
    expect(await world.client.listLeaveWarnings(listed, { token })).toMatchObject({ code: 'access.denied' })
  const lookedAt = await world.database.pool.query(
    `select subjects from audit.look where operation = 'journal.ListLeaveWarnings' and $1::uuid = any(subjects::uuid[])`,
    [ani],
  )
  expect(lookedAt.rows).toHaveLength(1)
  for (const year of [0, 1999, 2201])
    expect(await world.client.getLeave({ ...asked, year }, { token: await world.issuer.person(ani!) })).toMatchObject({
      code: 'request.value-invalid',
    })
})
