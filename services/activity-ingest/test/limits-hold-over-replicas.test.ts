import { randomUUID } from 'node:crypto'
import { afterAll, expect, inject, test } from 'vitest'
import { logger } from '@timbang/process/log'
import { sharedCount } from '@timbang/process/shared-count'
import { proxyTo } from '@timbang/testkit/proxy'
import { eventually } from '@timbang/testkit/eventually'
import { createAllowance } from '../src/allowance.ts'

const closing: (() => unknown)[] = []
afterAll(async () => {
  for (const close of closing) await close()
})
const MINUTES = 600_000
let now = 1_800_000_000_000

function replica(url: string | undefined, prefix: string) {
  const shared = sharedCount({ url, prefix, now: () => now, log: logger('test', { level: 'silent' }) })
  closing.push(() => shared.stop())
  const allowance = createAllowance({
    most: { people: 100, files: 500, imports: 1_000 },
    windowMs: MINUTES,
    shared,
    now: () => now,
  })
  return { shared, allowance }
}
const codeOf = async (answer: ReturnType<ReturnType<typeof createAllowance>>) => (await answer)?.code ?? 'in'

test('two replicas count one person together, imports have their own, and the next window begins anew', async () => {
  const prefix = `${randomUUID()}.`
  const [one, other] = [replica(inject('redisUrl'), prefix), replica(inject('redisUrl'), prefix)]
  for (const { shared } of [one, other])
    await eventually(async () => {
      const { count } = await shared.add(`seen-${randomUUID()}`, 1, MINUTES)
      expect(count).toBe(1)
      expect((await shared.add('both', 1, MINUTES)).count).toBeGreaterThan(0)
    })
  // Both answer from Redis as soon as each sees what the other added.
  await eventually(async () => {
    const { count } = await one.shared.add('mutual', 1, MINUTES)
    expect((await other.shared.add('mutual', 1, MINUTES)).count).toBeGreaterThan(count)
  })
  expect(await codeOf(one.allowance('ani', 'people', 60))).toBe('in')
  expect(await codeOf(other.allowance('ani', 'people', 60))).toBe('request.too-many')
  expect(await codeOf(other.allowance('budi', 'people', 60))).toBe('in')
  expect(await codeOf(one.allowance('ani', 'imports', 600))).toBe('in')
  // What an officer brings as files leaves him what is his own.
  expect(await codeOf(one.allowance('budi', 'files', 400))).toBe('in')
  expect(await codeOf(other.allowance('budi', 'files', 400))).toBe('request.too-many')
  expect(await codeOf(one.allowance('budi', 'people', 40))).toBe('in')
  now += MINUTES
  expect(await codeOf(other.allowance('ani', 'people', 60))).toBe('in')
})

test('where Redis is gone or silent each replica counts by itself, and nobody waits for it', async () => {
  const proxy = await proxyTo(new URL(inject('redisUrl')).host)
  closing.push(() => proxy.close())
  const url = new URL(inject('redisUrl'))
  url.host = proxy.address
  const gone = replica('redis://127.0.0.1:1', 'x.')
  const silent = replica(url.href, `${randomUUID()}.`)
  await eventually(async () => expect((await silent.shared.add(randomUUID(), 1, MINUTES)).count).toBe(1))
  proxy.pause()
  for (const { allowance } of [gone, silent]) {
    expect(await codeOf(allowance('ani', 'people', 60))).toBe('in')
    expect(await codeOf(allowance('ani', 'people', 60))).toBe('request.too-many')
    expect(await codeOf(allowance('ani', 'people', 40))).toBe('in')
  }
})
