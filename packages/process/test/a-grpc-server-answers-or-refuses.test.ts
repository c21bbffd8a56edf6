import * as grpc from '@grpc/grpc-js'
import { loadFileDescriptorSetFromBuffer, loadSync } from '@grpc/proto-loader'
import { service as healthService } from 'grpc-health-check'
import { EventEmitter, getEventListeners, once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:http2'
import { createRequire } from 'node:module'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { AppraisalServiceService } from '@timbang/contracts/gen/timbang/appraisal/v1/service'
import { EntryServiceService } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { ImportVerdictsRequest, VerdictServiceService } from '@timbang/contracts/gen/timbang/journal/v1/verdict'
import { isRefusal, refuse } from '@timbang/contracts/refusal'
import { access } from '@timbang/identity/access'
import type { Caller } from '@timbang/identity/caller'
import { grpcClient, grpcServer, serve, type GrpcServer, type Implementation } from '../src/grpc.ts'
import { logger } from '../src/log.ts'

const importer: Caller = {
  kind: 'person',
  sub: 'a',
  employeeId: 'a',
  roles: ['importer'],
  agencies: [],
  amr: [],
  token: 'importer',
}
const employee: Caller = {
  kind: 'person',
  sub: 'b',
  employeeId: 'b',
  roles: [],
  agencies: [],
  amr: [],
  token: 'employee',
}

/** What the server's side lived through, told as it happens. */
const seen = new EventEmitter()
let checking: Promise<void> | undefined
const nothing = { judged: 0n, admitted: 0n, held: 0n, refused: 0n, problems: [], next: '' }

const entries = {
  getImportOutcome: async ({ importId }: { importId: string }, { signal }: { signal: AbortSignal }) => {
    if (importId === 'slow') {
      seen.emit('begun')
      await once(signal, 'abort')
      seen.emit('gone')
    }
    if (importId === 'broken') throw new Error('the disk is full')
    return importId === 'none' ? refuse('entry.not-found', { id: 7 }) : { ...nothing, judged: 9_007_199_254_740_993n }
  },
} as unknown as Implementation<typeof EntryServiceService>

const verdicts = {
  async *importVerdicts(requests: AsyncIterable<{ importId: string; verdicts: unknown[] }>) {
    let whole = false
    try {
      for await (const { importId, verdicts } of requests) {
        if (importId === 'stop') return refuse('request.malformed')
        whole = importId === 'whole'
        yield { refused: [], accepted: verdicts.length }
      }
      if (whole) seen.emit('read', 'all')
    } catch (error) {
      if (whole) seen.emit('read', 'broken off')
      throw error
    }
  },
} as unknown as Implementation<typeof VerdictServiceService>

const appraisal = {
  async *listPlans() {
    try {
      for (;;) {
        yield { plans: [] }
        await new Promise((resolve) => setImmediate(resolve))
      }
    } finally {
      seen.emit('stopped')
    }
  },
} as unknown as Implementation<typeof AppraisalServiceService>

const verdict = { employeeId: '', recordId: '', revision: 1, verified: true, reasonCode: '', sourceRecordedAt: 0n }
const ask = { importId: 'x', after: '', limit: 1 }
const every = { employeeIds: [], fromDate: '', toDate: '' }
const as = { token: 'importer' }

let server: GrpcServer
let client: ReturnType<typeof grpcClient<typeof EntryServiceService>>
let verdictClient: ReturnType<typeof grpcClient<typeof VerdictServiceService>>
let plans: ReturnType<typeof grpcClient<typeof AppraisalServiceService>>
let raw: grpc.Client

beforeAll(async () => {
  server = await grpcServer({
    log: logger('test', { level: 'silent' }),
    listen: '127.0.0.1:0',
    services: [
      serve('journal', EntryServiceService, entries),
      serve('journal', VerdictServiceService, verdicts),
      serve('appraisal', AppraisalServiceService, appraisal),
    ],
    verify: async (token) => {
      await checking
      return token === 'importer' ? importer : token === 'employee' ? employee : refuse('access.token-invalid')
    },
  })
  client = grpcClient(EntryServiceService, server.address)
  verdictClient = grpcClient(VerdictServiceService, server.address)
  plans = grpcClient(AppraisalServiceService, server.address)
  raw = new grpc.Client(server.address, grpc.credentials.createInsecure())
})
afterEach(() => void seen.removeAllListeners())
afterAll(async () => {
  for (const open of [client, verdictClient, plans, raw]) open.close()
  await server.stop()
})

test('an answer keeps numbers that a float would round', async () => {
  const answer = await client.getImportOutcome(ask, as)
  expect(!isRefusal(answer) && answer.judged).toBe(9_007_199_254_740_993n)
})

test('a refusal comes back as the value it was, and a fault without what it was', async () => {
  expect(await client.getImportOutcome({ ...ask, importId: 'none' }, as)).toEqual(refuse('entry.not-found', { id: 7 }))
  expect(await client.getImportOutcome({ ...ask, importId: 'broken' }, as)).toEqual(refuse('service.unavailable'))
})

test('whoever has no token, a bad one, or no right to it is refused at the door', async () => {
  expect(await client.getImportOutcome(ask)).toEqual(refuse('access.token-missing'))
  expect(await client.getImportOutcome(ask, { token: 'forged' })).toEqual(refuse('access.token-invalid'))
  expect(await client.getImportOutcome(ask, { token: 'employee' })).toEqual(refuse('access.denied'))
})

test('a stream answers message by message and ends with its refusal', async () => {
  async function* requests() {
    yield { importId: 'i', verdicts: [verdict, verdict] }
    yield { importId: 'stop', verdicts: [] }
  }
  const answers = verdictClient.importVerdicts(requests(), as)
  const accepted: number[] = []
  for await (const answer of answers) accepted.push(answer.accepted)
  expect(accepted).toEqual([2])
  expect(answers.refusal()).toEqual(refuse('request.malformed'))
})

test('a refusal that came before anybody read is not taken for an end', async () => {
  const answers = verdictClient.importVerdicts((async function* () {})(), { token: 'employee' })
  await new Promise((resolve) => setTimeout(resolve, 100))
  for await (const _ of answers) expect.unreachable()
  expect(answers.refusal()).toEqual(refuse('access.denied'))
})

test('a server that is not there, or too slow, is a refusal and no fault', async () => {
  const nowhere = grpcClient(EntryServiceService, '127.0.0.1:1')
  expect(await nowhere.getImportOutcome(ask, { ...as, deadline: 300 })).toEqual(refuse('service.unavailable'))
  nowhere.close()
  expect(await client.getImportOutcome({ ...ask, importId: 'slow' }, { ...as, deadline: 100 })).toEqual(
    refuse('service.unavailable'),
  )
})

test('a message over the limit and bytes that are no message are refused with a code', async () => {
  expect(await client.getImportOutcome({ ...ask, importId: 'x'.repeat(9_000_000) }, as)).toEqual(
    refuse('request.too-large', { limit: '8 MB' }),
  )
  const metadata = new grpc.Metadata()
  metadata.set('authorization', 'Bearer importer')
  const junk = () => Buffer.from([0xff, 0xff, 0xff])
  const told = async (method: { path: string }, stream: boolean) =>
    new Promise<unknown>((resolve) => {
      const heard = (error: grpc.ServiceError | null) =>
        resolve([error?.code, error?.metadata.get('timbang-refusal-bin').toString()])
      if (!stream) return void raw.makeUnaryRequest(method.path, junk, (bytes) => bytes, {}, metadata, heard)
      const call = raw.makeBidiStreamRequest(method.path, junk, (bytes) => bytes, metadata)
      call.on('error', heard).resume()
      call.write({})
    })
  const malformed = [grpc.status.INVALID_ARGUMENT, '{"code":"request.malformed"}']
  expect(await told(EntryServiceService.getImportOutcome, false)).toEqual(malformed)
  expect(await told(VerdictServiceService.importVerdicts, true)).toEqual(malformed)
})

test('whoever stops reading stops the writer too', async () => {
  const stopped = once(seen, 'stopped')
  let read = 0
  for await (const _ of plans.listPlans(every, as)) if (++read === 3) break
  await stopped
})

test('a signal ends a call on both sides, one that has fired begins none, and none keeps listeners', async () => {
  const leave = new AbortController()
  const [begun, gone] = [once(seen, 'begun'), once(seen, 'gone')]
  const call = client.getImportOutcome({ ...ask, importId: 'slow' }, { ...as, signal: leave.signal })
  await begun
  leave.abort(new Error('enough'))
  await expect(call).rejects.toThrow('enough')
  await gone
  await expect(client.getImportOutcome(ask, { ...as, signal: leave.signal })).rejects.toThrow('enough')
  const { signal } = new AbortController()
  await Promise.all(Array.from({ length: 5 }, () => client.getImportOutcome(ask, { ...as, signal })))
  for await (const _ of verdictClient.importVerdicts((async function* () {})(), { ...as, signal }));
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

test('whoever goes while his token is verified is not served', async () => {
  const verified = Promise.withResolvers<void>()
  checking = verified.promise
  let served = false
  seen.once('begun', () => {
    served = true
  })
  const leave = AbortSignal.timeout(100)
  await expect(client.getImportOutcome({ ...ask, importId: 'slow' }, { ...as, signal: leave })).rejects.toThrow()
  await new Promise((resolve) => setTimeout(resolve, 50))
  verified.resolve()
  checking = undefined
  await client.getImportOutcome(ask, as)
  expect(served).toBe(false)
})

test('the requests of a call that is over are closed, and a source that breaks tells its reader', async () => {
  const closed = Promise.withResolvers<void>()
  async function* endless() {
    try {
      yield { importId: 'stop', verdicts: [] }
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, 5))
        yield { importId: 'x', verdicts: [] }
      }
    } finally {
      closed.resolve()
    }
  }
  for await (const _ of verdictClient.importVerdicts(endless(), as));
  await closed.promise
  const broken = verdictClient.importVerdicts(
    (async function* () {
      yield { importId: 'x', verdicts: [] }
      throw new Error('the file ends in the middle')
    })(),
    as,
  )
  await expect(
    (async () => {
      for await (const _ of broken);
    })(),
  ).rejects.toThrow('the file ends in the middle')
})

