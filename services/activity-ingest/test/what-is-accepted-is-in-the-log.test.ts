import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ActivityRecorded, PunchRecorded } from '@timbang/contracts/gen/timbang/activity/v1/events'
import {
  ActivityIngestServiceService,
  type SubmitRecordsResponse,
} from '@timbang/contracts/gen/timbang/activity/v1/service'
import { punchIdOf } from '@timbang/contracts/punch-id'
import { grpcClient } from '@timbang/process/grpc'
import { randomUUIDv7 } from 'node:crypto'
import { ingestWorld, OURS, record, somebody, today, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await ingestWorld()
})
afterAll(() => world.close())
const NDJSON = 'application/x-ndjson'

test('a receipt is the place of the event in the log, and its words are there too', async () => {
  const ani = somebody()
  const sent = record({}, { evidence_link: 'https://drive.example/bukti' })
  const {
    status,
    lines: [answer],
  } = await world.post(await world.issuer.person(ani, { agencyId: OURS }), JSON.stringify(sent))
  expect(status).toBe(202)
  expect(answer).toMatchObject({
    record_id: sent.record_id,
    status: 'accepted',
    receipt: `${answer.partition}-${answer.offset}`,
  })
  const found = (await world.events()).find(({ event }) => event.employeeId === ani)!
  expect([found.partition, String(found.offset)]).toEqual([answer.partition, answer.offset])
  expect(found.event).toMatchObject({
    agencyId: OURS,
    actor: ani,
    body: {
      $case: 'activityRecorded',
      value: { recordId: sent.record_id, revision: 1, quantityThousandths: 12_000n, hasEvidence: true },
    },
  })
  const words = (await world.texts()).find(({ event }) => event.employeeId === ani)!
  expect(words).toMatchObject({
    partition: answer.partition,
    event: {
      eventId: found.event.eventId,
      sentence: 'Melayani 12 pemohon izin',
      evidenceLink: 'https://drive.example/bukti',
    },
  })
})

test('a revision that takes an entry back is taken by both doors, and has the same digest from both', async () => {
  const ani = somebody()
  const sent = record({ revision: 2 }, { withdrawn: true })
  const token = await world.issuer.person(ani)
  expect((await world.post(token, JSON.stringify(sent))).status).toBe(202)
  const client = grpcClient(ActivityIngestServiceService, world.service.addresses.grpc)
  try {
    const { work_date: workDate, sentence, quantity, unit } = sent.activity
    for await (const { answers } of client.submitRecords(
      (async function* () {
        yield {
          records: [
            {
              recordId: sent.record_id,
              revision: 2,
              employeeId: ani,
              agencyId: '',
              sourceRecordedAt: undefined,
              importId: undefined,
              body: {
                $case: 'activity' as const,
                value: {
                  workDate,
                  sentence,
                  resultId: undefined,
                  quantityThousandths: BigInt(quantity * 1000),
                  unit,
                  startMinute: undefined,
                  endMinute: undefined,
                  evidenceLink: undefined,
                  writtenAt: undefined,
                  withdrawn: true,
                  evidenceHashes: [],
                },
              },
            },
          ],
        }
      })(),
      { token },
    ))
      expect(answers).toMatchObject([{ outcome: { $case: 'accepted' } }])
  } finally {
    client.close()
  }
  const values = (await world.events())
    .filter(({ event }) => event.employeeId === ani)
    .map(({ event }) => event.body!.value as ActivityRecorded)
  expect(values).toMatchObject([
    { revision: 2, withdrawn: true },
    { revision: 2, withdrawn: true },
  ])
  expect(values[0]!.contentDigest).toEqual(values[1]!.contentDigest)
  const described = (await (await fetch(`${world.service.addresses.http}/openapi.json`)).json()) as any
  expect(
    described.paths['/records'].post.requestBody.content['application/json'].schema.properties.activity.properties,
  ).toHaveProperty('withdrawn', { type: 'boolean', description: 'true, false' })
})

test('no word of a person stands in the topic of events', async () => {
  const ani = somebody()
  await world.post(
    await world.issuer.person(ani),
    JSON.stringify(record({}, { sentence: 'Rahasiasekali', evidence_link: 'https://rahasia.example/x' })),
  )
  const events = (await world.events()).filter(({ event }) => event.employeeId === ani)
  expect(events).toHaveLength(1)
  expect(
    JSON.stringify(events, (_key, value) => (typeof value === 'bigint' ? String(value) : value)).toLowerCase(),
  ).not.toContain('rahasia')
})

