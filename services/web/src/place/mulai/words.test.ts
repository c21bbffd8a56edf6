import { expect, test } from 'vitest'
import type { StartView } from './view.ts'
import { stepsOf } from './words.ts'

const fresh: StartView = {
  now: 0,
  zone: 'WIB',
  assessor: null,
  reports: 0,
  results: 0,
  latest: null,
  returned: null,
}
const done = (view: StartView) => stepsOf(view, 'id').map((step) => step.done)

test('whoever begins has signed in and nothing else, and is told who can help where nobody assesses him', () => {
  expect(done(fresh)).toEqual([true, false, false, false, true])
  expect(stepsOf(fresh, 'id').map(({ href }) => href)).toEqual([
    '/pengaturan',
    '/data-saya',
    '/data-saya',
    '/catat',
    '/riwayat',
  ])
  expect(stepsOf(fresh, 'id')[2]!.says).toContain('belum ada penilai')
})
test('a plan that is not agreed names who can agree it', () => {
  expect(stepsOf({ ...fresh, assessor: 'Hendra Saputra' }, 'id')[2]!.says).toContain('Hendra Saputra')
})
test('a report that waits keeps the data unchecked, and what came back is mended where it lies', () => {
  const entry = { recordId: 'e3', workDate: '2026-11-19' }
  const view: StartView = { ...fresh, assessor: 'Hendra', reports: 1, results: 3, latest: entry, returned: entry }
  expect(done(view)).toEqual([true, false, true, true, false])
  expect(stepsOf(view, 'en')[4]!.href).toBe('/catat?perbaiki=e3')
  expect(done({ ...view, reports: 0, returned: null })).toEqual([true, true, true, true, true])
})
