import { expect, test } from 'vitest'
import type { Assignment } from './assignment.ts'
import type { Position } from './chart.ts'
import { byCodes, kindsOf, type Named, type NationalLine } from './national.ts'

const TODAY = '2026-11-26'
const nips = ['198503172010011001', '198604182011012001', '199001012022211001', '197001011995031001']
const post = (code: string, title: string, of: Partial<Position> = {}): Position => ({
  code,
  agencyCode: 'DINAS',
  unitCode: 'DINAS.1',
  title,
  kind: 'pelaksana-operator',
  superiorCode: 'K1',
  ...of,
})
const posts = [
  post('K0', 'Kepala Dinas', { unitCode: 'DINAS', kind: 'jpt-pratama', superiorCode: undefined }),
  post('K1', 'Kepala Bidang Izin', { kind: 'administrator', superiorCode: 'K0' }),
  post('A1', 'Analis Kebijakan Ahli Muda', { kind: 'fungsional-ahli-muda' }),
  post('O1', 'Operator Layanan'),
  post('O2', 'Operator Layanan'),
  post('S1', 'Pengelola Surat', { kind: 'pelaksana-klerek' }),
  post('B1', 'Pengelola Surat', { agencyCode: 'BADAN', unitCode: 'BADAN.1', kind: 'pelaksana-klerek' }),
]
const holds = (employeeId: string, positionCode: string): Assignment => ({
  employeeId,
  positionCode,
  capacity: 'definitive',
  fromDate: '2024-01-02',
  toDate: undefined,
  zone: 'WITA',
})
const named = (held: readonly Assignment[] = [], of: Partial<Named> = {}): Named => ({
  agencies: new Map([
    ['DINAS', 'Dinas Penanaman Modal'],
    ['BADAN', 'Badan Kepegawaian'],
  ]),
  units: new Map([
    ['DINAS', { name: 'Dinas Penanaman Modal', agencyCode: 'DINAS' }],
    ['DINAS.1', { name: 'Bidang Izin', agencyCode: 'DINAS' }],
    ['BADAN.1', { name: 'Bidang Izin', agencyCode: 'BADAN' }],
  ]),
  positions: new Map(posts.map((one) => [one.code, one])),
  people: new Map(nips.map((nip, at) => [nip, `e${at + 1}`])),
  held: [holds('kepala', 'K1'), ...held],
  zone: 'WIB',
  ...of,
})
const line = (
  n: number,
  positionTitle: string,
  { positionType = 'Jabatan Fungsional Umum', ...of }: Partial<NationalLine & NationalLine['national']> = {},
): NationalLine => ({
  line: n,
  nip: nips[n - 1]!,
  name: `Nama ${n}`,
  employment: '',
  agencyCode: '',
  unitCode: '',
  positionCode: '',
  positionTitle,
  positionKind: '',
  superiorPositionCode: '',
  capacity: '',
  fromDate: of.fromDate ?? '2026-10-01',
  toDate: '',
  zone: '',
  employeeId: '',
  pnsId: '',
  formerNip: '',
  national: {
    agencyName: of.agencyName ?? 'DINAS PENANAMAN MODAL',
    unitName: of.unitName ?? 'Bidang  Izin',
    positionType,
    echelon: of.echelon ?? '',
    standing: of.standing ?? 'Aktif',
  },
})
function read(lines: readonly NationalLine[], known = named()) {
  const { lines: told, questions } = byCodes(lines, known, TODAY)
  expect(questions.every(({ warning }) => warning)).toBe(true)
  return {
    posts: told.map((one) => `${one.line} ${one.positionCode} ${one.fromDate}`),
    questions: questions.map((one) => `${one.line} ${one.field} ${one.code} ${one.value}`),
    told,
  }
}

