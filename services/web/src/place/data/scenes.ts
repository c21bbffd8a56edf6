import type { DataRowView } from '../data-saya/view.ts'
import { lestari, sari, yusrizal } from '../shared/people.ts'
import { answered, now, openAll, refused, type Scenes, type Told, type World } from '../shared/scene.ts'
import type { ErrorsView, Holder, LineError, LineView, ReportView, Reported, SuperiorsView } from './view.ts'

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
const holder = (name: string, more: Partial<Holder> = {}): Holder => ({
  assignmentId: `a-${name.slice(0, 3)}`,
  employeeId: `e-${name.slice(0, 3)}`,
  name,
  capacity: 'definitive',
  from: '2021-03-01',
  to: null,
  version: 1,
  ...more,
})
const error = (kind: LineError['kind'], title: string, more: Partial<LineError> = {}): LineError => ({
  kind,
  positionId: `p-${kind}`,
  code: '',
  title,
  unit: 'Bidang Pelayanan Perizinan',
  version: 1,
  holders: [],
  name: '',
  onDate: null,
  people: 2,
  ...more,
})
const person = { positionId: '', title: '', unit: '', people: 0 }
const agency: ErrorsView = {
  code: 'DPMPTSP',
  name: 'Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu',
  plansKnown: true,
  counts: [
    { kind: 'no-assessor', count: 2 },
    { kind: 'post-without-superior', count: 1 },
    { kind: 'superior-loop', count: 2 },
    { kind: 'two-holders', count: 1 },
    { kind: 'acting-ended', count: 1 },
    { kind: 'unit-headless', count: 1 },
    { kind: 'post-vacant', count: 8 },
    { kind: 'ends-soon', count: 1 },
    { kind: 'no-post', count: 1 },
    { kind: 'no-plan', count: 6 },
  ],
  errors: [
    error('no-assessor', '', { ...person, name: 'Andi Saputra' }),
    error('no-assessor', '', { ...person, name: 'Melati Kusuma' }),
    error('post-without-superior', 'Penata Perizinan Ahli Muda', { holders: [holder('Andi Saputra')] }),
    error('superior-loop', 'Kepala Seksi Loket', {
      positionId: 'p-l1',
      code: 'LOKET',
      holders: [holder('Budi Santoso')],
    }),
    error('superior-loop', 'Kepala Seksi Arsip', { positionId: 'p-l2', holders: [holder('Citra Lestari')] }),
    error('two-holders', 'Pengadministrasi Perizinan', {
      people: 0,
      holders: [holder('Nabila Putri'), holder('Rudi Hartono', { from: '2020-01-02', version: 3 })],
    }),
    error('acting-ended', 'Kepala Seksi Pengaduan', { onDate: '2026-11-15' }),
    error('unit-headless', 'Kepala Bidang Pengendalian', { onDate: '2026-10-31', people: 12 }),
    error('post-vacant', 'Koordinator Loket', { onDate: '2026-10-31' }),
    error('ends-soon', 'Kepala Subbagian Keuangan', {
      onDate: '2026-11-24',
      people: 12,
      holders: [holder('Marwan Idris', { to: '2026-11-24' })],
    }),
    error('no-post', '', { ...person, name: 'Eka Susanti', onDate: '2026-10-31' }),
    error('no-plan', '', { ...person, name: 'Fitri Handayani', unit: 'Penata Perizinan Ahli Muda' }),
    error('no-plan', '', { ...person, name: 'Galih Prasetyo', unit: 'Pengadministrasi Perizinan' }),
  ],
  leading: [
    {
      positionId: 'p1',
      title: 'Kepala Bidang Pelayanan Perizinan',
      unit: 'Bidang',
      employeeId: 'hendra',
      name: 'Hendra Saputra',
    },
    { positionId: 'p2', title: 'Kepala Bidang Pengendalian', unit: 'Bidang', employeeId: null, name: '' },
  ],
}
const queue: LineView = {
  now,
  today: '2026-11-19',
  zone: 'WIB',
  agency,
  agencies: [{ code: agency.code, name: agency.name }],
  kind: null,
  shown: 0,
  mayMend: true,
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
const superiors: SuperiorsView = {
  today: '2026-11-19',
  zone: 'WIB',
  agency: { code: agency.code, name: agency.name },
  agencies: [{ code: agency.code, name: agency.name }],
  asked: 'LOKET',
  leading: agency.leading,
  mayMend: true,
  post: {
    positionId: 'p-l1',
    code: 'LOKET',
    title: 'Kepala Seksi Loket',
    unit: 'Bidang Pelayanan Perizinan',
    version: 4,
    spans: [
      { from: null, to: '2026-09-30', title: 'Kepala Bidang Pengendalian', name: '', when: 'past' },
      {
        from: '2026-10-01',
        to: '2026-12-31',
        title: 'Kepala Bidang Pelayanan Perizinan',
        name: 'Hendra Saputra',
        when: 'now',
      },
      { from: '2027-01-01', to: null, title: 'Sekretaris Dinas', name: 'Rahmi Yuliani', when: 'coming' },
    ],
    told: [
      {
        from: '2027-01-01',
        title: 'Sekretaris Dinas',
        at: now - day,
        by: 'Lestari Widodo',
        reason: 'SK 821.2/512 tanggal 16 November 2026',
      },
      { from: '2026-10-01', title: 'Kepala Bidang Pelayanan Perizinan', at: now - 40 * day, by: '', reason: '' },
    ],
  },
}
const ofLestari: World = {
  ...lestari,
  postSuperiors: answered(superiors),
  lineErrors: answered(queue),
  report: answered(report),
  answerTicket: answered({ refusal: null }),
  mendLine: answered({ refusal: null }),
}
const path = `/data/laporan/${one.ticketId}`
const onePost = '/data/atasan?instansi=DPMPTSP&jabatan=LOKET'

export const scenes: Scenes = {
  k3data: { path: '/data', world: ofLestari },
  'k3data-english': { path: '/data?lang=en&dijawab=tidak', world: ofLestari },
  'k3data-empty': {
    path: '/data?dijawab=ya',
    world: {
      ...ofLestari,
      lineErrors: answered({
        ...queue,
        agency: { ...agency, plansKnown: false, counts: [], errors: [] },
        waiting: 0,
        tickets: [],
      }),
    },
  },
  'k3data-more': {
    path: '/data',
    world: { ...ofLestari, lineErrors: answered({ ...queue, waiting: 72, next: '1~x' }) },
  },
  'k3data-not-allowed': {
    path: '/data',
    world: { ...sari, lineErrors: refused({ kind: 'not-allowed', audience: ['personnel-officer', 'bkd', 'auditor'] }) },
  },
  'k3data-open': { path: '/data', world: ofLestari, act: openAll },
  'k3data-kind': {
    path: '/data?instansi=DPMPTSP&jenis=post-vacant&lang=en',
    world: {
      ...ofLestari,
      lineErrors: answered({
        ...queue,
        kind: 'post-vacant',
        agency: { ...agency, errors: agency.errors.filter(({ kind }) => kind === 'post-vacant') },
      }),
    },
  },
  'k3data-reads': {
    path: '/data?instansi=DPMPTSP',
    world: {
      ...yusrizal,
      lineErrors: answered({
        ...queue,
        mayMend: false,
        agencies: [
          { code: agency.code, name: agency.name },
          { code: 'DINKES', name: 'Dinas Kesehatan' },
        ],
      }),
    },
  },
  'k3data-choose': {
    path: '/data',
    world: {
      ...yusrizal,
      lineErrors: answered({
        ...queue,
        agency: null,
        mayMend: false,
        agencies: [
          { code: agency.code, name: agency.name },
          { code: 'DINKES', name: 'Dinas Kesehatan' },
        ],
      }),
    },
  },
  'k3data-mended': {
    path: '/data',
    world: ofLestari,
    act: async (page) => {
      await page.locator('#superior-p-l1 summary').click()
      await page.selectOption('#superior-p-l1-superior', 'p1')
      await page.fill('#superior-p-l1-reason', 'SK 821.2/512')
      await page.locator('#superior-p-l1 button').click()
      await page.waitForSelector('[role=status]')
    },
  },
  'k3data-errors': {
    path: '/data',
    world: ofLestari,
    act: async (page) => {
      await page.locator('#acting-p-acting-ended summary').click()
      await page.locator('#acting-p-acting-ended button').click()
      await page.waitForSelector('.errsum')
    },
  },
  'k3data-changed': {
    path: '/data',
    world: { ...ofLestari, mendLine: answered({ refusal: { code: 'line.changed' } }) },
    act: async (page) => {
      await page.locator('#end-a-Rud summary').click()
      await page.fill('#end-a-Rud-to', '2026-09-27')
      await page.locator('#end-a-Rud button').click()
      await page.waitForSelector('.errsum')
    },
  },
  k3atasan: { path: onePost, world: ofLestari },
  'k3atasan-english': { path: `${onePost}&lang=en&dibetulkan=1`, world: ofLestari, act: openAll },
  'k3atasan-find': {
    path: '/data/atasan',
    world: { ...ofLestari, postSuperiors: answered({ ...superiors, asked: '', post: null, leading: [] }) },
  },
  'k3atasan-none': {
    path: '/data/atasan?jabatan=LOKETT',
    world: { ...ofLestari, postSuperiors: answered({ ...superiors, asked: 'LOKETT', post: null, leading: [] }) },
  },
  'k3atasan-first': {
    path: `${onePost}&lang=en`,
    world: {
      ...yusrizal,
      postSuperiors: answered({
        ...superiors,
        mayMend: false,
        agencies: [...superiors.agencies, { code: 'DINKES', name: 'Dinas Kesehatan' }],
        post: {
          ...superiors.post!,
          told: [],
          spans: [{ from: null, to: null, title: '', name: '', when: 'now' }],
        },
      }),
    },
  },
  'k3atasan-choose': {
    path: '/data/atasan',
    world: {
      ...yusrizal,
      postSuperiors: answered({
        ...superiors,
        agency: null,
        agencies: [...superiors.agencies, { code: 'DINKES', name: 'Dinas Kesehatan' }],
        asked: '',
        post: null,
        leading: [],
        mayMend: false,
      }),
    },
  },
  'k3atasan-errors': {
    path: onePost,
    world: ofLestari,
    act: async (page) => {
      await page.locator('#superior-p-l1 summary').click()
      await page.locator('#superior-p-l1 button').click()
      await page.waitForSelector('.errsum')
    },
  },
  'k3atasan-changed': {
    path: onePost,
    world: { ...ofLestari, mendLine: answered({ refusal: { code: 'line.changed' } }) },
    act: async (page) => {
      await page.locator('#superior-p-l1 summary').click()
      await page.selectOption('#superior-p-l1-superior', 'p2')
      await page.fill('#superior-p-l1-reason', 'SK 821.2/513')
      await page.locator('#superior-p-l1 button').click()
      await page.waitForSelector('.errsum')
    },
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
