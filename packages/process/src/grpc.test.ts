import { afterAll, beforeAll, expect, test } from 'vitest'
import { JournalServiceService } from '@timbang/contracts/gen/timbang/journal/v1/service'
import { isRefusal, refuse } from '@timbang/contracts/refusal'
import type { Caller } from '@timbang/identity/caller'
import { grpcClient, grpcServer, serve, type GrpcServer, type Implementation } from './grpc.ts'
import { logger } from './log.ts'

const bkd: Caller = { kind: 'person', sub: 'a', employeeId: 'a', roles: ['importer'], agencies: [], amr: [], token: 'bkd' }
const employee: Caller = { kind: 'person', sub: 'b', employeeId: 'b', roles: [], agencies: [], amr: [], token: 'employee' }

const implementation = {
  getImportOutcome: async (request: { importId: string }) =>
    request.importId === 'none' ? refuse('entry.not-found', { id: 7 }) : { judged: 9_007_199_254_740_993n, admitted: 1n, held: 0n, refused: 0n, problems: [], next: '' },
  async *importVerdicts(requests: AsyncIterable<{ verdicts: unknown[] }>) {
    for await (const request of requests) {
      if (request.verdicts.length === 0) return refuse('request.malformed')
      yield { refused: [], accepted: request.verdicts.length }
    }
  },
} as unknown as Implementation<typeof JournalServiceService>

let server: GrpcServer
let client: ReturnType<typeof grpcClient<typeof JournalServiceService>>

beforeAll(async () => {
  server = await grpcServer({
    log: logger('test', { level: 'silent' }), listen: '127.0.0.1:0', services: [serve('journal', JournalServiceService, implementation)],
    verify: async (token) => (token === 'bkd' ? bkd : token === 'employee' ? employee : refuse('access.token-invalid')),
  })
  client = grpcClient(JournalServiceService, server.address)
})
afterAll(async () => {
  client.close()
  await server.stop()
})

test('an answer keeps numbers that a float would round', async () => {
  const answer = await client.getImportOutcome({ importId: 'x', after: '', limit: 1 }, { token: 'bkd' })
  expect(!isRefusal(answer) && answer.judged).toBe(9_007_199_254_740_993n)
})

test('a refusal comes back as the value it was', async () => {
  expect(await client.getImportOutcome({ importId: 'none', after: '', limit: 1 }, { token: 'bkd' })).toEqual(refuse('entry.not-found', { id: 7 }))
})

test('whoever has no token, a bad one, or no right to it is refused at the door', async () => {
  const request = { importId: 'x', after: '', limit: 1 }
  expect(await client.getImportOutcome(request)).toEqual(refuse('access.token-missing'))
  expect(await client.getImportOutcome(request, { token: 'forged' })).toEqual(refuse('access.token-invalid'))
  expect(await client.getImportOutcome(request, { token: 'employee' })).toEqual(refuse('access.denied'))
})

test('a stream answers message by message and ends with its refusal', async () => {
  const verdict = { employeeId: '', recordId: '', revision: 1, verified: true, reasonCode: '', sourceRecordedAt: 0n }
  async function* requests() {
    yield { importId: 'i', verdicts: [verdict, verdict] }
    yield { importId: 'i', verdicts: [] }
  }
  const answers = client.importVerdicts(requests(), { token: 'bkd' })
  const accepted: number[] = []
  for await (const answer of answers) accepted.push(answer.accepted)
  expect(accepted).toEqual([2])
  expect(answers.refusal()).toEqual(refuse('request.malformed'))
})

test('a server that is not there is a refusal, not a fault', async () => {
  const nowhere = grpcClient(JournalServiceService, '127.0.0.1:1')
  expect(await nowhere.getImportOutcome({ importId: 'x', after: '', limit: 1 }, { token: 'bkd', deadline: 300 })).toEqual(refuse('service.unavailable'))
  nowhere.close()
})
