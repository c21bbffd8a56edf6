import { expect, test } from 'vitest'
import { AGENCY, context, entry, leave, line, packsWith, parts, scored, working } from '../../../example.ts'
import type { Fact, LeaveFact } from '../../../facts.ts'
import { indeksDaerah } from '../../../packs/indeks-daerah.ts'

const days = working.filter((date) => date !== '2026-08-17')
const LATE = { hoursAfter: 24 * 5 }
const CLOSED = { hoursAfter: 24 * 30 }

/** What stands on the first days of the quarter; the rest of it is leave. */
const kinds = {
  onTime: (date: string) => entry(date),
  late: (date: string) => entry(date, LATE),
  both: (date: string) => [...entry(date, LATE), ...entry(date, { state: 'admitted' })],
  waits: (date: string) => entry(date, { state: 'admitted' }),
  waitsLate: (date: string) => entry(date, { ...LATE, state: 'admitted' }),
  lateBesideLate: (date: string) => [...entry(date, LATE), ...entry(date, { ...LATE, state: 'admitted' })],
  closed: (date: string) => entry(date, { ...CLOSED, state: 'admitted' }),
  missed: () => [],
} satisfies Record<string, (date: string) => Fact[]>
type Kind = keyof typeof kinds

const of = (stands: readonly Kind[], changed = {}, more: LeaveFact[] = []) => {
  const facts = new Map(stands.map((kind, at) => [days[at]!, kinds[kind](days[at]!)]))
  const rest = stands.length < days.length ? [leave(days[stands.length]!, '2026-09-30')] : []
  return line(scored(parts(facts, [...rest, ...more]), context(), { packs: packsWith(changed) }), 'timeliness')
}
const said = (...stands: Kind[]) => {
  const one = of(stands)
  return [one.value ?? one.missing, one.trace.awaiting]
}

test('a day counts by its best standing', () => {
  expect(of(['onTime', 'late', 'waits', 'missed']).trace.lines.map(({ state }) => state)).toEqual([
    'on-time',
    'late',
    'awaiting',
    'missed',
  ])
  expect(said('onTime', 'late', 'missed')).toEqual([50_000, 0])
})
test('what waits is not among the days due, late or in time', () => {
  expect(said('onTime', 'waits', 'waitsLate')).toEqual([100_000, 2])
  expect(said('waits')).toEqual(['awaiting', 1])
})
test('what came after everything had closed awaits nothing', () => {
  expect(said('onTime', 'closed')).toEqual([50_000, 0])
})
test('a late verified entry beside one in time that waits is late where that raises the criterion, else it awaits', () => {
  expect(said('missed', 'both')).toEqual([25_000, 0])
  expect(said(...Array.from({ length: 9 }, (): Kind => 'onTime'), 'both')).toEqual([100_000, 1])
  // As much as the others: nothing is raised.
  expect(said('late', 'both')).toEqual([50_000, 1])
  expect(said('missed', 'both', 'both')).toEqual([33_333, 0])
})
test('such days alone raise nothing: where there is no value without them, they await', () => {
  expect(said('both', 'both')).toEqual(['awaiting', 2])
})
test('a late verified entry beside a late one that waits is late', () => {
  expect(said('onTime', 'lateBesideLate')).toEqual([75_000, 0])
})
test('the late credit is the pack’s, to the thousandth', () => {
  expect(of(['late', 'onTime'], { lateCreditThousandths: 333 }).value).toBe(66_650)
  expect(of(['both', 'missed'], { lateCreditThousandths: 0 })).toMatchObject({
    value: 0,
    trace: { awaiting: 1, due: 1 },
  })
})
test('a day is due from the instant at which its window closes', () => {
  const at = Date.parse('2026-07-05T00:00:00+07:00')
  const due = (asOf: number) => line(scored(parts(new Map()), context(), { asOf }), 'timeliness').trace.due
  expect([due(at - 1), due(at)]).toEqual([0, 1])
})
test('a whole day’s outage is out of it, an hour less is not', () => {
  const from = Date.parse(`${days[0]}T00:00:00+07:00`)
  const outage = (to: number) => {
    const agencies = { [AGENCY]: { ...context().agencies[AGENCY]!, outages: [{ id: 'o', from, to }] } }
    return line(scored(parts(new Map()), context({ agencies })), 'timeliness').trace
  }
  expect(outage(from + 86_400_000)).toMatchObject({
    due: 64,
    excusedDays: [{ date: days[0], reason: 'outage', record: 'o' }],
  })
  expect(outage(from + 86_400_000 - 1)).toMatchObject({ due: 65, excused: 0 })
})
test('a day’s window is that of the pack in force on it, and the receipt names the pack', () => {
  const first = packsWith({ windows: { ...indeksDaerah.windows, defaultDays: 3 } })
  const second = {
    ...first[0]!,
    version: 2,
    effectiveFrom: '2026-07-08',
    hash: 'f'.repeat(64),
    content: { ...(first[0]!.content as object), version: 2, windows: { ...indeksDaerah.windows, defaultDays: 7 } },
  }
  const agencies = { [AGENCY]: { ...context().agencies[AGENCY]!, windows: [] } }
  const facts = new Map(['2026-07-07', '2026-07-08'].map((date) => [date, entry(date, LATE)]))
  const receipt = scored(parts(facts), context({ agencies }), { packs: [...first, second] })
  expect(
    line(receipt, 'timeliness')
      .trace.lines.filter(({ date }) => facts.has(date))
      .map(({ state }) => state),
  ).toEqual(['late', 'on-time'])
  expect(receipt.packs).toMatchObject({
    index: { version: 2, hash: 'f'.repeat(64) },
    windows: [{ version: 1, hash: first[0]!.hash }],
  })
})
