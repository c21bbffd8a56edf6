import { expect, test } from 'vitest'
import { addDays, eachDay, startOf, weekdayOf, type CivilDate } from './civil-date.ts'
import type { Context } from './context.ts'
import { evaluate, type CriterionLine, type Receipt } from './evaluate.ts'
import { pack as packed, type Fact } from './facts.ts'
import { thousandthsToTenths } from './fraction.ts'
import { indeksDaerah } from './packs/indeks-daerah.ts'
import { faultsOf, type Criterion } from './pack.ts'
import { canonicalBytes } from './receipt.ts'
import { recompute } from './recompute.ts'

const HOUR = 3_600_000
const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
const AGENCY = id(1), UNIT = id(2), POST = id(3), PERSON = id(4), ASSIGNMENT = id(5)
const results = [{ code: 'RHK 1', weight: 50, target: 40 }, { code: 'RHK 2', weight: 30, target: 12 }, { code: 'RHK 3', weight: 20, target: 6 }]
  .map(({ code, weight, target }, at) => ({ resultId: id(10 + at), code, weightThousandths: weight * 1000, targetThousandths: target * 1000, unit: 'berkas' }))
const working = [...eachDay('2026-07-01', '2026-09-30')].filter((date) => weekdayOf(date) <= 5)

const context = (changed: Partial<Context> = {}): Context => ({
  employeeId: PERSON, period: '2026-Q3', asOf: startOf('2026-10-20', 'WIB'), ratings: undefined,
  assignments: [{ assignmentId: ASSIGNMENT, agencyId: AGENCY, unitId: UNIT, positionId: POST, group: 'pelaksana', capacity: 'definitive', from: '2024-01-01', to: undefined, zone: 'WIB' }],
  plans: [{ planId: id(6), assignmentId: ASSIGNMENT, from: '2026-01-01', to: '2026-12-31', results }],
  // One holiday makes 65 of the 66 working days of the quarter.
  agencies: { [AGENCY]: { calendar: { workingWeekdays: [1, 2, 3, 4, 5], holidays: new Set(['2026-08-17']) }, windows: [{ days: 3, graceDays: 3, effectiveFrom: '2026-01-01' }], outages: [], graces: [], attendanceConnected: true } },
  surveys: { [UNIT]: { surveyId: id(7), answers: 12, elements: 9, sum: 12 * 9 * 3 } },
  answers: { [ASSIGNMENT]: { quality: { superior: 4, self: 4, peers: { n: 3, sum: 13 } }, teamwork: { superior: 5, self: 4, peers: { n: 3, sum: 12 } }, innovation: { superior: 3, self: undefined, peers: { n: 2, sum: 8 } } } },
  ...changed,
})

let serial = 100
const entry = (date: CivilDate, options: { hoursAfter?: number; result?: number; quantity?: number; state?: 'verified' | 'admitted' | 'returned' | 'none' } = {}): Fact[] => {
  const recordId = id(serial++)
  const recordedAt = startOf(date, 'WIB') + (options.hoursAfter ?? 16) * HOUR
  const fact: Fact = { kind: 'entry', recordId, revision: 1, offset: BigInt(serial), resultId: options.result === undefined ? undefined : results[options.result]!.resultId, quantityThousandths: options.quantity === undefined ? undefined : options.quantity * 1000, recordedAt, sourceRecordedAt: undefined, writtenAt: undefined }
  if (options.state === 'none') return [fact]
  return [fact, { kind: 'verdict', recordId, revision: 1, state: options.state ?? 'verified', version: options.state === 'admitted' ? 0 : 1, recordedAt, timelyAt: undefined }]
}
const attendance = (lateMinutes: number, present = true): Fact => ({ kind: 'attendance', recordId: id(serial++), revision: 1, offset: 0n, recordedAt: 0, present, lateMinutes, earlyLeaveMinutes: 0 })

/** 65 working days, 3 excused, 57 on time, 3 late, 2 without entry. Verified 38, 12 and 7. Four times up to half an hour late, once up to an hour. */
function workedExample(): Map<CivilDate, Fact[]> {
  const days = working.filter((date) => date !== '2026-08-17')
  const facts = new Map<CivilDate, Fact[]>(days.map((date) => [date, []]))
  const put = (at: number, ...more: Fact[]) => facts.get(days[at]!)!.push(...more)
  for (let at = 0; at < 57; at++) put(at, ...entry(days[at]!, { result: at < 38 ? 0 : at < 50 ? 1 : 2, quantity: 1 }))
  for (let at = 57; at < 60; at++) put(at, ...entry(days[at]!, { hoursAfter: 24 * 5 }))
  for (let at = 60; at < 63; at++) put(at, { kind: 'leave', recordId: id(serial++), revision: 1, offset: 0n, recordedAt: 0, reason: 'leave' })
  for (const at of [1, 2, 3, 4]) put(at, attendance(30))
  put(5, attendance(31))
  return facts
}
const parts = (facts: Map<CivilDate, Fact[]>) => new Map([...facts].map(([date, list]) => [date, packed(list)]))
const line = (receipt: Receipt, criterion: Criterion, segment = 0): CriterionLine => receipt.segments[segment]!.criteria.find((one) => one.criterion === criterion)!

