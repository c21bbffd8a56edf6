import { isRefusal } from '@timbang/contracts/refusal'
import { expect, test } from 'vitest'
import { turn } from './turn.ts'

test('two files are read at once and a third is told when to come; who taps twice waits for himself', async () => {
  const [first, second] = [await turn('ani'), await turn('budi')]
  const third = await turn('citra')
  expect(third).toMatchObject({ code: 'service.busy', details: { seconds: 2 } })
  const again = turn('ani')
  let got = false
  void again.then(() => {
    got = true
  })
  await new Promise(setImmediate)
  expect(got).toBe(false)
  for (const leave of [first, second]) if (!isRefusal(leave)) leave()
  const leave = await again
  expect(isRefusal(leave)).toBe(false)
  if (!isRefusal(leave)) leave()
})
