import { lestari, sari } from '../shared/people.ts'
import { answered, now, refused, type Scenes, type Told } from '../shared/scene.ts'
import type { StartView } from './view.ts'

declare module '../shared/scene.ts' {
  interface World extends Told<typeof import('./ask.ts')> {}
}

const recordId = '019a9a00-0000-7000-8000-000000000017'
const begun: StartView = {
  now,
  zone: 'WIB',
  assessor: 'Hendra Saputra',
  reports: 0,
  results: 3,
  latest: null,
  returned: null,
}
const of = (view: StartView) => ({ ...sari, start: answered(view) })

export const scenes: Scenes = {
  mulai: { path: '/mulai', world: of(begun) },
  'mulai-nobody': { path: '/mulai', world: of({ ...begun, assessor: null, results: 0 }) },
  'mulai-english': {
    path: '/mulai?lang=en',
    world: of({
      ...begun,
      reports: 1,
      results: 0,
      latest: { recordId, workDate: '2026-11-19' },
      returned: { recordId, workDate: '2026-11-17' },
    }),
  },
  'mulai-done': { path: '/mulai', world: of({ ...begun, latest: { recordId, workDate: '2026-11-19' } }) },
  'mulai-not-allowed': {
    path: '/mulai',
    world: { ...lestari, start: refused({ kind: 'not-allowed', audience: ['employee'] }) },
  },
  'mulai-unavailable': {
    path: '/mulai',
    world: { ...sari, start: refused({ kind: 'unavailable', code: '7F3K', at: now }) },
  },
}
