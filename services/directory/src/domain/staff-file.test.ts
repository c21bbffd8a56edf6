import { expect, test } from 'vitest'
import { headsOf } from './chart.ts'
import { readLines, readStaff, told, type Known } from './staff-file.ts'
import type { StaffLine } from './staff-row.ts'

const today = '2026-11-26'
const nips = ['198503172010011001', '198604182011012001', '199001012022211001', '197001011995031001']

const line = (n: number, more: Partial<StaffLine> = {}): StaffLine => ({
  line: n,
  nip: nips[n - 1]!,
  name: `Nama ${n}`,
  employment: n === 3 ? 'PPPK' : 'PNS',
  agencyCode: 'DINAS',
  unitCode: 'DINAS.1',
  positionCode: `P${n}`,
  positionTitle: `Jabatan ${n}`,
  positionKind: 'pengawas',
  superiorPositionCode: 'P0',
  capacity: 'definitif',
  fromDate: '2026-01-05',
  toDate: '',
  zone: 'WIB',
  employeeId: '',
  pnsId: '',
  formerNip: '',
  ...more,
})

const known = (more: Partial<Known> = {}): Known => ({
  agencies: new Set(['DINAS', 'BADAN', 'LATIHAN']),
  practice: new Set(['LATIHAN']),
  units: new Map([
    ['DINAS.1', 'DINAS'],
    ['BADAN.1', 'BADAN'],
    ['LATIHAN.1', 'LATIHAN'],
  ]),
  positions: new Map([
    [
      'P0',
      {
        code: 'P0',
        agencyCode: 'DINAS',
        unitCode: 'DINAS.1',
        title: 'Kepala',
        kind: 'jpt-pratama',
        superiorCode: undefined,
      },
    ],
  ]),
  people: new Map(),
  former: new Map(),
  holdersOfKeys: new Map(),
  assignments: [],
  ...more,
})

function read(lines: readonly StaffLine[], before: Known = known()) {
  let made = 0
  const second = readStaff(readLines(lines, today), before, () => `new-${++made}`)
  const { problems, stopped } = told(second.problems)
  return {
    problems: problems.map(
      (problem) => `${problem.line} ${problem.field} ${problem.code}${problem.warning ? ' (warning)' : ''}`,
    ),
    values: problems.map((problem) => problem.value),
    stopped,
    file: second.file,
  }
}

test('a good file gives people, posts and assignments', () => {
  const { file, problems, stopped } = read([
    line(1),
    line(3, { superiorPositionCode: 'P1', positionKind: 'Pelaksana Operator', toDate: '2027-12-31', zone: 'wib' }),
  ])
  expect({ problems, stopped }).toEqual({ problems: [], stopped: false })
  expect(file.people.map((person) => [person.employeeId, person.employment])).toEqual([
    ['new-1', 'pns'],
    ['new-2', 'pppk'],
  ])
  expect(file.positions.get('P3')).toEqual({
    code: 'P3',
    agencyCode: 'DINAS',
    unitCode: 'DINAS.1',
    title: 'Jabatan 3',
    kind: 'pelaksana-operator',
    superiorCode: 'P1',
  })
  expect(headsOf(file.positions).get('DINAS')).toBe('P0')
  expect(
    file.assignments.map((assignment) => `${assignment.employeeId} ${assignment.positionCode} ${assignment.toDate}`),
  ).toEqual(['new-1 P1 undefined', 'new-2 P3 2027-12-31'])
})

const alone: [string, Partial<StaffLine>, string][] = [
  ['a bad NIP', { nip: '19850317201001100' }, '1 nip nip.length'],
  ['a NIP of the other kind of employment', { employment: 'PPPK' }, '1 employment nip.employment-differs'],
  ['an unknown kind of employment', { employment: 'honorer' }, '1 employment staff.employment-unknown'],
  ['an unknown kind of post', { positionKind: 'eselon III' }, '1 positionKind staff.kind-unknown'],
  ['an unknown capacity', { capacity: 'pj' }, '1 capacity staff.capacity-unknown'],
  ['an unknown zone', { zone: 'GMT' }, '1 zone staff.zone-unknown'],
  ['a day that does not exist', { fromDate: '2026-02-30' }, '1 fromDate staff.date-invalid'],
  ['an end that does not exist', { toDate: '31/12/2026' }, '1 toDate staff.date-invalid'],
  ['an end before the beginning', { toDate: '2026-01-04' }, '1 toDate staff.dates-reversed'],
  ['a year that nobody meant', { fromDate: '0206-01-05' }, '1 fromDate staff.date-implausible'],
  ['a beginning before anybody', { fromDate: '1949-12-31' }, '1 fromDate staff.date-implausible'],
  ['a beginning too far ahead', { fromDate: '2031-11-27' }, '1 fromDate staff.date-implausible'],
  ['an end that means none', { toDate: '9999-12-31' }, '1 toDate staff.date-implausible'],
  ['a name over two lines', { name: 'Nama\nlain' }, '1 name staff.text-invalid'],
  ['a title with a control sign', { positionTitle: 'Kepala\u0007' }, '1 positionTitle staff.text-invalid'],
  ['no name', { name: ' ' }, '1 name staff.field-empty'],
  ['no superior', { superiorPositionCode: '' }, '1 superiorPositionCode staff.superior-missing'],
  ['a superior that nobody knows', { superiorPositionCode: 'P9' }, '1 superiorPositionCode staff.superior-unknown'],
  ['its own superior', { superiorPositionCode: 'P1' }, '1 superiorPositionCode staff.superior-loop'],
  ['an unknown agency', { agencyCode: 'X', unitCode: 'DINAS.1' }, '1 agencyCode staff.agency-unknown'],
  ['an unknown unit', { unitCode: 'X' }, '1 unitCode staff.unit-unknown'],
  ['a unit of another agency', { unitCode: 'BADAN.1' }, '1 unitCode staff.unit-elsewhere'],
  ['a key that is none', { employeeId: '1234' }, '1 employeeId staff.employee-id-invalid'],
]
test.each(alone)('%s is told with its line and column, and stops the import', (_, more, problem) => {
  const answer = read([line(1, more)])
  expect(answer.problems).toContain(problem)
  expect(answer.stopped).toBe(true)
})

