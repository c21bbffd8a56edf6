import { eachDay, startOf, weekdayOf, type CivilDate } from './civil-date.ts'
import type { Context } from './context.ts'
import type { CriterionLine, Receipt } from './kernel/1/evaluate.ts'
import { pack as packed, type Fact } from './facts.ts'
import type { Criterion } from './kernel/1/pack.ts'

// The worked example of domain.md §5, as facts and context: what the tests of the index begin with.

const HOUR = 3_600_000
export const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
const UNIT = id(2),
  POST = id(3),
  PERSON = id(4)
export const AGENCY = id(1)
export const ASSIGNMENT = id(5)
export const results = [
  { code: 'RHK 1', weight: 50, target: 40 },
  { code: 'RHK 2', weight: 30, target: 12 },
  { code: 'RHK 3', weight: 20, target: 6 },
].map(({ code, weight, target }, at) => ({
  resultId: id(10 + at),
  code,
  weightThousandths: weight * 1000,
  targetThousandths: target * 1000,
  unit: 'berkas',
}))
export const working = [...eachDay('2026-07-01', '2026-09-30')].filter((date) => weekdayOf(date) <= 5)

export const context = (changed: Partial<Context> = {}): Context => ({
  employeeId: PERSON,
  period: '2026-Q3',
  asOf: startOf('2026-10-20', 'WIB'),
  ratings: undefined,
  assignments: [
    {
      assignmentId: ASSIGNMENT,
      agencyId: AGENCY,
      unitId: UNIT,
      positionId: POST,
      group: 'pelaksana',
      capacity: 'definitive',
      from: '2024-01-01',
      to: undefined,
      zone: 'WIB',
    },
  ],
  plans: [{ planId: id(6), assignmentId: ASSIGNMENT, from: '2026-01-01', to: '2026-12-31', results }],
  // One holiday makes 65 of the 66 working days of the quarter.
  agencies: {
    [AGENCY]: {
      calendar: { workingWeekdays: [1, 2, 3, 4, 5], holidays: new Set(['2026-08-17']) },
      windows: [{ days: 3, graceDays: 3, effectiveFrom: '2026-01-01' }],
      outages: [],
      graces: [],
      attendanceConnected: true,
    },
  },
  surveys: { [UNIT]: { surveyId: id(7), answers: 12, elements: 9, sum: 12 * 9 * 3 } },
  answers: {
    [ASSIGNMENT]: {
      quality: { superior: 4, self: 4, peers: { n: 3, sum: 13 } },
      teamwork: { superior: 5, self: 4, peers: { n: 3, sum: 12 } },
      innovation: { superior: 3, self: undefined, peers: { n: 2, sum: 8 } },
    },
  },
  ...changed,
})

let serial = 100
export const entry = (
  date: CivilDate,
  options: {
    hoursAfter?: number
    result?: number
    quantity?: number
    state?: 'verified' | 'admitted' | 'returned' | 'none'
  } = {},
): Fact[] => {
  const recordId = id(serial++)
  const recordedAt = startOf(date, 'WIB') + (options.hoursAfter ?? 16) * HOUR
  const fact: Fact = {
    kind: 'entry',
    recordId,
    revision: 1,
    offset: BigInt(serial),
    resultId: options.result === undefined ? undefined : results[options.result]!.resultId,
    quantityThousandths: options.quantity === undefined ? undefined : options.quantity * 1000,
    recordedAt,
    sourceRecordedAt: undefined,
    writtenAt: undefined,
  }
  if (options.state === 'none') return [fact]
  return [
    fact,
    {
      kind: 'verdict',
      recordId,
      revision: 1,
      state: options.state ?? 'verified',
      version: options.state === 'admitted' ? 0 : 1,
      recordedAt,
      timelyAt: undefined,
    },
  ]
}
export const attendance = (lateMinutes: number, present = true): Fact => ({
  kind: 'attendance',
  recordId: id(serial++),
  revision: 1,
  offset: 0n,
  recordedAt: 0,
  present,
  lateMinutes,
  earlyLeaveMinutes: 0,
})

/** 65 working days, 3 excused, 57 on time, 3 late, 2 without entry. Verified 38, 12 and 7. Four times up to half an hour late, once up to an hour. */
export function workedExample(): Map<CivilDate, Fact[]> {
  serial = 100
  const days = working.filter((date) => date !== '2026-08-17')
  const facts = new Map<CivilDate, Fact[]>(days.map((date) => [date, []]))
  const put = (at: number, ...more: Fact[]) => facts.get(days[at]!)!.push(...more)
  for (let at = 0; at < 57; at++) put(at, ...entry(days[at]!, { result: at < 38 ? 0 : at < 50 ? 1 : 2, quantity: 1 }))
  for (let at = 57; at < 60; at++) put(at, ...entry(days[at]!, { hoursAfter: 24 * 5 }))
  for (let at = 60; at < 63; at++)
    put(at, { kind: 'leave', recordId: id(serial++), revision: 1, offset: 0n, recordedAt: 0, reason: 'leave' })
  for (const at of [1, 2, 3, 4]) put(at, attendance(30))
  put(5, attendance(31))
  return facts
}
export const parts = (facts: Map<CivilDate, Fact[]>) => new Map([...facts].map(([date, list]) => [date, packed(list)]))
export const line = (receipt: Receipt, criterion: Criterion, segment = 0): CriterionLine =>
  receipt.segments[segment]!.criteria.find((one) => one.criterion === criterion)!
