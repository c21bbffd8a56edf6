import fc from 'fast-check'
import { expect, test } from 'vitest'
import { receiptBytes } from '../../canonical.ts'
import { dateAt, startOf, type CivilDate } from '../../civil-date.ts'
import type { AgencyContext } from '../../context.ts'
import { AGENCY, attendance, context, line, NOW, packs, parts, punch, scored, working } from '../../example.ts'
import type { AttendanceFact, Fact, PunchFact } from '../../facts.ts'
import { recompute } from './recompute.ts'

// A quarter whose presence is told by machines: what days the punches make is presence.test.ts; here, what they count.

const MINUTE = 60_000
const days = working.filter((date) => date !== '2026-08-17')
const first = days[0]!
const shift = { code: 'biasa', beginMinute: 450, endMinute: 960, breakMinutes: 60 }
const agency = (changed: Partial<AgencyContext> = {}, weekdays = [1, 2, 3, 4, 5]): AgencyContext => ({
  ...context().agencies[AGENCY]!,
  calendars: {
    '2026': {
      workingWeekdays: weekdays,
      holidays: new Set(['2026-08-17']),
      hours: [{ weekdays, from: undefined, to: undefined, shift }],
    },
  },
  ...changed,
})
const at = (date: CivilDate, minute: number) => startOf(date, 'WIB') + minute * MINUTE
/** Where the fold lays a punch: under the civil day of its instant, whichever day it makes. */
const laid = (facts: readonly Fact[], on: ReadonlyMap<CivilDate, readonly Fact[]> = new Map()) => {
  const placed = new Map([...on].map(([date, some]) => [date, [...some]]))
  for (const fact of facts) {
    const date = fact.kind === 'punch' ? dateAt(fact.at, 'WIB') : first
    placed.set(date, [...(placed.get(date) ?? []), fact])
  }
  return parts(placed)
}
const inTime = (date: CivilDate) => [punch(at(date, 448)), punch(at(date, 963))]
const others = days.slice(1).flatMap(inTime)
const disciplineOf = (facts: readonly Fact[], changed: Partial<AgencyContext> = {}, asOf = NOW) =>
  line(
    scored(laid([...facts, ...others]), context({ agencies: { [AGENCY]: agency(changed) } }), { asOf }),
    'discipline',
  )

test('a quarter of punches is a quarter of presence', () => {
  expect(disciplineOf(inTime(first))).toMatchObject({
    value: 100_000,
    trace: { due: 65, known: 65, unknown: [], lines: [], punched: 65 },
  })
})

test('who came late and left early pays for both, and the receipt says by which hours and which scans', () => {
  const [came, went] = [punch(at(first, 451 + 30)), punch(at(first, 960 - 45))]
  expect(disciplineOf([came, went])).toMatchObject({
    value: 98_000,
    trace: {
      lines: [
        { date: first, what: 'late', minutes: 31, points: 1000, record: came.recordId, shift: 'biasa' },
        {
          date: first,
          what: 'early-leave',
          minutes: 45,
          record: went.recordId,
          punches: [came.recordId, went.recordId],
        },
      ],
    },
  })
})

test('a forgotten clock-out costs nothing and is listed', () => {
  const came = punch(at(first, 448))
  expect(disciplineOf([came])).toMatchObject({
    value: 100_000,
    trace: { known: 65, forgotten: [{ date: first, what: 'out', shift: 'biasa', punches: [came.recordId] }] },
  })
})

test('a day without a punch is without data, not absent', () => {
  expect(disciplineOf([])).toMatchObject({ value: 100_000, trace: { known: 64, unknown: [first] } })
})

const daily = (changed: Partial<AttendanceFact>) => ({ ...attendance(0), ...changed }) as AttendanceFact
test('an officer’s settlement counts before punches, punches before an absence, and of two presences the later told', () => {
  const [came, went] = [punch(at(first, 470)), punch(at(first, 963))]
  const nightly = daily({ present: false, occurredAt: at(first, 1380) })
  expect(disciplineOf([nightly, came, went])).toMatchObject({
    value: 99_500,
    trace: { contradicted: [{ date: first, record: came.recordId, not: [nightly.recordId] }] },
  })
  const settled = daily({ settlement: true, occurredAt: 0 })
  expect(disciplineOf([settled, came, went])).toMatchObject({
    value: 100_000,
    trace: { contradicted: [{ record: settled.recordId, not: [came.recordId] }] },
  })
  expect(disciplineOf([daily({ occurredAt: went.at + 1 }), came, went]).value).toBe(100_000)
  expect(disciplineOf([daily({ occurredAt: went.at - 1 }), came, went]).value).toBe(99_500)
})