test('every fault of a file is told at once, faults before warnings, in the order of the lines', () => {
  expect(
    read([
      line(1, { nip: '200101012018011001' }),
      line(2, { zone: 'X', capacity: 'Y' }),
      line(4, { superiorPositionCode: '' }),
    ]).problems,
  ).toEqual([
    '2 capacity staff.capacity-unknown',
    '2 zone staff.zone-unknown',
    '4 superiorPositionCode staff.superior-missing',
    '1 nip nip.under-eighteen (warning)',
  ])
})

test('nobody is blamed for a superior whose own line is faulty', () => {
  expect(read([line(1, { nip: 'x' }), line(2, { superiorPositionCode: 'P1' })]).problems).toEqual([
    '1 nip nip.characters',
  ])
})

test('a warning stops nothing', () => expect(read([line(1, { nip: '200101012018011001' })]).stopped).toBe(false))

test('no problem repeats a NIP', () => {
  const { values } = read([
    line(1, { nip: '19850317201001100x' }),
    line(2),
    line(4, { nip: nips[1]!, positionCode: 'P5' }),
  ])
  expect(values.join(' ')).not.toMatch(/\d{8}/)
})

test('a loop over several lines is told on each of them, and on no line below it', () => {
  expect(
    read([
      line(1, { superiorPositionCode: 'P2' }),
      line(2, { superiorPositionCode: 'P1' }),
      line(4, { superiorPositionCode: 'P2' }),
    ]).problems,
  ).toEqual(['1 superiorPositionCode staff.superior-loop', '2 superiorPositionCode staff.superior-loop'])
})

test('only the first post of a government answers to nobody', () =>
  expect(read([line(1, { superiorPositionCode: '', positionKind: 'jpt-madya' })]).problems).toEqual([]))

test('two holders of one post in the same days are told on both lines', () => {
  expect(
    read([
      line(1, { positionCode: 'P5', positionTitle: 'X' }),
      line(2, { positionCode: 'P5', positionTitle: 'X', fromDate: '2026-06-01' }),
    ]).problems,
  ).toEqual(['1 positionCode staff.two-holders', '2 positionCode staff.two-holders'])
})

test('one post described twice, differently, is told', () => {
  expect(
    read([
      line(1, { positionCode: 'P5', toDate: '2026-03-31' }),
      line(2, { positionCode: 'P5', fromDate: '2026-04-01' }),
    ]).problems,
  ).toEqual(['2 positionCode staff.position-differs'])
})

test('one NIP with two names is told', () => {
  expect(
    read([line(1, { toDate: '2026-03-31' }), line(2, { nip: nips[0]!, fromDate: '2026-04-01' })]).problems,
  ).toEqual(['2 name staff.person-differs'])
})

test('a line that repeats another is a warning, one that contradicts it a fault', () => {
  expect(read([line(1), { ...line(1), line: 2 }]).problems).toEqual(['2 nip staff.row-repeated (warning)'])
  expect(read([line(1), { ...line(1, { toDate: '2026-12-31' }), line: 2 }]).problems).toEqual([
    '2 nip staff.row-repeated',
  ])
})

test('a new person gets the key that the importer wants, unless somebody has it', () => {
  const wanted = '11111111-1111-4111-8111-111111111111'
  expect(read([line(1, { employeeId: wanted })]).file.people[0]?.employeeId).toBe(wanted)
  expect(read([line(1, { employeeId: wanted }), line(2, { employeeId: wanted })]).problems).toEqual([
    '2 employeeId staff.employee-id-taken',
  ])
  expect(
    read([line(1, { employeeId: wanted })], known({ holdersOfKeys: new Map([[wanted, nips[3]!]]) })).problems,
  ).toEqual(['1 employeeId staff.employee-id-taken'])
})

