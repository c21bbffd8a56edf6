import { expect, test } from 'vitest'
import { join, type Assignment } from './assignment.ts'

const ana = 'ana',
  budi = 'budi'
const post = (employeeId: string, positionCode: string, fromDate: string, toDate?: string): Assignment => ({
  employeeId,
  positionCode,
  capacity: 'definitive',
  fromDate,
  toDate,
  zone: 'WIB',
})
const row = (line: number, assignment: Assignment) => ({ ...assignment, line })
const told = (assignments: readonly Assignment[]) =>
  assignments
    .map(
      (assignment) =>
        `${assignment.employeeId} ${assignment.positionCode} ${assignment.capacity} ${assignment.fromDate}–${assignment.toDate ?? ''}`,
    )
    .sort()
const codes = (joined: ReturnType<typeof join>) => joined.problems.map((problem) => `${problem.line} ${problem.code}`)

test('a transfer that is entered late closes the old post the day before', () => {
  const joined = join([post(ana, 'A', '2026-01-05')], [row(2, post(ana, 'B', '2026-08-18'))])
  expect(joined.problems).toEqual([])
  expect(told(joined.assignments)).toEqual(['ana A definitive 2026-01-05–2026-08-17', 'ana B definitive 2026-08-18–'])
})

test('a transfer also ends a post whose end was further away', () => {
  expect(
    told(join([post(ana, 'A', '2026-01-05', '2030-12-31')], [row(2, post(ana, 'B', '2026-08-18'))]).assignments)[0],
  ).toBe('ana A definitive 2026-01-05–2026-08-17')
})

test('a file from before a transfer, read again, opens nothing again', () => {
  const known = [post(ana, 'A', '2026-01-05', '2026-08-17'), post(ana, 'B', '2026-08-18')]
  expect(join(known, [row(1, post(ana, 'A', '2026-01-05'))])).toEqual({ assignments: known, problems: [] })
  expect(join(known, [row(1, post(ana, 'A', '2026-01-05', '2030-12-31'))])).toEqual({
    assignments: known,
    problems: [],
  })
})

test('a blank end opens no post again that had ended, and another end moves it', () => {
  const known = [post(ana, 'A', '2026-01-05', '2026-08-17')]
  expect(join(known, [row(1, post(ana, 'A', '2026-01-05'))])).toEqual({ assignments: known, problems: [] })
  expect(told(join(known, [row(1, post(ana, 'A', '2026-01-05', '2026-12-31'))]).assignments)).toEqual([
    'ana A definitive 2026-01-05–2026-12-31',
  ])
})

test('two definitive posts on one day in one file are refused', () => {
  expect(codes(join([], [row(1, post(ana, 'A', '2026-01-05')), row(2, post(ana, 'B', '2026-08-18'))]))).toEqual([
    '2 staff.two-posts',
  ])
  expect(
    codes(join([], [row(1, post(ana, 'A', '2026-01-05', '2026-08-18')), row(2, post(ana, 'B', '2026-08-18'))])),
  ).toEqual(['2 staff.two-posts'])
  expect(
    codes(join([], [row(1, post(ana, 'A', '2026-01-05', '2026-08-17')), row(2, post(ana, 'B', '2026-08-18'))])),
  ).toEqual([])
})

test('two definitive posts that begin on the same day are refused, also when one of them was known', () => {
  expect(codes(join([post(ana, 'A', '2026-01-05')], [row(3, post(ana, 'B', '2026-01-05'))]))).toEqual([
    '3 staff.two-posts',
  ])
})

test('history that reaches into a post which was known before it is refused', () => {
  expect(codes(join([post(ana, 'B', '2026-08-18')], [row(3, post(ana, 'A', '2025-01-01', '2026-08-18'))]))).toEqual([
    '3 staff.two-posts',
  ])
  expect(told(join([post(ana, 'B', '2026-08-18')], [row(3, post(ana, 'A', '2025-01-01'))]).assignments)).toEqual([
    'ana A definitive 2025-01-01–2026-08-17',
    'ana B definitive 2026-08-18–',
  ])
})

test('two people hold one post as definitive on one day: both lines are told', () => {
  expect(codes(join([], [row(1, post(ana, 'A', '2026-01-05')), row(2, post(budi, 'A', '2026-03-01'))]))).toEqual([
    '1 staff.two-holders',
    '2 staff.two-holders',
  ])
  expect(codes(join([post(ana, 'A', '2026-01-05')], [row(2, post(budi, 'A', '2026-03-01'))]))).toEqual([
    '2 staff.two-holders',
  ])
  expect(codes(join([post(ana, 'A', '2026-01-05', '2026-02-28')], [row(2, post(budi, 'A', '2026-03-01'))]))).toEqual([])
})

test('a chain of transfers in one file leaves each post to its next holder', () => {
  const known = [post(ana, 'A', '2026-01-05'), post(budi, 'B', '2026-01-05')]
  const joined = join(known, [row(1, post(ana, 'B', '2026-08-18')), row(2, post(budi, 'C', '2026-08-18'))])
  expect(joined.problems).toEqual([])
  expect(told(joined.assignments)).toEqual([
    'ana A definitive 2026-01-05–2026-08-17',
    'ana B definitive 2026-08-18–',
    'budi B definitive 2026-01-05–2026-08-17',
    'budi C definitive 2026-08-18–',
  ])
})

test('a Plt or Plh stands beside a definitive post of the same person and a definitive holder of the same post', () => {
  const acting: Assignment = { ...post(ana, 'B', '2026-07-01', '2026-07-31'), capacity: 'plt' }
  const joined = join(
    [post(ana, 'A', '2026-01-05'), post(budi, 'B', '2026-01-05')],
    [row(1, acting), row(2, { ...acting, capacity: 'plh', employeeId: budi })],
  )
  expect(joined.problems).toEqual([])
  expect(joined.assignments).toHaveLength(4)
})

test('a row that gives an end later is the same assignment', () => {
  expect(
    told(join([post(ana, 'A', '2026-01-05')], [row(1, post(ana, 'A', '2026-01-05', '2026-06-30'))]).assignments),
  ).toEqual(['ana A definitive 2026-01-05–2026-06-30'])
})
