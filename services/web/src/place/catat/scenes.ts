import { mendForm, ofSari } from '../hari-ini/scenes.ts'
import { answered, type Scenes, type Told } from '../shared/scene.ts'

declare module '../shared/scene.ts' {
  interface World extends Told<typeof import('./ask.ts')>, Told<typeof import('./act.ts')> {}
}

export const scenes: Scenes = {
  p2: { path: '/catat?tanggal=2026-11-13', world: ofSari },
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
