import { expect, test } from 'vitest'
import { addDays, eachDay, startOf, weekdayOf } from './civil-date.ts'
import { evaluate } from './evaluate.ts'
import { ASSIGNMENT, context, id, line, parts, workedExample } from './example.ts'
import { indeksDaerah } from './packs/indeks-daerah.ts'

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
