import type { SurveyView } from './view.ts'
import { ofPublication } from '../publik/scenes.ts'
import { answered, type Scenes, type Told, type World } from '../shared/scene.ts'

export const survey: Extract<SurveyView, { state: 'open' }> = {
  state: 'open',
  unitName: 'Pelayanan Perizinan',
  agencyName: 'DPMPTSP',
  agencyCode: 'DPMPTSP',
  servicePoint: 'loket Telanaipura',
  from: '2026-10-01',
  to: '2026-12-31',
  elements: ['u1', 'u2', 'u3', 'u4', 'u5', 'u6', 'u7', 'u8', 'u9'],
  threshold: 30,
}
declare module '../shared/scene.ts' {
  interface World extends Told<typeof import('./ask.ts')>, Told<typeof import('./act.ts')> {}
}

const ofCitizen: World = {
  ...ofPublication,
  survey: answered(survey),
  answerSurvey: answered({ kind: 'counted' as const }),
}

export const scenes: Scenes = {
  w4: { path: '/survei/abc', world: ofCitizen },
  'w4-english': { path: '/survei/abc?lang=en', world: ofCitizen },
  'w4-errors': {
    path: '/survei/abc',
    world: ofCitizen,
    act: async (page) => {
      await page.check('[name=u1][value="3"]', { force: true })
      await page.click('.btn')
      await page.waitForSelector('.errsum')
    },
  },
  'w4-busy': {
    path: '/survei/abc',
    world: {
      ...ofCitizen,
      answerSurvey: answered({ kind: 'busy' as const, code: 'request.too-many', retryAfterSeconds: 30 }),
    },
    act: async (page) => {
      for (const n of [1, 2, 3, 4, 5, 6, 7, 8, 9]) await page.check(`[name=u${n}][value="3"]`, { force: true })
      await page.click('.btn')
      await page.waitForSelector('.banner.warn')
    },
  },
  'w4-thanks': { path: '/survei/abc?terima=1', world: ofCitizen },
  'w4-closed': { path: '/survei/abc', world: { survey: answered({ ...survey, state: 'closed' as const }) } },
}