test('the same file posted twice by two clients at once has the same content twice, and other content is seen without the words', async () => {
  const ani = somebody()
  const token = await world.issuer.person(ani)
  const lines = Array.from({ length: 200 }, (_, i) => record({}, { sentence: `Pekerjaan ${'abcdefgh'[i % 8]} ${i}` }))
  const file = lines.map((line) => JSON.stringify(line)).join('\n')
  const answers = await Promise.all([world.post(token, file, NDJSON), world.post(token, file, NDJSON)])
  for (const answer of answers)
    expect(answer.lines.map((line) => [line.record_id, line.status])).toEqual(
      lines.map((line) => [line.record_id, 'accepted']),
    )
  await world.post(token, JSON.stringify({ ...lines[0], activity: { ...lines[0]!.activity, sentence: 'Isi lain' } }))
  const digests = new Map<string, Set<string>>()
  for (const { event } of await world.events()) {
    if (event.employeeId !== ani || event.body?.$case !== 'activityRecorded') continue
    const { recordId, contentDigest } = event.body.value
    digests.set(recordId, (digests.get(recordId) ?? new Set()).add(Buffer.from(contentDigest).toString('hex')))
  }
  expect(digests.size).toBe(200)
  expect([...digests.values()].map((one) => one.size).sort()).toEqual([...Array.from({ length: 199 }, () => 1), 2])
})

test('each line of a batch has its answer in its place, and a bad line does not fail its neighbours', async () => {
  const ani = somebody()
  const [good, other] = [record(), record()]
  const body = [
    JSON.stringify(good),
    '',
    '{"record_id":',
    JSON.stringify(record({ nip: '1' })),
    JSON.stringify(record({ employee_id: somebody() })),
    JSON.stringify(record({}, { work_date: '2099-01-01' })),
    JSON.stringify(other),
  ].join('\n')
  const { status, lines } = await world.post(await world.issuer.person(ani), body, NDJSON)
  expect(status).toBe(202)
  expect(lines.map((line) => [line.line ?? '', line.status, line.code ?? '', line.field ?? ''])).toEqual([
    ['', 'accepted', '', ''],
    [3, 'refused', 'request.malformed', ''],
    [4, 'refused', 'request.unknown-field', 'nip'],
    [5, 'refused', 'activity.not-yours', 'employee_id'],
    [6, 'refused', 'activity.date-in-future', 'activity.work_date'],
    ['', 'accepted', '', ''],
  ])
  expect(lines[5]).toMatchObject({ record_id: other.record_id })
  expect(lines[4].title).toContain('2099-01-01')
  const stored = (await world.events())
    .filter(({ event }) => event.employeeId === ani)
    .map(({ event }) => (event.body!.value as { recordId: string }).recordId)
  expect(stored).toEqual([good.record_id, other.record_id])
})

test('bad input of every kind gets a code and leaves nothing behind', async () => {
  const ani = somebody()
  const token = await world.issuer.person(ani)
  const big = Buffer.alloc(5 * 1024 * 1024, 0x20)
  const cases: [number, string, string | Buffer, string?, (string | undefined)?][] = [
    [400, 'request.malformed', '{'],
    [400, 'request.malformed', ''],
    [400, 'request.malformed', '[]'],
    [400, 'request.malformed', '', NDJSON],
    [422, 'request.unknown-field', JSON.stringify(record({ extra: 1 }))],
    [422, 'request.value-invalid', JSON.stringify({ ...record(), record_id: 'x' })],
    [422, 'activity.date-in-future', JSON.stringify(record({}, { work_date: '2099-12-31' }))],
    [422, 'activity.sentence-empty', JSON.stringify(record({}, { sentence: ' ' }))],
    [422, 'activity.record-id-stale', JSON.stringify(record({ record_id: '01800000-0000-7000-8000-000000000000' }))],
    [403, 'activity.not-yours', JSON.stringify(record({ employee_id: somebody() }))],
    [403, 'access.denied', JSON.stringify(record({ import_id: '00000000-0000-4000-8000-0000000000f1' }))],
    [
      403,
      'access.denied',
      JSON.stringify({ record_id: randomUUIDv7(), attendance: { work_date: today(), present: true } }),
    ],
    [
      422,
      'request.value-invalid',
      Buffer.from(JSON.stringify(record({}, { sentence: 'Memeriksa b\u00fcrk.' })), 'latin1'),
    ],
    [413, 'request.too-large', big],
    [415, 'request.unsupported-media', '<a/>', 'application/xml'],
    [401, 'access.token-missing', JSON.stringify(record()), 'application/json', ''],
    [401, 'access.token-invalid', JSON.stringify(record()), 'application/json', 'x.y.z'],
  ]
  for (const [status, code, body, type, by = token] of cases) {
    const answer = await world.post(by === '' ? undefined : by, body, type)
    expect([answer.status, answer.lines[0].code], `${code}: ${String(body).slice(0, 80)}`).toEqual([status, code])
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(answer.lines[0].title.length).toBeGreaterThan(10)
  }
  const endless = await world
    .post(
      token,
      new ReadableStream({
        pull(controller) {
          controller.enqueue(new Uint8Array(64 * 1024))
        },
      }),
    )
    .catch(() => ({ status: 413 }))
  expect(endless.status).toBe(413)
  const allBad = await world.post(token, `${JSON.stringify(record({ extra: 1 }))}\n{`, NDJSON)
  expect([allBad.status, allBad.lines.length]).toEqual([422, 2])
  expect((await world.events()).filter(({ event }) => event.employeeId === ani)).toEqual([])
})

