import { form, mendForm, ofSari } from '../hari-ini/scenes.ts'
import { dot } from '../shared/photo.ts'
import { answered, openAll, type Scenes, type Told } from '../shared/scene.ts'

declare module '../shared/scene.ts' {
  interface World extends Told<typeof import('./ask.ts')>, Told<typeof import('./act.ts')> {}
}

export const scenes: Scenes = {
  p2: { path: '/catat?tanggal=2026-11-13', world: ofSari },
  'p2-evidence': {
    path: '/catat',
    world: ofSari,
    act: async (page) => {
      await page.locator('summary', { hasText: 'Foto atau PDF' }).click()
      await page.setInputFiles('#evidence', { name: 'foto.png', mimeType: 'image/png', buffer: dot })
      await page.getByRole('button', { name: 'Lepas bukti 1' }).waitFor()
    },
  },
  'p2-evidence-refused': {
    path: '/catat?lang=en',
    world: ofSari,
    act: async (page) => {
      await page.locator('summary', { hasText: 'Photo or PDF' }).click()
      await page.setInputFiles('#evidence', { name: 'x.txt', mimeType: 'text/plain', buffer: dot })
      await page.locator('.errsum').waitFor()
    },
  },
  'p2-evidence-full': {
    path: '/catat',
    world: { ...ofSari, entryForm: answered({ ...form, evidence: { used: 60, limit: 60 } }) },
    act: openAll,
  },
  'p2-repeat': { path: '/catat?ulang=kemarin', world: ofSari },
  'p2-mend': { path: '/catat?perbaiki=e3', world: ofSari },
  'p2-closed': {
    path: '/catat?perbaiki=e3',
    world: { ...ofSari, entryForm: answered({ ...mendForm, mend: { ...mendForm.mend!, closed: true } }) },
  },
  'p2-monday': {
    path: '/catat?lang=en',
    world: { ...ofSari, entryForm: answered({ ...mendForm, mend: null, yesterday: '2026-11-13' }) },
  },
}
