import { sari } from '../shared/people.ts'
import type { Scenes } from '../shared/scene.ts'

export const scenes: Scenes = {
  help: { path: '/bantuan', world: sari },
}
