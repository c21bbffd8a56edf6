import { randomUUID, randomUUIDv7 } from 'node:crypto'
import type { ActivityEvent } from '@timbang/contracts/gen/timbang/activity/v1/events'
import { punchIdOf } from '@timbang/contracts/punch-id'
import { isRefusal } from '@timbang/contracts/refusal'
import { topics } from '@timbang/contracts/topics'
import { startOf } from '@timbang/rules/civil-date'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AGENCY, assignmentEvent, blocked, dutyEvent, inHand, journalWorld, people, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await journalWorld({ replicas: 2 })
})
afterAll(() => world.close())

const [monday, tuesday, wednesday] = ['2026-11-23', '2026-11-24', '2026-11-25']
/** The instant of a clock at the workplace: `2026-11-23 07.28`. */
const at = (said: string) =>
  startOf(said.slice(0, 10), 'WIB') + (Number(said.slice(11, 13)) * 60 + Number(said.slice(14, 16))) * 60_000
const told = (employeeId: string, occurredAt: number, body: ActivityEvent['body']): ActivityEvent => ({
  eventId: randomUUIDv7(),
  occurredAt: BigInt(occurredAt),
  decidedAt: undefined,
  sourceRecordedAt: undefined,
  employeeId,
  agencyId: AGENCY,
  actor: 'machine',
  body,
})
const punch = (
  employeeId: string,
  said: string,
  of: { device?: string; revision?: number; withdrawn?: boolean } = {},
) => {
  const [device, instant] = [of.device ?? 'PUPR-1', at(said)]
  return told(employeeId, instant, {
    $case: 'punchRecorded',
    value: {
      recordId: punchIdOf({ employeeId, device, at: instant }),
      revision: of.revision ?? 1,
      punchedAt: BigInt(instant),
      device,
      key: undefined,
      withdrawn: of.withdrawn ?? false,
      contentDigest: Buffer.alloc(32),
      importId: undefined,
    },
  })
}
type Daily = Extract<ActivityEvent['body'], { $case: 'attendanceRecorded' }>
const daily = (employeeId: string, workDate: string, present: boolean, lateMinutes = 0) =>
  told(employeeId, at(`${workDate} 23.00`), {
    $case: 'attendanceRecorded',
    value: {
      recordId: randomUUIDv7(),
      revision: 1,
      workDate,
      present,
      lateMinutes,
      earlyLeaveMinutes: 0,
      contentDigest: Buffer.alloc(32),
      importId: undefined,
    },
  })

const leave = (employeeId: string, fromDate: string, toDate: string, kind = 'leave') =>
  told(employeeId, at(`${fromDate} 06.00`), {
    $case: 'leaveRecorded',
    value: {
      recordId: randomUUIDv7(),
      revision: 1,
      fromDate,
      toDate,
      kind,
      withdrawn: false,
      contentDigest: Buffer.alloc(32),
      importId: undefined,
    },
  })

const permission = (
  employeeId: string,
  date: string,
  [fromMinute, untilMinute]: readonly [number, number],
  of: { recordId?: string; revision?: number; withdrawn?: boolean; kind?: string } = {},
) =>
  told(employeeId, at(`${date} 06.00`), {
    $case: 'permissionRecorded',
    value: {
      recordId: of.recordId ?? randomUUIDv7(),
      revision: of.revision ?? 1,
      date,
      fromMinute,
      untilMinute,
      kind: of.kind ?? 'medical',
      withdrawn: of.withdrawn ?? false,
      contentDigest: Buffer.alloc(32),
      importId: undefined,
    },
  })

async function presence(of: string, from: string, to = from, as = of) {
  const answer = await world.client.getPresence(
    { employeeId: of, fromDate: from, toDate: to },
    { token: await world.issuer.person(as) },
  )
  if (isRefusal(answer)) throw new Error(answer.code)
  return answer.days
}

