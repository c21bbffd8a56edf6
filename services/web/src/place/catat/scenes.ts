import { ofSari } from '../hari-ini/scenes.ts'
import type { Scenes, Told } from '../shared/scene.ts'

declare module '../shared/scene.ts' {
  interface World extends Told<typeof import('./ask.ts')>, Told<typeof import('./act.ts')> {}
}

export const scenes: Scenes = {
  p2: { path: '/catat?tanggal=2026-11-13', world: ofSari },
  'p2-repeat': { path: '/catat?ulang=kemarin', world: ofSari },
  'p2-mend': { path: '/catat?perbaiki=e3', world: ofSari },
}