test('a daily result that says what the punches say contradicts nothing', () => {
  const [came, went] = [punch(at(first, 470)), punch(at(first, 963))]
  expect(disciplineOf([daily({ lateMinutes: 20, occurredAt: went.at + 1 }), came, went]).trace.contradicted).toEqual([])
})

test('an outage of the machines in the morning takes its minutes away', () => {
  const outage = { id: 'g', from: at(first, 420), to: at(first, 480) }
  const facts = [punch(at(first, 480)), punch(at(first, 963))]
  expect(disciplineOf(facts).value).toBe(99_500)
  expect(disciplineOf(facts, { attendanceOutages: [outage] })).toMatchObject({
    value: 100_000,
    trace: { lines: [], machineOut: [{ date: first, outage: 'g' }] },
  })
  expect(disciplineOf(facts).trace).not.toHaveProperty('machineOut')
})

test('what is told after the instant of a seal is not there', () => {
  const late = punch(at(first, 480), { recordedAt: NOW + 1 })
  expect(disciplineOf([late, punch(at(first, 963))])).toMatchObject({
    value: 100_000,
    trace: { forgotten: [{ what: 'in' }] },
  })
})

const OTHER = 'another agency'
test('what another agency tells counts nothing and is in the receipt, until a post there covers the day', () => {
  const theirs = [
    punch(at(first, 500), { agencyId: OTHER }),
    punch(at(first, 900), { agencyId: OTHER, device: 'X-1' }),
    daily({ present: false, agencyId: OTHER }),
  ]
  const { value, trace } = disciplineOf(theirs)
  expect([value, trace.known, trace.lines]).toEqual([100_000, 64, []])
  expect(trace.elsewhere).toEqual([{ date: first, agencyId: OTHER, records: 3 }])
  const own = inTime(first)
  expect(disciplineOf([...own, ...theirs])).toMatchObject({
    value: 100_000,
    trace: { known: 65, contradicted: [], elsewhere: [{ records: 3 }] },
  })
  expect(disciplineOf(own).trace).not.toHaveProperty('elsewhere')

  const base = context({ agencies: { [AGENCY]: agency() } })
  const [post] = base.assignments
  const here = (from: CivilDate, to: CivilDate) => ({
    ...base,
    assignments: [post!, { ...post!, assignmentId: 'beside', agencyId: OTHER, capacity: 'plt' as const, from, to }],
    agencies: { ...base.agencies, [OTHER]: agency() },
  })
  const counted = (of: typeof base) => line(scored(laid([...theirs, ...others]), of), 'discipline').trace
  expect(counted(here(first, first))).toMatchObject({ known: 65, lines: [{ what: 'late' }, { what: 'early-leave' }] })
  expect(counted(here('2026-07-02', '2026-09-30'))).toMatchObject({ known: 64, elsewhere: [{ records: 3 }] })
  // A post counts as one also where nothing is known of its agency's year.
  const beside = { agencyId: OTHER, from: first, to: first }
  expect(counted({ ...base, posts: [post!, beside] })).toMatchObject({ known: 65 })
})

test('another agency takes nothing back, moves nothing and hides nothing, whichever of them the log has first', () => {
  const [came, went] = [punch(at(first, 448)), punch(at(first, 963))]
  const told = daily({ lateMinutes: 0, occurredAt: went.at })
  const theirs = { agencyId: OTHER, revision: 2, offset: 0n }
  const attack: Fact[] = [
    { ...came, ...theirs, withdrawn: true },
    { ...went, agencyId: OTHER, offset: 0n, key: 'in' },
    punch(came.at - 5_000, { agencyId: OTHER }),
    { ...told, ...theirs, present: false },
  ]
  const expected = { value: 100_000, trace: { known: 65, forgotten: undefined, contradicted: [] } }
  for (const facts of [
    [came, went, told, ...attack],
    [...attack, told, went, came],
  ])
    expect(disciplineOf(facts)).toMatchObject({ ...expected, trace: { known: 65, contradicted: [] } })
  expect(disciplineOf([...attack, came, went]).trace.forgotten).toBeUndefined()
  // Under the id of the day's own result they tell of another day: the own one stays where it is.
  const [, second] = days
  const moved = parts(
    new Map([
      [first, [told]],
      [second!, [{ ...told, ...theirs }]],
    ]),
  )
  const { trace } = line(scored(moved, context({ agencies: { [AGENCY]: agency() } })), 'discipline')
  expect(trace.unknown).not.toContain(first)
})