test('a day is shown as it is counted: who came and went at which machine, what is missing, what nobody told', async () => {
  const [ani] = (await people(world)).staff
  await world.publish(topics.activity, [
    punch(ani!, `${monday} 07.28`),
    punch(ani!, `${monday} 12.05`),
    punch(ani!, `${monday} 16.03`, { device: 'PUPR-2' }),
    punch(ani!, `${tuesday} 07.55`),
    leave(ani!, '2026-11-27', '2026-11-28', 'sick'),
  ])
  await world.settled()
  const [first, second, third, ...rest] = await presence(ani!, monday, '2026-11-29')
  expect(first).toMatchObject({
    date: monday,
    expected: true,
    source: 'punches',
    present: true,
    lateMinutes: 0,
    earlyLeaveMinutes: 0,
    cameAt: BigInt(at(`${monday} 07.28`)),
    wentAt: BigInt(at(`${monday} 16.03`)),
    forgot: '',
    shift: 'biasa',
    beginMinute: 450,
    endMinute: 960,
    contradicted: false,
  })
  expect(first!.punches.map(({ device, counts }) => [device, counts])).toEqual([
    ['PUPR-1', true],
    ['PUPR-1', false],
    ['PUPR-2', true],
  ])
  expect(second).toMatchObject({ source: 'punches', lateMinutes: 25, wentAt: undefined, forgot: 'out' })
  expect(third).toMatchObject({ date: wednesday, expected: true, source: '', punches: [] })
  expect(rest.map(({ expected }) => expected)).toEqual([true, true, false, false])
  // Somebody who is ill is not somebody of whom nothing is known.
  expect(rest.map(({ excused }) => excused)).toEqual(['', 'sick', 'sick', ''])
})

test('a permission takes minutes of its span away and says how many; its last revision counts, in whatever order that is told', async () => {
  const { staff } = await people(world, 2)
  for (const [nth, someone] of staff.entries()) {
    const [moved, gone] = [randomUUIDv7(), randomUUIDv7()]
    const told = [
      permission(someone, wednesday, [450, 540], { recordId: moved }),
      permission(someone, monday, [450, 480], { recordId: moved, revision: 2 }),
      permission(someone, tuesday, [900, 960], { recordId: gone }),
      permission(someone, tuesday, [900, 960], { recordId: gone, revision: 2, withdrawn: true }),
      permission(someone, tuesday, [900, 960], { recordId: gone, revision: 2 }),
    ]
    for (const one of nth === 0 ? told : [told[1]!, told[0]!, told[3]!, told[2]!, told[4]!]) {
      await world.publish(topics.activity, [one])
      await world.settled()
    }
    await world.publish(topics.activity, [
      punch(someone, `${monday} 08.20`),
      punch(someone, `${monday} 16.03`),
      punch(someone, `${tuesday} 07.28`),
      punch(someone, `${tuesday} 15.30`),
      // One of which nothing else is told is seen, too; one of a kind that nobody knows is none.
      permission(someone, '2026-11-28', [780, 960], { kind: 'official' }),
      permission(someone, '2026-11-29', [780, 960], { kind: 'ibadah' }),
    ])
    await world.settled()
    const days = await presence(someone, monday, '2026-11-29')
    expect(days).toMatchObject([
      { lateMinutes: 20, permissions: [{ recordId: moved, kind: 'medical', fromMinute: 450, lateMinutes: 30 }] },
      { lateMinutes: 0, earlyLeaveMinutes: 30, permissions: [] },
      { permissions: [] },
      {},
      {},
      { source: '', permissions: [{ kind: 'official', date: '2026-11-28', untilMinute: 960, earlyLeaveMinutes: 0 }] },
      { permissions: [] },
    ])
  }
})

test('a permission of the next morning is shown on the night of which it takes minutes away', async () => {
  const [ani] = (await people(world)).staff
  const sunday = '2026-12-06'
  const turn = { code: 'M', beginMinute: 21 * 60, endMinute: 31 * 60, breakMinutes: 60 }
  await world.publish(topics.directory, [dutyEvent(ani!, '2026-12', [{ date: sunday, shifts: [turn] }])])
  await world.publish(topics.activity, [
    punch(ani!, `${sunday} 20.50`),
    punch(ani!, '2026-12-07 05.00'),
    permission(ani!, '2026-12-07', [300, 420]),
  ])
  await world.settled()
  expect(await presence(ani!, sunday)).toMatchObject([
    { earlyLeaveMinutes: 0, permissions: [{ date: '2026-12-07', fromMinute: 300, earlyLeaveMinutes: 120 }] },
  ])
})

