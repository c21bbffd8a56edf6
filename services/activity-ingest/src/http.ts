import { isRefusal, refusals, type Refusal, refuse, sentence } from '@timbang/contracts/refusal'
import { type HttpServer, refusalsOf, sendRefusal } from '@timbang/process/http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import type { Hold } from './admission.ts'
import type { Sent } from './domain/record.ts'
import type { Taking } from './grpc.ts'
import { bringsFiles, laneOf, notAcknowledged, type Outcome } from './handle.ts'
import type { Place } from './lanes.ts'
import { type Line, linesOf } from './wire/lines.ts'
import { saysScan } from './wire/punch.ts'
import { fromJsonText, RecordJson } from './wire/record.ts'

export const ONE_BYTES = 1024 * 1024
export const MANY_BYTES = 8 * 1024 * 1024
const NDJSON = 'application/x-ndjson'

/** No record is longer, whatever it holds. */
const LINE_BYTES = 64 * 1024

const AcceptedJson = Type.Object({
  record_id: Type.String(),
  status: Type.Literal('accepted'),
  receipt: Type.String({ description: 'the place in the log, for example 7-4821' }),
  partition: Type.Integer(),
  offset: Type.String(),
  recorded_at: Type.Integer({ description: 'epoch ms, the append time of the log' }),
})
const RefusedJson = Type.Object({
  record_id: Type.Optional(Type.String()),
  line: Type.Integer(),
  status: Type.Literal('refused'),
  code: Type.String(),
  field: Type.Optional(Type.String()),
  title: Type.String(),
  title_en: Type.String(),
})

/** Exactly one of the four; told here, judged with a sentence in `wire.ts`. */
const OneRecord = {
  ...RecordJson,
  oneOf: [
    { required: ['record_id', 'activity'] },
    { required: ['record_id', 'attendance'] },
    { required: ['record_id', 'leave'] },
    { required: ['record_id', 'permission'] },
    { required: ['record_id', 'figure'] },
    { required: ['employee_id', 'punch'] },
  ],
}

/** `POST /records`: one record as JSON, or one a line as NDJSON. A 202 is given only for what the log has acknowledged. */
export function recordRoutes(
  server: HttpServer,
  { recordMany, admission, allowance, lines: mostLines }: Taking & { readonly lines: number },
): void {
  const holds = new WeakMap<object, Hold>()
  server.removeAllContentTypeParsers()
  for (const [type, bodyLimit] of [
    ['application/json', ONE_BYTES],
    [NDJSON, MANY_BYTES],
  ] as const) {
    server.addContentTypeParser(type, { parseAs: 'buffer', bodyLimit }, (_request, body, done) => done(null, body))
  }

  server.post(
    '/records',
    {
      config: { operation: 'activity-ingest.SubmitRecords' },
      schema: {
        summary: 'Records one activity, attendance, leave, punch or figure of a unit, or many',
        description:
          'One record as application/json, or one record a line as application/x-ndjson (up to 8 MB). The same record sent again is harmless. 202 is given only after the log has acknowledged words and event.',
        consumes: ['application/json', NDJSON],
        body: {
          content: {
            'application/json': { schema: OneRecord },
            [NDJSON]: {
              schema: Type.String({
                description: `one record a line, each as in application/json; at most ${mostLines} lines and ${MANY_BYTES / 1024 / 1024} MB`,
                maxLength: MANY_BYTES,
              }),
            },
          },
        },
        response: {
          202: {
            description: 'In the log, words and event; of NDJSON one answer a line, in the order of the lines',
            content: {
              'application/json': { schema: AcceptedJson },
              [NDJSON]: { schema: Type.Union([AcceptedJson, RefusedJson], { description: 'each line' }) },
            },
          },
          ...refusalsOf(400, 401, 403, 405, 408, 413, 415, 429, 503),
          422: {
            description: 'The record cannot be; of NDJSON none of the lines can, each with its reason',
            content: {
              'application/problem+json': { schema: Type.Object({ code: Type.String() }) },
              [NDJSON]: { schema: { ...RefusedJson, description: 'each line' } },
            },
          },
        },
        security: [{ bearer: [] }],
      },
      // The body is read and checked below: a bad line must not fail its neighbours.
      validatorCompiler: () => () => true,
      // Before the body is read.
      onRequest: (request, reply, next) => {
        const many = isMany(request)
        const limit = many ? MANY_BYTES : ONE_BYTES
        const length =
          request.headers['content-length'] === undefined ? limit : Number(request.headers['content-length'])
        if (length > limit)
          return void sendRefusal(reply, refuse('request.too-large', { limit: `${limit / 1024 / 1024} MB` }))
        const hold = admission.enter(
          request.caller.sub,
          laneOf(request.caller, many && bringsFiles(request.caller)),
          length,
        )
        if (isRefusal(hold)) return void sendRefusal(reply, hold)
        holds.set(request, hold)
        next()
      },
      // However it ends: answered, without a body, cut off, failed. The log settles its own share.
      onResponse: (request, _reply, done) => {
        holds.get(request)?.over()
        done()
      },
      onRequestAbort: (request, done) => {
        holds.get(request)?.over()
        done()
      },
    },
    async (request, reply) => {
      const hold = holds.get(request)!
      const { caller } = request
      // No parser is called for a request without a body.
      const body: unknown = request.body
      const answer = reply as unknown as FastifyReply
      if (!Buffer.isBuffer(body)) return sendRefusal(answer, refuse('request.malformed'))
      hold.weighs(body.length)
      const many = isMany(request)
      const lines = many ? linesOf(body, mostLines) : [{ line: 1, text: body.toString('utf8') }]
      if (isRefusal(lines)) return sendRefusal(answer, lines)
      const file = many && bringsFiles(caller) && lines.every(({ text }) => saysScan(text))
      const beyond = await allowance(caller.sub, file ? 'files' : laneOf(caller), lines.length)
      if (beyond !== undefined) return sendRefusal(answer, beyond)
      const outcomes = await recordMany(caller, lines, many ? readLine : readWhole, hold)
      return many ? answerMany(answer, lines, outcomes) : answerOne(answer, outcomes[0]!)
    },
  )
}

