import { expect, test } from 'vitest'
import { chaos, victims } from '../../bench/chaos.ts'

// One fixed seed; `npm run chaos -- --seed N` does it for any other.
test('a service killed in the middle of a load is started again, and every acknowledged record counts exactly once', async () => {
  const story = await chaos(1)
  expect(story.broken).toEqual([])
  expect(victims).toContain(story.victim)
  // It was in the middle, and clients did send twice: else the seed proves nothing.
  expect(story.killedAfter).toBeLessThan(story.acknowledged)
  expect(story.repeated).toBeGreaterThan(0)
})
