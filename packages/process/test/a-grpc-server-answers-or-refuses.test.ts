import * as grpc from '@grpc/grpc-js'
import { loadFileDescriptorSetFromBuffer } from '@grpc/proto-loader'
import { createChannel, createClient } from 'nice-grpc'
import { HealthDefinition } from 'nice-grpc-server-health'
import { EventEmitter, getEventListeners, once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type ClientHttp2Stream, connect } from 'node:http2'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { AppraisalServiceService, ListPlansRequest } from '@timbang/contracts/gen/timbang/appraisal/v1/service'
import { EntryServiceService } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { ImportVerdictsRequest, VerdictServiceService } from '@timbang/contracts/gen/timbang/journal/v1/verdict'
import { uuidV5 } from '@timbang/contracts/official-id'
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

const emptyPlan = {
  planId: '',
  employeeId: '',
  agencyId: '',
  assignmentId: '',
  fromDate: '',
  toDate: '',
  results: [],
  version: 1,
}
/** What the server's side lived through, told as it happens. */
const seen = new EventEmitter()
const [some, slow, none, broken, stop] = ['some', 'slow', 'none', 'broken', 'stop'].map(uuidV5) as [
  string,
  string,
  string,
  string,
  string,
]
let checking: Promise<void> | undefined
const nothing = { judged: 0n, admitted: 0n, held: 0n, refused: 0n, problems: [], next: '' }

const entries = {
  getImportOutcome: async ({ importId }: { importId: string }, { signal }: { signal: AbortSignal }) => {
    if (importId === slow) {
      seen.emit('begun')
      await once(signal, 'abort')
      seen.emit('gone')
    }
    if (importId === broken) throw new Error('the disk is full')
    return importId === none ? refuse('entry.not-found', { id: 7 }) : { ...nothing, judged: 9_007_199_254_740_993n }
  },
} as unknown as Implementation<typeof EntryServiceService>

const verdicts = {
  /** Reads ahead of its answers, as who waits for something slow does; the end of its requests alone says nothing. */
  async *importVerdicts(requests: AsyncIterable<{ importId: string; verdicts: unknown[] }>) {
    const read: { importId: string; verdicts: unknown[] }[] = []
    let turn = Promise.withResolvers<void>()
    let ended = false
    const reader = (async () => {
      for await (const request of requests) {
        read.push(request)
        turn.resolve()
        turn = Promise.withResolvers()
      }
      ended = true
      turn.resolve()
    })()
    try {
      for (;;) {
        const next = read.shift()
        if (next === undefined && ended) return await reader
        if (next === undefined) await turn.promise
        else if (next.importId === stop) return refuse('request.malformed')
        else yield { refused: [], accepted: next.verdicts.length }
      }
    } finally {
      seen.emit('closed')
    }
  },
} as unknown as Implementation<typeof VerdictServiceService>

/** Enough of it and whoever does not read holds up the writer. */
const filler = { plans: Array.from({ length: 100 }, () => ({ ...emptyPlan, planId: 'x'.repeat(1_000) })) }
const appraisal = {
  async *listPlans() {
    try {
      for (;;) {
        yield filler
        await new Promise((resolve) => setImmediate(resolve))
      }
    } finally {
      seen.emit('stopped')
    }
  },
} as unknown as Implementation<typeof AppraisalServiceService>

const verdict = { employeeId: '', recordId: '', revision: 1, verified: true, reasonCode: '', sourceRecordedAt: 0n }
const ask = { importId: some, after: '', limit: 1 }
const every = { employeeIds: [], fromDate: '2026-01-01', toDate: '2026-12-31' }
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
    silence: 300,
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
  expect(await client.getImportOutcome({ ...ask, importId: none }, as)).toEqual(refuse('entry.not-found', { id: 7 }))
  expect(await client.getImportOutcome({ ...ask, importId: broken }, as)).toEqual(refuse('service.unavailable'))
})

test('whoever has no token, a bad one, or no right to it is refused at the door', async () => {
  expect(await client.getImportOutcome(ask)).toEqual(refuse('access.token-missing'))
  expect(await client.getImportOutcome(ask, { token: 'forged' })).toEqual(refuse('access.token-invalid'))
  expect(await client.getImportOutcome(ask, { token: 'employee' })).toEqual(refuse('access.denied'))
})