test('a post is found by its names within its agency, and its superior stays as the chart has it', () => {
  const { told, questions } = read([
    line(1, 'PENGELOLA SURAT'),
    line(3, 'Pengelola Surat', { agencyName: 'Badan Kepegawaian' }),
  ])
  expect(questions).toEqual([])
  expect(told).toEqual([
    expect.objectContaining({
      agencyCode: 'DINAS',
      unitCode: 'DINAS.1',
      positionCode: 'S1',
      positionTitle: 'Pengelola Surat',
      positionKind: 'pelaksana-klerek',
      superiorPositionCode: 'K1',
      capacity: 'definitif',
      employment: 'pns',
      fromDate: '2026-10-01',
      zone: 'WIB',
    }),
    expect.objectContaining({ positionCode: 'B1', employment: 'pppk' }),
  ])
})
test('who stays where he is keeps his post, his zone and its first day, whatever day the sheet says', () => {
  const { told, questions } = read([line(1, 'Operator Layanan')], named([holds('e1', 'O2')]))
  expect(told).toEqual([expect.objectContaining({ positionCode: 'O2', fromDate: '2024-01-02', zone: 'WITA' })])
  expect(questions).toEqual(['1 fromDate staff.date-differs 2026-10-01'])
  expect(read([line(1, 'Operator Layanan', { fromDate: '2024-01-02' })], named([holds('e1', 'O2')])).questions).toEqual(
    [],
  )
})
test('a title is one whatever the order in which the sheet writes its level', () => {
  expect(
    read([line(1, 'AHLI MUDA - ANALIS KEBIJAKAN', { positionType: 'Jabatan Fungsional Tertentu' })]).posts,
  ).toEqual(['1 A1 2026-10-01'])
})
test('of two free posts of one name neither is chosen, and of two people for one neither gets it', () => {
  expect(read([line(1, 'Operator Layanan')])).toMatchObject({
    posts: [],
    questions: ['1 positionTitle staff.name-ambiguous Operator Layanan'],
  })
  expect(read([line(1, 'Pengelola Surat'), line(2, 'Pengelola Surat')])).toMatchObject({
    posts: [],
    questions: [
      '1 positionTitle staff.name-ambiguous Pengelola Surat',
      '2 positionTitle staff.name-ambiguous Pengelola Surat',
    ],
  })
  // With the other one taken there is one left.
  expect(read([line(1, 'Operator Layanan')], named([holds('x', 'O1')])).posts).toEqual(['1 O2 2026-10-01'])
})
test('a post that somebody else holds is not given, unless the sheet has him elsewhere', () => {
  const held = named([holds('e2', 'S1')])
  expect(read([line(1, 'Pengelola Surat')], held)).toMatchObject({
    posts: [],
    questions: ['1 positionTitle staff.post-taken Pengelola Surat'],
  })
  expect(
    read(
      [line(1, 'Pengelola Surat'), line(2, 'Analis Kebijakan Ahli Muda', { positionType: 'Fungsional Tertentu' })],
      held,
    ).posts,
  ).toEqual(['1 S1 2026-10-01', '2 A1 2026-10-01'])
})
test('who would leave his post for none that is his leaves it to nobody', () => {
  // The second one's new post is two people's: he stays, so the first one's is taken.
  const lines = [
    line(1, 'Pengelola Surat'),
    line(2, 'Analis Kebijakan Ahli Muda', { positionType: 'Fungsional Tertentu' }),
    line(4, 'Analis Kebijakan Ahli Muda', { positionType: 'Fungsional Tertentu' }),
  ]
  expect(read(lines, named([holds('e2', 'S1')])).questions).toEqual([
    '1 positionTitle staff.post-taken Pengelola Surat',
    '2 positionTitle staff.name-ambiguous Analis Kebijakan Ahli Muda',
    '4 positionTitle staff.name-ambiguous Analis Kebijakan Ahli Muda',
  ])
})
test('who does not serve is listed, and nothing of his changes', () => {
  for (const standing of ['CLTN', 'MPP', 'Tugas Belajar', 'Pemberhentian Sementara', ''])
    expect(read([line(1, 'Pengelola Surat', { standing })])).toMatchObject({
      posts: [],
      questions: [`1 standing staff.not-serving ${standing}`],
    })
})
test.each<[string, NationalLine, string]>([
  [
    'an agency of no such name',
    line(1, 'X', { agencyName: 'Dinas Lain' }),
    '1 agencyName staff.name-unknown Dinas Lain',
  ],
  ['a unit of no such name', line(1, 'X', { unitName: 'Bidang Lain' }), '1 unitName staff.name-unknown Bidang Lain'],
  ['a type that means nothing', line(1, 'X', { positionType: 'Lainnya' }), '1 positionKind staff.name-unknown Lainnya'],
  ['a post of no such name', line(1, 'Juru Ketik'), '1 positionTitle staff.post-unknown Juru Ketik'],
  [
    'a post of another kind',
    line(1, 'Pengelola Surat', { positionType: 'Jabatan Struktural' }),
    '1 positionKind staff.kind-differs Jabatan Struktural',
  ],
])('what a name does not tell is a question, and its line is left out: %s', (_, one, question) => {
  expect(read([one])).toMatchObject({ posts: [], questions: [question] })
})
test('two agencies or units of one name are a question', () => {
  const agencies = new Map([
    ['DINAS', 'Dinas Penanaman Modal'],
    ['DINAS2', 'DINAS PENANAMAN MODAL'],
  ])
  expect(read([line(1, 'Pengelola Surat')], named([], { agencies })).questions).toEqual([
    '1 agencyName staff.name-ambiguous DINAS PENANAMAN MODAL',
  ])
  const units = new Map(['DINAS.1', 'DINAS.2'].map((code) => [code, { name: 'Bidang Izin', agencyCode: 'DINAS' }]))
  expect(read([line(1, 'Pengelola Surat')], named([], { units })).questions).toEqual([
    '1 unitName staff.name-ambiguous Bidang  Izin',
  ])
})
test('a post whose superior nobody is, is listed', () => {
  expect(read([line(1, 'Pengelola Surat')], named([], { held: [] }))).toMatchObject({
    posts: ['1 S1 2026-10-01'],
    questions: ['1 superiorPositionCode staff.superior-vacant K1'],
  })
  // Unless the same sheet brings him.
  const head = line(2, 'Kepala Bidang Izin', { positionType: 'Jabatan Struktural', echelon: 'III.a' })
  expect(read([line(1, 'Pengelola Surat'), head], named([], { held: [holds('x', 'K0')] })).questions).toEqual([])
})