test('a scan that comes twice is one, and one that was taken back is none, in whatever order that is told', async () => {
  const { staff } = await people(world, 2)
  for (const [nth, someone] of staff.entries()) {
    const other = [
      punch(someone, `${monday} 05.10`),
      punch(someone, `${monday} 05.10`, { revision: 2, withdrawn: true }),
    ]
    for (const one of nth === 0 ? other : other.toReversed()) {
      await world.publish(topics.activity, [one])
      await world.settled()
    }
    await world.publish(topics.activity, [
      punch(someone, `${monday} 07.40`),
      punch(someone, `${monday} 07.40`),
      punch(someone, `${monday} 16.03`),
    ])
    await world.publish(topics.activity, [punch(someone, `${monday} 07.40`)])
    await world.settled()
    expect(await presence(someone, monday)).toMatchObject([
      { lateMinutes: 10, punches: [{ at: BigInt(at(`${monday} 07.40`)) }, { at: BigInt(at(`${monday} 16.03`)) }] },
    ])
  }
})

test('a daily result stands where no machine told of the day, and what contradicts it is named', async () => {
  const [ani] = (await people(world)).staff
  await world.publish(topics.activity, [
    daily(ani!, monday, true, 12),
    daily(ani!, tuesday, false),
    punch(ani!, `${tuesday} 07.29`),
    punch(ani!, `${tuesday} 16.00`),
    daily(ani!, wednesday, false),
  ])
  await world.settled()
  expect(await presence(ani!, monday, wednesday)).toMatchObject([
    { source: 'daily-result', present: true, lateMinutes: 12, contradicted: false },
    { source: 'punches', present: true, contradicted: true },
    { source: 'daily-result', present: false, contradicted: false },
  ])
})

test('whoever has a duty schedule is judged by it: a night belongs to the date on which it begins, a Sunday can be due', async () => {
  const [ani] = (await people(world)).staff
  const sunday = '2026-12-06'
  const turn = { code: 'M', beginMinute: 21 * 60, endMinute: 31 * 60, breakMinutes: 60 }
  await world.publish(topics.directory, [dutyEvent(ani!, '2026-12', [{ date: sunday, shifts: [turn] }])])
  await world.publish(topics.activity, [punch(ani!, `${sunday} 21.10`), punch(ani!, '2026-12-07 07.02')])
  await world.settled()
  expect(await presence(ani!, sunday, '2026-12-07')).toMatchObject([
    { expected: true, shift: 'M', lateMinutes: 10, earlyLeaveMinutes: 0, forgot: '', punches: [{}, {}] },
    { expected: false, shift: '', punches: [] },
  ])
})

test('a person’s presence is read by him and by who assesses him, on record; of a stranger nothing is told', async () => {
  const { head, staff } = await people(world, 2)
  const [ani, budi] = staff
  await world.publish(topics.activity, [punch(ani!, `${monday} 07.28`)])
  await world.settled()
  expect(await presence(ani!, monday)).toMatchObject([{ source: 'punches' }])
  expect(await presence(ani!, monday, monday, head)).toMatchObject([{ source: 'punches' }])
  for (const stranger of [budi!, randomUUID()])
    expect(
      await world.client.getPresence(
        { employeeId: ani!, fromDate: monday, toDate: monday },
        { token: await world.issuer.person(stranger) },
      ),
    ).toMatchObject({ code: 'access.denied' })
  const { rows } = await world.database.pool.query(
    `select reader from audit.look where operation = 'journal.GetPresence' and $1::uuid = any(subjects::uuid[])`,
    [ani],
  )
  expect(rows.map(({ reader }) => reader)).toEqual([head])
})

test('a span that is none, or longer than a quarter and its edges, is refused', async () => {
  const [ani] = (await people(world)).staff
  const token = await world.issuer.person(ani!)
  for (const [fromDate, toDate] of [
    ['2026-02-30', '2026-03-01'],
    [tuesday, monday],
    ['2026-01-01', '2026-12-31'],
  ])
    expect(
      await world.client.getPresence({ employeeId: ani!, fromDate: fromDate!, toDate: toDate! }, { token }),
    ).toMatchObject({ code: 'request.value-invalid' })
})