test('requests that are broken off are not ended: by their source, by a signal, by whoever stops reading', async () => {
  async function* source(breaks: boolean) {
    for (let sent = 0; ; sent++) {
      if (breaks && sent === 3) throw new Error('the file ends in the middle')
      yield { importId: 'whole', verdicts: [verdict] }
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  const ways: (() => Promise<void>)[] = [
    async () => {
      for await (const _ of verdictClient.importVerdicts(source(true), as));
    },
    async () => {
      for await (const _ of verdictClient.importVerdicts(source(false), as)) break
    },
    async () => {
      const leave = new AbortController()
      for await (const _ of verdictClient.importVerdicts(source(false), { ...as, signal: leave.signal })) leave.abort()
    },
    async () => {
      const leave = new AbortController()
      for await (const _ of verdictClient.importVerdicts(source(false), { ...as, signal: leave.signal })) {
        leave.abort()
        break
      }
    },
  ]
  for (let round = 0; round < 10; round++)
    for (const way of ways) {
      const read = once(seen, 'read')
      await way().catch(() => {})
      expect(await read).toEqual(['broken off'])
    }
  const read = once(seen, 'read')
  for await (const _ of verdictClient.importVerdicts(
    (async function* () {
      yield { importId: 'whole', verdicts: [verdict] }
    })(),
    as,
  ));
  expect(await read).toEqual(['all'])
})

test('a connection that breaks has not ended its requests', async () => {
  const read = once(seen, 'read')
  const session = connect(`http://${server.address}`)
  session.on('error', () => {})
  const stream = session.request({
    ':method': 'POST',
    ':path': VerdictServiceService.importVerdicts.path,
    'content-type': 'application/grpc',
    te: 'trailers',
    authorization: 'Bearer importer',
  })
  stream.on('error', () => {})
  const message = Buffer.from(ImportVerdictsRequest.encode({ importId: 'whole', verdicts: [verdict] }).finish())
  const head = Buffer.alloc(5)
  head.writeUInt32BE(message.length, 1)
  stream.write(Buffer.concat([head, message]))
  await once(stream, 'data')
  session.socket.destroy()
  expect(await read).toEqual(['broken off'])
})

test('health and reflection answer whoever asks', async () => {
  const health = healthService['Check']!
  expect(
    await new Promise((resolve, reject) =>
      raw.makeUnaryRequest(
        health.path,
        health.requestSerialize,
        health.responseDeserialize,
        { service: '' },
        (error, answer) => (error ? reject(error) : resolve(answer)),
      ),
    ),
  ).toMatchObject({ status: 'SERVING' })
  const proto = createRequire(import.meta.url)
    .resolve('@grpc/reflection/package.json')
    .replace('package.json', 'build/proto/grpc/reflection/v1/reflection.proto')
  const { ServerReflectionInfo } = loadSync(proto)['grpc.reflection.v1.ServerReflection'] as unknown as {
    ServerReflectionInfo: grpc.MethodDefinition<unknown, { listServicesResponse: { service: { name: string }[] } }>
  }
  const call = raw.makeBidiStreamRequest(
    ServerReflectionInfo.path,
    ServerReflectionInfo.requestSerialize,
    ServerReflectionInfo.responseDeserialize,
  )
  call.write({ listServices: '' })
  const [answer] = (await once(call, 'data')) as [{ listServicesResponse: { service: { name: string }[] } }]
  call.end()
  expect(answer.listServicesResponse.service.map(({ name }) => name)).toContain('timbang.journal.v1.VerdictService')
})

test('every method that the descriptors know stands in the access table, and every row is an operation that exists', () => {
  const descriptors = loadFileDescriptorSetFromBuffer(
    readFileSync(new URL('../gen/descriptors.binpb', import.meta.resolve('@timbang/contracts/topics'))),
  )
  const operations = Object.entries(descriptors).flatMap(([name, definition]) => {
    const context = /^timbang\.(\w+)\.v1\.\w+Service$/.exec(name)?.[1]
    const service = context === 'activity' ? 'activity-ingest' : context
    return service === undefined ? [] : Object.keys(definition).map((method) => `${service}.${method}`)
  })
  expect(operations).toContain('activity-ingest.SubmitRecords')
  const rows = Object.keys(access).filter((row) => !/^(service|web)\./.test(row))
  expect(operations.filter((operation) => !rows.includes(operation))).toEqual([])
  // These are routes of HTTP alone; a route that names no row does not register.
  expect(rows.filter((row) => !operations.includes(row))).toEqual([
    'feedback.AnswerSurvey',
    'feedback.ReadSurvey',
    'journal.GetRecord',
    'reporting.WatchLive',
  ])
})