test('the worked example of the domain page, to the last digit', () => {
  const receipt = evaluate(parts(workedExample()), context(), indeksDaerah)
  expect(receipt.index).toBe(89_233)
  expect(receipt.segments[0]!.criteria.map((one) => [one.criterion, one.value, one.contribution, one.missing])).toEqual([
    ['discipline', 97_000, 20_421, undefined], ['quality', 77_500, 16_316, undefined], ['timeliness', 94_355, 19_864, undefined], ['quantity', 97_500, 20_526, undefined],
    ['teamwork', 90_000, 9_474, undefined], ['innovation', 50_000, 2_632, undefined], ['service', undefined, undefined, 'below-threshold'],
  ])
  expect(receipt.completeness).toBe(95_000)
  expect(receipt.suggestion).toEqual({ result: 'meets', resultIndex: 89_785, behaviour: 'meets', behaviourIndex: 88_286, predicate: 'baik' })
  const shown = receipt.segments[0]!.criteria.map((one) => thousandthsToTenths(one.contribution ?? 0))
  expect(shown).toEqual([204, 163, 199, 205, 95, 26, 0])
  expect(shown.reduce((a, b) => a + b)).toBe(thousandthsToTenths(receipt.index!))
})

test('the same facts in another order, some of them twice, give the same bytes', () => {
  serial = 100
  const facts = workedExample()
  const once = canonicalBytes(evaluate(parts(facts), context(), indeksDaerah))
  const again = new Map([...facts].map(([date, list]) => [date, [...list, ...list].reverse()]))
  expect(canonicalBytes(evaluate(parts(again), context(), indeksDaerah))).toEqual(once)
})