const officerOf = (agencyId: string, sub: string = randomUUID()) =>
  world.issuer.token({ sub, employeeId: sub, sid: 's', roles: ['personnel_officer'], agencies: [agencyId] })
const NOVEMBER = '2026-11'
async function contradictions(token: string, of: readonly string[], limit = 200) {
  const days = []
  for (let after = ''; ; ) {
    const answer = await world.client.listContradictions({ agencyId: AGENCY, month: NOVEMBER, limit, after }, { token })
    if (isRefusal(answer)) throw new Error(answer.code)
    days.push(...answer.days.filter(({ employeeId }) => of.includes(employeeId)))
    if (answer.next === '') return days
    after = answer.next
  }
}
/** Somebody whom the nightly job missed on Tuesday, and whom a machine saw come late. */
async function missed() {
  const { head, staff } = await people(world)
  const [ani] = staff
  const absent = daily(ani!, tuesday, false)
  const came = punch(ani!, `${tuesday} 07.50`)
  await world.publish(topics.activity, [absent, came, punch(ani!, `${tuesday} 16.04`)])
  await world.settled()
  const id = ({ body }: ActivityEvent) => body!.value.recordId
  return { head, ani: ani!, absent: id(absent), came: id(came) }
}
const settle = (
  token: string,
  of: { ani: string; recordId: string; version?: number; reason?: string; date?: string },
  replica = 0,
) =>
  world.clients[replica]!.settleAttendance(
    {
      employeeId: of.ani,
      date: of.date ?? tuesday,
      recordId: of.recordId,
      reason: of.reason ?? 'Berita acara mesin 24 November',
      version: of.version ?? 0,
    },
    { token },
  )

test('an officer hears which scans of his agency’s people are here, on the day of the scan, on record; of others nothing', async () => {
  const [mine] = (await people(world)).staff as [string]
  const [gone, never] = [randomUUID(), randomUUID()]
  // Elsewhere from Wednesday on: what he scanned before is still this agency's.
  await world.publish(topics.directory, [assignmentEvent(gone, randomUUID(), '2026-01-01', tuesday)])
  await world.publish(
    topics.activity,
    [mine, gone, never].map((one) => punch(one, `${monday} 07.28`)),
  )
  await world.settled()
  const officer = randomUUID()
  const punches = [mine, gone, never].flatMap((employeeId) =>
    [monday, wednesday].map((day) => ({ employeeId, at: BigInt(at(`${day} 07.28`)) })),
  )
  const compare = async (token: string) => {
    const answer = await world.client.comparePunches({ device: 'PUPR-1', agencyId: AGENCY, punches }, { token })
    if (isRefusal(answer)) return answer.code
    return punches.map((_, nth) => (answer.beyond[nth] ? 'beyond' : answer.known[nth] ? 'here' : 'new')).join(' ')
  }
  expect(await compare(await officerOf(AGENCY, officer))).toBe('here new here beyond beyond beyond')
  expect(await compare(await world.issuer.machine('importer'))).toBe('here new here new here new')
  expect(await compare(await officerOf(randomUUID()))).toBe(punches.map(() => 'beyond').join(' '))
  expect(await compare(await world.issuer.person(mine))).toBe('access.denied')
  const { rows } = await world.database.pool.query<{ subjects: string[] }>(
    `select subjects from audit.look where reader = $1 and operation = 'journal.ComparePunches'`,
    [officer],
  )
  expect(rows.map(({ subjects }) => subjects.toSorted())).toEqual([[mine, gone].toSorted()])
})

