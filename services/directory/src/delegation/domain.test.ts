import { expect, test } from 'vitest'
import { end, give, type Given, type Giving, heldThroughout, stateOf } from './domain.ts'

const given = (more: Partial<Given> = {}): Given => ({
  employeeId: 'hendra',
  delegateId: 'rahmi',
  fromDate: '2026-12-01',
  toDate: '2026-12-11',
  zone: 'WIB',
  endedAt: null,
  version: 1,
  ...more,
})
const giving = (more: Partial<Giving> = {}): Giving => ({
  employeeId: 'hendra',
  delegateId: 'rahmi',
  fromDate: '2026-12-01',
  toDate: '2026-12-11',
  today: '2026-11-30',
  leads: true,
  stands: 'peer',
  posts: [{ fromDate: '2026-01-05', toDate: null }],
  known: [],
  ...more,
})
const code = (more: Partial<Giving> = {}) => give(giving(more))?.code ?? 'yes'

test('who leads hands verifying to somebody of his line, from today or a later day on', () => {
  expect(code()).toBe('yes')
  expect(code({ fromDate: '2026-11-30' })).toBe('yes')
  expect(give(giving({ fromDate: '2026-11-29' }))).toMatchObject({ code: 'request.value-invalid', field: 'from_date' })
  expect(code({ fromDate: '2027-03-02', toDate: '2027-03-02' })).toBe('yes')
  expect(code({ fromDate: '2027-03-03', toDate: '2027-03-03' })).toBe('request.value-invalid')
})

test('who assesses nobody has nothing to hand over', () =>
  expect(code({ leads: false })).toBe('delegation.leads-nobody'))

test('nobody hands it to himself, or to somebody beside his line', () => {
  expect(code({ stands: undefined })).toBe('delegation.not-of-line')
  expect(code({ delegateId: 'hendra' })).toBe('delegation.not-of-line')
})

test('who stands in has a post on each of the days', () => {
  const [first, second] = [
    { fromDate: '2026-01-05', toDate: '2026-12-04' },
    { fromDate: '2026-12-05', toDate: null },
  ]
  expect(code({ posts: [first] })).toBe('delegation.no-post')
  expect(code({ posts: [second] })).toBe('delegation.no-post')
  expect(code({ posts: [second, first] })).toBe('yes')
  expect(code({ posts: [first, { ...second, fromDate: '2026-12-06' }] })).toBe('delegation.no-post')
  expect(code({ posts: [{ ...first, toDate: '2026-12-11' }] })).toBe('yes')
  expect(
    heldThroughout([first, { fromDate: '2026-02-01', toDate: '2026-02-02' }, second], '2026-03-01', '2027-01-01'),
  ).toBe(true)
})

test('nobody has two who stand in for him on one day', () => {
  for (const known of [given({ delegateId: 'dedi' }), given()])
    expect(code({ known: [known] })).toBe('delegation.overlaps')
  expect(code({ known: [given({ fromDate: '2026-12-11', toDate: '2026-12-20' })] })).toBe('delegation.overlaps')
  expect(code({ known: [given({ fromDate: '2026-12-12', toDate: '2026-12-20' })] })).toBe('yes')
  expect(code({ known: [given({ fromDate: '2026-11-01', toDate: '2026-12-01' })] })).toBe('delegation.overlaps')
  expect(code({ known: [given({ fromDate: '2026-11-01', toDate: '2026-11-30' })] })).toBe('yes')
  expect(code({ known: [given({ endedAt: 1n })] })).toBe('yes')
})

test('nothing is handed on: not by who holds one, and not to who is away himself', () => {
  expect(code({ known: [given({ employeeId: 'nuraini', delegateId: 'hendra' })] })).toBe('delegation.holds-one')
  expect(code({ known: [given({ employeeId: 'rahmi', delegateId: 'dedi' })] })).toBe('delegation.delegate-away')
  // Two superiors may be away at once, and one colleague stands in for both.
  expect(code({ known: [given({ employeeId: 'nuraini', delegateId: 'rahmi' })] })).toBe('yes')
})

test('its first day begins and its last day ends at the workplace of who gave it', () => {
  const at = (utc: string, zone: Given['zone'] = 'WIB') => stateOf(given({ zone }), Date.parse(utc))
  expect(at('2026-11-30T16:59:59Z')).toBe('coming')
  expect(at('2026-11-30T17:00:00Z')).toBe('running')
  expect(at('2026-12-11T16:59:59Z')).toBe('running')
  expect(at('2026-12-11T17:00:00Z')).toBe('over')
  expect(at('2026-11-30T15:00:00Z', 'WIT')).toBe('running')
  expect(at('2026-12-11T15:00:00Z', 'WIT')).toBe('over')
  expect(stateOf(given({ endedAt: 1n }), 2)).toBe('ended')
})

test('it ends early by whoever has seen how it stands, and what is over does not end again', () => {
  const now = Date.parse('2026-12-05T03:00:00Z')
  expect(end(given(), 1, now)).toBeUndefined()
  expect(end(given({ fromDate: '2026-12-06' }), 1, now)).toBeUndefined()
  expect(end(given({ version: 2 }), 1, now)?.code).toBe('delegation.changed')
  expect(end(given({ toDate: '2026-12-04' }), 1, now)?.code).toBe('delegation.over')
})
