import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { currentTrace, traced } from './trace.ts'

const CALLERS = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'

test("a caller's trace is kept for all that he sets off, also later", async () => {
  await traced(CALLERS, async () => {
    expect(currentTrace()).toBe(CALLERS)
    await sleep(1)
    expect(currentTrace()).toBe(CALLERS)
  })
  expect(currentTrace()).toBeUndefined()
})
test('two callers at once have each their own', async () => {
  const other = CALLERS.replace('4bf', 'aaa')
  const seen = await Promise.all(
    [CALLERS, other].map((header) =>
      traced(header, async () => {
        await sleep(1)
        return currentTrace()
      }),
    ),
  )
  expect(seen).toEqual([CALLERS, other])
})
test.each([
  undefined,
  '',
  'x',
  ['a', 'b'],
  CALLERS.toUpperCase(),
  `${CALLERS}-more`,
  CALLERS.replace('00-', 'ff-'),
  `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
  `00-4bf92f3577b34da6a3ce929d0e0e4736-${'0'.repeat(16)}-01`,
  `${CALLERS}\r\nx: y`,
  `01-${'a'.repeat(10_000)}`,
])('what is no trace is replaced by a new one: %j', (header) => {
  traced(header, () => {
    expect(currentTrace()).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
    expect(currentTrace()).not.toBe(CALLERS)
  })
})
test('a later version of the header is read as far as it is known', () => {
  traced(`${CALLERS.replace('00-', '01-')}-more`, () => expect(currentTrace()).toBe(CALLERS))
})
