import { lestari, sari } from '../shared/people.ts'
import { answered, now, openAll, refused, type Scenes, type Told, type World } from '../shared/scene.ts'
import type { DataRowView, LeaveYear, OwnDataView, RowName, TicketLine } from './view.ts'

declare module '../shared/scene.ts' {
  interface World extends Told<typeof import('./ask.ts')>, Told<typeof import('./act.ts')> {}
}

const day = 86_400_000
const row = (name: RowName, more: Partial<DataRowView> = {}): DataRowView => ({
  row: name,
  version: `v-${name}`,
  name: '',
  nip: '',
  employment: '',
  posts: [],
  unit: '',
  agency: '',
  zone: '',
  year: 0,
  weekdays: 0,
  holidays: [],
  roles: [],
  ...more,
})
const rows: readonly DataRowView[] = [
  row('post', {
    posts: [
      { title: 'Pengelola layanan perizinan', capacity: 'definitive', from: '2021-03-01', to: null },
      { title: 'Kepala Subbagian Tata Usaha', capacity: 'plt', from: '2026-12-01', to: '2027-02-28' },
    ],
  }),
  row('unit', {
    unit: 'Bidang Pelayanan Perizinan',
    agency: 'Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu',
    zone: 'WIB',
  }),
  row('assessor', {
    name: 'Hendra Saputra',
    posts: [{ title: 'Kepala Bidang Pelayanan Perizinan', capacity: 'plt', from: '2024-01-02', to: '2026-12-31' }],
  }),
  row('superior', {
    name: 'Rahmi Anggraini',
    posts: [{ title: 'Kepala Dinas', capacity: 'definitive', from: '2023-02-01', to: null }],
  }),
  row('name', { name: 'Sari Wulandari' }),
  row('nip', { nip: '199405172019032014' }),
  row('employment', { employment: 'pns' }),
  row('roles', { roles: [{ role: 'personnel_officer', agencies: ['DPMPTSP'] }] }),
  row('calendar', {
    year: 2026,
    weekdays: 5,
    holidays: [
      { date: '2026-08-17', name: 'Hari Kemerdekaan', jointLeave: false },
      { date: '2026-12-25', name: 'Hari Raya Natal', jointLeave: false },
      { date: '2026-12-28', name: 'Natal', jointLeave: true },
    ],
  }),
]
const open: TicketLine = {
  ticketId: '019a99c0-7c00-7abc-8def-0123456789ab',
  was: row('unit', { unit: 'Sekretariat', agency: 'DPMPTSP', zone: 'WIB' }),
  words: 'Saya pindah ke Bidang Pelayanan Perizinan sejak 1 November, SK 821.2/440.',
  filedAt: now - 2 * day,
  state: 'open',
  answeredAt: null,
  answer: '',
  changed: true,
}
const tickets: readonly TicketLine[] = [
  open,
  {
    ...open,
    ticketId: 't2',
    was: row('name', { name: 'Sari Wulan' }),
    words: 'Nama saya Sari Wulandari.',
    filedAt: now - 9 * day,
    state: 'mended',
    answeredAt: now - day,
    answer: 'Sudah diganti. Terima kasih.',
  },
  {
    ...open,
    ticketId: 't3',
    was: row('roles'),
    words: 'Saya bukan pengelola kepegawaian.',
    filedAt: now - 20 * day,
    state: 'mended',
    answeredAt: now - 18 * day,
    changed: false,
  },
  {
    ...open,
    ticketId: 't4',
    was: row('assessor', rows[2]),
    words: 'Atasan saya salah.',
    filedAt: now - 30 * day,
    state: 'refused',
    answeredAt: now - 28 * day,
    answer: 'Plt masih berlaku sampai 31 Desember.',
    changed: false,
  },
  {
    ...open,
    ticketId: 't5',
    was: row('nip', { nip: '014' }),
    words: 'Salah kirim.',
    state: 'withdrawn',
    changed: false,
  },
]
const leave: LeaveYear = {
  year: 2026,
  balance: { since: '2020-03-01', had: [12, 6, 6], left: [12, 4, 0], over: 0, knownFrom: 2024 },
  leaves: [
    {
      kind: 'annual',
      from: '2025-12-29',
      to: '2026-01-06',
      workingDays: 4,
      annualDays: 4,
      warning: null,
    },
    {
      kind: 'sick',
      from: '2026-03-10',
      to: '2026-03-11',
      workingDays: 2,
      annualDays: 0,
      warning: null,
    },
    {
      kind: 'annual',
      from: '2026-06-01',
      to: '2026-06-05',
      workingDays: 5,
      annualDays: 4,
      warning: null,
    },
    {
      kind: 'duty-travel',
      from: '2026-09-15',
      to: '2026-09-15',
      workingDays: 1,
      annualDays: 0,
      warning: null,
    },
    {
      kind: 'important',
      from: '2026-10-01',
      to: '2026-11-06',
      workingDays: 27,
      annualDays: 0,
      warning: 'too-long',
    },
  ],
}
const view: OwnDataView = {
  leave,
  now,
  today: '2026-11-19',
  zone: 'WIB',
  rows: rows.map((one) => ({ ...one, ticketId: `new-${one.row}`, waiting: one.row === 'unit' ? open : null })),
  nextAssessor: { from: '2026-11-25', name: 'Rahmi Anggraini' },
  standIn: { name: 'Yusniar Lubis', from: '2026-11-16', to: '2026-11-24' },
  tickets,
  open: 1,
  next: null,
}
const nothing: OwnDataView = {
  ...view,
  leave: { year: 2026, balance: null, leaves: [] },
  rows: (['post', 'unit', 'assessor', 'superior', 'name', 'nip', 'employment', 'roles', 'calendar'] as const).map(
    (name) => ({
      ...row(
        name,
        name === 'name' || name === 'nip' || name === 'employment' ? rows.find((one) => one.row === name) : {},
      ),
      ticketId: `new-${name}`,
      waiting: null,
    }),
  ),
  nextAssessor: null,
  standIn: null,
  tickets: [],
  open: 0,
}
const full: OwnDataView = {
  ...view,
  leave: {
    ...leave,
    balance: { since: '2027-02-01', had: [0, 0, 0], left: [0, 0, 0], over: 4, knownFrom: 2026 },
    leaves: leave.leaves.slice(2, 3),
  },
  rows: view.rows.map((one, at) => ({ ...one, waiting: at < 5 ? { ...open, was: one, changed: false } : null })),
  nextAssessor: { from: '2026-11-25', name: '' },
  standIn: { name: 'Yusniar Lubis', from: '2026-11-20', to: '2026-11-24' },
  open: 5,
  next: '1~x',
}
const taken = answered({ refusal: null })
const ofSari: World = { ...sari, ownData: answered(view), fileTicket: taken, withdrawTicket: taken }
const refusedBy = (code: string, details?: Record<string, number>): World => ({
  ...ofSari,
  fileTicket: answered({ refusal: { code, ...(details ? { details } : {}) } }),
})
const report = '#post .report'