test('a stream answers message by message and ends with its refusal', async () => {
  async function* requests() {
    yield { importId: some, verdicts: [verdict, verdict] }
    yield { importId: stop, verdicts: [] }
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
  expect(await client.getImportOutcome({ ...ask, importId: slow }, { ...as, deadline: 100 })).toEqual(
    refuse('service.unavailable'),
  )
})

test('what a server breaks off because it stops is a refusal and no fault', async () => {
  const leaving = await grpcServer({
    log: logger('test', { level: 'silent' }),
    listen: '127.0.0.1:0',
    services: [serve('journal', EntryServiceService, entries)],
    verify: async () => importer,
  })
  const asking = grpcClient(EntryServiceService, leaving.address)
  const begun = once(seen, 'begun')
  const call = asking.getImportOutcome({ ...ask, importId: slow }, { ...as, deadline: 20_000 })
  await begun
  await leaving.stop()
  expect(await call).toEqual(refuse('service.unavailable'))
  asking.close()
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
  const call = client.getImportOutcome({ ...ask, importId: slow }, { ...as, signal: leave.signal })
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
  await expect(client.getImportOutcome({ ...ask, importId: slow }, { ...as, signal: leave })).rejects.toThrow()
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
      yield { importId: stop, verdicts: [] }
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, 5))
        yield { importId: some, verdicts: [] }
      }
    } finally {
      closed.resolve()
    }
  }
  for await (const _ of verdictClient.importVerdicts(endless(), as));
  await closed.promise
  const broken = verdictClient.importVerdicts(
    (async function* () {
      yield { importId: some, verdicts: [] }
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

/** A stream as a stranger's program would open it, byte by byte. */
function bare(
  path: string = VerdictServiceService.importVerdicts.path,
  first = ImportVerdictsRequest.encode({ importId: some, verdicts: [verdict] }).finish(),
): { stream: ClientHttp2Stream; say(message: Uint8Array): void; close(): void } {
  const session = connect(`http://${server.address}`)
  session.on('error', () => {})
  const stream = session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
    authorization: 'Bearer importer',
  })
  stream.on('error', () => {})
  const say = (message: Uint8Array) => {
    const head = Buffer.alloc(5)
    head.writeUInt32BE(message.length, 1)
    stream.write(Buffer.concat([head, message]))
  }
  say(first)
  return { stream, say, close: () => session.destroy() }
}

test('no bytes, cancel, cut or silence after a good message ends the process or leaves a generator open', async () => {
  const ways: Record<string, (call: ReturnType<typeof bare>) => unknown> = {
    'bytes that are no message': ({ say }) => say(Buffer.from([0xff, 0xff, 0xff, 0xff])),
    'bytes that are no frame': ({ stream }) => stream.write(Buffer.alloc(64, 0xff)),
    'half a frame': ({ stream }) => stream.end(Buffer.from([0, 0, 0, 0, 9, 1])),
    'a message over the limit': ({ say }) => say(Buffer.alloc(9 * 1024 * 1024)),
    'a cancel': ({ stream }) => stream.close(8),
    'a cut connection': (call) => call.close(),
    'an end': ({ stream }) => stream.end(),
    silence: () => {},
  }
  for (const [way, act] of Object.entries(ways)) {
    const closed = once(seen, 'closed')
    const call = bare()
    await once(call.stream, 'data')
    act(call)
    expect(await closed, way).toEqual([])
    call.close()
    expect(await client.getImportOutcome({ ...ask, importId: none }, as), way).toMatchObject({
      code: 'entry.not-found',
    })
  }
})

test('what was answered before the broken bytes stays answered, and their sender is told', async () => {
  const trailers = async (act: (call: ReturnType<typeof bare>) => void) => {
    const call = bare()
    await once(call.stream, 'data')
    act(call)
    const [told] = (await once(call.stream, 'trailers')) as [Record<string, string>]
    call.close()
    return [told['grpc-status'], Buffer.from(told['timbang-refusal-bin'] ?? '', 'base64').toString()]
  }
  expect(await trailers(({ say }) => say(Buffer.from([0xff, 0xff, 0xff])))).toEqual([
    '3',
    '{"code":"request.malformed"}',
  ])
  expect(await trailers(() => {})).toEqual(['4', '{"code":"request.too-slow"}'])
  expect((await trailers(({ stream }) => stream.end()))[0]).toBe('0')
})

test('whoever opens an answer of many messages and does not read it leaves nothing open at the writer', async () => {
  const stopped = once(seen, 'stopped')
  const call = bare(AppraisalServiceService.listPlans.path, ListPlansRequest.encode(every).finish())
  call.stream.pause()
  call.stream.end()
  await stopped
  call.close()
})

test('a person has four streams open at once, and one more when one has ended', async () => {
  const calls = Array.from({ length: 4 }, () => bare())
  await Promise.all(calls.map(({ stream }) => once(stream, 'data')))
  const refused = verdictClient.importVerdicts((async function* () {})(), as)
  for await (const _ of refused);
  expect(refused.refusal()).toMatchObject({ code: 'request.too-many' })
  const closed = once(seen, 'closed')
  calls[0]!.stream.end()
  await closed
  const served = verdictClient.importVerdicts((async function* () {})(), as)
  for await (const _ of served);
  expect(served.refusal()).toBeUndefined()
  for (const call of calls) call.close()
})

test('health answers whoever asks', async () => {
  const channel = createChannel(server.address)
  expect(await createClient(HealthDefinition, channel).check({ service: '' })).toMatchObject({ status: 1 })
  channel.close()
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
    'journal.GetEvidence',
    'journal.GetRecord',
    'journal.KeepEvidence',
    'reporting.WatchLive',
  ])
})
