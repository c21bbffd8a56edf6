import { isRefusal, isRefusalCode, refuse, sentence } from '@timbang/contracts/refusal'
import { type HttpServer, sendRefusal } from '@timbang/process/http'
import Type from 'typebox'
import { pickVisible } from './handle/read.ts'
import { findRecord } from './store/entry.ts'
import type { Means } from '../tell.ts'

const RecordState = Type.Object({
  record_id: Type.String(),
  revision: Type.Integer(),
  state: Type.Union([
    Type.Literal('held'),
    Type.Literal('waiting'),
    Type.Literal('verified'),
    Type.Literal('returned'),
    Type.Literal('refused'),
  ]),
  receipt: Type.String({ description: 'the place in the log, for example 7-4821' }),
  recorded_at: Type.Integer({ description: 'epoch ms' }),
  work_date: Type.String(),
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
        params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
        response: { 200: RecordState },
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