test('the officer sees the days of which facts say different things, each with its source and time, the latest first, page by page', async () => {
  const { head, staff } = await people(world, 2)
  const [ani, budi] = staff
  const acting = randomUUID()
  const post = (more: object) => {
    const event = assignmentEvent(acting, randomUUID())
    return { ...event, body: { ...event.body!, value: { ...event.body!.value, ...more } } } as typeof event
  }
  await world.publish(topics.directory, [post({ agencyId: randomUUID() }), post({ capacity: 2 })])
  await world.publish(topics.activity, [
    daily(ani!, monday, false),
    punch(ani!, `${monday} 07.29`),
    punch(ani!, `${monday} 16.00`, { device: 'PUPR-2' }),
    // What the system tells of Tuesday is what the machine saw.
    daily(ani!, tuesday, true, 20),
    punch(ani!, `${tuesday} 07.50`),
    punch(ani!, `${tuesday} 16.01`),
    daily(budi!, wednesday, true, 12),
    daily(budi!, wednesday, false),
    daily(budi!, tuesday, false),
    // Who only acts here has his days counted where his own post is.
    daily(acting, wednesday, true),
    daily(acting, wednesday, false),
  ])
  await world.settled()
  const officer = randomUUID()
  const token = await officerOf(AGENCY, officer)
  const days = await contradictions(token, [...staff, acting])
  expect(days).toMatchObject([
    {
      employeeId: budi,
      date: wednesday,
      told: [
        { source: 'daily-result', present: true, lateMinutes: 12, toldAt: BigInt(at(`${wednesday} 23.00`)) },
        { source: 'daily-result', present: false },
      ],
      version: 0,
      settled: false,
      own: false,
    },
    {
      employeeId: ani,
      date: monday,
      told: [
        {
          source: 'punches',
          present: true,
          cameAt: BigInt(at(`${monday} 07.29`)),
          wentAt: BigInt(at(`${monday} 16.00`)),
          devices: ['PUPR-1', 'PUPR-2'],
        },
        { source: 'daily-result', present: false, toldAt: BigInt(at(`${monday} 23.00`)) },
      ],
    },
  ])
  expect(await contradictions(token, staff, 1)).toEqual(days)
  const { rows } = await world.database.pool.query(
    `select subjects from audit.look where operation = 'journal.ListContradictions' and reader = $1 and $2 = any(subjects) limit 1`,
    [officer, ani],
  )
  expect(rows).toHaveLength(1)
  for (const stranger of [await officerOf(randomUUID()), await world.issuer.person(head)])
    expect(
      await world.client.listContradictions(
        { agencyId: AGENCY, month: NOVEMBER, limit: 50, after: '' },
        { token: stranger },
      ),
    ).toMatchObject({ code: 'access.denied' })
})

test('what the officer settles counts, the person reads why, and a settlement that was taken back counts no more', async () => {
  const { ani, absent, came } = await missed()
  const officer = randomUUID()
  const token = await officerOf(AGENCY, officer)
  expect(await presence(ani, tuesday)).toMatchObject([{ source: 'punches', lateMinutes: 20, reason: '' }])
  expect(await settle(token, { ani, recordId: absent })).toEqual({ version: 1 })
  expect(await presence(ani, tuesday)).toMatchObject([
    { source: 'settlement', present: false, contradicted: true, reason: 'Berita acara mesin 24 November' },
  ])
  expect(await contradictions(token, [ani])).toMatchObject([
    { settled: true, present: false, version: 1, settledBy: officer, told: [{ recordId: came }, { recordId: absent }] },
  ])
  // Said again without an answer it is settled once; said by another who saw what was before it, not at all.
  expect(await settle(token, { ani, recordId: absent })).toEqual({ version: 1 })
  expect(await settle(await officerOf(AGENCY), { ani, recordId: came })).toMatchObject({ code: 'settlement.changed' })
  expect(await settle(token, { ani, recordId: came, version: 1, reason: 'Rekaman kamera' })).toEqual({ version: 2 })
  expect(await presence(ani, tuesday)).toMatchObject([
    { source: 'settlement', present: true, lateMinutes: 20, reason: 'Rekaman kamera' },
  ])
  // What was chosen hides nothing: the pair stays to be seen, and to be settled otherwise.
  expect(await contradictions(token, [ani])).toMatchObject([
    { settled: true, present: true, lateMinutes: 20, told: [{ recordId: came }, { recordId: absent }] },
  ])
  const back = (version: number) =>
    world.client.withdrawSettlement({ employeeId: ani, date: tuesday, version }, { token })
  expect(await back(1)).toMatchObject({ code: 'settlement.changed' })
  expect(await back(2)).toEqual({ version: 3 })
  expect(await back(2)).toEqual({ version: 3 })
  expect(await back(3)).toMatchObject({ code: 'settlement.changed' })
  expect(await presence(ani, tuesday)).toMatchObject([{ source: 'punches', lateMinutes: 20, reason: '' }])
  const said = (await world.told()).flatMap(({ body, employeeId, actor }) =>
    body?.$case === 'attendanceSettled' && employeeId === ani ? [{ ...body.value, actor }] : [],
  )
  expect(said.map(({ version, present, withdrawn, actor }) => [version, present, withdrawn, actor])).toEqual([
    [1, false, false, officer],
    [2, true, false, officer],
    [3, true, true, officer],
  ])
  expect(new Set(said.map(({ settlementId }) => settlementId)).size).toBe(1)
  const { rows } = await world.database.pool.query(
    `select operation from audit.look where kind = 'decision' and reader = $1 order by at, look_id`,
    [officer],
  )
  expect(rows.map(({ operation }) => operation)).toEqual([
    'journal.SettleAttendance',
    'journal.SettleAttendance',
    'journal.WithdrawSettlement',
  ])
})

