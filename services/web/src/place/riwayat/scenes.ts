import { entries, form, month as workdays, noPresence, scanned } from '../hari-ini/scenes.ts'
import { arif, sari } from '../shared/people.ts'
import { answered, now, openAll, refused, type Scenes, type Told, wib, type World } from '../shared/scene.ts'
import { plusDays } from '../shared/time.ts'
import type { EntryLine } from '../shared/entry/view.ts'
import type { Find, HistoryDay, HistoryView } from './view.ts'

declare module '../shared/scene.ts' {
  interface World extends Told<typeof import('./ask.ts')> {}
}

const whole: Find = { month: '2026-11', day: null, words: '', result: '', state: null, after: null }
const restDay = (date: string): HistoryDay => ({
  date,
  state: date > '2026-11-19' ? 'upcoming' : 'missed',
  entries: 0,
  verified: 0,
  toMend: 0,
  closesAt: 0,
  graceEndsAt: 0,
  working: false,
})
const written: Readonly<Record<string, number>> = { '2026-11-03': 1, '2026-11-05': 3, '2026-11-10': 6, '2026-11-19': 5 }
const days: readonly HistoryDay[] = Array.from({ length: 30 }, (_, at) => plusDays('2026-11-01', at)).map((date) => {
  const worked = workdays.find((day) => day.date === date)
  if (worked === undefined) return { ...restDay(date), entries: date === '2026-11-14' ? 1 : 0 }
  return { ...worked, entries: worked.entries === 0 ? 0 : (written[date] ?? 2), working: true }
})
const line = (date: string, at: string, over: Partial<EntryLine>): EntryLine => ({
  ...entries[1]!,
  recordId: `019a9a00-0000-7000-8000-00000000${date.slice(8)}${at.slice(0, 2)}`,
  workDate: date,
  recordedAt: wib(date, at),
  ...over,
})
const lines: readonly EntryLine[] = [
  ...entries.filter((entry) => entry.workDate === '2026-11-19'),
  line('2026-11-18', '14.20', {
    sentence: 'Menyusun laporan layanan izin pekan kedua November.',
    state: { kind: 'received' },
  }),
  line('2026-11-18', '11.05', { sentence: 'Menelepon 3 pemohon yang berkasnya belum lengkap.' }),
  line('2026-11-17', '15.48', {
    sentence: 'Memeriksa 4 berkas izin klinik pratama dari Kotabaru.',
    state: { kind: 'withdrawn', at: wib('2026-11-19', '10.02') },
  }),
  line('2026-11-03', '10.20', { sentence: 'Menjawab pertanyaan warga tentang izin reklame di loket.', late: true }),
]
/** Every way in which a day of presence can be. */
const presence: HistoryView['presence'] = [
  { ...noPresence, date: '2026-11-02' },
  { ...noPresence, date: '2026-11-03', source: 'daily-result', present: true, lateMinutes: 12 },
  {
    ...noPresence,
    date: '2026-11-04',
    source: 'daily-result',
    elsewhere: [
      ...['07.41', '16.20'].map((at) => ({
        ...{ agency: 'Dinas Kesehatan', at: wib('2026-11-04', at), device: 'DINKES-2' },
        ...{ present: true, lateMinutes: 0, earlyLeaveMinutes: 0 },
      })),
      { agency: '', at: null, device: '', present: true, lateMinutes: 11, earlyLeaveMinutes: 0 },
    ],
  },
  scanned('2026-11-05', ['16.03*'], { wentAt: wib('2026-11-05', '16.03'), forgot: 'in' }),
  scanned('2026-11-06', ['07.31*', '12.02'], { cameAt: wib('2026-11-06', '07.31'), lateMinutes: 1, forgot: 'out' }),
  scanned('2026-11-09', ['08.05*', '15.20*'], {
    cameAt: wib('2026-11-09', '08.05'),
    wentAt: wib('2026-11-09', '15.20'),
    lateMinutes: 35,
    earlyLeaveMinutes: 40,
    contradicted: true,
  }),
  scanned('2026-11-10', ['07.50', '16.04'], {
    source: 'settlement',
    present: true,
    lateMinutes: 20,
    contradicted: true,
    reason: 'Berita acara gangguan mesin 10 November.',
  }),
  scanned('2026-11-11', ['08.40*', '13.02*'], {
    cameAt: wib('2026-11-11', '08.40'),
    wentAt: wib('2026-11-11', '13.02'),
    lateMinutes: 10,
    permissions: [
      { kind: 'official', from: 450, until: 510, lateMinutes: 60, earlyLeaveMinutes: 0 },
      { kind: 'medical', from: 780, until: 960, lateMinutes: 0, earlyLeaveMinutes: 178 },
    ],
  }),
  scanned('2026-11-12', ['08.10*', '16.02*'], {
    cameAt: wib('2026-11-12', '08.10'),
    wentAt: wib('2026-11-12', '16.02'),
    machineOut: true,
  }),
  { ...noPresence, date: '2026-11-13', excused: 'sick' },
  scanned('2026-11-14', ['09.00*'], { cameAt: wib('2026-11-14', '09.00'), hours: null }),
  scanned('2026-11-19', ['07.28*'], { cameAt: wib('2026-11-19', '07.28') }),
]
export const historyView: HistoryView = {
  now,
  zone: 'WIB',
  today: '2026-11-19',
  month: '2026-11',
  days,
  presence,
  duty: true,
  find: whole,
  results: form.results,
  entries: lines,
  counts: { disetujui: 22, menunggu: 3, dikembalikan: 1, belum: 2, ditarik: 1 },
  more: null,
}
const none = { disetujui: 0, menunggu: 0, dikembalikan: 0, belum: 0, ditarik: 0 }
const ofSari = (over: Partial<HistoryView> = {}): World => ({
  ...sari,
  history: async (find) => ({
    ok: true,
    view: { ...historyView, find: { ...find, month: over.month ?? historyView.month }, ...over },
  }),
})
const only = (kind: EntryLine['state']['kind']) => lines.filter(({ state }) => state.kind === kind)
/** A month in which he was not here yet. */
const october = Array.from({ length: 31 }, (_, at) => restDay(plusDays('2026-10-01', at)))

