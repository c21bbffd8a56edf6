import { packs, receipts } from '../../../test/fixtures/receipts.ts'
import { hendra, sari, yusrizal } from '../shared/people.ts'
import { answered, now, openAll, refused, type Scenes, type Told, wib, type World } from '../shared/scene.ts'
import type { DecidedLine, LookedLine } from '../shared/assessment/decided.ts'
import type { AssessListView, AssessOneView, Typed } from './view.ts'

declare module '../shared/scene.ts' {
  interface World extends Told<typeof import('./ask.ts')>, Told<typeof import('./act.ts')> {}
}

const DEDI = '7d1e2a44-9b52-4f57-8c11-0a4b6d2e9f01'
const decideUntil = wib('2026-12-10', '00.00')
const selfFrom = wib('2026-10-01', '00.00')
const selfUntil = wib('2026-10-08', '00.00')
const people: AssessListView['people'] = [
  {
    employeeId: DEDI,
    name: 'Dedi Kurniawan',
    position: 'Pengelola Layanan Perizinan',
    state: 'ready',
    selfAt: wib('2026-10-05', '09.12'),
    decidedAt: null,
    result: null,
    behaviour: null,
    onBehalfOf: null,
  },
  {
    employeeId: 'b',
    name: 'Nurul Hidayah',
    position: 'Penata Perizinan Ahli Muda',
    state: 'ready',
    selfAt: null,
    decidedAt: null,
    result: null,
    behaviour: null,
    onBehalfOf: 'Rahmi Anggraini',
  },
  {
    employeeId: 'c',
    name: 'Bambang Irawan',
    position: 'Pengadministrasi Perizinan',
    state: 'waits',
    selfAt: null,
    decidedAt: null,
    result: null,
    behaviour: null,
    onBehalfOf: null,
  },
  {
    employeeId: 'd',
    name: 'Sari Wulandari',
    position: 'Pengelola Layanan Perizinan',
    state: 'decided',
    selfAt: wib('2026-10-02', '10.12'),
    decidedAt: wib('2026-10-20', '14.02'),
    result: 'above',
    behaviour: 'meets',
    onBehalfOf: null,
  },
]
const list: AssessListView = {
  now,
  zone: 'WIB',
  period: '2026-Q3',
  selfFrom,
  selfUntil,
  decideUntil,
  people,
  looks: [],
  missing: null,
}
const decided: DecidedLine = {
  answers: { quality: 4, teamwork: 4, innovation: 3 },
  result: 'above',
  resultReason: 'Target berkas terlampaui dan hampir semua pertanyaan dijawab dalam sehari.',
  behaviour: 'meets',
  behaviourReason: 'Disiplin dan ringan membantu; usul cara kerja sendiri belum ada.',
  version: 1,
  at: wib('2026-10-20', '14.02'),
  by: 'Hendra Saputra',
  standing: 'assessor',
}
export const one: AssessOneView = {
  now,
  zone: 'WIB',
  period: '2026-Q3',
  employeeId: DEDI,
  name: 'Dedi Kurniawan',
  position: 'Pengelola Layanan Perizinan',
  selfUntil,
  decideUntil,
  self: {
    answers: { quality: 4, teamwork: 4, innovation: 3 },
    words: {
      quality: 'Berkas jarang kembali. Surat saya masih panjang.',
      teamwork: '',
      innovation: 'Memakai formulir baru dari Sari.',
    },
    at: wib('2026-10-05', '09.12'),
  },
  decisions: [],
  looks: [],
  mayLook: false,
  mayAnswer: false,
  draft: null,
  mayDecide: true,
  hindrance: null,
  receipt: receipts['evidence-seal'],
  packs,
  place: {
    nth: 3,
    of: 12,
    decided: 2,
    before: { employeeId: 'b', name: 'Bambang Irawan' },
    next: { employeeId: 'c', name: 'Desi Ratnasari' },
  },
}
const looked: AssessListView['looks'] = (['asked', 'agreed', null, 'kept'] as const).map((state, nth) => ({
  employeeId: `l${nth}`,
  name: people[nth]!.name,
  position: 'Pengelola Layanan Perizinan',
  result: 'above',
  behaviour: 'meets',
  decidedAt: wib('2026-10-20', '14.02'),
  by: nth === 2 ? null : 'Rahmi Anggraini',
  state,
}))
const asked: LookedLine = {
  of: 1,
  state: 'asked',
  words: 'Berkas yang mana?',
  at: wib('2026-10-21', '08.40'),
  by: 'Yusrizal Hakim',
}
const kept: LookedLine = {
  ...asked,
  state: 'kept',
  words: 'Izin usaha bulan Agustus.',
  at: wib('2026-10-21', '13.05'),
  by: 'Hendra Saputra',
}
const agreed: LookedLine = { ...asked, state: 'agreed', words: '', at: wib('2026-10-22', '09.15') }
const looking: AssessOneView = { ...one, mayDecide: false, place: null, decisions: [decided], mayLook: true }
const begun: Typed = {
  answers: { quality: 4, teamwork: 0, innovation: 0 },
  result: null,
  resultReason: 'Target berkas',
  behaviour: null,
  behaviourReason: '',
}
export const assessing = (view: AssessOneView): World => ({
  ...hendra,
  assessList: answered(list),
  assessOne: answered(view),
  decideAssessment: answered({ refusal: null }),
  lookAgain: answered({ refusal: null }),
  answerLook: answered({ refusal: null }),
  keepDraft: answered({ keptAt: now, refusal: null }),
})
export const path = `/penilaian/${DEDI}?triwulan=2026-Q3`
type Page = import('playwright-core').Page
const fill = async (page: Page) => {
  for (const answer of ['quality', 'teamwork', 'innovation']) await page.check(`[name=${answer}][value="4"]`)
  await page.check('[name=result][value=above]')
  await page.fill('#result_reason', decided.resultReason)
  await page.check('[name=behaviour][value=meets]')
  await page.fill('#behaviour_reason', decided.behaviourReason)
}
const press = (page: Page, does: string) => page.click(`[name=aksi][value=${does}]`)

