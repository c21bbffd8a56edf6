import rateLimit from '@fastify/rate-limit'
import Type from 'typebox'
import { refuse } from '@timbang/contracts/refusal'
import { sendRefusal, type HttpServer } from '@timbang/process/http'
import { dateAt } from '@timbang/rules/civil-date'
import { elements } from './domain/survey.ts'
import { answer, type Deps } from './handle.ts'
import { readLink } from './link.ts'
import { loadSurvey, namesOf } from './store.ts'

const score = Type.Optional(Type.Integer({ minimum: 1, maximum: 4 }))
const Answers = Type.Object(
  {
    answers: Type.Object(Object.fromEntries(elements.map((element) => [element, score])), {
      additionalProperties: false,
    }),
  },
  { additionalProperties: false },
)
const Token = Type.Object({ token: Type.String({ maxLength: 300 }) })

/** What a citizen reaches, without login. One address may answer a few times a minute; nothing about it is kept. */
export async function surveyRoutes(
  server: HttpServer,
  deps: Deps,
  options: { linkSecret: Uint8Array; answersPerMinute: number },
): Promise<void> {
  await server.register(rateLimit, {
    global: false,
    max: options.answersPerMinute,
    timeWindow: 60_000,
    cache: 20_000,
    // Thrown by the plug-in; the error handler makes a problem of it.
    errorResponseBuilder: (_request, context) =>
      Object.assign(new Error('too many'), { statusCode: 429, seconds: Math.ceil(context.ttl / 1000) }),
  })

  server.get(
    '/surveys/:token',
    { config: { operation: 'feedback.ReadSurvey' }, schema: { params: Token } },
    async (request, reply) => {
      const link = readLink(options.linkSecret, request.params.token)
      const survey = link === undefined ? undefined : await loadSurvey(deps.pool, link.surveyId)
      if (link === undefined || survey === undefined) return sendRefusal(reply, refuse('survey.not-found'))
      const today = dateAt(deps.now(), 'WIB')
      const state =
        survey.closedOn !== undefined || today > survey.toDate ? 'closed' : today < survey.fromDate ? 'not-yet' : 'open'
      return {
        state,
        ...(await namesOf(deps.pool, survey)),
        servicePoint: link.servicePoint,
        from: survey.fromDate,
        to: survey.toDate,
        elements: survey.elements,
        threshold: survey.threshold,
      }
    },
  )

  server.post(
    '/surveys/:token/answers',
    {
      config: { operation: 'feedback.AnswerSurvey', rateLimit: {} },
      schema: { params: Token, body: Answers },
      bodyLimit: 2_048,
    },
    async (request, reply) => {
      const link = readLink(options.linkSecret, request.params.token)
      const survey = link === undefined ? undefined : await loadSurvey(deps.pool, link.surveyId)
      if (link === undefined || survey === undefined) return sendRefusal(reply, refuse('survey.not-found'))
      const given = request.body.answers as Readonly<Record<string, number | undefined>>
      const refusal = await answer(deps)(
        link.surveyId,
        survey.elements.map((element) => given[element] ?? 0),
      )
      return refusal === undefined ? reply.code(202).send({ status: 'counted' }) : sendRefusal(reply, refusal)
    },
  )
}
