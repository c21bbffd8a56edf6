import { connect, type AddressInfo } from 'node:net'
import Type from 'typebox'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refuse } from '@timbang/contracts/refusal'
import { logger } from '../src/log.ts'
import { currentTrace } from '../src/trace.ts'
import { httpServer, operationsOf, type HttpServer } from '../src/http.ts'

let server: HttpServer
const faults: string[] = []

beforeAll(async () => {
  server = await httpServer({
    name: 'test',
    log: logger('test', { level: 'error', to: { write: (line) => void faults.push(line) } }),
    bodyLimit: 1_024,
    openapi: { title: 'Test', version: '1' },
    cookie: 'timbang_session',
    verify: async (token) =>
      token === 'importer' || token === 'feeder'
        ? { kind: 'machine', sub: 'i', roles: [token], agencies: [], amr: [], token }
        : refuse('access.token-invalid'),
  })
  server.post(
    '/things',
    {
      config: { operation: 'directory.ImportStaff' },
      schema: { body: Type.Object({ size: Type.Integer({ minimum: 1 }) }, { additionalProperties: false }) },
    },
    async (request) => ({ by: request.caller.sub, size: request.body.size }),
  )
  server.post(
    '/nested',
    {
      config: { operation: 'web.Page' },
      schema: {
        body: Type.Object({
          part: Type.Object(
            { day: Type.String({ format: 'date' }), kind: Type.Enum(['a', 'b']) },
            { additionalProperties: false },
          ),
        }),
      },
    },
    async () => 'ok',
  )
  server.get(
    '/part/:id',
    { config: { operation: 'web.Page' }, schema: { params: Type.Object({ id: Type.String({ format: 'uuid' }) }) } },
    async () => 'ok',
  )
  server.post('/traced', { config: { operation: 'web.Page' } }, async () => currentTrace())
  server.get('/cut', { config: { operation: 'web.Page' } }, async () => {
    throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
  })
  // As @fastify/http-proxy throws it.
  server.get('/upwards', { config: { operation: 'web.Page' } }, async () => {
    throw Object.assign(new Error('source/request contain invalid characters'), { statusCode: 400 })
  })
  server.get('/broken', { config: { operation: 'web.Page' } }, async () => {
    throw new Error('the disk is full')
  })
})
afterAll(() => server.close())

const send = (
  payload: string,
  headers: Record<string, string> = { authorization: 'Bearer importer', 'content-type': 'application/json' },
) => server.inject({ method: 'POST', url: '/things', payload, headers })
const told = async (answer: ReturnType<typeof send>) => {
  const response = await answer
  return [
    response.statusCode,
    (response.json() as { code?: string }).code,
    (response.json() as { field?: string }).field,
  ]
}