const readWhole = ({ text }: Line): Sent | Refusal => fromJsonText(text!)
const readLine = ({ text }: Line): Sent | Refusal =>
  text === undefined
    ? refuse('request.malformed')
    : text.length > LINE_BYTES
      ? refuse('request.too-large', { limit: `${LINE_BYTES / 1024} KB` })
      : fromJsonText(text)

function answerOne(reply: FastifyReply, outcome: Outcome): FastifyReply {
  if (!('place' in outcome)) return sendRefusal(reply, outcome.refusal)
  return reply
    .code(202)
    .header('content-type', 'application/json; charset=utf-8')
    .send(accepted(outcome.recordId, outcome.place))
}

function answerMany(reply: FastifyReply, lines: readonly Line[], outcomes: readonly Outcome[]): FastifyReply {
  const taken = outcomes.some((outcome) => 'place' in outcome)
  // Nothing in the log, and the log is why: the whole request may come again.
  if (!taken && outcomes.some((outcome) => 'refusal' in outcome && outcome.refusal === notAcknowledged))
    return sendRefusal(reply, notAcknowledged)
  const answers = outcomes.map((outcome, at) =>
    'place' in outcome
      ? accepted(outcome.recordId, outcome.place)
      : refused(lines[at]!.line, outcome.recordId, outcome.refusal),
  )
  return reply
    .code(taken ? 202 : 422)
    .header('content-type', NDJSON)
    .send(`${answers.join('\n')}\n`)
}

const isMany = (request: Pick<FastifyRequest, 'headers'>): boolean =>
  (request.headers['content-type'] ?? '').startsWith(NDJSON)

/** Nothing here needs escaping: the id was matched against a pattern, the rest are numbers. */
const accepted = (recordId: string, { partition, offset, appendedAt }: Place): string =>
  `{"record_id":"${recordId}","status":"accepted","receipt":"${partition}-${offset}","partition":${partition},"offset":"${offset}","recorded_at":${appendedAt}}`

const refused = (line: number, recordId: string | undefined, refusal: Refusal): string =>
  JSON.stringify({
    ...(recordId ? { record_id: recordId } : {}),
    line,
    status: 'refused',
    code: refusal.code,
    http: refusals[refusal.code].http,
    ...(refusal.field ? { field: refusal.field } : {}),
    ...(refusal.details ? { details: refusal.details } : {}),
    title: sentence(refusal, 'id'),
    title_en: sentence(refusal, 'en'),
  })
