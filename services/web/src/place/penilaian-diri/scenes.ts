import { hendra, sari } from '../shared/people.ts'
import { answered, now, postAsItStands, refused, type Scenes, type Told, wib, type World } from '../shared/scene.ts'
import type { SelfView } from './view.ts'

declare module '../shared/scene.ts' {
  interface World extends Told<typeof import('./ask.ts')>, Told<typeof import('./act.ts')> {}
}

const open: SelfView = {
  now,
  zone: 'WIB',
  period: '2026-Q3',
  from: wib('2026-10-01', '00.00'),
  until: wib('2026-12-08', '00.00'),
  open: true,
  said: null,
  decided: false,
}
const said: SelfView['said'] = {
  answers: { quality: 4, teamwork: 4, innovation: 3 },
  words: {
    quality: 'Berkas jarang kembali. Surat saya masih panjang.',
    teamwork: '',
    innovation: 'Memakai formulir baru dari Dedi.',
  },
  version: 1,
  at: wib('2026-10-05', '10.12'),
}
const closed: SelfView = { ...open, open: false, until: wib('2026-10-08', '00.00') }
const of = (view: SelfView): World => ({
  ...sari,
  selfAssessment: answered(view),
  assessSelf: answered({ refusal: null }),
})
const choose = async (page: import('playwright-core').Page) => {
  for (const one of ['quality', 'teamwork', 'innovation']) await page.check(`[name=${one}][value="4"]`)
}

export const scenes: Scenes = {
  p7: { path: '/penilaian-diri', world: of(open) },
  'p7-said': { path: '/penilaian-diri?lang=en', world: of({ ...open, said }) },
  'p7-not-yet': {
    path: '/penilaian-diri?triwulan=2026-Q4',
    world: of({ ...closed, period: '2026-Q4', from: wib('2027-01-01', '00.00'), until: wib('2027-01-08', '00.00') }),
  },
  'p7-closed': { path: '/penilaian-diri', world: of({ ...closed, said }) },
  'p7-nothing-said': { path: '/penilaian-diri?lang=en', world: of(closed) },
  'p7-decided': { path: '/penilaian-diri', world: of({ ...open, open: false, said, decided: true }) },
  'p7-sent': {
    path: '/penilaian-diri',
    world: of(open),
    act: async (page) => {
      await choose(page)
      await postAsItStands(page)
      await page.waitForSelector('.banner[role=status]')
    },
  },
  'p7-errors': {
    path: '/penilaian-diri',
    world: of(open),
    act: async (page) => {
      await postAsItStands(page)
      await page.waitForSelector('.errsum')
    },
  },
  'p7-changed-meanwhile': {
    path: '/penilaian-diri?lang=en',
    world: { ...of({ ...open, said }), assessSelf: answered({ refusal: { code: 'assessment.changed-meanwhile' } }) },
    act: async (page) => {
      await choose(page)
      await postAsItStands(page)
      await page.waitForSelector('.errsum')
    },
  },
  'p7-not-allowed': {
    path: '/penilaian-diri',
    world: { ...hendra, selfAssessment: refused({ kind: 'not-allowed', audience: ['employee'] }) },
  },
}
