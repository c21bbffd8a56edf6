import { create, type DescField, type DescMessage, type Message, ScalarType, toBinary } from '@bufbuild/protobuf'
import * as grpc from '@grpc/grpc-js'
import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { registry } from '@timbang/contracts/edge'
import type { Caller } from '@timbang/identity/caller'
import { words } from '@timbang/contracts/word'
import { grpcServer, serve, type GrpcServer, type Served } from '../src/grpc.ts'
import { logger } from '../src/log.ts'

/** Bad wherever a text is taken; and what only looks like a word, bad where an id, a day, a month or a quarter is. */
const BAD: readonly [string, string, 'everywhere' | 'in a form'][] = [
  ['a control sign', 'a\0b', 'everywhere'],
  ['a turned text', 'gpj.\u202etxt', 'everywhere'],
  ['an endless text', 'x'.repeat(100_000), 'everywhere'],
  ['a broken id', 'a0000000-0000-4000-8000-00000000000', 'in a form'],
  ['a day that is none', '2026-02-31', 'in a form'],
  ['a month past the last', '9999-12', 'in a form'],
]
const FORMS = ['uuid', 'date', 'month', 'period']
const GOOD = {
  uuid: 'a0000000-0000-4000-8000-000000000001',
  id: 'a-1',
  code: '1.02',
  date: '2026-02-28',
  month: '2026-02',
  period: '2026-Q1',
  cursor: 'abc',
}

/** Every caller may everything here: what is tried is what he says, not who he is. */
const anybody: Caller = {
  kind: 'person',
  sub: 'm',
  employeeId: GOOD.uuid,
  roles: ['importer', 'feeder', 'bkd', 'auditor', 'operator', 'governor'],
  agencies: [],
  amr: [],
  token: 't',
}

let server: GrpcServer
let client: grpc.Client
const reached: unknown[] = []

/** Every service that was generated, answered by handlers that only remember what reached them. */
async function everything(): Promise<Served[]> {
  const served: Served[] = []
  const root = new URL('../gen/timbang/', import.meta.resolve('@timbang/contracts/topics'))
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))) {
    const generated = (await import(new URL(file, root).href)) as Record<string, Record<string, MethodLike>>
    const context = file.split('/')[0]!
    for (const [name, definition] of Object.entries(generated)) {
      if (!name.endsWith('ServiceService')) continue
      const remember = async (request: unknown) => {
        reached.push(request)
        throw new Error('reached')
      }
      const handlers = Object.entries(definition).map(([method, { requestStream, responseStream }]) => [
        method,
        requestStream
          ? async function* (requests: AsyncIterable<unknown>) {
              for await (const request of requests) yield await remember(request)
            }
          : responseStream
            ? async function* (request: unknown) {
                yield await remember(request)
              }
            : remember,
      ])
      served.push(
        serve(context === 'activity' ? 'activity-ingest' : context, definition, Object.fromEntries(handlers) as never),
      )
    }
  }
  return served
}
interface MethodLike {
  readonly requestStream: boolean
  readonly responseStream: boolean
}

beforeAll(async () => {
  server = await grpcServer({
    log: logger('test', { level: 'silent' }),
    listen: '127.0.0.1:0',
    services: await everything(),
    verify: async () => anybody,
    streams: 64,
  })
  client = new grpc.Client(server.address, grpc.credentials.createInsecure())
})
afterAll(async () => {
  client.close()
  await server.stop()
})

/** A message that every field of it allows: of a text the first word that its check takes. */
function good(message: DescMessage): Message {
  const made = create(message) as Message & Record<string, unknown>
  for (const field of message.fields) {
    if (field.oneof !== undefined && !field.proto.proto3Optional && field.oneof.fields[0] !== field) continue
    const one = field.message !== undefined ? good(field.message) : scalar(field)
    const value = field.fieldKind === 'list' ? [one] : one
    if (field.oneof !== undefined && !field.proto.proto3Optional)
      made[field.oneof.localName] = { case: field.localName, value }
    else made[field.localName] = value
  }
  return made
}
function scalar(field: DescField): unknown {
  if (field.enum !== undefined) return field.enum.values[0]!.number
  switch (field.scalar as ScalarType) {
    case ScalarType.STRING:
      return wordOf(field)
    case ScalarType.BOOL:
      return false
    case ScalarType.BYTES:
      return new Uint8Array(1)
    case ScalarType.INT64:
      return 1_000_000n
    default:
      return field.name === 'year' ? 2026 : 1
  }
}
/** The options themselves say it: the words stand in the order of the enum, a text for people has none. */
function nameOf(field: DescField): keyof typeof GOOD | undefined {
  const options = registry.getExtension('timbang.edge.v1.is')!
  const given = (field.proto.options?.$unknown ?? []).find((one) => one.no === options.number)
  return Object.keys(words)[(given?.data[0] ?? 0) - 1] as keyof typeof GOOD | undefined
}
const wordOf = (field: DescField): string => GOOD[nameOf(field) as keyof typeof GOOD] ?? 'Rapat'

