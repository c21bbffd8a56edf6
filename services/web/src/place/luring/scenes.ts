import { ofSari } from '../hari-ini/scenes.ts'
import type { Scenes } from '../shared/scene.ts'

export const scenes: Scenes = {
  shell: { path: '/luring', world: ofSari },
}
