import { lestari, sari, yusrizal } from '../shared/people.ts'
import {
  answered,
  now,
  openAll,
  postAsItStands,
  refused,
  type Scenes,
  type Told,
  wib,
  type World,
} from '../shared/scene.ts'
import type { AskView, GraceLine, GraceOneView, GraceQueueView, MineView } from './view.ts'

declare module '../shared/scene.ts' {
  interface World extends Told<typeof import('./ask.ts')>, Told<typeof import('./act.ts')> {}
}

const day = 86_400_000
const open: GraceLine = {
  requestId: '019a99c0-7c00-7abc-8def-0123456789ab',
  from: '2026-11-10',
  to: '2026-11-11',
  reason: 'network',
  note: 'Jaringan kantor kecamatan putus dua hari.',
  askedAt: now - 2 * day,
  state: 'open',
  decidedAt: null,
  refusedFor: null,
  answerNote: '',
  until: null,
  takenBack: false,
}
const granted: GraceLine = {
  ...open,
  requestId: 'g2',
  from: '2026-11-06',
  to: '2026-11-06',
  reason: 'device',
  state: 'granted',
  decidedAt: now - day,
  until: wib('2026-11-23', '00.00'),
  answerNote: 'Isi sebelum Senin.',
}
const lines: readonly GraceLine[] = [
  open,
  granted,
  { ...granted, requestId: 'g3', from: '2026-10-20', to: '2026-10-20', until: now - 9 * day, answerNote: '' },
  { ...granted, requestId: 'g4', from: '2026-10-19', to: '2026-10-19', takenBack: true, answerNote: '' },
  {
    ...open,
    requestId: 'g5',
    from: '2026-10-13',
    to: '2026-10-13',
    reason: 'other',
    state: 'refused',
    decidedAt: now - 20 * day,
    refusedFor: 'cause-unclear',
    answerNote: 'Sebut kantor dan jamnya.',
  },
  { ...open, requestId: 'g6', from: '2026-10-12', to: '2026-10-12', reason: 'illness', state: 'withdrawn' },
]
const mine: MineView = { now, zone: 'WIB', requests: lines, next: null }
const form: AskView = {
  now,
  zone: 'WIB',
  today: '2026-11-19',
  earliest: '2026-10-05',
  requestId: open.requestId,
  stillOpen: null,
  waiting: null,
}
const queue: GraceQueueView = {
  now,
  zone: 'WIB',
  waiting: 3,
  next: null,
  requests: [
    { ...open, name: 'Sari Wulandari', position: 'Pengelola layanan perizinan' },
    {
      ...open,
      requestId: 'q2',
      reason: 'duty',
      from: '2026-11-12',
      to: '2026-11-12',
      askedAt: now - day,
      name: 'Dedi Kurniawan',
      position: 'Pengelola layanan perizinan',
    },
    {
      ...open,
      requestId: 'q3',
      reason: 'illness',
      askedAt: now - 3_600_000,
      name: 'Nurul Hidayah',
      position: 'Penata Perizinan Ahli Muda',
    },
  ],
}
const one: GraceOneView = {
  ...open,
  now,
  zone: 'WIB',
  today: '2026-11-19',
  latest: '2027-01-03',
  name: 'Sari Wulandari',
  position: 'Pengelola layanan perizinan',
  unit: 'Pelayanan Perizinan',
  agency: 'Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu',
  ofUnit: 2,
  ofAgency: 3,
  mayAnswer: true,
}
const taken = answered({ refusal: null })
const ofSari: World = {
  ...sari,
  myGrace: answered(mine),
  graceForm: answered(form),
  askForGrace: taken,
  withdrawGrace: taken,
}
const ofLestari: World = { ...lestari, graceQueue: answered(queue), graceOne: answered(one), answerGrace: taken }
const path = `/kelonggaran/antrean/${open.requestId}`

