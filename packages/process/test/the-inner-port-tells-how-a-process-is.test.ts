import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openInner, type Inner } from '../src/inner.ts'
import { logger } from '../src/log.ts'
import { createMetrics, Gauge } from '../src/metrics.ts'

let inner: Inner
let [ready, alive, collects] = [true, true, true]
const faults: string[] = []

beforeAll(async () => {
  const metrics = createMetrics('test')
  new Gauge({
    name: 'timbang_test',
    help: 'Something that may fail to be known',
    registers: [metrics],
    collect() {
      if (!collects) throw new Error('nobody knows')
      this.set(3)
    },
  })
  inner = await openInner({
    host: '127.0.0.1',
    innerPort: 0,
    log: logger('test', { level: 'error', to: { write: (line) => void faults.push(line) } }),
    metrics,
    health: { ready: { database: () => ready }, live: { consumer: () => alive } },
  })
})
afterAll(() => inner.stop())

const ask = (path: string, method = 'GET') => fetch(inner.address + path, { method })

test('it tells whether the process makes progress, whether it can serve, and its figures', async () => {
  expect(await (await ask('/health/live')).json()).toEqual({ ok: true, checks: { consumer: 'ok' } })
  expect((await ask('/health/ready?by=launcher')).status).toBe(200)
  expect(await (await ask('/metrics')).text()).toMatch(/^timbang_test\{service="test"\} 3$/m)
  ;[ready, alive] = [false, false]
  const told = await ask('/health/ready')
  expect([told.status, await told.json()]).toEqual([503, { ok: false, checks: { database: 'failing' } }])
  expect((await ask('/health/live')).status).toBe(503)
  ;[ready, alive] = [true, true]
})

test('it knows nothing else, takes nothing, and figures that cannot be read end nothing', async () => {
  for (const path of ['/', '/health', '/records', '/openapi.json', '/metrics/../health/live%00', '/..%2fmetrics'])
    expect((await ask(path)).status, path).toBe(404)
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
    expect(
      (await fetch(`${inner.address}/metrics`, { method, ...(method === 'POST' ? { body: 'x' } : {}) })).status,
    ).toBe(405)
  expect((await ask('/health/live', 'HEAD')).status).toBe(200)
  collects = false
  expect((await ask('/metrics')).status).toBe(503)
  expect(faults.join()).toContain('nobody knows')
  collects = true
  expect((await ask('/metrics')).status).toBe(200)
})

test('whoever opens it and says nothing holds up neither others nor its end', async () => {
  const { port } = new URL(inner.address)
  const silent = Array.from({ length: 80 }, () => connect(Number(port), '127.0.0.1').on('error', () => {}))
  await Promise.all(silent.slice(0, 60).map((socket) => new Promise((resolve) => socket.once('connect', resolve))))
  const begun = performance.now()
  const other = await openInner({
    host: '127.0.0.1',
    innerPort: 0,
    log: logger('test', { level: 'silent' }),
    metrics: createMetrics('other'),
    health: { ready: {}, live: {} },
  })
  const held = connect(Number(new URL(other.address).port), '127.0.0.1').on('error', () => {})
  await new Promise((resolve) => held.once('connect', resolve))
  await other.stop()
  expect(performance.now() - begun).toBeLessThan(2_000)
  for (const socket of [...silent, held]) socket.destroy()
})
