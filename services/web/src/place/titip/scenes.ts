import type { Page } from 'playwright-core'
import { lestari, sari } from '../shared/people.ts'
import { answered, now, refused, type Scenes, type Told, type World } from '../shared/scene.ts'
import type { LeaveView } from './view.ts'

declare module '../shared/scene.ts' {
  interface World extends Told<typeof import('./ask.ts')>, Told<typeof import('./act.ts')> {}
}

const day = 86_400_000
const colleague = 'b2000000-0000-4000-8000-000000000001'
const view: LeaveView = {
  zone: 'WIB',
  first: '2026-11-12',
  today: '2026-11-19',
  draftId: '019a99c0-7c00-7abc-8def-0123456789ab',
  colleagues: [
    { employeeId: colleague, name: 'Dedi Kurniawan', title: 'Pengelola layanan perizinan' },
    { employeeId: 'b2000000-0000-4000-8000-000000000002', name: 'Nurhayati', title: 'Pengadministrasi perizinan' },
  ],
  left: [
    { draftId: 'd1', name: 'Dedi Kurniawan', workDate: '2026-11-18', leftAt: now - day, state: 'waiting' },
    { draftId: 'd2', name: 'Nurhayati', workDate: '2026-11-17', leftAt: now - 2 * day, state: 'taken' },
    { draftId: 'd3', name: 'Nurhayati', workDate: '2026-11-13', leftAt: now - 6 * day, state: 'not-taken' },
  ],
}
const none: LeaveView = { ...view, left: [] }
const taken = answered({ refusal: null })
const ofSari: World = { ...sari, leaving: answered(view), leaveDraft: taken, dropDraft: taken }
const write = async (page: Page): Promise<void> => {
  await page.selectOption('#employee', colleague)
  await page.fill('#sentence', 'Menutup loket tiga sesudah jam layanan.')
  await page.locator('form[action="/titip"] button').click()
}

export const scenes: Scenes = {
  titip: { path: '/titip', world: ofSari },
  'titip-english': { path: '/titip?lang=en&ditarik=belum', world: ofSari },
  'titip-none': { path: '/titip?ditarik=1', world: { ...ofSari, leaving: answered(none) } },
  'titip-nobody': { path: '/titip', world: { ...ofSari, leaving: answered({ ...none, colleagues: [] }) } },
  'titip-not-allowed': {
    path: '/titip',
    world: { ...lestari, leaving: refused({ kind: 'not-allowed', audience: ['employee'] }) },
  },
  'titip-left': {
    path: '/titip',
    world: ofSari,
    act: async (page) => {
      await write(page)
      await page.waitForSelector('[role=status]')
    },
  },
  'titip-errors': {
    path: '/titip',
    world: ofSari,
    act: async (page) => {
      await page.fill('#date', '2026-11-11')
      await page.locator('form[action="/titip"] button').click()
      await page.waitForSelector('.errsum')
    },
  },
  'titip-refused': {
    path: '/titip',
    world: {
      ...ofSari,
      leaveDraft: answered({ refusal: { code: 'draft.too-many', field: 'employee_id', details: { limit: 5 } } }),
    },
    act: async (page) => {
      await write(page)
      await page.waitForSelector('.errsum')
    },
  },
}
