import { connect as connectHttp2 } from 'node:http2'
import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import { randomUUIDv7 } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  ActivityIngestServiceService,
  SubmitRecordsRequest,
  SubmitRecordsResponse,
} from '@timbang/contracts/gen/timbang/activity/v1/service'
import { grpcClient } from '@timbang/process/grpc'
import { eventually } from '@timbang/testkit/eventually'
import { walk } from '@timbang/testkit/walk'
import { ingestWorld, record, somebody, today, type World } from './world.ts'

const NDJSON = 'application/x-ndjson'

let world: World
let token: string
beforeAll(async () => {
  world = await ingestWorld({ memoryBytes: 40 * 1024 * 1024, wholeWithin: 1_000, own: 20 })
  token = await world.issuer.person(somebody())
})
afterAll(() => world.close())

/** What the process itself says that it holds. */
async function held(): Promise<number> {
  const told = await (await fetch(`${world.service.addresses.inner}/metrics`)).text()
  return Number(/^timbang_ingest_held_bytes\S* (\d+)/m.exec(told)?.[1])
}
afterEach(() => eventually(async () => expect(await held()).toBe(0)))

function raw(head: readonly string[], body = ''): { socket: Socket; heard: Promise<string> } {
  const { hostname, port } = new URL(world.service.addresses.http)
  const socket = connect(Number(port), hostname)
  let said = ''
  socket.on('data', (data) => {
    said += String(data)
  })
  socket.on('error', () => {})
  const heard = once(socket, 'close').then(() => said)
  socket.write([`POST /records HTTP/1.1`, 'Host: x', `Authorization: Bearer ${token}`, ...head, '', body].join('\r\n'))
  return { socket, heard }
}

test('a request without a body holds nothing when it is over', async () => {
  for (let i = 0; i < 20; i++) {
    const response = await fetch(`${world.service.addresses.http}/records`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    })
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([400, 'request.malformed'])
  }
})

test('a body that trickles is cut at its time, with a sentence, and gives back what it held', async () => {
  const { socket, heard } = raw(['Content-Type: application/json', 'Content-Length: 900000'])
  const drop = setInterval(() => socket.writable && socket.write(' '), 50)
  await eventually(async () => expect(await held()).toBeGreaterThan(1_000_000))
  expect(await heard).toMatch(/^HTTP\/1\.1 408 .*"code":"request.too-slow"/s)
  clearInterval(drop)
})

test('a caller who hangs up in the middle of his body gives back what it held', async () => {
  const { socket, heard } = raw(['Content-Type: application/json', 'Content-Length: 900000'], '{"a":')
  await eventually(async () => expect(await held()).toBeGreaterThan(1_000_000))
  socket.destroy()
  await heard
})

test('a million lines are refused before one is read, and so are a million empty ones', async () => {
  for (const line of ['{}\n', '\n']) {
    const { status, lines, text } = await world.post(token, line.repeat(1_000_000), NDJSON)
    expect([status, lines[0].code]).toEqual([413, 'request.too-many-items'])
    expect(text.length).toBeLessThan(1_000)
  }
})

test('what is nested without end is refused like anything that is no record', async () => {
  const deep = '['.repeat(400_000) + ']'.repeat(400_000)
  expect((await world.post(token, deep)).lines[0].code).toMatch(/^request\./)
  const line = `{"record_id":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`
  expect((await world.post(token, line, NDJSON)).lines[0].code).toMatch(/^request\./)
})

test('a person sends so many records in ten minutes and no more, by whichever door, and is told when to come again', async () => {
  const busy = somebody()
  const own = await world.issuer.person(busy)
  const many = (count: number) => Array.from({ length: count }, () => JSON.stringify(record())).join('\n')
  expect((await world.post(own, many(19), NDJSON)).status).toBe(202)
  const refused = await world.post(own, many(2), NDJSON)
  expect([refused.status, refused.lines[0].code]).toEqual([429, 'request.too-many'])
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await world.post(own, JSON.stringify(record()))).status).toBe(202)
  expect((await world.post(own, JSON.stringify(record()))).status).toBe(429)
  const client = grpcClient(ActivityIngestServiceService, world.service.addresses.grpc)
  try {
    for await (const { answers } of client.submitRecords(
      (async function* () {
        yield { records: [message(), message()] }
      })(),
      { token: own },
    ))
      expect(answers.map((answer) => answer.outcome)).toEqual(
        Array.from({ length: 2 }, () => ({ $case: 'refused', value: { code: 'request.too-many', field: '' } })),
      )
  } finally {
    client.close()
  }
  // Nobody else waits for him.
  expect((await world.post(token, JSON.stringify(record()))).status).toBe(202)
})

