import type { Page } from 'playwright-core'
import { one } from '../catatan/scenes.ts'
import { entries, ofSari, todayView } from '../hari-ini/scenes.ts'
import { answered, type Scenes } from '../shared/scene.ts'

/** Somebody has been here, and then the network is gone: the address is answered by the shell, as its worker answers it. */
const offlineAt =
  (path: string, act: (page: Page) => Promise<void> = async () => {}) =>
  async (page: Page): Promise<void> => {
    const { origin } = new URL(page.url())
    await page.locator('[data-draft-note]:not([hidden])').waitFor()
    await page.evaluate(async () => (await navigator.serviceWorker.ready).unregister())
    await page.route(origin + path, async (route) =>
      route.fulfill({ response: await route.fetch({ url: `${origin}/luring` }) }),
    )
    await page.goto(origin + path)
    await page.unroute(origin + path)
    await act(page)
  }
const { recordId, revision, sentence, workDate } = one
const world = {
  ...ofSari,
  today: answered({ ...todayView, entries: [{ ...entries[0]!, recordId, revision, sentence, workDate }] }),
}

export const scenes: Scenes = {
  shell: { path: '/luring', world: ofSari },
  'shell-held': {
    path: '/hari-ini',
    world,
    act: offlineAt('/hari-ini', (page) => page.getByText('Catatan yang sudah diterima').waitFor()),
  },
  'shell-entry': {
    path: '/hari-ini',
    world,
    act: offlineAt(`/catatan/${recordId}`, (page) => page.getByRole('heading', { name: 'Rincian catatan' }).waitFor()),
  },
  'shell-unknown': {
    path: '/hari-ini',
    world: ofSari,
    act: offlineAt(`/catatan/${recordId}`, (page) => page.getByText('tidak tersimpan di perangkat').waitFor()),
  },
  'shell-tarik': {
    path: '/hari-ini',
    world,
    act: offlineAt(`/catatan/${recordId}/tarik`, (page) => page.locator('[data-keeps]:visible').waitFor()),
  },
  'shell-grace': {
    path: '/hari-ini?lang=en',
    world,
    act: offlineAt('/kelonggaran/minta', async (page) => {
      await page.locator('[data-keeps]:visible').waitFor()
      await page.getByRole('button', { name: 'Send the request' }).click()
      await page.locator('.errsum').waitFor()
    }),
  },
}