const ask = (path: string, stream: boolean, bytes: Uint8Array): Promise<[number | undefined, string]> =>
  new Promise((resolve) => {
    const metadata = new grpc.Metadata()
    metadata.set('authorization', 'Bearer t')
    const heard = (error: grpc.ServiceError | null) =>
      resolve([error?.code, JSON.parse(error?.metadata.get('timbang-refusal-bin').toString() || '{}').field ?? ''])
    const raw = Buffer.from(bytes)
    if (!stream) {
      client.makeUnaryRequest(
        path,
        () => raw,
        (answer) => answer,
        {},
        metadata,
        heard,
      )
      return
    }
    const call = client.makeBidiStreamRequest(
      path,
      () => raw,
      (answer) => answer,
      metadata,
    )
    call.on('error', heard).on('end', () => setImmediate(heard, null))
    call.resume()
    call.end({})
  })

/** Every place of a message that holds texts, and that is checked before the handler. */
function* places(message: DescMessage, path: readonly DescField[] = []): Generator<readonly DescField[]> {
  for (const field of message.fields) {
    const apart = (field.proto.options?.$unknown ?? []).some((option) => option.no === 50_705)
    if (apart || path.length > 4) continue
    if (field.message !== undefined) yield* places(field.message, [...path, field])
    else if (field.scalar === ScalarType.STRING) yield [...path, field]
  }
}
/** A good message with one text of it replaced. */
function spoiled(message: DescMessage, path: readonly DescField[], text: string): Message {
  const whole = good(message)
  let at = whole as unknown as Record<string, unknown>
  path.forEach((field, depth) => {
    const last = depth === path.length - 1
    const holder = field.oneof !== undefined && !field.proto.proto3Optional ? field.oneof.localName : field.localName
    if (last) at[holder] = field.fieldKind === 'list' ? [text] : text
    else {
      const next = at[holder] as Record<string, unknown>
      at = (Array.isArray(next) ? next[0] : 'case' in next ? next['value'] : next) as Record<string, unknown>
    }
  })
  return whole
}

test('a good request of every method reaches its handler', async () => {
  for (const service of registry)
    if (service.kind === 'service')
      for (const method of service.methods) {
        reached.length = 0
        const path = `/${service.typeName}/${method.name}`
        const bytes = toBinary(method.input, good(method.input))
        const told = await ask(path, method.methodKind !== 'unary', bytes)
        expect(reached.length, `${path} ${JSON.stringify(told)}`).toBe(1)
      }
})

test('no control sign, broken id, day that is none, month past the last or endless text reaches any handler: each is a refusal', async () => {
  let tried = 0
  for (const service of registry)
    if (service.kind === 'service')
      for (const method of service.methods)
        for (const place of places(method.input))
          for (const [what, text, where] of BAD) {
            if (where === 'in a form' && !FORMS.includes(nameOf(place.at(-1)!) ?? '')) continue
            reached.length = 0
            const path = `/${service.typeName}/${method.name}`
            const name = place.map((field) => field.name).join('.')
            const bytes = toBinary(method.input, spoiled(method.input, place, text))
            const [code, field] = await ask(path, method.methodKind !== 'unary', bytes)
            expect([code, reached.length], `${path} ${name}: ${what}`).toEqual([grpc.status.INVALID_ARGUMENT, 0])
            expect(field.replace(/\.\d+/g, ''), `${path} ${name}`).toBe(name)
            tried++
          }
  expect(tried).toBeGreaterThan(150)
})
