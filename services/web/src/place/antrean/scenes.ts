import type { Page } from 'playwright-core'
import { one } from '../catatan/scenes.ts'
import { ofSari } from '../hari-ini/scenes.ts'
import { answered, type Scenes, type Told } from '../shared/scene.ts'

declare module '../shared/scene.ts' {
  interface World extends Told<typeof import('./ask.ts')> {}
}

const { recordId } = one
const receipt = { partition: 7, offset: '4830' }
const world = {
  ...ofSari,
  ownEntry: answered(one),
  entryOne: answered(one),
  // By the clock of the device: a day later it would keep it no more.
  takeBack: async () => ({ ok: true as const, view: { kind: 'received' as const, receipt, recordedAt: Date.now() } }),
  recordStates: async (ids: readonly string[]) => ({
    ok: true as const,
    view: ids.map((id) => ({
      recordId: id,
      state: 'withdrawn' as const,
      receipt,
      refusal: null,
      note: null,
    })),
  }),
}
const takeBack = async (page: Page): Promise<void> => {
  await page.locator('[data-keeps]:visible').waitFor()
  await page.locator('form[data-take-back] .btn').click()
  await page.waitForURL(`**/catatan/${recordId}`)
  await page.locator('.kept .st').waitFor()
  await page.goto(new URL('/antrean', page.url()).href)
}

export const scenes: Scenes = {
  p13: { path: '/antrean', world: ofSari },
  'p13-taken-back': {
    path: `/catatan/${recordId}/tarik`,
    world,
    act: async (page) => {
      await takeBack(page)
      await page.locator('.kept').getByText('Diterima').waitFor()
    },
  },
  'p13-changed': {
    path: `/catatan/${recordId}/tarik?lang=en`,
    world: { ...world, takeBack: answered({ kind: 'gone' as const }) },
    act: async (page) => {
      await takeBack(page)
      await page.locator('.kept').getByText('Needs mending').waitFor()
    },
  },
}
