import { sari } from './people.ts'
import type { Scenes } from './scene.ts'

export const scenes: Scenes = {
  'not-found': { path: '/tidak/ada', world: sari },
}
