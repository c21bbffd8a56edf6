import { randomUUID, randomUUIDv7 } from 'node:crypto'
import type { ActivityEvent } from '@timbang/contracts/gen/timbang/activity/v1/events'
import { punchIdOf } from '@timbang/contracts/punch-id'
import { isRefusal } from '@timbang/contracts/refusal'
import { topics } from '@timbang/contracts/topics'
import { startOf } from '@timbang/rules/civil-date'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AGENCY, dutyEvent, journalWorld, people, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await journalWorld()
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
