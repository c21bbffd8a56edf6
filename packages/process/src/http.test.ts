import Type from 'typebox'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refuse } from '@timbang/contracts/refusal'
import { createMetrics } from './metrics.ts'
import { logger } from './log.ts'
import { httpServer, operationsOf, type HttpServer } from './http.ts'

let server: HttpServer
let ready = true

beforeAll(async () => {
  server = await httpServer({
    name: 'test', log: logger('test', { level: 'silent' }), metrics: createMetrics('test'), bodyLimit: 1_024, health: { ready: { database: () => ready }, live: {} }, openapi: { title: 'Test', version: '1' }, cookie: true,
    verify: async (token) => (token === 'importer' ? { kind: 'machine', sub: 'i', roles: ['importer'], agencies: [], amr: [], token } : refuse('access.token-invalid')),
  })
  server.post('/things', { config: { operation: 'directory.ImportStaff' }, schema: { body: Type.Object({ size: Type.Integer({ minimum: 1 }) }, { additionalProperties: false }) } }, async (request) => ({ by: request.caller.sub, size: request.body.size }))
  server.get('/broken', { config: { operation: 'web.Page' } }, async () => { throw new Error('the disk is full') })
})
afterAll(() => server.close())

const send = (payload: string, headers: Record<string, string> = { authorization: 'Bearer importer', 'content-type': 'application/json' }) => server.inject({ method: 'POST', url: '/things', payload, headers })
const told = async (answer: ReturnType<typeof send>) => {
  const response = await answer
  return [response.statusCode, (response.json() as { code?: string }).code, (response.json() as { field?: string }).field]
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
  expect(await told(send('size=3', { authorization: 'Bearer importer', 'content-type': 'application/xml' }))).toEqual([415, 'request.unsupported-media', undefined])
  const problem = (await send('{"size":0}')).json() as Record<string, unknown>
  expect(problem).toMatchObject({ status: 422, title: expect.any(String), title_en: expect.any(String), instance: expect.any(String) })
})
test('the door asks for a token and for the right', async () => {
  expect(await told(send('{"size":3}', { 'content-type': 'application/json' }))).toEqual([401, 'access.token-missing', undefined])
  expect(await told(send('{"size":3}', { authorization: 'Bearer forged', 'content-type': 'application/json' }))).toEqual([401, 'access.token-invalid', undefined])
})
test('a fault is told without what it was', async () => {
  const response = await server.inject('/broken')
  expect(response.statusCode).toBe(503)
  expect(response.body).not.toMatch(/disk/)
})
test('a path that is not there is a problem like any other', async () => {
  expect((await server.inject('/nowhere')).json()).toMatchObject({ code: 'request.not-found' })
})
test('health, metrics and the description are there for everybody', async () => {
  expect((await server.inject('/health/live')).statusCode).toBe(200)
  expect((await server.inject('/health/ready')).statusCode).toBe(200)
  ready = false
  expect((await server.inject('/health/ready')).json()).toEqual({ ok: false, checks: { database: 'failing' } })
  expect((await server.inject('/metrics')).body).toMatch(/process_cpu/)
  expect((await server.inject('/openapi.json')).json()).toMatchObject({ openapi: '3.1.0', paths: { '/things': expect.anything() } })
})
test('a route that names no operation cannot be registered', () => {
  expect(() => server.get('/forgotten', async () => 'x')).toThrow()
  expect(operationsOf(server)).toContain('directory.ImportStaff')
})
