import { expect, test } from 'vitest'
import { isRefusal } from '@timbang/contracts/refusal'
import { superiorOn } from '../domain/superior.ts'
import { appoint, end, firstDay, putAllBelow, putBelow } from './domain.ts'

const TODAY = '2026-11-26'
const post = (positionId: string, first?: string, later: [string, string][] = [], agencyId = 'DINAS') => ({
  positionId,
  agencyId,
  reportsToPositionId: first,
  superiors: later.map(([fromDate, reportsToPositionId]) => ({ fromDate, reportsToPositionId })),
})
const code = (done: object) => (isRefusal(done) ? done.code : 'yes')
type Posts = ReturnType<typeof post>[]
const put = (posts: Posts, below: (typeof posts)[number], superior: (typeof posts)[number], fromDate = TODAY) =>
  putBelow(posts, { post: below, superior, fromDate })

test('a post is put below another one of its agency from a day on, and never below itself', () => {
  const [head, a, b, c] = [post('head'), post('a', 'head'), post('b', 'a'), post('c', 'b')]
  const x = post('x', undefined, [], 'BADAN')
  const posts = [head, a, b, c, x]
  expect(put(posts, c, a)).toEqual([head, a, b, post('c', 'b', [[TODAY, 'a']]), x])
  expect(code(put(posts, a, c) as object)).toBe('staff.superior-loop')
  expect(code(put(posts, a, a) as object)).toBe('staff.superior-loop')
  expect(code(put(posts, a, x) as object)).toBe('line.other-agency')
})

test('a loop is refused where it would stand only later, and not where it has ended before', () => {
  const coming = [post('head'), post('a', 'head', [['2026-12-01', 'b']]), post('b', 'head')]
  expect(code(put(coming, coming[2]!, coming[1]!) as object)).toBe('staff.superior-loop')
  const past = [post('head'), post('a', 'b', [['2026-11-01', 'head']]), post('b', 'head')]
  expect(code(put(past, past[2]!, past[1]!) as object)).toBe('yes')
  expect(code(put(past, past[2]!, past[1]!, '2026-10-31') as object)).toBe('staff.superior-loop')
})

test('a loop is broken where it stands, and one that stands elsewhere holds up no other mending', () => {
  const [head, a, b, c] = [post('head'), post('a', 'b'), post('b', 'a'), post('c', 'a')]
  const posts = [head, a, b, c]
  expect(code(put(posts, a, head) as object)).toBe('yes')
  expect(code(put(posts, c, head) as object)).toBe('yes')
})

test('many posts are put below others at once: a line that turns round is no loop, whatever the order of its rows', () => {
  const [head, a, b, c] = [post('head'), post('a', 'head'), post('b', 'a'), post('c', 'b')]
  const posts = [head, a, b, c]
  const moves = [
    { line: 1, post: a, superior: b, fromDate: TODAY },
    { line: 2, post: b, superior: head, fromDate: TODAY },
  ]
  for (const order of [moves, moves.toReversed()]) {
    const turned = putAllBelow(posts, order)
    expect(turned.looping).toEqual([])
    expect(turned.posts.map((one) => superiorOn(one, TODAY))).toEqual([undefined, 'b', 'head', 'b'])
    expect(turned.posts.map((one) => superiorOn(one, '2026-11-25'))).toEqual([undefined, 'head', 'a', 'b'])
  }
  // Turned round on two days, it is a loop between them.
  const apart = [moves[0]!, { ...moves[1]!, fromDate: '2026-11-28' }]
  expect(putAllBelow(posts, apart).looping.map(({ line }) => line)).toEqual([1])
  expect(
    putAllBelow(posts, [{ line: 7, post: a, superior: c, fromDate: TODAY }]).looping.map(({ line }) => line),
  ).toEqual([7])
})

test('a superior holds from today on, or from a day near it', () => {
  expect(firstDay('', TODAY)).toBe(TODAY)
  for (const day of ['2026-08-26', TODAY, '2027-02-26']) expect(firstDay(day, TODAY)).toBe(day)
  for (const day of ['2026-08-25', '2027-02-27']) expect(firstDay(day, TODAY)).toMatchObject({ field: 'from_date' })
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