test('an outage of one machine reaches who scanned at it in the fourteen days before, and nobody else', () => {
  const day = days[20]!
  const outage = { id: 'g', from: at(day, 420), to: at(day, 480), devices: ['M-1', 'M-2'] }
  const late = [punch(at(day, 480), { device: 'M-3' }), punch(at(day, 963), { device: 'M-3' })]
  const lines = (before: readonly Fact[], devices = outage.devices) => {
    const facts = laid([...before, ...late])
    const of = context({ agencies: { [AGENCY]: agency({ attendanceOutages: [{ ...outage, devices }] }) } })
    return line(scored(facts, of), 'discipline').trace
  }
  const DAYS = 14 * 1440 * MINUTE
  expect(lines([punch(outage.from - DAYS)])).toMatchObject({ lines: [], machineOut: [{ date: day, outage: 'g' }] })
  for (const none of [
    [],
    [punch(outage.from - DAYS - 1)],
    [punch(outage.from - DAYS, { device: 'M-3' })],
    [punch(outage.from - DAYS, { agencyId: OTHER })],
    [punch(outage.from - DAYS, { withdrawn: true })],
  ])
    expect(lines(none).lines).toMatchObject([{ date: day, what: 'late', minutes: 30 }])
  expect(lines([], []).lines).toEqual([])
})

/** Nights: from 21.00 to 07.00. */
const nights = (changed: Partial<AgencyContext> = {}) =>
  context({
    agencies: {
      [AGENCY]: agency({
        calendars: {
          '2026': {
            workingWeekdays: [1, 2, 3, 4, 5, 6, 7],
            holidays: new Set(),
            hours: [
              {
                weekdays: [1, 2, 3, 4, 5, 6, 7],
                from: undefined,
                to: undefined,
                shift: { code: 'M', beginMinute: 1260, endMinute: 1860, breakMinutes: 0 },
              },
            ],
          },
        },
        ...changed,
      }),
    },
  })
test('the night over the edge of a quarter is one day of the quarter in which it begins', () => {
  const [came, went] = [punch(at('2026-09-30', 1260)), punch(at('2026-10-01', 420 - 40))]
  const third = line(scored(laid([came, went]), nights()), 'discipline')
  expect(third.trace.lines).toMatchObject([{ date: '2026-09-30', what: 'early-leave', minutes: 40 }])
  expect(third.trace.forgotten).toBeUndefined()
  const fourth = context({ ...nights(), period: '2026-Q4', from: '2026-10-01', to: '2026-12-31' })
  const { trace } = line(scored(laid([came, went]), fourth, { asOf: startOf('2027-01-20', 'WIB') }), 'discipline')
  expect([trace.known, trace.lines, trace.punched]).toEqual([0, [], undefined])
})

test('a receipt of punches follows from its own evidence, byte for byte', () => {
  const facts = [punch(at(first, 500)), ...days.slice(3, 9).map((date, n) => punch(at(date, 440 + n * 20))), ...others]
  const receipt = scored(laid(facts), context({ agencies: { [AGENCY]: agency() } }))
  expect(receiptBytes(recompute(JSON.parse(new TextDecoder().decode(receiptBytes(receipt))), packs))).toEqual(
    receiptBytes(receipt),
  )
})

test('punches laid in any order, twice too, give one receipt', () => {
  const facts: PunchFact[] = days
    .slice(0, 6)
    .flatMap((date, n) => [punch(at(date, 445 + n * 9)), punch(at(date, 960 - n))])
  const of = (some: readonly Fact[]) => receiptBytes(scored(laid(some), context({ agencies: { [AGENCY]: agency() } })))
  const expected = of(facts)
  fc.assert(
    fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (order) => {
      expect(of([...order, ...order.slice(4)])).toEqual(expected)
    }),
    { numRuns: 20 },
  )
})