export const scenes: Scenes = {
  p4: { path: '/riwayat?bulan=2026-11', world: ofSari() },
  'p4-english': { path: '/riwayat?bulan=2026-11&lang=en', world: ofSari(), act: openAll },
  'p4-dark': { path: '/riwayat?bulan=2026-11', world: ofSari(), dark: true },
  'p4-months': { path: '/riwayat?bulan=2026-11', world: ofSari(), act: openAll },
  'p4-day': {
    path: '/riwayat?bulan=2026-11&hari=2026-11-19',
    world: ofSari({
      entries: lines.filter(({ workDate }) => workDate === '2026-11-19'),
      counts: { ...none, disetujui: 1, menunggu: 2, dikembalikan: 1 },
    }),
  },
  'p4-found': {
    path: '/riwayat?bulan=2026-11&cari=izin&rhk=tambahan&keadaan=menunggu',
    world: ofSari({ entries: only('received'), counts: { ...none, menunggu: 2, disetujui: 4 } }),
  },
  'p4-returned': {
    path: '/riwayat?bulan=2026-11&keadaan=dikembalikan&lang=en',
    world: ofSari({ entries: only('returned') }),
  },
  'p4-refused': { path: '/riwayat?bulan=2026-11&keadaan=belum', world: ofSari({ entries: [entries[3]!] }) },
  'p4-withdrawn': { path: '/riwayat?bulan=2026-11&keadaan=ditarik', world: ofSari({ entries: only('withdrawn') }) },
  'p4-nothing': {
    path: '/riwayat?bulan=2026-11&cari=helikopter',
    world: ofSari({ entries: [], counts: none }),
    act: async (page) => {
      await page.getByText('Tidak ada catatan yang cocok.').waitFor()
    },
  },
  'p4-empty': {
    path: '/riwayat?bulan=2026-10&lang=en',
    world: ofSari({ month: '2026-10', days: october, presence: [], results: [], entries: [], counts: none }),
  },
  'p4-first': {
    path: '/riwayat',
    world: ofSari({
      now: wib('2026-11-02', '07.05'),
      today: '2026-11-02',
      presence: [{ ...noPresence, date: '2026-11-02' }],
      days: days.map((day) => ({
        ...day,
        state: day.date === '2026-11-02' ? ('open' as const) : ('upcoming' as const),
        entries: 0,
      })),
      entries: [],
      counts: none,
    }),
  },
  'p4-long': {
    path: '/riwayat?bulan=2026-11&sesudah=2026-11-02~x',
    world: ofSari({
      entries: Array.from({ length: 100 }, (_, at) => ({
        ...lines[at % 4]!,
        recordId: `019a9a00-0000-7000-8000-0000000001${String(at).padStart(2, '0')}`,
        sentence: `${'Memeriksa kelengkapan berkas permohonan izin praktik. '.repeat(at === 0 ? 19 : 1)}`,
      })),
      more: '2026-11-01~019a9a00-0000-7000-8000-000000000001',
    }),
  },
  'p4-not-allowed': {
    path: '/riwayat',
    world: { ...arif, history: refused({ kind: 'not-allowed', audience: ['employee'] }) },
  },
  'p4-unavailable': {
    path: '/riwayat?bulan=2026-11',
    world: { ...sari, history: refused({ kind: 'unavailable', code: '7F3K', at: now }) },
  },
  'p4-sign-in': {
    path: '/riwayat?bulan=2026-11',
    world: { historyFile: answered({ month: '2026-11', nip: '', rows: [], cut: false }) },
  },
}