test('an officer settles what contradicts itself in his own agency, among what was told, with a reason, and no day of his own', async () => {
  const { head, ani, absent } = await missed()
  const token = await officerOf(AGENCY)
  const [stranger, himself] = [await officerOf(randomUUID()), await officerOf(AGENCY, ani)]
  for (const other of [stranger, await world.issuer.person(head), await world.issuer.person(ani)])
    for (const answer of [
      await settle(other, { ani, recordId: absent }),
      await world.client.withdrawSettlement({ employeeId: ani, date: tuesday, version: 1 }, { token: other }),
    ])
      expect(answer).toMatchObject({ code: 'access.denied' })
  expect(await settle(himself, { ani, recordId: absent })).toMatchObject({ code: 'settlement.own-day' })
  expect(await contradictions(himself, [ani])).toMatchObject([{ own: true }])
  expect(await settle(token, { ani, recordId: absent, reason: ' \u2800 ' })).toMatchObject({
    code: 'settlement.reason-missing',
  })
  expect(await settle(token, { ani, recordId: randomUUID() })).toMatchObject({ code: 'settlement.changed' })
  expect(await settle(token, { ani, recordId: absent, date: wednesday })).toMatchObject({
    code: 'settlement.nothing-contradicts',
  })
  expect(await settle(token, { ani: randomUUID(), recordId: absent })).toMatchObject({ code: 'access.denied' })
  expect(await presence(ani, tuesday)).toMatchObject([{ source: 'punches' }])
})

test('of two officers who settle one day at once, at two replicas, one is heard', async () => {
  const { ani, absent, came } = await missed()
  const tokens = await Promise.all([officerOf(AGENCY), officerOf(AGENCY)])
  // Nothing is written before both have come as far as they can.
  const end = await inHand(world, (tx) => tx.query('lock table audit.look in exclusive mode'))
  const both = Promise.all([
    settle(tokens[0]!, { ani, recordId: absent }, 0),
    settle(tokens[1]!, { ani, recordId: came }, 1),
  ])
  await blocked(world, 2)
  await end()
  const answers = await both
  expect(answers.map((answer) => (isRefusal(answer) ? answer.code : answer.version)).sort()).toEqual([
    1,
    'settlement.changed',
  ])
})

