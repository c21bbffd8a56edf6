import { isRefusal, refuse } from '@timbang/contracts/refusal'
import { MOST_BYTES } from '@timbang/files/port'
import { may } from '@timbang/identity/access'
import { createRoom, type Leave } from '@timbang/process/room'
import { type HttpServer, refusalsOf, sendRefusal } from '@timbang/process/http'
import Type from 'typebox'
import { KINDS } from './domain/kind.ts'
import { type EvidenceMeans, keepEvidence, readEvidence } from './handle.ts'
import { oneByOne } from './turn.ts'

/** The words `uuid` and SHA-256, for those who read the description. */
const UUID = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
const HASH = '^[0-9a-f]{64}$'

const params = Type.Object({
  id: Type.String({ format: 'uuid', pattern: UUID, description: 'the record, in lower case, as it was sent' }),
  hash: Type.String({ pattern: HASH, description: 'SHA-256 of the bytes, in hexadecimal, as the record says it' }),
})
const Kept = Type.Object({
  sent: Type.String(),
  kept: Type.String({ description: 'SHA-256 of what is kept: a picture is made anew' }),
  media_type: Type.Union([Type.Literal('image/webp'), Type.Literal('application/pdf')]),
  bytes: Type.Integer(),
})

const mediaTypeOf = (headers: { 'content-type'?: string | undefined }): string =>
  (headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase()
const isKind = (text: string): boolean => (KINDS as readonly string[]).includes(text)

/** With two megabytes each, what this process spends on files that are on their way; a page sends one after the other. */
const ROOM = { most: 16, ofOne: 3 }

/** A file is shown by itself, as what it is, and does nothing: whatever is in it has no origin, no script and no form. */
const ALONE = "default-src 'none'; sandbox"

/** `PUT` and `GET /records/{id}/evidence/{hash}`: a photo or a PDF of a record. */
export function evidenceRoutes(server: HttpServer, means: EvidenceMeans): void {
  const room = createRoom(ROOM)
  const leaves = new WeakMap<object, Leave>()
  /** Whose handler has begun gives the room back when it ends, not when its caller leaves: until then the bytes are here. */
  const working = new WeakSet<object>()
  const keep = keepEvidence(means, oneByOne())
  const read = readEvidence(means)
  server.addContentTypeParser([...KINDS], { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_request, body, done) =>
    done(null, body),
  )

  server.put(
    '/records/:id/evidence/:hash',
    {
      bodyLimit: MOST_BYTES,
      config: { operation: 'journal.KeepEvidence' },
      schema: {
        summary: 'Brings a photo or a PDF of one’s own record',
        description:
          'Before the record or after it; the same file again is harmless. A picture is made anew and loses what a phone wrote into it; a PDF is kept as it is, and refused with scripts or other files inside.',
        params,
        consumes: [...KINDS],
        body: { content: Object.fromEntries(KINDS.map((kind) => [kind, { schema: Type.Any() }])) },
        response: { 200: Kept, ...refusalsOf(400, 401, 403, 404, 405, 408, 413, 415, 422, 429, 503) },
        security: [{ bearer: [] }],
      },
      onRequest: (request, reply, next) => {
        const length = Number(request.headers['content-length'])
        if (!isKind(mediaTypeOf(request.headers))) return void sendRefusal(reply, refuse('evidence.kind-unknown'))
        // The room is taken by what is announced.
        if (!Number.isSafeInteger(length) || length === 0) return void sendRefusal(reply, refuse('request.malformed'))
        if (length > MOST_BYTES)
          return void sendRefusal(reply, refuse('evidence.too-large', { limit: `${MOST_BYTES / 1024 / 1024} MB` }))
        const leave = room.enter(request.caller.sub)
        if (isRefusal(leave)) return void sendRefusal(reply, leave)
        leaves.set(request, leave)
        next()
      },
      onResponse: (request, _reply, done) => {
        if (!working.has(request)) leaves.get(request)?.()
        done()
      },
      onRequestAbort: (request, done) => {
        if (!working.has(request)) leaves.get(request)?.()
        done()
      },
    },
    async (request, reply) => {
      working.add(request)
      try {
        const {
          caller,
          params: { id, hash },
        } = request
        const body: unknown = request.body
        if (!Buffer.isBuffer(body)) return sendRefusal(reply as never, refuse('request.malformed')) as never
        const { employeeId } = caller
        if (employeeId === undefined || !may(caller, 'journal.KeepEvidence', ['self']))
          return sendRefusal(reply as never, refuse('access.denied')) as never
        const sent = { recordId: id, hash, mediaType: mediaTypeOf(request.headers), bytes: body }
        const kept = await keep({ ...caller, employeeId }, sent)
        if (isRefusal(kept)) return sendRefusal(reply as never, kept) as never
        return { sent: hash, kept: kept.kept, media_type: kept.mediaType, bytes: kept.bytes }
      } finally {
        leaves.get(request)?.()
      }
    },
  )

  server.get(
    '/records/:id/evidence/:hash',
    {
      config: { operation: 'journal.GetEvidence' },
      schema: {
        summary: 'A photo or a PDF of a record, for whoever may read it',
        description:
          'One that has not come, one that there is none of and one that the caller may not see are the same answer: 404.',
        params,
        response: {
          200: {
            description: 'The bytes that are kept',
            content: { 'image/webp': { schema: Type.Any() }, 'application/pdf': { schema: Type.Any() } },
          },
          ...refusalsOf(400, 401, 403, 404, 405, 422, 503),
        },
        security: [{ bearer: [] }],
      },
    },
    async (request, reply) => {
      const { id, hash } = request.params
      const found = await read(request.caller, id, hash)
      if (isRefusal(found)) return sendRefusal(reply as never, found) as never
      const { mediaType } = found.file
      return reply
        .type(mediaType)
        .headers({
          'cache-control': 'private, no-store',
          'content-security-policy': ALONE,
          'x-content-type-options': 'nosniff',
          ...(mediaType === 'application/pdf'
            ? { 'content-disposition': `attachment; filename="bukti-${hash.slice(0, 8)}.pdf"` }
            : {}),
        })
        .send(Buffer.from(found.bytes.buffer, found.bytes.byteOffset, found.bytes.byteLength) as never)
    },
  )
}
