import type { DataRowView } from '../data-saya/view.ts'
import { lestari, sari, yusrizal } from '../shared/people.ts'
import { answered, now, openAll, refused, type Scenes, type Told, type World } from '../shared/scene.ts'
import type { LineView, ReportView, Reported } from './view.ts'

declare module '../shared/scene.ts' {
  interface World extends Told<typeof import('./ask.ts')>, Told<typeof import('./act.ts')> {}
}

const day = 86_400_000
const post: DataRowView = {
  row: 'post',
  version: 'v',
  name: '',
  nip: '',
  employment: '',
  posts: [{ title: 'Pengadministrasi perizinan', capacity: 'definitive', from: '2021-03-01', to: null }],
  unit: '',
  agency: '',
  zone: '',
  year: 0,
  weekdays: 0,
  holidays: [],
  roles: [],
}
const mended: DataRowView = {
  ...post,
  posts: [{ title: 'Pengelola layanan perizinan', capacity: 'definitive', from: '2026-11-01', to: null }],
}
const one: Reported = {
  ticketId: '019a99c0-7c00-7abc-8def-0123456789ab',
  was: post,
  words: 'Jabatan saya masih yang lama. SK 821.2/440 menyebut Pengelola Layanan Perizinan sejak 1 November.',
  filedAt: now - 5 * day,
  state: 'open',
  answeredAt: null,
  answer: '',
  changed: false,
  name: 'Yuliana Fitri',
  position: 'Pengadministrasi perizinan',
}
const queue: LineView = {
  now,
  today: '2026-11-19',
  zone: 'WIB',
  waiting: 3,
  next: null,
  tickets: [
    one,
    {
      ...one,
      ticketId: 'q2',
      was: { ...post, row: 'assessor', name: 'Hendra Saputra' },
      words: 'Penilai saya sudah pindah.',
      filedAt: now - 2 * day,
      changed: true,
      name: 'Ahmad Fauzi',
      position: 'Penata Perizinan Ahli Muda',
    },
    {
      ...one,
      ticketId: 'q3',
      was: { ...post, row: 'nip', nip: '014' },
      words: 'Tiga angka terakhir keliru.',
      filedAt: now - 3_600_000,
      name: 'Nurul Hidayah',
      position: 'Analis Kepegawaian',
    },
  ],
}
const report: ReportView = { ...one, now, today: '2026-11-19', zone: 'WIB', present: post, mayAnswer: true }
const ofLestari: World = {
  ...lestari,
  lineErrors: answered(queue),
  report: answered(report),
  answerTicket: answered({ refusal: null }),
}
const path = `/data/laporan/${one.ticketId}`

export const scenes: Scenes = {
  k3data: { path: '/data', world: ofLestari },
  'k3data-english': { path: '/data?lang=en&dijawab=tidak', world: ofLestari },
  'k3data-empty': {
    path: '/data?dijawab=ya',
    world: { ...ofLestari, lineErrors: answered({ ...queue, waiting: 0, tickets: [] }) },
  },
  'k3data-more': {
    path: '/data',
    world: { ...ofLestari, lineErrors: answered({ ...queue, waiting: 72, next: '1~x' }) },
  },
  'k3data-not-allowed': {
    path: '/data',
    world: { ...sari, lineErrors: refused({ kind: 'not-allowed', audience: ['personnel-officer', 'bkd', 'auditor'] }) },
  },
  lapor: { path, world: ofLestari, act: openAll },
  'lapor-english': {
    path: `${path}?lang=en`,
    world: { ...ofLestari, report: answered({ ...report, present: mended, changed: true }) },
    act: openAll,
  },
  'lapor-reads': { path, world: { ...yusrizal, report: answered({ ...report, mayAnswer: false, present: null }) } },
  'lapor-done': {
    path,
    world: {
      ...ofLestari,
      report: answered({ ...report, state: 'refused', answeredAt: now - day, answer: 'SK belum terbit.' }),
    },
  },
  'lapor-gone': { path: '/data/laporan/x', world: { ...lestari, report: refused({ kind: 'not-found' }) } },
  'lapor-errors': {
    path,
    world: ofLestari,
    act: async (page) => {
      await openAll(page)
      await page.locator('main .btn2').click()
      await page.waitForSelector('.errsum')
    },
  },
  'lapor-too-late': {
    path,
    world: { ...ofLestari, answerTicket: answered({ refusal: { code: 'ticket.not-open' } }) },
    act: async (page) => {
      await page.locator('main .btn').click()
      await page.waitForSelector('.errsum')
    },
  },
}
