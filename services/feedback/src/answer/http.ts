import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import rateLimit from '@fastify/rate-limit'
import type { FastifyRequest } from 'fastify'
import Type, { type Static } from 'typebox'
import { isRefusal, refuse } from '@timbang/contracts/refusal'
import type { Verify } from '@timbang/identity/verify'
import { visitorHeader } from '@timbang/identity/visitor'
import { refusalsOf, sendRefusal, type HttpServer } from '@timbang/process/http'
import type { SharedCount } from '@timbang/process/shared-count'
import { dateAt } from '@timbang/rules/civil-date'
import { elements, LOWEST_THRESHOLD } from '../survey/domain.ts'
import { readLink } from '../survey/link.ts'
import { loadSurvey, namesOf } from '../survey/store.ts'
import type { Deps } from '../tell.ts'
import { answer } from './handle.ts'

const score = Type.Optional(Type.Integer({ minimum: 1, maximum: 4 }))
const Answers = Type.Object(
  {
    form_id: Type.String({
      pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
      description: 'made with the form: sent twice, it is one answer',
    }),
    answers: Type.Object(Object.fromEntries(elements.map((element) => [element, score])), {
      additionalProperties: false,
    }),
  },
  { additionalProperties: false },
)
const Token = Type.Object({
  token: Type.String({ minLength: 1, maxLength: 300, description: 'of the link of a service point' }),
})
const SurveyJson = Type.Object({
  state: Type.Union([Type.Literal('not-yet'), Type.Literal('open'), Type.Literal('closed')]),
  unitName: Type.String(),
  agencyName: Type.String(),
  agencyCode: Type.String(),
  servicePoint: Type.String(),
  from: Type.String({ format: 'date' }),
  to: Type.String({ format: 'date' }),
  elements: Type.Array(Type.Enum(elements), { minItems: 1, maxItems: elements.length, uniqueItems: true }),
  threshold: Type.Integer({ minimum: LOWEST_THRESHOLD, description: 'answers that are shown together at least' }),
})
const Counted = Type.Object({ status: Type.Literal('counted') })

const MINUTE_MS = 60_000

/** No address in Redis: its hash of this minute's count is enough. */
const hashed = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22)
const pointOf = (link: { surveyId: string; servicePoint: string }) => hashed(`${link.surveyId} ${link.servicePoint}`)

/** One household or office: of the sixth version a whole /64, since each of its devices may have any address in it. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return hashed(address)
  const [head = '', tail] = address.split('::')
  const groups = head === '' ? [] : head.split(':')
  const rest = tail === undefined || tail === '' ? [] : tail.split(':')
  const all = [...groups, ...Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => '0'), ...rest]
  return hashed(all.slice(0, 4).join(':'))
}

/** The plug-in's counts, kept where all replicas see them. */
const storeOf = (shared: SharedCount) =>
  class {
    incr(key: string, told: (error: Error | null, result?: { current: number; ttl: number }) => void): void {
      shared
        .add(`answers:${key}`, 1, MINUTE_MS)
        .then(({ count, left }) => told(null, { current: count, ttl: left }), told)
    }
    child() {
      return this
    }
  }

/** What a citizen reaches, without login. One address may answer a few times a minute; nothing about it is kept. */
export async function surveyRoutes(
  server: HttpServer,
  deps: Deps,
  options: {
    linkSecret: Uint8Array
    answersPerMinute: number
    answersPerPoint: number
    shared: SharedCount
    /** Of what the pages say about their visitors. */
    visitors: Verify
  },
): Promise<void> {
  /** The pages bring many people from one address: only what they have signed says whose it is. */
  const cameFrom = async (request: FastifyRequest): Promise<string> => {
    const signed = request.headers[visitorHeader]
    const visitor = typeof signed === 'string' ? await options.visitors(signed) : undefined
    return visitor === undefined || isRefusal(visitor) ? request.ip : visitor.sub
  }
  await server.register(rateLimit, {
    global: false,
    max: options.answersPerMinute,
    timeWindow: MINUTE_MS,
    store: storeOf(options.shared),
    keyGenerator: async (request) => networkOf(await cameFrom(request)),
    // Thrown by the plug-in; the error handler makes a problem of it.
    errorResponseBuilder: (_request, context) =>
      Object.assign(new Error('too many'), { statusCode: 429, seconds: Math.ceil(context.ttl / 1000) }),
  })

  server.get(
    '/surveys/:token',
    {
      config: { operation: 'feedback.ReadSurvey' },
      schema: {
        summary: 'What a survey asks',
        params: Token,
        response: { 200: SurveyJson, ...refusalsOf(400, 404, 405, 422, 503) },
      },
    },
    async (request, reply) => {
      const link = readLink(options.linkSecret, request.params.token)
      const survey = link === undefined ? undefined : await loadSurvey(deps.pool, link.surveyId)
      if (link === undefined || survey === undefined)
        return sendRefusal(reply as never, refuse('survey.not-found')) as never
      const today = dateAt(deps.now(), 'WIB')
      const state: Static<typeof SurveyJson>['state'] =
        survey.closedOn !== undefined || today > survey.toDate ? 'closed' : today < survey.fromDate ? 'not-yet' : 'open'
      return {
        state,
        ...(await namesOf(deps.pool, survey)),
        servicePoint: link.servicePoint,
        from: survey.fromDate,
        to: survey.toDate,
        elements: [...survey.elements],
        threshold: survey.threshold,
      }
    },
  )

  server.post(
    '/surveys/:token/answers',
    {
      config: { operation: 'feedback.AnswerSurvey', rateLimit: {} },
      schema: {
        summary: 'Answers a survey, without a login',
        description:
          'The same form sent again is the same answer. An address and a service point may send so many a minute; nothing is kept of who sent it.',
        params: Token,
        body: Answers,
        response: { 202: Counted, ...refusalsOf(400, 404, 405, 408, 409, 413, 415, 422, 429, 503) },
      },
      bodyLimit: 2_048,
    },
    async (request, reply) => {
      const link = readLink(options.linkSecret, request.params.token)
      const survey = link === undefined ? undefined : await loadSurvey(deps.pool, link.surveyId)
      if (link === undefined || survey === undefined)
        return sendRefusal(reply as never, refuse('survey.not-found')) as never
      // Whoever has many addresses, or writes them himself, still stands at one counter.
      const { count, left } = await options.shared.add(`point:${pointOf(link)}`, 1, MINUTE_MS)
      if (count > options.answersPerPoint)
        return sendRefusal(reply as never, refuse('request.too-many', { seconds: Math.ceil(left / 1_000) })) as never
      const given = request.body.answers as Readonly<Record<string, number | undefined>>
      const refusal = await answer(deps)(
        link.surveyId,
        request.body.form_id,
        survey.elements.map((element) => given[element] ?? 0),
      )
      return refusal === undefined
        ? reply.code(202).send({ status: 'counted' })
        : (sendRefusal(reply as never, refusal) as never)
    },
  )
}