test('each missing state is said, and none of them is a zero', () => {
  const without = context({ plans: [], answers: {}, surveys: {}, agencies: { [AGENCY]: { ...context().agencies[AGENCY]!, attendanceConnected: false } } })
  const receipt = evaluate(new Map(), without, indeksDaerah)
  expect(line(receipt, 'quantity').missing).toBe('awaiting')
  expect(line(receipt, 'quality').missing).toBe('awaiting')
  expect(line(receipt, 'discipline').missing).toBe('not-connected')
  expect(line(receipt, 'service').missing).toBe('not-connected')
  expect(line(receipt, 'timeliness').value).toBe(0)
  expect(receipt).toMatchObject({ state: 'incomplete', completeness: 0 })
  expect(receipt.index).toBeUndefined()
})
test('a plan without a quantity indicator makes quantity not due', () => {
  const plans = [{ ...context().plans[0]!, results: results.map((result) => ({ ...result, targetThousandths: undefined })) }]
  expect(line(evaluate(new Map(), context({ plans }), indeksDaerah), 'quantity').missing).toBe('not-due')
})
test('days whose entries wait for the superior are not due, and only such days make timeliness awaiting', () => {
  const all = new Map(working.map((date) => [date, entry(date, { state: 'admitted' })]))
  const receipt = evaluate(parts(all), context(), indeksDaerah)
  expect(line(receipt, 'timeliness')).toMatchObject({ missing: 'awaiting', trace: { due: 0, awaiting: 65 } })
})
test('a person who was on leave all quarter has no due day', () => {
  const all = new Map(working.map((date): [CivilDate, Fact[]] => [date, [{ kind: 'leave', recordId: id(1), revision: 1, offset: 0n, recordedAt: 0, reason: 'sick' }]]))
  expect(line(evaluate(parts(all), context(), indeksDaerah), 'timeliness').missing).toBe('not-due')
})
test('an entry that was returned and not mended does not make its day on time', () => {
  const receipt = evaluate(parts(new Map([['2026-07-01', entry('2026-07-01', { state: 'returned' })]])), context(), indeksDaerah)
  expect(line(receipt, 'timeliness').trace).toMatchObject({ missed: 65 })
})
test('of two contents under one id the first in the log counts', () => {
  const [first] = entry('2026-07-01', { result: 0, quantity: 1 }) as [Fact & { kind: 'entry' }]
  const verdict: Fact = { kind: 'verdict', recordId: first.recordId, revision: 1, state: 'verified', version: 1, recordedAt: first.recordedAt, timelyAt: undefined }
  const forged: Fact = { ...first, offset: first.offset + 1n, quantityThousandths: 40_000 }
  const receipt = evaluate(parts(new Map([['2026-07-01', [forged, first, verdict]]])), context(), indeksDaerah)
  expect((line(receipt, 'quantity').trace as unknown as { verified: number }[])[0]!.verified).toBe(1000)
})
test('an outage moves a late day back in time, and the receipt names it', () => {
  const at = (outages: { id: string; from: number; to: number }[]) =>
    line(evaluate(parts(new Map([['2026-07-01', entry('2026-07-01', { hoursAfter: 24 * 4 + 1 })]])), context({ agencies: { [AGENCY]: { ...context().agencies[AGENCY]!, outages } } }), indeksDaerah), 'timeliness').trace
  expect(at([])).toMatchObject({ late: 1, onTime: 0 })
  const moved = at([{ id: 'padam', from: startOf('2026-07-04', 'WIB'), to: startOf('2026-07-04', 'WIB') + 2 * HOUR }])
  expect(moved).toMatchObject({ late: 0, onTime: 1 })
  expect((moved as unknown as { lines: { movedBy?: string }[] }).lines[0]!.movedBy).toBe('padam')
})
test('a split period is weighed by days held, each part by its own weights; days without a post carry none', () => {
  const assignments = [
    { ...context().assignments[0]!, to: '2026-07-31' },
    { ...context().assignments[0]!, assignmentId: id(8), group: 'managerial' as const, from: '2026-08-03' },
  ]
  const answers = { [id(8)]: context().answers[ASSIGNMENT]!, [ASSIGNMENT]: context().answers[ASSIGNMENT]! }
  const plans = [...context().plans, { ...context().plans[0]!, planId: id(9), assignmentId: id(8) }]
  const receipt = evaluate(parts(workedExample()), context({ assignments, answers, plans }), indeksDaerah)
  expect(receipt.segments.map(({ days, group }) => [days, group])).toEqual([[31, 'pelaksana'], [59, 'managerial']])
  expect(receipt.daysWithoutPost).toEqual([{ from: '2026-08-01', to: '2026-08-02' }])
  const [first, second] = receipt.segments
  expect(Math.abs(receipt.index! - (first!.index! * 31 + second!.index! * 59) / 90)).toBeLessThan(1)
})
test('a Plt beside a definitive post is shown, and its days count once', () => {
  const assignments = [context().assignments[0]!, { ...context().assignments[0]!, assignmentId: id(8), capacity: 'plt' as const, from: '2026-08-01', to: '2026-08-31' }]
  const receipt = evaluate(parts(workedExample()), context({ assignments }), indeksDaerah)
  expect(receipt.segments.map(({ counted, days }) => [counted, days])).toEqual([[true, 92], [false, 31]])
  expect(receipt.index).toBe(receipt.segments[0]!.index)
})
test('a quarter that is still running is evaluated up to today', () => {
  const receipt = evaluate(new Map(), context({ asOf: startOf('2026-07-10', 'WIB') }), indeksDaerah)
  expect(receipt.segments[0]!.to).toBe('2026-07-10')
  expect((line(receipt, 'timeliness').trace as { due: number }).due).toBe([...eachDay('2026-07-01', addDays('2026-07-10', -4))].filter((date) => weekdayOf(date) <= 5).length)
})
test('the shipped pack has no fault, and a pack with one says which', () => {
  expect(faultsOf(indeksDaerah)).toEqual([])
  expect(faultsOf({ ...indeksDaerah, weights: { ...indeksDaerah.weights, pelaksana: { ...indeksDaerah.weights.pelaksana, service: 6 } } })).toEqual(['the weights of pelaksana sum to 101, not to 100'])
})

const secondPost = (): Context => context({
  assignments: [
    { ...context().assignments[0]!, to: '2026-08-15' },
    { ...context().assignments[0]!, assignmentId: id(8), group: 'functional_other', from: '2026-08-16' },
  ],
})

test('a receipt follows from its own evidence, byte for byte', () => {
  serial = 100
  for (const receipt of [evaluate(parts(workedExample()), context(), indeksDaerah), evaluate(parts(workedExample()), secondPost(), indeksDaerah), evaluate(new Map(), context({ answers: {} }), indeksDaerah)])
    expect(canonicalBytes(recompute(JSON.parse(new TextDecoder().decode(canonicalBytes(receipt))) as Receipt, indeksDaerah))).toEqual(canonicalBytes(receipt))
})

test('a figure that does not follow from the evidence is found', () => {
  serial = 100
  const receipt = evaluate(parts(workedExample()), context(), indeksDaerah)
  const segment = receipt.segments[0]!
  const changed = (lines: readonly CriterionLine[]): Receipt => ({ ...receipt, segments: [{ ...segment, criteria: lines }] })
  const forged = [
    { ...receipt, index: 90_000 }, { ...receipt, completeness: 100_000 }, { ...receipt, suggestion: { ...receipt.suggestion, result: 'above' as const } },
    changed(segment.criteria.map((one) => ({ ...one, value: one.value === undefined ? undefined : one.value + 1 }) as CriterionLine)),
    changed(segment.criteria.map((one) => ({ ...one, weight: one.weight + 1 }))),
  ]
  for (const one of forged) expect(canonicalBytes(recompute(one, indeksDaerah))).not.toEqual(canonicalBytes(one))
  expect(() => recompute({ ...receipt, pack: { name: 'indeks-daerah', version: 99 } }, indeksDaerah)).toThrow(RangeError)
})
