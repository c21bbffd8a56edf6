import { startOf } from '@timbang/rules/civil-date'
import { AGENCY, context, entry, packs, parts } from '@timbang/rules/example'
import type { Fact } from '@timbang/rules/facts'
import type { Duty } from '@timbang/rules/shift'
import { expect, test } from 'vitest'
import { summarise } from './domain.ts'

const { employeeId, assignments, agencies } = context()
const now = startOf('2026-09-10', 'WIB') + 15 * 3_600_000
const brought = (facts: Fact[], at: number): Fact[] =>
  facts.map((fact) => (fact.kind === 'entry' ? { ...fact, recordedAt: at, sourceRecordedAt: fact.recordedAt } : fact))
const of = (facts: ReadonlyMap<string, Fact[]>, duty: Duty = {}) =>
  summarise(parts(new Map(facts)), employeeId, assignments[0]!, assignments, agencies[AGENCY]!, duty, packs, now)

test('imported history waits since it was written down, and does not arrive in the hour in which it is brought', () => {
  const monday = entry('2026-09-07', { state: 'admitted' })
  const today = entry('2026-09-10', { hoursAfter: 14.5, state: 'admitted' })
  const summary = of(
    new Map([
      ['2026-09-07', brought(monday, now - 60_000)],
      ['2026-09-10', today],
    ]),
  )
  expect(summary).toMatchObject({
    entries: 2,
    waiting: 2,
    entriesToday: 1,
    oldestWaitingAt: startOf('2026-09-07', 'WIB') + 16 * 3_600_000,
  })
  expect(summary.recent).toEqual([Math.floor((startOf('2026-09-10', 'WIB') + 14.5 * 3_600_000) / 60_000)])
})

test('in a month with a duty schedule the days that are scheduled are due, a Saturday among them, and no others', () => {
  const night = [{ code: 'M', beginMinute: 1260, endMinute: 1860, breakMinutes: 60 }]
  const scheduled = { '2026-08': {}, '2026-09': { '2026-09-05': night, '2026-09-06': night } }
  const facts = new Map([['2026-09-05', entry('2026-09-05', { state: 'verified' })]])
  expect(of(facts, scheduled)).toMatchObject({ due: 2, onTime: 1 })
  expect(of(facts).due).toBeGreaterThan(2)
})
