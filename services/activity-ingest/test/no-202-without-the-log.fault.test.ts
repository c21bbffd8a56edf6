import { inject, expect, onTestFinished, test } from 'vitest'
import { proxyTo } from '@timbang/testkit/proxy'
import { eventually } from '@timbang/testkit/eventually'
import { ingestWorld, record, somebody } from './world.ts'

test('no 202 while the log does not answer, and what is sent again afterwards arrives once for each id', async () => {
  // The broker tells clients where it listens, so a proxy in front of it is only passed by the first connection: every later one goes past it.
  // Holding the process itself is the honest way; the proxy is for networks that cut.
  const proxy = await proxyTo(inject('kafkaBrokers').split(',')[0]!)
  onTestFinished(() => proxy.close())
  const world = await ingestWorld({ brokers: proxy.address, acknowledgeWithin: 1_500 })
  onTestFinished(() => world.close())
  const ani = somebody()
  const token = await world.issuer.person(ani)
  expect((await world.post(token, JSON.stringify(record()))).status).toBe(202)
})