export const scenes: Scenes = {
  grace: { path: '/kelonggaran', world: ofSari },
  'grace-english': { path: '/kelonggaran?lang=en&ditarik=belum', world: ofSari },
  'grace-empty': { path: '/kelonggaran', world: { ...ofSari, myGrace: answered({ ...mine, requests: [] }) } },
  'grace-more': { path: '/kelonggaran?ditarik=1', world: { ...ofSari, myGrace: answered({ ...mine, next: '1~x' }) } },
  'grace-not-allowed': {
    path: '/kelonggaran',
    world: { ...lestari, myGrace: refused({ kind: 'not-allowed', audience: ['employee'] }) },
  },
  'grace-sent': {
    path: '/kelonggaran/minta?tanggal=2026-11-10',
    world: ofSari,
    act: async (page) => {
      await page.selectOption('#reason_code', 'network')
      await postAsItStands(page)
      await page.waitForSelector('.banner[role=status]')
    },
  },
  'grace-withdrawn': {
    path: '/kelonggaran',
    world: ofSari,
    act: async (page) => {
      await page.locator('main form button').first().click()
      await page.waitForSelector('.banner[role=status]')
    },
  },
  minta: { path: '/kelonggaran/minta?tanggal=2026-11-10', world: ofSari },
  'minta-english': { path: '/kelonggaran/minta?lang=en', world: ofSari },
  'minta-open': {
    path: '/kelonggaran/minta?tanggal=2026-11-16',
    world: { ...ofSari, graceForm: answered({ ...form, stillOpen: wib('2026-11-23', '00.00') }) },
  },
  'minta-waiting': {
    path: '/kelonggaran/minta?tanggal=2026-11-10',
    world: { ...ofSari, graceForm: answered({ ...form, waiting: open.requestId }) },
  },
  'minta-errors': {
    path: '/kelonggaran/minta',
    world: ofSari,
    act: async (page) => {
      await postAsItStands(page)
      await page.waitForSelector('.errsum')
    },
  },
  'minta-refused': {
    path: '/kelonggaran/minta?tanggal=2026-11-10',
    world: {
      ...ofSari,
      askForGrace: answered({ refusal: { code: 'grace-request.open-already', field: 'work_from' } }),
    },
    act: async (page) => {
      await page.selectOption('#reason_code', 'device')
      await postAsItStands(page)
      await page.waitForSelector('.errsum')
    },
  },
  k3: { path: '/kelonggaran/antrean', world: ofLestari },
  'k3-english': { path: '/kelonggaran/antrean?lang=en&dijawab=tidak', world: ofLestari },
  'k3-empty': {
    path: '/kelonggaran/antrean?dijawab=ya',
    world: { ...ofLestari, graceQueue: answered({ ...queue, waiting: 0, requests: [] }) },
  },
  'k3-more': {
    path: '/kelonggaran/antrean',
    world: { ...ofLestari, graceQueue: answered({ ...queue, waiting: 72, next: '1~x' }) },
  },
  'k3-not-allowed': {
    path: '/kelonggaran/antrean',
    world: { ...sari, graceQueue: refused({ kind: 'not-allowed', audience: ['personnel-officer', 'bkd'] }) },
  },
  'k3-one': { path, world: ofLestari, act: openAll },
  'k3-one-english': { path: `${path}?lang=en`, world: ofLestari, act: openAll },
  'k3-reads': {
    path,
    world: { ...yusrizal, graceOne: answered({ ...one, mayAnswer: false, unit: null, agency: null, note: '' }) },
  },
  'k3-done': { path, world: { ...ofLestari, graceOne: answered({ ...one, ...granted, mayAnswer: true }) } },
  'k3-gone': { path: '/kelonggaran/antrean/x', world: { ...lestari, graceOne: refused({ kind: 'not-found' }) } },
  'k3-errors': {
    path,
    world: ofLestari,
    act: async (page) => {
      await page.locator('main .btn').click()
      await page.waitForSelector('.errsum')
    },
  },
  'k3-errors-refusing': {
    path,
    world: ofLestari,
    act: async (page) => {
      await openAll(page)
      await page.locator('main .btn2').click()
      await page.waitForSelector('.errsum')
    },
  },
  'k3-too-late': {
    path,
    world: { ...ofLestari, answerGrace: answered({ refusal: { code: 'grace-request.not-open' } }) },
    act: async (page) => {
      await page.fill('#until', '2026-11-22')
      await page.locator('main .btn').click()
      await page.waitForSelector('.errsum')
    },
  },
  'k3-sure': {
    path,
    world: ofLestari,
    act: async (page) => {
      await page.fill('#until', '2026-11-22')
      await page.locator('[name=scope][value=agency]').check({ force: true })
      await page.locator('main .btn').click()
      await page.waitForURL(/yakin/)
    },
  },
  'k3-nothing-kept': { path: `${path}/yakin?lang=en`, world: ofLestari },
}