test.each<[string, string, string, readonly string[]]>([
  ['Jabatan Struktural', 'I.b', 'Sekretaris Daerah', ['jpt-utama', 'jpt-madya']],
  ['Jabatan Struktural', 'II.a', 'Kepala Dinas', ['jpt-pratama']],
  ['Jabatan Struktural', 'III.b', 'Kepala Bidang', ['administrator']],
  ['JABATAN STRUKTURAL', 'IV.a', 'Kepala Seksi', ['pengawas']],
  ['Jabatan Struktural', '', 'Kepala', ['jpt-utama', 'jpt-madya', 'jpt-pratama', 'administrator', 'pengawas']],
  ['Jabatan Struktural', 'V.a', 'Kepala Urusan', []],
  ['Jabatan Fungsional Tertentu', '', 'Guru Ahli Pertama', ['fungsional-ahli-pertama']],
  ['Jabatan Fungsional Tertentu', '', 'PENYELIA - PERAWAT', ['fungsional-penyelia']],
  ['Jabatan Fungsional Umum', '', 'Operator', ['pelaksana-klerek', 'pelaksana-operator', 'pelaksana-teknisi']],
  ['Lainnya', '', 'Guru', []],
])('what %s %s, %s can be', (type, echelon, title, kinds) => {
  expect(kindsOf(type, echelon, title)).toEqual(kinds)
})