test('a good request comes through with its caller', async () => {
  expect((await send('{"size":3}')).json()).toEqual({ by: 'i', size: 3 })
})
test('malformed, too large, unknown field, wrong value, wrong kind: each has its code and both sentences', async () => {
  expect(await told(send('{"size":'))).toEqual([400, 'request.malformed', undefined])
  expect(await told(send(`{"size":1,"x":"${'y'.repeat(2_000)}"}`))).toEqual([413, 'request.too-large', undefined])
  expect(await told(send('{"size":3,"colour":"red"}'))).toEqual([422, 'request.unknown-field', 'colour'])
  expect(await told(send('{"size":0}'))).toEqual([422, 'request.value-invalid', 'size'])
  expect(await told(send('{}'))).toEqual([422, 'request.value-invalid', 'size'])
  expect(await told(send('size=3', { authorization: 'Bearer importer', 'content-type': 'application/xml' }))).toEqual([
    415,
    'request.unsupported-media',
    undefined,
  ])
  const problem = (await send('{"size":0}')).json() as Record<string, unknown>
  expect(problem).toMatchObject({
    status: 422,
    title: expect.any(String),
    title_en: expect.any(String),
    instance: expect.any(String),
  })
})
test('a field is blamed by its whole path, and what it should have been is said in signs that need no language', async () => {
  const nested = async (part: object) => {
    const { field, title, title_en } = (
      await server.inject({ method: 'POST', url: '/nested', payload: { part } })
    ).json() as Record<string, string>
    return [field, title?.split('. ')[1], title_en?.split('. ')[1]]
  }
  expect(await nested({ day: '2026-13-01', kind: 'a' })).toEqual(['part.day', 'YYYY-MM-DD', 'YYYY-MM-DD'])
  expect((await nested({ day: '2026-12-01' }))[0]).toBe('part.kind')
  expect(await nested({ day: '2026-12-01', kind: 'c' })).toEqual(['part.kind', 'a | b', 'a | b'])
  expect((await nested({ day: '2026-12-01', kind: 'a', more: 1 }))[0]).toBe('part.more')
  expect(await told(send('[]'))).toEqual([400, 'request.malformed', undefined])
})
test('an address that cannot be read is a problem too', async () => {
  const code = async (url: string) => ((await server.inject(url)).json() as { code: string }).code
  expect(await code('/%')).toBe('request.malformed')
  expect(await code('/part/%E0%A4%A')).toBe('request.malformed')
  expect(await code(`/part/${'a'.repeat(300)}`)).toBe('request.not-found')
  expect(await code('/part/abc')).toBe('request.value-invalid')
})
test('bytes that are no HTTP get a problem, and whoever hangs up while sending is no fault', async () => {
  await server.listen({ host: '127.0.0.1', port: 0 })
  const { port } = server.server.address() as AddressInfo
  const say = (bytes: string, hangUp = false) =>
    new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1', () =>
        socket.write(bytes, () => {
          if (hangUp) setTimeout(() => socket.destroy(), 20)
        }),
      )
      let heard = ''
      socket
        .on('data', (data) => {
          heard += String(data)
        })
        .on('close', () => resolve(heard))
        .on('error', () => {})
    })
  expect(await say('NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1.1 400 .*"code":"request.malformed"/s)
  expect(await say(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(
    /^HTTP\/1.1 413 .*"code":"request.too-large"/s,
  )
  faults.length = 0
  await say(
    'POST /things HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer importer\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"si',
    true,
  )
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(faults).toEqual([])
  expect((await server.inject('/cut')).statusCode).toBe(503)
  expect(faults).toHaveLength(1)
})
test('the door asks for a token and for the right', async () => {
  expect(await told(send('{"size":3}', { 'content-type': 'application/json' }))).toEqual([
    401,
    'access.token-missing',
    undefined,
  ])
  expect(
    await told(send('{"size":3}', { authorization: 'Bearer forged', 'content-type': 'application/json' })),
  ).toEqual([401, 'access.token-invalid', undefined])
  expect(
    await told(send('{"size":3}', { authorization: 'Bearer feeder', 'content-type': 'application/json' })),
  ).toEqual([403, 'access.denied', undefined])
})
test('the cookie opens the door where that was asked for, and only there', async () => {
  const cookie = { cookie: 'a=b; timbang_session=importer; c=d', 'content-type': 'application/json' }
  expect((await send('{"size":3}', cookie)).statusCode).toBe(200)
  const other = await httpServer({
    name: 'other',
    log: logger('other', { level: 'silent' }),
    verify: async () => expect.unreachable(),
  })
  other.get('/mine', { config: { operation: 'directory.GetStructure' } }, async () => 'mine')
  expect((await other.inject({ url: '/mine', headers: cookie })).json()).toMatchObject({ code: 'access.token-missing' })
  await other.close()
})
test('who may not come is told before his body is read', async () => {
  expect(await told(send(`{"size":1,"x":"${'y'.repeat(2_000)}"}`, { 'content-type': 'application/json' }))).toEqual([
    401,
    'access.token-missing',
    undefined,
  ])
})
test('what a plug-in cannot read of a request is the doing of its sender', async () => {
  expect(await told(server.inject('/upwards'))).toEqual([400, 'request.malformed', undefined])
})

test('a fault is told without what it was', async () => {
  const response = await server.inject('/broken')
  expect(response.statusCode).toBe(503)
  expect(response.body).not.toMatch(/disk/)
})
test('a path that is not there is a problem like any other', async () => {
  expect((await server.inject('/nowhere')).json()).toMatchObject({ code: 'request.not-found' })
})
test('the description is there for everybody', async () => {
  expect((await server.inject('/openapi.json')).json()).toMatchObject({
    openapi: '3.1.0',
    paths: { '/things': expect.anything() },
  })
})
test('a route that names no operation cannot be registered', async () => {
  const other = await httpServer({
    name: 'other',
    log: logger('other', { level: 'silent' }),
  })
  expect(() => other.get('/forgotten', async () => 'x')).toThrow(/names no operation/)
  expect(() => other.head('/forgotten', async () => 'x')).toThrow(/names no operation/)
  expect(() =>
    other.get('/forgotten', { config: { operation: 'nobody.Knows' as 'web.Page' } }, async () => 'x'),
  ).toThrow(/names no operation/)
  await other.close()
  expect(operationsOf(server)).toContain('directory.ImportStaff')
})
test('an address that is asked in another way says in which it may be', async () => {
  for (const method of ['GET', 'PUT', 'DELETE'] as const) {
    const answer = await server.inject({ method, url: '/things' })
    expect([answer.statusCode, answer.headers['allow'], (answer.json() as { code: string }).code]).toEqual([
      405,
      'POST',
      'request.method-not-allowed',
    ])
  }
  expect((await server.inject({ method: 'POST', url: '/part/abc?a=b' })).headers['allow']).toBe('GET, HEAD')
  expect(await heard('QUERY /part/abc HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1.1 405 /)
  expect((await server.inject({ method: 'POST', url: '/part' })).statusCode).toBe(404)
})
test('a public port knows nothing of health and metrics, whoever asks', async () => {
  for (const url of ['/metrics', '/metrics/', '/health', '/health/live', '/health/ready', '//metrics'])
    for (const headers of [{}, { authorization: 'Bearer importer' }, { 'x-forwarded-for': '127.0.0.1' }])
      expect((await server.inject({ url, headers })).json(), url).toMatchObject({ code: 'request.not-found' })
})
test('every method on every address is answered or refused, never a fault', async () => {
  faults.length = 0
  for (const method of ['TRACE', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'SEARCH', 'PROPFIND'] as const)
    for (const url of ['/', '/things', '/part/abc', '/health/live', '/nowhere', '/%00', '/part/%00', '/?a=%00'])
      expect((await server.inject({ method: method as 'GET', url })).statusCode, `${method} ${url}`).toBeLessThan(500)
  expect(faults).toEqual([])
  // Not every one of them passes through the test's own door: these as they come over a socket.
  for (const line of ['TRACE / HTTP/1.1', 'CONNECT x:1 HTTP/1.1', 'QUERY /things HTTP/1.1', 'GET * HTTP/1.1'])
    expect(await heard(`${line}\r\nHost: x\r\nConnection: close\r\n\r\n`), line).not.toMatch(/^HTTP\/1.1 5/)
})
test('what a caller names as his trace is his trace in the handler, also behind a body', async () => {
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
  const traced = async (headers: Record<string, string>) =>
    (await server.inject({ method: 'POST', url: '/traced', payload: { a: 1 }, headers })).body
  expect(await traced({ traceparent })).toBe(traceparent)
  expect(await traced({ traceparent: 'x' })).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
})
test('a body that trickles is cut at its time, and a connection too many is closed', async () => {
  const slow = await httpServer({
    name: 'slow',
    log: logger('slow', { level: 'silent' }),
    wholeWithin: 300,
    connections: 2,
  })
  slow.post('/anything', { config: { operation: 'web.Page' } }, async () => 'ok')
  await slow.listen({ host: '127.0.0.1', port: 0 })
  const { port } = slow.server.address() as AddressInfo
  const head = 'POST /anything HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n'
  const open = () => {
    const socket = connect(port, '127.0.0.1', () => socket.write(head))
    const drip = setInterval(() => socket.writable && socket.write(' '), 20)
    let said = ''
    socket.on('data', (data) => {
      said += String(data)
    })
    socket.on('error', () => {})
    return new Promise<string>((resolve) =>
      socket.on('close', () => {
        clearInterval(drip)
        resolve(said)
      }),
    )
  }
  const [one, other] = [open(), open()]
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await open()).toBe('')
  expect(await one).toMatch(/^HTTP\/1.1 408 .*"code":"request.too-slow"/s)
  await other
  await slow.close()
})

/** What the server says to bytes of a socket's own. */
async function heard(bytes: string): Promise<string> {
  const { port } = server.server.address() as AddressInfo
  return new Promise((resolve) => {
    let said = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.on('data', (data) => {
      said += String(data)
    })
    socket.on('close', () => resolve(said))
    socket.on('error', () => {})
  })
}
