import { hendra, sari, yusrizal } from '../shared/people.ts'
import { scanned } from '../hari-ini/scenes.ts'
import { answered, now, refused, type Scenes, type Told, wib, type World } from '../shared/scene.ts'
import { findMembers } from './find.ts'
import { stateNames, type Member, type MemberView, type TeamDay, type TeamView } from './view.ts'

declare module '../shared/scene.ts' {
  interface World extends Told<typeof import('./ask.ts')> {}
}

const today = '2026-11-19'
const day = (over: Partial<TeamDay> = {}): TeamDay => ({
  date: today,
  state: 'belum',
  away: null,
  entries: 0,
  waiting: 0,
  verified: 0,
  toMend: 0,
  latestAt: null,
  permissions: [],
  ...over,
})
const recorded = (entries: number, waiting: number, clock: string, over: Partial<TeamDay> = {}): TeamDay =>
  day({
    state: 'sudah',
    entries,
    waiting,
    verified: Math.max(0, entries - waiting - (over.toMend ?? 0)),
    latestAt: wib(today, clock),
    ...over,
  })
const before = (over: Partial<TeamDay> = {}): TeamDay =>
  day({ date: '2026-11-18', state: 'sudah', entries: 3, verified: 3, ...over })
const member = (nth: number, name: string, of: TeamDay, over: Partial<Member> = {}): Member => ({
  employeeId: `00000000-0000-4000-8000-0000000003${String(nth).padStart(2, '0')}`,
  name,
  position: 'Pengelola layanan perizinan',
  day: of,
  before: before(),
  waiting: of.waiting,
  ...over,
})
const away = (kind: string, until: string | null): TeamDay => day({ state: 'tidak-bertugas', away: { kind, until } })

const people: readonly Member[] = [
  member(1, 'Joko Susilo', day()),
  member(2, 'Nabila Putri', day({ permissions: [{ from: 450, until: 600 }] }), {
    before: null,
    position: 'Analis perizinan',
  }),
  member(3, 'Ahmad Fauzi', recorded(2, 0, '10.22')),
  member(4, 'Dedi Kurniawan', recorded(2, 2, '09.56'), { waiting: 3 }),
  member(5, 'Desi Ratnasari', recorded(1, 1, '10.05', { permissions: [{ from: 780, until: 960 }] })),
  member(6, 'Muhammad Rizki', recorded(3, 1, '10.40', { toMend: 1 })),
  member(7, 'Sari Wulandari', recorded(1, 1, '09.12')),
  member(8, 'Yuliana Fitri', recorded(1, 1, '08.02'), { before: before({ state: 'belum', entries: 0, verified: 0 }) }),
  member(9, 'Nurhayati', away('duty-travel', '2026-11-20')),
  member(10, 'Rina Marlina', away('leave', '2026-11-23'), {
    before: before({ state: 'tidak-bertugas', entries: 0, verified: 0, away: { kind: 'leave', until: '2026-11-23' } }),
  }),
  member(11, 'Bambang Irawan', away('sick', today)),
  member(12, 'Siti Aminah', day({ state: 'libur' })),
]
const viewOf = (members: readonly Member[], over: Partial<TeamView> = {}): TeamView => ({
  now,
  zone: 'WIB',
  today,
  date: today,
  find: { date: null, name: '', state: null },
  counts: Object.fromEntries(
    stateNames.map((state) => [state, members.filter((one) => one.day.state === state).length]),
  ) as TeamView['counts'],
  people: members.length,
  waiting: members.reduce((sum, one) => sum + one.waiting, 0),
  closesAt: wib('2026-11-23', '00.00'),
  members: findMembers(members, over.find ?? { date: null, name: '', state: null }),
  ...over,
})
const ofTeam = (members: readonly Member[], over: Partial<TeamView> = {}): World => ({
  ...hendra,
  team: async (find) => ({ ok: true, view: viewOf(members, { find, ...over }) }),
})

const then = '2026-11-12'
const past: readonly Member[] = people.map((one, nth) =>
  nth < 2
    ? { ...one, day: { ...one.day, date: then }, before: null, waiting: 0 }
    : { ...one, day: { ...one.day, date: then, latestAt: null }, before: null, waiting: 0 },
)
const forty = Array.from({ length: 40 }, (_, nth) =>
  member(
    40 + nth,
    `Pegawai bernama sangat panjang ${String(nth + 1).padStart(2, '0')}`,
    nth % 3 === 0 ? day() : recorded(2, 1, '10.01'),
  ),
)
const unknown: readonly Member[] = [
  member(90, 'Joko Susilo', day({ state: 'tanpa-kalender' }), { before: null }),
  member(91, 'Nabila Putri', away('outage', null)),
  member(92, 'Rina Marlina', away('study', null)),
]