export const scenes: Scenes = {
  a5: { path: '/penilaian', world: assessing(one) },
  'a5-english': { path: '/penilaian?lang=en&dinilai=d', world: assessing(one) },
  'a5-all-done': {
    path: '/penilaian',
    world: { ...assessing(one), assessList: answered({ ...list, people: people.slice(3) }) },
  },
  'a5-late': {
    path: '/penilaian?lang=en',
    world: {
      ...assessing(one),
      assessList: answered({
        ...list,
        now: decideUntil,
        people: people.map((line) => (line.state === 'decided' ? line : { ...line, state: 'closed' as const })),
      }),
    },
  },
  'a5-looks': {
    path: '/penilaian',
    world: {
      ...assessing(one),
      assessList: answered({
        ...list,
        looks: looked,
        missing: { lines: looked.slice(0, 1), more: true },
      }),
    },
  },
  'a5-nobody': { path: '/penilaian', world: { ...assessing(one), assessList: answered({ ...list, people: [] }) } },
  'a5-not-allowed': {
    path: '/penilaian',
    world: { ...sari, assessList: refused({ kind: 'not-allowed', audience: ['assessor'] }) },
  },
  a5one: { path, world: assessing(one) },
  'a5one-english': { path: `${path}&lang=en`, world: assessing({ ...one, self: null, place: null }) },
  'a5one-changed': {
    path,
    world: assessing({ ...one, decisions: [{ ...decided, version: 2, result: 'meets' }, decided] }),
    act: openAll,
  },
  'a5one-draft': {
    path,
    world: assessing({ ...one, draft: { ...begun, at: now - 3_600_000 } }),
  },
  'a5one-draft-elsewhere': {
    path: `${path}&lang=en`,
    world: {
      ...assessing({ ...one, draft: { ...begun, at: now } }),
      keepDraft: answered({ keptAt: null, refusal: { code: 'assessment.draft-changed' } }),
    },
    act: async (page) => {
      await fill(page)
      await press(page, 'simpan')
      await page.waitForSelector('.errsum')
    },
  },
  'a5one-looks-again': {
    path,
    world: assessing(looking),
    act: async (page) => {
      await page.click('[name=aksi][value=tanya]')
      await page.waitForSelector('.errsum')
    },
  },
  'a5one-answers': {
    path: `${path}&lang=en`,
    world: assessing({ ...one, decisions: [decided], mayAnswer: true, looks: [asked] }),
  },
  'a5one-agreed': {
    path: `${path}&lang=en`,
    world: assessing({ ...looking, mayLook: false, looks: [asked, kept, agreed] }),
  },
  'a5one-stands-in': { path, world: assessing({ ...one, receipt: null, packs: [] }) },
  'a5one-awaits': {
    path,
    world: assessing({
      ...one,
      now: wib('2026-10-02', '10.00'),
      self: null,
      mayDecide: false,
      hindrance: 'self-awaited',
    }),
  },
  'a5one-runs': {
    path: `${path}&lang=en`,
    world: assessing({ ...one, self: null, mayDecide: false, hindrance: 'quarter-runs', receipt: null }),
  },
  'a5one-closed': {
    path,
    world: assessing({ ...one, mayDecide: false, hindrance: 'decision-closed', decisions: [decided] }),
  },
  'a5one-reads': {
    path,
    world: {
      ...yusrizal,
      assessOne: answered({
        ...one,
        mayDecide: false,
        place: null,
        decisions: [{ ...decided, by: null, standing: 'imported' }],
        self: { ...one.self!, words: null },
      }),
    },
  },
  'a5one-gone': { path: '/penilaian/x', world: { ...hendra, assessOne: refused({ kind: 'not-found' }) } },
  'a5one-errors': {
    path,
    world: assessing(one),
    act: async (page) => {
      await press(page, 'lihat')
      await page.waitForSelector('.errsum')
    },
  },
  'a5one-suggested': {
    path,
    world: assessing(one),
    act: async (page) => {
      await fill(page)
      await press(page, 'saran')
      await page.getByText('Saran aturan: di atas').or(page.getByText('Saran aturan: sesuai')).first().waitFor()
    },
  },
  'a5one-preview': {
    path,
    world: assessing(one),
    act: async (page) => {
      await fill(page)
      await press(page, 'lihat')
      await page.waitForURL(/periksa/)
    },
  },
  'a5one-changed-meanwhile': {
    path: `${path}&lang=en`,
    world: {
      ...assessing({ ...one, decisions: [decided] }),
      decideAssessment: answered({ refusal: { code: 'assessment.changed-meanwhile' } }),
    },
    act: async (page) => {
      await fill(page)
      await press(page, 'lihat')
      await page.waitForURL(/periksa/)
      await press(page, 'kirim')
      await page.waitForSelector('.errsum')
    },
  },
  'a5one-nothing-kept': { path: `/penilaian/${DEDI}/periksa?lang=en`, world: assessing(one) },
}