test('a post may begin five years ahead and end sixty years ahead', () => {
  expect(read([line(1, { fromDate: '2031-11-26', toDate: '2086-11-26' })]).problems).toEqual([])
})

test('a known person keeps his key', () => {
  const person = { employeeId: 'old', nip: nips[0]!, name: 'Nama lama', employment: 'pns', pnsId: undefined } as const
  const { file, problems } = read(
    [line(1, { employeeId: '11111111-1111-4111-8111-111111111111' })],
    known({ people: new Map([[nips[0]!, person]]) }),
  )
  expect(problems).toEqual([])
  expect(file.people).toEqual([{ ...person, name: 'Nama 1' }])
})

const ani = { employeeId: 'ani', nip: nips[0]!, name: 'Nama 1', employment: 'pns', pnsId: 'A1' } as const
const budi = { employeeId: 'budi', nip: nips[1]!, name: 'Nama 2', employment: 'pns', pnsId: undefined } as const
const both = known({ people: new Map([ani, budi].map((person) => [person.nip, person])) })
/** Ani under another number. */
const renumbered = (more: Partial<StaffLine>) => line(1, { nip: nips[3]!, ...more })

test('a new number of a known person is his, by his former number or by how the national system knows him, and is told', () => {
  for (const more of [{ formerNip: nips[0]! }, { formerNip: '19850317 201001 1 001' }, { pnsId: 'A1' }]) {
    const { file, problems, stopped } = read([renumbered(more)], both)
    expect({ problems, stopped }).toEqual({ problems: ['1 nip staff.nip-changed (warning)'], stopped: false })
    expect(file.people).toEqual([{ ...ani, nip: nips[3]!, name: 'Nama 1' }])
    expect(file.assignments.map(({ employeeId }) => employeeId)).toEqual(['ani'])
  }
  // The number of nine digits of before 2009 finds nobody.
  expect(read([renumbered({ formerNip: '131234567' })], both).file.people[0]!.employeeId).toBe('new-1')
})
test('a file of before a change of number is taken under the present one', () => {
  const now = { ...ani, nip: nips[3]! }
  const changed = known({ people: new Map([[now.nip, now]]), former: new Map([[nips[0]!, now]]) })
  const { file, problems } = read([line(1)], changed)
  expect(problems).toEqual(['1 nip staff.nip-former (warning)'])
  expect(file.people).toEqual([now])
  expect(file.keys.get(nips[0]!)).toBe('ani')
  expect(read([line(1), renumbered({})], changed).problems).toContain('1 nip staff.person-differs')
})
test.each<[string, readonly StaffLine[], Known]>([
  ['a number and a PNS ID of two people', [line(2, { pnsId: 'A1' })], both],
  ['a former number and a number of two people', [line(2, { formerNip: nips[0]! })], both],
  ['another PNS ID than the known one', [line(1, { pnsId: 'A2' })], both],
  ['one PNS ID of two new people', [line(1, { pnsId: 'X' }), line(2, { pnsId: 'X' })], known()],
  [
    'a number that was somebody else’s',
    [line(3, { employment: 'PNS', nip: nips[3]!, pnsId: 'A1' })],
    known({ people: both.people, former: new Map([[nips[3]!, budi]]) }),
  ],
])('who a line is, is no choice: %s', (_, lines, before) => {
  const { problems, stopped } = read(lines, before)
  expect(problems.filter((problem) => !problem.includes('warning')).join()).toMatch(/staff\.person-ambiguous/)
  expect(stopped).toBe(true)
})

const inPractice = (n: number, more: Partial<StaffLine> = {}) =>
  line(n, {
    agencyCode: 'LATIHAN',
    unitCode: 'LATIHAN.1',
    positionCode: `L${n}`,
    positionKind: 'jpt-pratama',
    superiorPositionCode: '',
    ...more,
  })

test('whoever practises holds no post that counts, in one file or in two', () => {
  expect(read([inPractice(1), line(2)]).problems).toEqual([])
  const both = read([inPractice(1), line(1, { line: 2, capacity: 'plt' })])
  expect(both.problems).toEqual(['1 agencyCode staff.practice-mixed', '2 agencyCode staff.practice-mixed'])
  const before = read([line(1)]).file
  const later = known({
    people: new Map(before.people.map((person) => [person.nip, person])),
    positions: before.positions,
    assignments: before.assignments,
  })
  expect(read([inPractice(1, { fromDate: '2026-06-01', capacity: 'plt' })], later).problems).toContain(
    '1 agencyCode staff.practice-mixed',
  )
})

test('nobody who practises assesses one whose work counts, nor the other way round', () => {
  expect(read([inPractice(1), line(2, { superiorPositionCode: 'L1' })]).problems).toEqual([
    '2 superiorPositionCode staff.practice-mixed',
  ])
  expect(read([inPractice(1, { superiorPositionCode: 'P0' })]).problems).toEqual([
    '1 superiorPositionCode staff.practice-mixed',
  ])
})
