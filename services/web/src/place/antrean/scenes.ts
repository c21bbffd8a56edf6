import { ofSari } from '../hari-ini/scenes.ts'
import type { Scenes, Told } from '../shared/scene.ts'

declare module '../shared/scene.ts' {
  interface World extends Told<typeof import('./ask.ts')> {}
}

export const scenes: Scenes = {
  p13: { path: '/antrean', world: ofSari },
}