test('a machine records history, presence, leave and permissions for the agencies of its client', async () => {
  const ani = somebody()
  const whose = { employee_id: ani, agency_id: OURS }
  const token = await world.issuer.token({ sub: 'importer', roles: ['importer'], agencies: [OURS] })
  const old = '01800000-0000-7000-8000-000000000000'
  const file = [
    {
      ...record(
        {
          ...whose,
          record_id: old,
          import_id: '00000000-0000-4000-8000-0000000000f1',
          source_recorded_at: 1_780_000_000_000,
        },
        { work_date: '2026-05-28' },
      ),
    },
    { record_id: randomUUIDv7(), ...whose, attendance: { work_date: today(), present: true, late_minutes: 12 } },
    { record_id: randomUUIDv7(), ...whose, leave: { from_date: '2026-12-01', to_date: '2026-12-03', kind: 'leave' } },
    {
      record_id: randomUUIDv7(),
      ...whose,
      permission: { date: '2026-12-04', from: '22:00', until: '01:00', kind: 'medical' },
    },
    record({ employee_id: ani, agency_id: somebody() }),
  ]
  const { lines } = await world.post(token, file.map((one) => JSON.stringify(one)).join('\n'), NDJSON)
  expect(lines.map((line) => line.code ?? line.status)).toEqual([
    'accepted',
    'accepted',
    'accepted',
    'accepted',
    'activity.not-yours',
  ])
  const events = (await world.events()).filter(({ event }) => event.employeeId === ani).map(({ event }) => event)
  expect(events.map((event) => event.body?.$case).sort()).toEqual([
    'activityRecorded',
    'attendanceRecorded',
    'leaveRecorded',
    'permissionRecorded',
  ])
  expect(events.find((event) => event.body?.$case === 'permissionRecorded')?.body?.value).toMatchObject({
    date: '2026-12-04',
    fromMinute: 1_320,
    untilMinute: 1_500,
    kind: 'medical',
    withdrawn: false,
  })
  expect(events.find((event) => event.body?.$case === 'activityRecorded')).toMatchObject({
    sourceRecordedAt: 1_780_000_000_000n,
    occurredAt: 1_780_000_000_000n,
  })
})

