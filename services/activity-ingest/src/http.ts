import { isRefusal, refusals, type Refusal, refuse, sentence } from '@timbang/contracts/refusal'
import type { Caller } from '@timbang/identity/caller'
import { type HttpServer, sendRefusal } from '@timbang/process/http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import type { createAdmission, Leave } from './admission.ts'
import type { Sent } from './domain/record.ts'
import { laneOf, notAcknowledged } from './handle.ts'
import type { Place } from './lanes.ts'
import { fromJsonText, linesOf, RecordJson } from './wire.ts'

export const ONE_BYTES = 1024 * 1024
export const MANY_BYTES = 8 * 1024 * 1024
const NDJSON = 'application/x-ndjson'

type RecordOne = (caller: Caller, sent: Sent, settle: (place: Place | undefined) => void) => Refusal | undefined

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

/** `POST /records`: one record as JSON, or one a line as NDJSON. A 202 is given only for what the log has acknowledged. */
export function recordRoutes(
  server: HttpServer,
  {
    record,
    admission,
    acknowledgeWithin,
  }: { record: RecordOne; admission: ReturnType<typeof createAdmission>; acknowledgeWithin: number },
): void {
  const leaves = new WeakMap<object, Leave>()
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
        summary: 'Records one activity, attendance or leave, or many',
        description:
          'One record as application/json, or one record a line as application/x-ndjson (up to 8 MB). The same record sent again is harmless. 202 is given only after the log has acknowledged words and event.',
        consumes: ['application/json', NDJSON],
        body: RecordJson,
        response: {
          202: Type.Union([AcceptedJson, RefusedJson], {
            description: `One answer; of ${NDJSON} one a line, in the order of the lines`,
          }),
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
        const leave = admission.enter(request.caller.sub, laneOf(request.caller), length)
        if (isRefusal(leave)) return void sendRefusal(reply, leave)
        leaves.set(request, leave)
        next()
      },
      // What was answered before it reached the log (malformed, cut off) leaves here; the rest when the log has settled it.
      onResponse: (request, _reply, done) => {
        leaves.get(request)?.()
        done()
      },
      onRequestAbort: (request, done) => {
        leaves.get(request)?.()
        done()
      },
    },
    async (request, reply) => {
      const leave = leaves.get(request)!
      leaves.delete(request)
      const body = request.body as unknown as Buffer
      const answer = reply as unknown as FastifyReply
      if (isMany(request)) many(request.caller, body, answer, leave)
      else one(request.caller, body, answer, leave)
      await reply
    },
  )

  function one(caller: Caller, body: Buffer, reply: FastifyReply, leave: Leave): void {
    const sent = fromJsonText(body.toString('utf8'))
    if (isRefusal(sent)) {
      leave()
      return void sendRefusal(reply, sent)
    }
    let answered = false
    const late = setTimeout(() => {
      answered = true
      sendRefusal(reply, notAcknowledged)
    }, acknowledgeWithin)
    const refusal = record(caller, sent, (place) => {
      leave()
      if (answered) return
      clearTimeout(late)
      if (place)
        reply.code(202).header('content-type', 'application/json; charset=utf-8').send(accepted(sent.recordId, place))
      else sendRefusal(reply, notAcknowledged)
    })
    if (refusal) {
      clearTimeout(late)
      leave()
      sendRefusal(reply, refusal)
    }
  }

  function many(caller: Caller, body: Buffer, reply: FastifyReply, leave: Leave): void {
    const answers: (string | undefined)[] = []
    let waiting = 1
    let taken = 0
    let unanswered = 0
    let answered = false
    const answer = () => {
      answered = true
      clearTimeout(late)
      // Nothing in the log, and the log is why: the whole request may come again.
      if (taken === 0 && unanswered > 0) return void sendRefusal(reply, notAcknowledged)
      reply
        .code(taken > 0 ? 202 : 422)
        .header('content-type', NDJSON)
        .send(`${answers.join('\n')}\n`)
    }
    const late = setTimeout(() => {
      for (let at = 0; at < answers.length; at++) {
        if (answers[at] !== undefined) continue
        answers[at] = unacknowledged[at]!()
        unanswered++
      }
      answer()
    }, acknowledgeWithin)
    const unacknowledged: (() => string)[] = []
    const settled = () => {
      if (--waiting > 0) return
      leave()
      if (!answered) answer()
    }

    for (const { line, text } of linesOf(body)) {
      const at = answers.length
      const sent = text === undefined ? refuse('request.malformed') : fromJsonText(text)
      const recordId = isRefusal(sent) ? undefined : sent.recordId
      answers.push(undefined)
      unacknowledged.push(() => refused(line, recordId, notAcknowledged))
      if (!isRefusal(sent)) waiting++
      const refusal = isRefusal(sent)
        ? sent
        : record(caller, sent, (place) => {
            if (!answered) {
              if (place) taken++
              else unanswered++
              answers[at] = place ? accepted(sent.recordId, place) : unacknowledged[at]!()
            }
            settled()
          })
      if (refusal) {
        answers[at] = refused(line, recordId, refusal)
        if (!isRefusal(sent)) waiting--
      }
    }
    if (answers.length === 0) {
      clearTimeout(late)
      leave()
      return void sendRefusal(reply, refuse('request.malformed'))
    }
    settled()
  }
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
