import { ofPublication, published } from '../publik/scenes.ts'
import { answered, now, openAll, refused, type Scenes } from '../shared/scene.ts'

const world = { ...ofPublication, published: answered(published) }

export const scenes: Scenes = {
  w1: { path: '/', world },
  'w1-english': { path: '/?lang=en', world, act: openAll },
  'w1-nothing-yet': { path: '/', world: { published: answered({ agencies: [] }) } },
  'w1-unavailable': { path: '/', world: { published: refused({ kind: 'unavailable', code: '7F3K', at: now }) } },
}