test('a punch is one by person, machine and second, whichever door tells it and whoever names it', async () => {
  const ani = somebody()
  const at = Date.parse(`${today()}T00:28:00Z`) - 86_400_000
  const whose = { employee_id: ani, agency_id: OURS }
  const token = await world.issuer.token({ sub: 'machine', roles: ['feeder'], agencies: [OURS] })
  const recordId = punchIdOf({ employeeId: ani, device: 'PUPR-1', at })
  const file = [
    { ...whose, punch: { device: 'PUPR-1', at: at + 412, key: 'in' } },
    { ...whose, record_id: recordId, punch: { device: 'PUPR-1', at, key: 'in' } },
    { ...whose, record_id: randomUUIDv7(), punch: { device: 'PUPR-1', at } },
    { ...whose, agency_id: somebody(), punch: { device: 'PUPR-1', at } },
    { ...whose, punch: { device: 'PUPR-1', at: Date.now() + 3_600_000 } },
  ]
  const { lines } = await world.post(token, file.map((one) => JSON.stringify(one)).join('\n'), NDJSON)
  expect(lines.map((line) => [line.code ?? line.status, line.field ?? '', line.record_id ?? ''])).toEqual([
    ['accepted', '', recordId],
    ['accepted', '', recordId],
    ['request.value-invalid', 'record_id', expect.any(String)],
    ['activity.not-yours', 'agency_id', recordId],
    ['activity.punch-in-future', 'punch.at', expect.any(String)],
  ])
  const client = grpcClient(ActivityIngestServiceService, world.service.addresses.grpc)
  try {
    const value = { device: 'PUPR-1', punchedAt: BigInt(at), key: 'in', withdrawn: false }
    const message = {
      recordId: '',
      revision: 0,
      employeeId: ani,
      agencyId: OURS,
      sourceRecordedAt: undefined,
      importId: undefined,
      body: { $case: 'punch' as const, value },
    }
    for await (const { answers } of client.submitRecords(
      (async function* () {
        yield { records: [message] }
      })(),
      { token },
    ))
      expect(answers).toMatchObject([{ recordId, outcome: { $case: 'accepted' } }])
  } finally {
    client.close()
  }
  const told = (await world.events()).filter(({ event }) => event.employeeId === ani).map(({ event }) => event)
  expect(told).toHaveLength(3)
  const values = told.map(({ body }) => body!.value as PunchRecorded)
  for (const [n, value] of values.entries()) {
    expect(value).toMatchObject({ recordId, revision: 1, punchedAt: BigInt(at), device: 'PUPR-1', key: 'in' })
    expect(told[n]!.occurredAt).toBe(BigInt(at))
    expect(value.contentDigest).toEqual(values[0]!.contentDigest)
  }
  const own = { employee_id: ani, punch: { device: 'PUPR-1', at } }
  expect((await world.post(await world.issuer.person(ani), JSON.stringify(own))).lines[0]).toMatchObject({
    code: 'access.denied',
  })
})

test('figures of a unit stand in the log of units, by all doors, with one digest for one content, and nothing of a person', async () => {
  const [unitId, indicatorId] = [somebody(), somebody()]
  const figure = (of: Record<string, unknown> = {}, more: Record<string, unknown> = {}) => ({
    record_id: randomUUIDv7(),
    agency_id: OURS,
    figure: { unit_id: unitId, indicator_id: indicatorId, date: today(), amount: 4500, per: 250, ...of },
    ...more,
  })
  const system = await world.issuer.token({ sub: 'simrs', roles: ['feeder'], agencies: [OURS] })
  const officer = await world.issuer.person(somebody(), { roles: ['personnel_officer'], agencies: [OURS] })
  const [first, byHand] = [figure(), figure({ date: undefined, month: today().slice(0, 7), per: undefined })]
  const { lines } = await world.post(
    system,
    [
      first,
      first,
      { ...first, figure: { ...first.figure, amount: 4501 } },
      figure({}, { agency_id: somebody() }),
      figure({ date: '2099-01-01' }),
      figure({ per: 0 }),
      figure({ nip: '1' }),
      { ...record({ agency_id: OURS, employee_id: somebody() }) },
    ]
      .map((one) => JSON.stringify(one))
      .join('\n'),
    NDJSON,
  )
  expect(lines.map((line) => line.code ?? line.status)).toEqual([
    ...['accepted', 'accepted', 'accepted'],
    'activity.not-yours',
    'activity.date-in-future',
    'figure.per-nobody',
    'request.unknown-field',
    'accepted',
  ])
  expect((await world.post(officer, JSON.stringify(byHand))).status).toBe(202)
  const ani = await world.issuer.person(somebody())
  expect((await world.post(ani, JSON.stringify(figure()))).lines[0].code).toBe('access.denied')

  const client = grpcClient(ActivityIngestServiceService, world.service.addresses.grpc)
  try {
    const value = {
      unitId,
      indicatorId,
      date: today(),
      month: undefined,
      amountThousandths: 4_500_000n,
      perThousandths: 250_000n,
      withdrawn: false,
    }
    const common = { revision: 1, employeeId: '', agencyId: OURS, sourceRecordedAt: undefined, importId: undefined }
    const body = { $case: 'figure' as const, value }
    for await (const { answers } of client.submitRecords(
      (async function* () {
        yield { records: [{ ...common, recordId: first.record_id, body }] }
      })(),
      { token: system },
    ))
      expect(answers).toMatchObject([{ outcome: { $case: 'accepted' } }])
  } finally {
    client.close()
  }

  const stored = (await world.figures()).filter(({ event }) => event.body?.value.unitId === unitId)
  expect(new Set(stored.map(({ partition }) => partition)).size).toBe(1)
  expect([stored[0]!.partition, String(stored[0]!.offset)]).toEqual([lines[0].partition, lines[0].offset])
  const values = stored.map(({ event }) => event.body!.value)
  expect(values).toMatchObject([
    { recordId: first.record_id, date: today(), amountThousandths: 4_500_000n, perThousandths: 250_000n },
    { recordId: first.record_id },
    { amountThousandths: 4_501_000n },
    { recordId: byHand.record_id, month: today().slice(0, 7), perThousandths: undefined },
    { recordId: first.record_id },
  ])
  expect(stored.map(({ event }) => [event.employeeId, event.agencyId])).toEqual(stored.map(() => [undefined, OURS]))
  const digests = values.map(({ contentDigest }) => Buffer.from(contentDigest).toString('hex'))
  expect([digests[1], digests[4]]).toEqual([digests[0], digests[0]])
  expect(digests[2]).not.toBe(digests[0])
})

