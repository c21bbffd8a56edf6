import { isRefusal, isRefusalCode, refuse, sentence } from '@timbang/contracts/refusal'
import { type HttpServer, refusalsOf, sendRefusal } from '@timbang/process/http'
import Type from 'typebox'
import { pickVisible } from './handle/read.ts'
import { findRecord } from './store/entry.ts'
import type { Means } from '../tell.ts'

/** The word `uuid`, for those who read the description. */
const UUID = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'

const RecordState = Type.Object({
  record_id: Type.String({ format: 'uuid' }),
  revision: Type.Integer({ minimum: 1 }),
  state: Type.Union([
    Type.Literal('held'),
    Type.Literal('waiting'),
    Type.Literal('verified'),
    Type.Literal('returned'),
    Type.Literal('refused'),
    Type.Literal('withdrawn'),
  ]),
  receipt: Type.String({ description: 'the place in the log, for example 7-4821' }),
  recorded_at: Type.Integer({ description: 'epoch ms' }),
  work_date: Type.String({ format: 'date' }),
  late: Type.Boolean(),
  conflicted: Type.Boolean({ description: 'the same id came with other content; the first stands' }),
  code: Type.Optional(Type.String({ description: 'why held, returned or refused' })),
  title: Type.Optional(Type.String()),
  title_en: Type.Optional(Type.String()),
})

/** `GET /records/{id}`: what became of a record that was received. A record that is not judged yet is not here yet. */
export function recordRoutes(server: HttpServer, means: Means): void {
  server.get(
    '/records/:id',
    {
      config: { operation: 'journal.GetRecord' },
      schema: {
        summary: 'What became of a received record',
        description:
          'A record that is not judged yet, one that there is none of and one that the caller may not read are the same answer: 404.',
        params: Type.Object({
          id: Type.String({ format: 'uuid', pattern: UUID, description: 'in lower case, as it was sent' }),
        }),
        response: { 200: RecordState, ...refusalsOf(400, 401, 403, 404, 405, 422, 503) },
        security: [{ bearer: [] }],
      },
    },
    async (request, reply) => {
      const entry = await pickVisible(
        means,
        request.caller,
        'journal.GetRecord',
        await findRecord(means.pool, request.params.id),
      )
      if (isRefusal(entry)) return sendRefusal(reply as never, entry) as never
      const { facts, state, code, timeliness, conflicted } = entry
      const why = code !== undefined && isRefusalCode(code) ? refuse(code) : undefined
      return {
        record_id: facts.recordId,
        revision: facts.revision,
        state,
        receipt: `${facts.activityPartition}-${facts.activityOffset}`,
        recorded_at: facts.recordedAt,
        work_date: facts.workDate,
        late: timeliness === 'late',
        conflicted,
        ...(code === undefined ? {} : { code }),
        ...(why === undefined ? {} : { title: sentence(why, 'id'), title_en: sentence(why, 'en') }),
      }
    },
  )
}
