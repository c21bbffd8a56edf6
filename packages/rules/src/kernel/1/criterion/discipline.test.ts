import { expect, test } from 'vitest'
import type { AgencyContext } from '../../../context.ts'
import { AGENCY, attendance, context, leave, line, parts, scored, working } from '../../../example.ts'
import type { AttendanceFact } from '../../../facts.ts'

/** The 65 working days of the quarter. */
const days = working.filter((date) => date !== '2026-08-17')
const agencies = (changed: Partial<AgencyContext>) => ({ [AGENCY]: { ...context().agencies[AGENCY]!, ...changed } })

/** Everybody was there on every day but for what is said of some. */
const disciplineOf = (
  facts: Readonly<Record<string, AttendanceFact | undefined>> = {},
  changed: Partial<AgencyContext> = {},
  leaves = parts(new Map()).leaves,
) => {
  const all = new Map(
    days.map((date) => [date, date in facts ? [facts[date]].flatMap((one) => one ?? []) : [attendance(0)]]),
  )
  for (const [date, fact] of Object.entries(facts)) if (fact !== undefined) all.set(date, [fact])
  const one = line(scored({ ...parts(all), leaves }, context({ agencies: agencies(changed) })), 'discipline')
  return { ...one, said: one.value ?? one.missing }
}
const early = (minutes: number) => ({ ...attendance(0), earlyLeaveMinutes: minutes }) as AttendanceFact
const late = (minutes: number) => attendance(minutes) as AttendanceFact
const absent = () => attendance(45, false) as AttendanceFact

test('the bands, at their edges', () => {
  expect(
    [0, 1, 30, 31, 60, 61, 90, 91, 480].map((minutes) => disciplineOf({ [days[0]!]: late(minutes) }).said),
  ).toEqual([100_000, 99_500, 99_500, 99_000, 99_000, 98_750, 98_750, 98_500, 98_500])
})
test('late and early on one day are two', () => {
  expect(disciplineOf({ [days[0]!]: { ...late(10), earlyLeaveMinutes: 45 } }).said).toBe(98_500)
  expect(disciplineOf({ [days[0]!]: early(45) }).said).toBe(99_000)
})
test('an absence costs three points, and its minutes nothing', () => {
  expect(disciplineOf({ [days[0]!]: absent() }).said).toBe(97_000)
})
test('nothing falls below nought', () => {
  expect(disciplineOf(Object.fromEntries(days.slice(0, 40).map((date) => [date, absent()]))).said).toBe(0)
})
test('an excused day and a free day cost nothing', () => {
  const { leaves } = parts(new Map(), [leave(days[0]!, days[0]!)])
  expect(disciplineOf({ [days[0]!]: late(45) }, {}, leaves).said).toBe(100_000)
  expect(disciplineOf({ '2026-08-17': late(45), '2026-07-04': absent() }).said).toBe(100_000)
})
test('an outage of a whole day is out of timeliness only: who was late on it was late', () => {
  const from = Date.parse(`${days[0]}T00:00:00+07:00`)
  const outages = [{ id: 'o', from, to: from + 86_400_000 }]
  expect(disciplineOf({ [days[0]!]: late(45) }, { outages }).said).toBe(99_000)
})
test('without a source there is no value, and none is invented', () => {
  expect(disciplineOf({ [days[0]!]: late(45) }, { attendanceConnected: false }).said).toBe('not-connected')
})
test('due days without a fact are neither presence nor absence, and are listed: 48 of 60 count, 49 of 62 await', () => {
  const without = (due: number, known: number) => {
    const { leaves } = parts(new Map(), due === 65 ? [] : [leave(days[due]!, days[64]!)])
    return disciplineOf(Object.fromEntries(days.slice(known, due).map((date) => [date, undefined])), {}, leaves)
  }
  expect(without(60, 48)).toMatchObject({ value: 100_000, trace: { due: 60, known: 48, unknown: days.slice(48, 60) } })
  expect(without(62, 49)).toMatchObject({ missing: 'awaiting', trace: { due: 62, known: 49 } })
  expect(without(62, 50)).toMatchObject({ value: 100_000 })
})
test('only days since the source began are asked for', () => {
  const before = Object.fromEntries(days.slice(0, 30).map((date) => [date, undefined]))
  expect(disciplineOf(before).said).toBe('awaiting')
  expect(disciplineOf(before, { attendanceFrom: days[30]! })).toMatchObject({
    value: 100_000,
    trace: { due: 35, known: 35, unknown: [] },
  })
})
test('what an officer settled is named in the receipt, and counts as he settled it; else nothing is said of settling', () => {
  const settled = { ...absent(), settlement: true }
  expect(disciplineOf({ [days[0]!]: settled })).toMatchObject({
    value: 97_000,
    trace: { settled: [{ date: days[0], record: settled.recordId, present: false }] },
  })
  expect(disciplineOf().trace).not.toHaveProperty('settled')
})
test('two records that contradict each other are both listed, and cost once', () => {
  const nightly = { ...absent(), occurredAt: 23 }
  const scan = { ...late(28), occurredAt: 7 }
  const all = new Map(days.map((date): [string, AttendanceFact[]] => [date, [late(0)]]))
  all.set(days[0]!, [nightly, scan])
  expect(line(scored(parts(all)), 'discipline')).toMatchObject({
    value: 99_500,
    trace: { contradicted: [{ date: days[0], record: scan.recordId, not: [nightly.recordId] }] },
  })
})