test('the gRPC stream answers in order and at once, message by message', async () => {
  const ani = somebody()
  const client = grpcClient(ActivityIngestServiceService, world.service.addresses.grpc)
  const message = (of: Record<string, unknown> = {}) => ({
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
        quantityThousandths: 1_000n,
        unit: undefined,
        startMinute: undefined,
        endMinute: undefined,
        evidenceLink: undefined,
        writtenAt: undefined,
        withdrawn: false,
        evidenceHashes: [],
        ...of,
      },
    },
  })
  const batches = [[message(), message({ sentence: '' })], [message()], Array.from({ length: 300 }, () => message())]
  const answers: SubmitRecordsResponse[] = []
  let next = Promise.withResolvers<void>()
  try {
    const call = client.submitRecords(
      (async function* () {
        for (const records of batches) {
          yield { records }
          // The sender waits for each answer before it sends on: a stream that answers only when more comes would stand still.
          await next.promise
          next = Promise.withResolvers()
        }
      })(),
      { token: await world.issuer.person(ani) },
    )
    for await (const answer of call) {
      answers.push(answer)
      next.resolve()
    }
    expect(call.refusal()).toBeUndefined()
  } finally {
    client.close()
  }
  expect(answers.map((answer) => answer.answers.map((one) => one.recordId))).toEqual(
    batches.map((batch) => batch.map((one) => one.recordId)),
  )
  expect(answers[0]!.answers[1]!.outcome).toEqual({
    $case: 'refused',
    value: { code: 'activity.sentence-empty', field: 'activity.sentence' },
  })
  const places = new Map(
    (await world.events())
      .filter(({ event }) => event.employeeId === ani)
      .map(({ event, partition, offset }) => [
        (event.body!.value as { recordId: string }).recordId,
        { partition, offset },
      ]),
  )
  expect(places.size).toBe(302)
  for (const { recordId, outcome } of answers.flatMap((answer) => answer.answers))
    if (outcome?.$case === 'accepted')
      expect(places.get(recordId)).toEqual({ partition: outcome.value.partition, offset: outcome.value.offset })
})

test('the OpenAPI description tells what a record is, that it is one of four, what stands in lines, and every status', async () => {
  const description = (await (await fetch(`${world.service.addresses.http}/openapi.json`)).json()) as {
    openapi: string
    paths: Record<
      string,
      {
        post: {
          requestBody: { content: Record<string, { schema: Record<string, unknown> }> }
          responses: Record<string, { content: Record<string, { schema: Record<string, unknown> }> }>
        }
      }
    >
  }
  expect(description.openapi).toBe('3.1.0')
  expect(Object.keys(description.paths)).toEqual(['/records'])
  const { requestBody, responses } = description.paths['/records']!.post
  expect(Object.keys(requestBody.content)).toEqual(['application/json', NDJSON])
  expect(requestBody.content['application/json']!.schema).toMatchObject({
    additionalProperties: false,
    // A punch is one by what it is, and needs no id; nothing else goes without.
    oneOf: [
      { required: ['record_id', 'activity'] },
      { required: ['record_id', 'attendance'] },
      { required: ['record_id', 'leave'] },
      { required: ['record_id', 'permission'] },
      { required: ['record_id', 'figure'] },
      { required: ['employee_id', 'punch'] },
    ],
  })
  expect(requestBody.content[NDJSON]!.schema['description']).toContain('1000 lines')
  expect(Object.keys(responses)).toEqual(['202', '400', '401', '403', '405', '408', '413', '415', '422', '429', '503'])
  for (const [status, { content }] of Object.entries(responses))
    if (status !== '202') expect(Object.keys(content)[0], status).toBe('application/problem+json')
  expect(Object.keys(responses['422']!.content)).toContain(NDJSON)
  expect(responses['429']).toMatchObject({ headers: { 'retry-after': {} } })
})