test('what another agency tells is shown and not counted, takes nothing back, and counts once his posts are mended', async () => {
  const { staff } = await people(world, 2)
  const [ani, budi] = staff
  const other = randomUUID()
  const theirs = (event: ActivityEvent): ActivityEvent => ({ ...event, agencyId: other })
  const told = daily(budi!, tuesday, true, 12)
  await world.publish(topics.activity, [
    theirs(punch(ani!, `${monday} 08.10`)),
    theirs(punch(ani!, `${monday} 16.02`)),
    theirs(daily(ani!, tuesday, false)),
    // Before the agency itself tells the same, and after it.
    theirs(punch(budi!, `${monday} 07.28`)),
    punch(budi!, `${monday} 07.28`),
    punch(budi!, `${monday} 16.03`),
    told,
    theirs(punch(budi!, `${monday} 16.03`, { revision: 2, withdrawn: true })),
    theirs({
      ...told,
      body: { $case: 'attendanceRecorded', value: { ...(told.body as Daily).value, revision: 2, present: false } },
    }),
  ])
  await world.settled()
  const scan = { agencyId: other, source: 'punches', device: 'PUPR-1' }
  expect(await presence(ani!, monday, tuesday)).toMatchObject([
    {
      source: '',
      expected: true,
      elsewhere: [
        { ...scan, at: BigInt(at(`${monday} 08.10`)) },
        { ...scan, at: BigInt(at(`${monday} 16.02`)) },
      ],
    },
    { source: '', elsewhere: [{ agencyId: other, source: 'daily-result', present: false }] },
  ])
  expect(await presence(budi!, monday, tuesday)).toMatchObject([
    { source: 'punches', lateMinutes: 0, forgot: '', contradicted: false, elsewhere: [scan] },
    { source: 'daily-result', present: true, lateMinutes: 12, contradicted: false, elsewhere: [{ present: false }] },
  ])

  const token = await officerOf(AGENCY)
  const listed = async (limit?: number) => contradictions(token, staff, limit)
  expect(await listed()).toMatchObject(
    [
      ...staff.map((employeeId) => ({ employeeId, date: tuesday })),
      ...staff.map((employeeId) => ({ employeeId, date: monday })),
    ]
      .map((day) => ({ ...day, differs: false, settled: false, elsewhere: [{ agencyId: other }] }))
      .toSorted((a, b) => (a.date === b.date ? (a.employeeId < b.employeeId ? -1 : 1) : a.date < b.date ? 1 : -1))
      .map(({ elsewhere: _, ...day }) => day),
  )
  expect(await listed(1)).toEqual(await listed())
  expect(await settle(token, { ani: ani!, date: tuesday, recordId: randomUUID() })).toMatchObject({
    code: 'settlement.nothing-contradicts',
  })
  // The agency's own file brings its scan, though another one has told it.
  const punches = [{ employeeId: ani!, at: BigInt(at(`${monday} 08.10`)) }]
  expect(await world.client.comparePunches({ device: 'PUPR-1', agencyId: AGENCY, punches }, { token })).toMatchObject({
    known: [false],
  })

  const acting = assignmentEvent(ani!, randomUUID(), monday, monday)
  const value = { ...acting.body!.value, agencyId: other, capacity: 2 }
  await world.publish(topics.directory, [{ ...acting, body: { ...acting.body!, value } } as typeof acting])
  await world.settled()
  expect(await presence(ani!, monday, tuesday)).toMatchObject([
    { source: 'punches', lateMinutes: 40, elsewhere: [] },
    { source: '', elsewhere: [{}] },
  ])
})

test('an outage of one machine excuses who scanned at it lately, and the officer chooses among the machines of his agency', async () => {
  const { staff } = await people(world, 2)
  const [ani, budi] = staff
  await world.publish(topics.activity, [
    punch(ani!, '2026-11-10 07.28', { device: 'PUPR-9' }),
    punch(budi!, '2026-11-10 07.28'),
    ...staff.flatMap((one) => [punch(one, `${tuesday} 08.10`, { device: 'PUPR-2' }), punch(one, `${tuesday} 16.02`)]),
  ])
  await world.settled()
  const token = await officerOf(AGENCY)
  const outage = {
    outageId: randomUUID(),
    agencyId: AGENCY,
    fromInstant: BigInt(at(`${tuesday} 07.00`)),
    toInstant: BigInt(at(`${tuesday} 08.05`)),
    causeCode: 'machine',
    version: 0,
    withdrawn: false,
    devices: ['PUPR-9', 'PUPR-9'],
  }
  const record = (more: object = {}) =>
    world.client.recordAttendanceOutage({ outage: { ...outage, ...more } }, { token })
  expect(await record()).toMatchObject({ outage: { version: 1, devices: ['PUPR-9'] } })
  const late = async () => (await Promise.all(staff.map((one) => presence(one, tuesday)))).flat()
  expect(await late()).toMatchObject([
    { lateMinutes: 5, machineOut: true },
    { lateMinutes: 40, machineOut: false },
  ])
  const answer = await world.client.listAttendanceOutages({ agencyId: AGENCY, month: NOVEMBER }, { token })
  expect(answer).toMatchObject({ outages: expect.arrayContaining([expect.objectContaining({ devices: ['PUPR-9'] })]) })
  expect((answer as { devices: string[] }).devices).toEqual(expect.arrayContaining(['PUPR-1', 'PUPR-2', 'PUPR-9']))
  for (const devices of [['dua kata'], Array.from({ length: 21 }, (_, nth) => `M-${nth}`)])
    expect(await record({ devices })).toMatchObject({ refused: true })
  expect(await record({ devices: [] })).toMatchObject({ outage: { version: 2 } })
  expect((await late()).map(({ lateMinutes }) => lateMinutes)).toEqual([5, 5])
  expect(await record({ devices: [], withdrawn: true })).toMatchObject({ outage: { version: 3 } })
})

