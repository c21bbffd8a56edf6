import { globSync } from 'node:fs'
import type { Scenes } from '../src/place/shared/scene.ts'

/** Every state that a page can have, each place its own: to be looked at and to be free of axe's complaints. */
export const scenes: Scenes = {}
for (const file of globSync('*/scenes.ts', { cwd: new URL('../src/place/', import.meta.url) }).sort())
  Object.assign(scenes, ((await import(`../src/place/${file}`)) as { scenes: Scenes }).scenes)
