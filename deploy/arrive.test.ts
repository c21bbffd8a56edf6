import { expect, test } from 'vitest'
import { arrive } from './local/arrive.ts'

/** @param breaks how many attempts break */
async function arriving(breaks: number, left = () => false) {
  const said: string[] = []
  let attempts = 0
  const load = async () => {
    if (++attempts <= breaks) throw new Error('fetch failed')
  }
  const whole = await arrive(load, { left, say: (sentence) => void said.push(sentence), pause: async () => undefined })
  return { whole, attempts, said }
}

test('what breaks in the middle is begun again, and said each time', async () => {
  const { whole, attempts, said } = await arriving(2)
  expect([whole, attempts, said.length]).toEqual([true, 3, 2])
  expect(said[0]).toMatch(/fetch failed/)
})

test('what never arrives ends nothing: it is said, and the province stands', async () => {
  const { whole, attempts, said } = await arriving(Number.POSITIVE_INFINITY)
  expect([whole, attempts]).toEqual([false, 5])
  expect(said.at(-1)).toMatch(/did not arrive whole \(fetch failed\).*The province stands/)
})

test('whoever has left is told nothing more', async () => {
  expect(await arriving(1, () => true)).toEqual({ whole: false, attempts: 0, said: [] })
})
