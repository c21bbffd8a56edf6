import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { test } from 'vitest'
import { httpServer } from '../src/http.ts'
import { logger } from '../src/log.ts'

/** A server with one route that answers when it is told to, and clients that keep their connections as long as they are let. */
async function open() {
  const server = await httpServer({
    name: 'test',
    log: logger('test', { level: 'error' }),
  })
  const [asked, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const page = { config: { operation: 'web.Page' as const } }
  server.get('/', page, async () => 'at once')
  server.get('/when-told', page, async () => {
    asked.resolve()
    await answer.promise
    return 'answered'
  })
  server.get('/begun', page, async (_request, reply) => {
    reply.hijack()
    asked.resolve()
    reply.raw.write('begun, ')
    await answer.promise
    reply.raw.end('answered')
  })
  server.post('/', page, async () => 'taken')
  await server.listen({ host: '127.0.0.1', port: 0 })
  const { port } = server.server.address() as AddressInfo
  return {
    asked: asked.promise,
    answer: answer.resolve,
    /** @returns what was heard until the server closed it */
    holds: async (bytes: string) => {
      const socket = connect(port, '127.0.0.1')
      let heard = ''
      socket.setEncoding('utf8').on('data', (text) => {
        heard += text
      })
      socket.on('error', () => {})
      const closed = once(socket, 'close').then(() => heard)
      await once(socket, 'connect')
      // What is sent has come when something sent after it was answered.
      socket.write(bytes)
      await fetch(`http://127.0.0.1:${port}/`)
      return { heard: () => heard, closed }
    },
    /** @param begun called when nobody is let in any more */
    close: async (begun = () => {}) => {
      const since = performance.now()
      const closed = server.close()
      while (server.server.listening) await setImmediate()
      begun()
      await closed
      return performance.now() - since
    },
  }
}
/** Far below what a door gives to a call that is under way. */
const AT_ONCE_MS = 2_000

for (const path of ['/when-told', '/begun'])
  test.concurrent(`a request in hand is answered, and its client, who keeps his connection, does not keep the door: ${path}`, async ({
    expect,
  }) => {
    const door = await open()
    const client = await door.holds(`GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`)
    await door.asked
    const closing = door.close(door.answer)
    expect(await client.closed).toMatch(/^HTTP\/1.1 200 OK\r\n.*answered/s)
    expect(await closing).toBeLessThan(AT_ONCE_MS)
    // Who reads it does not ask again on a line that is gone.
    if (path === '/when-told') expect(client.heard()).toMatch(/^connection: close\r$/im)
  })

test.concurrent('whoever has asked nothing yet, or was answered, does not keep the door', async ({ expect }) => {
  const door = await open()
  const [nothing, half, answered] = await Promise.all(
    ['', 'GET / HTTP/1.1\r\nhost: x\r\n', 'GET / HTTP/1.1\r\nhost: x\r\n\r\n'].map(door.holds),
  )
  expect(await door.close()).toBeLessThan(AT_ONCE_MS)
  expect([await nothing!.closed, await half!.closed]).toEqual(['', ''])
  expect(await answered!.closed).toContain('at once')
})

test.concurrent('whoever stops in the middle of asking keeps the door for seconds, not for ever', async ({
  expect,
}) => {
  const door = await open()
  const sends = 'POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n{'
  const [first, again] = await Promise.all([door.holds(sends), door.holds(`GET / HTTP/1.1\r\nhost: x\r\n\r\n${sends}`)])
  expect(await door.close()).toBeLessThan(10_000)
  expect([await first!.closed, await again!.closed].map((heard) => heard.includes('taken'))).toEqual([false, false])
})