test('a machine’s file of an officer is counted by itself, and what he says of himself among its lines is his own', async () => {
  const [officer, agency] = [somebody(), somebody()]
  const token = await world.issuer.token({
    sub: officer,
    employeeId: officer,
    roles: ['personnel_officer'],
    agencies: [agency],
  })
  const others = somebody()
  const scan = (nth: number) =>
    JSON.stringify({ employee_id: others, agency_id: agency, punch: { device: 'D-1', at: Date.now() - nth * 60_000 } })
  const scans = Array.from({ length: 30 }, (_, nth) => scan(nth))
  expect((await world.post(token, scans.join('\n'), NDJSON)).status).toBe(202)
  for (const unit of ['berkas', 'punch']) {
    const mixed = [...scans.slice(0, 20), JSON.stringify(record({ employee_id: officer }, { unit }))]
    expect((await world.post(token, mixed.join('\n'), NDJSON)).status, unit).toBe(429)
  }
  expect((await world.post(token, JSON.stringify(record({ employee_id: officer })))).status).toBe(202)
})

test('broken bytes after a good message, a cancel or a cut end the stream and nothing else', async () => {
  const broken: ((stream: ReturnType<typeof bare>) => unknown)[] = [
    ({ say }) => say(Buffer.from([0xff, 0xff, 0xff, 0xff])),
    ({ stream }) => stream.write(Buffer.alloc(9, 0xff)),
    ({ stream }) => stream.close(8),
    ({ cut }) => cut(),
  ]
  for (const way of broken) {
    const call = bare(await world.issuer.person(somebody()))
    const [answer] = (await once(call.stream, 'data')) as [Buffer]
    expect(SubmitRecordsResponse.decode(answer.subarray(5)).answers[0]!.outcome?.$case).toBe('accepted')
    const over = Promise.race([once(call.stream, 'trailers'), once(call.stream, 'close')])
    way(call)
    await over
    call.cut()
    expect((await world.post(await world.issuer.person(somebody()), JSON.stringify(record()))).status).toBe(202)
  }
})

test('a message of more records than may be ends the stream with a refusal', async () => {
  const client = grpcClient(ActivityIngestServiceService, world.service.addresses.grpc)
  const answers = client.submitRecords(
    (async function* () {
      yield { records: Array.from({ length: 1_001 }, message) }
    })(),
    { token },
  )
  for await (const _ of answers) expect.unreachable()
  expect(answers.refusal()).toMatchObject({ code: 'request.too-many-items', field: 'records' })
  client.close()
})

test('while there is no room the door says that it is not ready', async () => {
  const ready = async () => (await fetch(`${world.service.addresses.inner}/health/ready`)).status
  expect(await ready()).toBe(200)
  // One importer's file without a length takes its whole room at once: 8 MB, five times over.
  token = await world.issuer.machine('feeder')
  const { socket } = raw([`Content-Type: ${NDJSON}`, 'Transfer-Encoding: chunked'], '1\r\n{\r\n')
  await eventually(async () => expect(await ready()).toBe(503))
  socket.destroy()
  await eventually(async () => expect(await ready()).toBe(200))
})

const message = () => ({
  recordId: randomUUIDv7(),
  revision: 1,
  employeeId: '',
  agencyId: '',
  sourceRecordedAt: undefined,
  importId: undefined,
  body: {
    $case: 'activity' as const,
    value: {
      workDate: today(),
      sentence: 'Rapat',
      resultId: undefined,
      quantityThousandths: undefined,
      unit: undefined,
      startMinute: undefined,
      endMinute: undefined,
      evidenceLink: undefined,
      writtenAt: undefined,
      withdrawn: false,
      evidenceHashes: [],
    },
  },
})

/** A stream as a stranger's program would open it, with one good message on it. */
function bare(as: string) {
  const session = connectHttp2(`http://${world.service.addresses.grpc}`)
  session.on('error', () => {})
  const stream = session.request({
    ':method': 'POST',
    ':path': ActivityIngestServiceService.submitRecords.path,
    'content-type': 'application/grpc',
    te: 'trailers',
    authorization: `Bearer ${as}`,
  })
  stream.on('error', () => {})
  const say = (bytes: Uint8Array) => {
    const head = Buffer.alloc(5)
    head.writeUInt32BE(bytes.length, 1)
    stream.write(Buffer.concat([head, bytes]))
  }
  say(SubmitRecordsRequest.encode({ records: [message()] }).finish())
  return { stream, say, cut: () => session.destroy() }
}

test('whatever a stranger sends to an address that is described is answered as it is described, and never with a fault', async () => {
  const { asked, complaints } = await walk(world.service.addresses.http, await world.issuer.machine('importer'))
  expect(complaints).toEqual([])
  expect(asked).toBeGreaterThan(50)
}, 60_000)