export const scenes: Scenes = {
  p15: { path: '/data-saya', world: ofSari },
  'p15-open': { path: '/data-saya', world: ofSari, act: openAll },
  'p15-english': { path: '/data-saya?lang=en&ditarik=belum', world: ofSari, act: openAll },
  'p15-nothing': { path: '/data-saya?ditarik=1', world: { ...ofSari, ownData: answered(nothing) } },
  'p15-full': { path: '/data-saya', world: { ...ofSari, ownData: answered(full) } },
  'p15-not-allowed': {
    path: '/data-saya',
    world: { ...lestari, ownData: refused({ kind: 'not-allowed', audience: ['employee'] }) },
  },
  'p15-sent': {
    path: '/data-saya',
    world: ofSari,
    act: async (page) => {
      await page.locator(`${report} summary`).click()
      await page.fill('#isi-post', 'Jabatan saya Penata Perizinan sejak 1 November.')
      await page.locator(`${report} button`).click()
      await page.waitForSelector('[role=status]')
    },
  },
  'p15-errors': {
    path: '/data-saya',
    // What cannot be told of leave keeps nobody from reporting.
    world: { ...ofSari, ownData: answered({ ...view, leave: null }) },
    act: async (page) => {
      await page.locator(`${report} summary`).click()
      await page.locator(`${report} button`).click()
      await page.waitForSelector('.errsum')
    },
  },
  'p15-changed': {
    path: '/data-saya',
    world: refusedBy('ticket.row-changed'),
    act: async (page) => {
      await page.locator(`${report} summary`).click()
      await page.fill('#isi-post', 'Jabatan saya masih yang lama.')
      await page.locator(`${report} button`).click()
      await page.waitForSelector('.errsum')
    },
  },
  'p15-withdrawn': {
    path: '/data-saya',
    world: ofSari,
    act: async (page) => {
      await page.locator('#unit form button').click()
      await page.waitForSelector('[role=status]')
    },
  },
}
