import { expect, test } from 'vitest'
import {
  type AttendanceOutage,
  contradict,
  decide,
  evolve,
  recordAttendanceOutage,
  type Settlement,
  type SettlementCommand,
} from './domain.ts'

const scanned = { recordId: 'scan', present: true, lateMinutes: 20, earlyLeaveMinutes: 0 }
const nightly = { recordId: 'nightly', present: false, lateMinutes: 0, earlyLeaveMinutes: 0 }
const settle = (more: Partial<Extract<SettlementCommand, { type: 'settle' }>> = {}) => ({
  type: 'settle' as const,
  version: 0,
  recordId: 'scan',
  reason: 'Berita acara',
  told: [scanned, nightly],
  by: 'lestari',
  settlementId: 's',
  workDate: '2026-11-24',
  ...more,
})
const of = { employeeId: 'e', agencyId: 'a', at: 5, actor: 'lestari' }
/** What stands after commands, each of which is accepted. */
const after = (...commands: SettlementCommand[]): Settlement | undefined =>
  commands.reduce<Settlement | undefined>((settlement, command) => {
    const decision = decide(settlement, command)
    if (decision.refused) throw new Error(decision.code)
    return decision.events.reduce<Settlement | undefined>((one, event) => evolve(one, event, of), settlement)
  }, undefined)
const withdraw = (version: number, by = 'lestari') => ({ type: 'withdraw' as const, version, by })

test('an officer chooses one of the facts, and what it said then is what holds', () => {
  expect(after(settle())).toMatchObject({ version: 1, chosenRecordId: 'scan', present: true, lateMinutes: 20 })
  expect(after(settle({ recordId: 'nightly' }))).toMatchObject({ present: false, settledBy: 'lestari', settledAt: 5 })
  expect(decide(undefined, settle({ recordId: 'other' }))).toMatchObject({ code: 'settlement.changed' })
})
test('a reason is seen, not only typed', () => {
  for (const reason of ['', '  ', '\u2800', '\u200b'])
    expect(decide(undefined, settle({ reason }))).toMatchObject({ code: 'settlement.reason-missing' })
})
test('only what contradicts itself is settled: minutes of an absence are none', () => {
  expect(contradict([])).toBe(false)
  expect(contradict([scanned])).toBe(false)
  expect(contradict([scanned, { ...scanned, recordId: 'daily' }])).toBe(false)
  expect(contradict([nightly, { ...nightly, lateMinutes: 30 }])).toBe(false)
  expect(contradict([scanned, { ...scanned, lateMinutes: 21 }])).toBe(true)
  expect(contradict([scanned, { ...scanned, earlyLeaveMinutes: 1 }])).toBe(true)
  expect(contradict([scanned, scanned, nightly])).toBe(true)
  for (const told of [[], [scanned]])
    expect(decide(undefined, settle({ told }))).toMatchObject({ code: 'settlement.nothing-contradicts' })
})
test('said again by the same officer it is settled once; by another, or with another choice, it has changed', () => {
  const once = after(settle())
  expect(decide(once, settle())).toEqual({ events: [] })
  expect(decide(once, settle({ by: 'marwan' }))).toMatchObject({ code: 'settlement.changed' })
  expect(decide(once, settle({ recordId: 'nightly' }))).toMatchObject({ code: 'settlement.changed' })
  expect(decide(once, settle({ version: 2 }))).toMatchObject({ code: 'settlement.changed' })
  expect(after(settle(), settle({ version: 1, recordId: 'nightly' }))).toMatchObject({ version: 2, present: false })
})
test('what was settled is taken back by who saw it, once, and settled again under its id', () => {
  expect(decide(undefined, withdraw(1))).toMatchObject({ code: 'settlement.changed' })
  expect(decide(after(settle()), withdraw(2))).toMatchObject({ code: 'settlement.changed' })
  const back = after(settle(), withdraw(1))
  expect(back).toMatchObject({ version: 2, withdrawn: true, settlementId: 's' })
  expect(decide(back, withdraw(1))).toEqual({ events: [] })
  expect(decide(back, withdraw(2))).toMatchObject({ code: 'settlement.changed' })
  expect(after(settle(), withdraw(1), settle({ version: 2, settlementId: 'other' }))).toMatchObject({
    version: 3,
    withdrawn: false,
    settlementId: 's',
  })
})
test('the higher version stands, in whatever order they are told', () => {
  const [first, second] = [1, 2].map((version) => ({
    type: 'AttendanceSettled' as const,
    settlementId: 's',
    version,
    workDate: '2026-11-24',
    chosenRecordId: 'scan',
    present: true,
    lateMinutes: 0,
    earlyLeaveMinutes: 0,
    withdrawn: false,
  }))
  expect(evolve(evolve(undefined, second!, of), first!, of)).toMatchObject({ version: 2 })
  expect(evolve(evolve(undefined, first!, of), second!, of)).toMatchObject({ version: 2 })
})

const now = Date.parse('2026-11-24T05:00:00Z')
const wanted = {
  outageId: 'o',
  agencyId: 'a',
  fromInstant: now - 7_200_000,
  toInstant: now - 3_600_000,
  causeCode: 'power',
  withdrawn: false,
  devices: [] as readonly string[],
}
const record = (more: Partial<typeof wanted> = {}, current?: AttendanceOutage) =>
  recordAttendanceOutage(current, { ...wanted, ...more }, now)

test('an outage is put on record when it is over, for two weeks at most', () => {
  expect(record()).toMatchObject({ events: [{ version: 1, causeCode: 'power' }] })
  expect(record({ toInstant: now })).toMatchObject({ events: [{}] })
  expect(record({ toInstant: now + 1 })).toMatchObject({ code: 'attendance-outage.not-over' })
  expect(record({ toInstant: wanted.fromInstant })).toMatchObject({ field: 'from_instant' })
  const twoWeeks = 14 * 86_400_000
  expect(record({ fromInstant: now - twoWeeks, toInstant: now })).toMatchObject({ events: [{}] })
  expect(record({ fromInstant: now - twoWeeks - 1, toInstant: now })).toMatchObject({
    code: 'attendance-outage.too-long',
  })
  expect(record({ causeCode: 'flood' })).toMatchObject({ field: 'cause_code' })
})
test('said again it is on record once, otherwise anew, and its id is one agency’s', () => {
  const current = { ...wanted, version: 1 }
  expect(record({}, current)).toEqual({ events: [] })
  expect(record({ withdrawn: true }, current)).toMatchObject({ events: [{ version: 2, withdrawn: true }] })
  const devices = ['M-2', 'M-1', 'M-2']
  expect(record({ devices }, current)).toMatchObject({ events: [{ version: 2, devices: ['M-1', 'M-2'] }] })
  expect(record({ devices }, { ...current, devices: ['M-1', 'M-2'] })).toEqual({ events: [] })
  expect(record({ agencyId: 'b' }, current)).toMatchObject({ field: 'outage_id' })
})
