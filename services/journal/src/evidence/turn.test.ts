import { expect, test } from 'vitest'
import { oneByOne } from './turn.ts'

test('one file is looked into at a time, also behind one that failed', async () => {
  const inTurn = oneByOne()
  const order: string[] = []
  const first = Promise.withResolvers<void>()
  const one = inTurn(async () => {
    order.push('first begins')
    await first.promise
    throw new Error('x')
  })
  const two = inTurn(async () => order.push('second begins'))
  await Promise.resolve()
  expect(order).toEqual(['first begins'])
  first.resolve()
  await expect(one).rejects.toThrow('x')
  await two
  expect(order).toEqual(['first begins', 'second begins'])
})