test('what an outage of the machines covers is no lateness and no forgotten scan, by the officer of the agency, until he takes it back', async () => {
  const { head, staff } = await people(world)
  const [ani] = staff
  await world.publish(topics.activity, [
    punch(ani!, `${monday} 08.10`),
    punch(ani!, `${monday} 16.02`),
    punch(ani!, `${tuesday} 07.29`),
  ])
  await world.settled()
  const officer = randomUUID()
  const token = await officerOf(AGENCY, officer)
  const outage = (from: string, to: string, more: object = {}) => ({
    outageId: randomUUID(),
    agencyId: AGENCY,
    fromInstant: BigInt(at(from)),
    toInstant: BigInt(at(to)),
    causeCode: 'power',
    version: 0,
    withdrawn: false,
    devices: [] as string[],
    ...more,
  })
  const record = (one: ReturnType<typeof outage>, by = token) =>
    world.client.recordAttendanceOutage({ outage: one }, { token: by })
  const [morning, evening] = [
    outage(`${monday} 07.00`, `${monday} 08.05`),
    outage(`${tuesday} 15.00`, `${tuesday} 18.00`),
  ]
  expect(await presence(ani!, monday, tuesday)).toMatchObject([
    { lateMinutes: 40, machineOut: false },
    { forgot: 'out' },
  ])
  for (const stranger of [
    await officerOf(randomUUID()),
    await world.issuer.person(head),
    await world.issuer.person(ani!),
  ]) {
    expect(await record(morning, stranger)).toMatchObject({ code: 'access.denied' })
    expect(
      await world.client.listAttendanceOutages({ agencyId: AGENCY, month: NOVEMBER }, { token: stranger }),
    ).toMatchObject({ code: 'access.denied' })
  }
  expect(
    await record(outage(`${monday} 07.00`, `${monday} 08.05`, { toInstant: BigInt(Date.now() + 1e9) })),
  ).toMatchObject({
    code: 'attendance-outage.not-over',
  })
  for (const one of [morning, evening, morning]) expect(await record(one)).toMatchObject({ outage: { version: 1 } })
  expect(await presence(ani!, monday, tuesday)).toMatchObject([
    { lateMinutes: 5, machineOut: true },
    { forgot: '', machineOut: true },
  ])
  const listed = async () => {
    const answer = await world.client.listAttendanceOutages({ agencyId: AGENCY, month: NOVEMBER }, { token })
    if (isRefusal(answer)) throw new Error(answer.code)
    return answer.outages.map(({ outageId }) => outageId)
  }
  expect(await listed()).toEqual([evening.outageId, morning.outageId])
  expect(await record({ ...morning, withdrawn: true })).toMatchObject({ outage: { version: 2 } })
  expect(await listed()).toEqual([evening.outageId])
  expect(await presence(ani!, monday)).toMatchObject([{ lateMinutes: 40, machineOut: false }])
  const { rows } = await world.database.pool.query(
    `select object from audit.look where kind = 'decision' and operation = 'journal.RecordAttendanceOutage' and reader = $1 order by at, look_id`,
    [officer],
  )
  expect(rows.map(({ object }) => object)).toEqual([morning.outageId, evening.outageId, morning.outageId])
})
