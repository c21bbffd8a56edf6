import { expect, test } from 'vitest'
import { isRefusal } from '@timbang/contracts/refusal'
import type { Position } from '../domain/chart.ts'
import { appoint, end, putAllBelow, putBelow } from './domain.ts'

const post = (code: string, superiorCode?: string, agencyCode = 'DINAS'): Position => ({
  code,
  agencyCode,
  unitCode: agencyCode,
  title: code,
  kind: 'administrator',
  superiorCode,
})
const chartOf = (...posts: Position[]) => new Map(posts.map((one) => [one.code, one]))
const code = (done: object) => (isRefusal(done) ? done.code : 'yes')

test('a post is put below another one of its agency, and never below itself', () => {
  const [head, a, b, c] = [post('head'), post('a', 'head'), post('b', 'a'), post('c', 'b')]
  const chart = chartOf(head, a, b, c, post('x', undefined, 'BADAN'))
  expect(putBelow(chart, c, a)).toMatchObject({
    chart: chartOf(head, a, b, { ...c, superiorCode: 'a' }, chart.get('x')!),
  })
  expect(code(putBelow(chart, a, c))).toBe('staff.superior-loop')
  expect(code(putBelow(chart, a, a))).toBe('staff.superior-loop')
  expect(code(putBelow(chart, a, chart.get('x')!))).toBe('line.other-agency')
})

test('a loop is broken where it stands, and one that stands elsewhere holds up no other mending', () => {
  const [head, a, b, c] = [post('head'), post('a', 'b'), post('b', 'a'), post('c', 'a')]
  const chart = chartOf(head, a, b, c)
  expect(code(putBelow(chart, a, head))).toBe('yes')
  expect(code(putBelow(chart, c, head))).toBe('yes')
})

test('many posts are put below others at once: a line that turns round is no loop, whatever the order of its rows', () => {
  const [head, a, b, c] = [post('head'), post('a', 'head'), post('b', 'a'), post('c', 'b')]
  const chart = chartOf(head, a, b, c)
  const moves = [
    { line: 1, post: a, superior: b },
    { line: 2, post: b, superior: head },
  ]
  for (const order of [moves, moves.toReversed()]) {
    const put = putAllBelow(chart, order)
    expect(put.looping).toEqual([])
    expect([...put.chart.values()].map(({ superiorCode }) => superiorCode)).toEqual([undefined, 'b', 'head', 'b'])
  }
  expect(putAllBelow(chart, [{ line: 7, post: a, superior: c }]).looping.map(({ line }) => line)).toEqual([7])
})

const held = { fromDate: '2026-01-05', toDate: undefined, withdrawn: false }
const ends = (toDate: string, of: Parameters<typeof end>[0] = held) => end(of, { toDate, withdrawn: false })
test('an end moves earlier and not before its beginning', () => {
  expect(ends('2026-09-27')).toEqual({ toDate: '2026-09-27', withdrawn: false })
  expect(ends('2026-01-05')).toMatchObject({ toDate: '2026-01-05' })
  expect(ends('2026-01-04')).toMatchObject({ field: 'to_date' })
  const until = { ...held, toDate: '2026-06-30' }
  expect(ends('2026-06-29', until)).toMatchObject({ toDate: '2026-06-29' })
  expect(ends('2026-06-30', until)).toMatchObject({ field: 'to_date' })
})
test('what was entered by mistake is withdrawn once', () => {
  expect(end(held, { toDate: '', withdrawn: true })).toEqual({ toDate: undefined, withdrawn: true })
  expect(code(end({ ...held, withdrawn: true }, { toDate: '', withdrawn: true }))).toBe('line.changed')
})

const appointing = (more: Partial<Parameters<typeof appoint>[0]> = {}) =>
  appoint({
    capacity: 'plt',
    fromDate: '2026-11-26',
    toDate: '2027-01-31',
    today: '2026-11-26',
    agencyId: 'a',
    personAgencyId: 'a',
    held: [],
    ...more,
  })
test('who stands in is of the agency, holds the post on none of these days, and begins near today', () => {
  expect(appointing()).toEqual({ capacity: 'plt' })
  expect(appointing({ capacity: 'definitive' })).toMatchObject({ field: 'capacity' })
  for (const personAgencyId of ['b', undefined])
    expect(appointing({ personAgencyId })).toMatchObject({ code: 'line.other-agency', field: 'employee_id' })
  for (const fromDate of ['2026-08-25', '2027-02-27'])
    expect(appointing({ fromDate })).toMatchObject({ field: 'from_date' })
  for (const fromDate of ['2026-08-26', '2027-02-26'])
    expect(appointing({ fromDate, toDate: fromDate })).toEqual({ capacity: 'plt' })
  expect(code(appointing({ held: [{ ...held, toDate: '2026-11-26' }] }))).toBe('line.holds-already')
  expect(code(appointing({ held: [{ ...held, toDate: '2026-11-25' }] }))).toBe('yes')
  expect(code(appointing({ held: [{ ...held, withdrawn: true }] }))).toBe('yes')
})