const one: MemberView = {
  now,
  zone: 'WIB',
  today,
  date: today,
  name: 'Muhammad Rizki',
  position: 'Pengelola layanan perizinan',
  entries: [
    ['Memeriksa 5 berkas izin usaha mikro.', '10.40', 'RHK 1', 5, 'waiting'],
    ['Menjawab 9 pertanyaan warga lewat surel.', '09.30', 'RHK 2', 9, 'returned'],
    ['Membantu menata arsip loket.', '08.15', null, null, 'verified'],
    ['Memeriksa berkas klinik.', '08.02', 'RHK 1', 1, 'held'],
    ['Memeriksa berkas apotek.', '08.01', 'RHK 1', 1, 'refused'],
  ].map(([sentence, clock, resultCode, quantity, state], nth) => ({
    recordId: `019a9a00-0000-7000-8000-0000000009${nth}0`,
    sentence: sentence as string,
    recordedAt: wib(today, clock as string),
    resultCode: resultCode as string | null,
    quantityThousandths: quantity === null ? null : Number(quantity) * 1000,
    unit: quantity === null ? null : 'berkas',
    late: nth === 2,
    state: state as MemberView['entries'][number]['state'],
  })),
  presence: scanned(today, ['07.28*', '12.02', '16.03*'], {
    cameAt: wib(today, '07.28'),
    wentAt: wib(today, '16.03'),
    permissions: [{ kind: 'personal', from: 720, until: 780, lateMinutes: 0, earlyLeaveMinutes: 0 }],
  }),
  back: 'team',
  more: false,
}

export const scenes: Scenes = {
  a3: { path: '/tim', world: ofTeam(people) },
  'a3-english': { path: '/tim?lang=en', world: ofTeam(people) },
  'a3-dark': { path: '/tim', world: ofTeam(people), dark: true },
  'a3-found': {
    path: '/tim?saring=sudah',
    world: ofTeam(people),
    act: async (page) => {
      await page.fill('#cari', 'wulandari s')
      await page.click('form.find .btn2')
      await page.waitForURL(/saring=sudah&isi=cari$/)
      if ((await page.locator('.team li').count()) !== 1) throw new Error('more than Sari is found')
    },
  },
  'a3-nothing': {
    path: '/tim?lang=en',
    world: ofTeam([], { people: 12, find: { date: null, name: 'zzz', state: null } }),
  },
  'a3-away': { path: '/tim?saring=tidak-bertugas', world: ofTeam(people) },
  'a3-past': {
    path: `/tim?tanggal=${then}`,
    world: ofTeam(past, { date: then, closesAt: wib('2026-11-16', '00.00') }),
  },
  'a3-past-english': {
    path: `/tim?tanggal=${then}&lang=en`,
    world: ofTeam(past, { date: then, closesAt: wib('2026-11-16', '00.00') }),
  },
  'a3-forty': { path: '/tim', world: ofTeam(forty) },
  'a3-no-calendar': { path: '/tim', world: ofTeam(unknown, { closesAt: null }) },
  'a3-no-calendar-english': { path: '/tim?lang=en', world: ofTeam(unknown, { closesAt: null }) },
  'a3-empty': { path: `/tim?tanggal=${then}`, world: ofTeam([], { date: then, closesAt: null }) },
  'a3-empty-english': { path: `/tim?tanggal=${then}&lang=en`, world: ofTeam([], { date: then, closesAt: null }) },
  'a3-not-allowed': {
    path: '/tim',
    world: { ...sari, team: refused({ kind: 'not-allowed', audience: ['assessor'] }) },
  },
  'a3-unavailable': {
    path: '/tim',
    world: { ...hendra, team: refused({ kind: 'unavailable', code: '7F3K', at: now }) },
  },
  'a3-no-such-day': { path: '/tim?tanggal=kemarin', world: { ...hendra, team: refused({ kind: 'not-found' }) } },
  a3one: { path: '/tim/x', world: { ...hendra, memberDay: answered(one) } },
  'a3one-english': { path: '/tim/x?lang=en', world: { ...hendra, memberDay: answered({ ...one, more: true }) } },
  'a3one-empty': { path: '/tim/x', world: { ...hendra, memberDay: answered({ ...one, entries: [] }) } },
  'a3one-empty-then': {
    path: `/tim/x?tanggal=${then}&lang=en`,
    world: { ...hendra, memberDay: answered({ ...one, date: then, entries: [], presence: null }) },
  },
  'a3one-found': { path: '/tim/x', world: { ...yusrizal, memberDay: answered({ ...one, back: 'find' }) } },
  'a3one-own': { path: '/tim/x?lang=en', world: { ...sari, memberDay: answered({ ...one, back: null }) } },
  'a3one-not-allowed': {
    path: '/tim/x',
    world: { ...sari, memberDay: refused({ kind: 'not-allowed', audience: ['self', 'assessor', 'agency-head'] }) },
  },
}
