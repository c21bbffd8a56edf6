import type { IncomingMessage, ServerResponse } from 'node:http'
import { constants } from 'node:zlib'
import fastifyStatic from '@fastify/static'
import compression from 'compression'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isRefusal, refusals, refuse, type Refusal } from '@timbang/contracts/refusal'
import { sendRefusal, type HttpServer } from '@timbang/process/http'
import { createRoom, type Leave } from '@timbang/process/room'
import type { PageLocals } from './locals.ts'

export type AstroHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  next: ((error?: unknown) => void) | undefined,
  locals: PageLocals,
) => Promise<void>

export type Pages = {
  /** Where the built pages lie. */
  dist: string
  handler: AstroHandler
  /** What this request's pages may ask, as whoever is signed in. */
  locals(request: FastifyRequest, reply: FastifyReply): Promise<PageLocals>
  /** The same for a page that asks nobody anything. */
  nobody(request: FastifyRequest): PageLocals
}

/** A page of 60 KB costs a millisecond at this quality; files are compressed once, when they are built. */
const squeeze = compression({
  threshold: 512,
  brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
} as compression.CompressionOptions)

/** What a form or an island sends. */
const MEDIA = ['application/x-www-form-urlencoded', 'multipart/form-data', 'application/json']
/** What an outbox sends behind a record. */
const FILE_MEDIA = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf']
const FORM_BYTES = 64 * 1024
/** Three files of two megabytes, and what is written beside them. */
const WITH_FILES_BYTES = 6 * 1024 * 1024 + FORM_BYTES
/** Bodies with files that are read at once, and of one person. */
const ROOM = { most: 8, ofOne: 2 }
const FILES = /^\/(?:_astro\/[\w.-]+|[\w-]+\.(?:svg|ico|js|webmanifest|txt))$/
const told = new WeakMap<HttpServer['server'], Pages>()

/** A refusal for whoever looks at pages: in words, with a way on. A script that asked for JSON gets it. */
export function tellInWords(reply: FastifyReply, refusal: Refusal): unknown {
  const { request } = reply
  const pages = told.get(request.server.server)
  if (pages === undefined || request.headers.accept === 'application/json') return sendRefusal(reply, refusal)
  const seconds = refusal.details?.['seconds']
  if (typeof seconds === 'number') reply.raw.setHeader('retry-after', Math.max(1, Math.ceil(seconds)))
  const { http } = refusals[refusal.code]
  if (http === 405) reply.raw.setHeader('allow', 'GET, HEAD, POST')
  // The body may not have been read: what comes after it on this connection is nobody's request.
  if (request.raw.readableEnded === false && request.method !== 'GET') reply.raw.setHeader('connection', 'close')
  return render(pages, request, reply, { ...pages.nobody(request), instead: http }, `/galat/${http}`)
}

async function render(
  pages: Pages,
  request: FastifyRequest,
  reply: FastifyReply,
  locals: PageLocals,
  instead?: string,
): Promise<void> {
  const { raw } = request as { raw: IncomingMessage & { body?: unknown } }
  if (instead !== undefined) Object.assign(raw, { url: instead, method: raw.method === 'HEAD' ? 'HEAD' : 'GET' })
  else if (request.body instanceof Uint8Array) raw.body = request.body
  // What the session set goes out with whatever the page answers.
  const cookies = reply.getHeader('set-cookie')
  reply.hijack()
  if (cookies !== undefined) reply.raw.setHeader('set-cookie', cookies as string | string[])
  squeeze(raw as never, reply.raw as never, () => {})
  await pages.handler(raw, reply.raw, undefined, locals)
}

/** The built pages and their files. Whatever comes is answered in words: bodies are read here, bounded, before a page sees them. */
export async function servePages(server: HttpServer, pages: Pages): Promise<void> {
  told.set(server.server, pages)
  // Compressed beside each file when it was built (astro.config.ts).
  await server.register(fastifyStatic, {
    root: `${pages.dist}client`,
    wildcard: false,
    serve: false,
    decorateReply: true,
    preCompressed: true,
    cacheControl: false,
  })
  await server.register(async (app) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser(MEDIA, { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    app.all('/*', { config: { operation: 'web.Page' } }, async (request, reply) => {
      const { method } = request
      if (method !== 'GET' && method !== 'HEAD' && method !== 'POST')
        return tellInWords(reply, refuse('request.method-not-allowed'))
      const path = request.url.split('?', 1)[0]!
      if (method !== 'POST' && FILES.test(path)) return sendFile(reply, path)
      return render(pages, request, reply, await pages.locals(request, reply))
    })
    await takeFiles(app as unknown as HttpServer, pages)
  })
}

/** Three addresses take files: from whoever is signed in, and no more at once than there is room for. What is small is a form like any other. */
async function takeFiles(server: HttpServer, pages: Pages): Promise<void> {
  const room = createRoom(ROOM)
  const known = new WeakMap<object, { locals: PageLocals; leave: Leave }>()
  const working = new WeakSet<object>()
  const over = (request: object) => {
    if (!working.has(request)) known.get(request)?.leave()
  }
  await server.register(async (app) => {
    app.addContentTypeParser(FILE_MEDIA, { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    for (const path of ['/catat', '/antrean/bukti', '/data/berkas'])
      app.post(
        path,
        {
          bodyLimit: WITH_FILES_BYTES,
          config: { operation: 'web.Page' },
          onRequest: async (request, reply) => {
            const length = Number(request.headers['content-length'])
            if (length <= FORM_BYTES) return
            const locals = await pages.locals(request, reply)
            if (!Number.isSafeInteger(length) || locals.caller === null)
              return tellInWords(reply, refuse('request.too-large', { limit: `${FORM_BYTES / 1024} KB` }))
            const leave = room.enter(locals.caller.sub)
            if (isRefusal(leave)) return tellInWords(reply, leave)
            known.set(request, { locals, leave })
          },
          onResponse: async (request) => over(request),
          onRequestAbort: async (request) => over(request),
        },
        async (request, reply) => {
          working.add(request)
          try {
            await render(pages, request, reply, known.get(request)?.locals ?? (await pages.locals(request, reply)))
          } finally {
            known.get(request)?.leave()
          }
        },
      )
  })
}

function sendFile(reply: FastifyReply, path: string) {
  reply
    .header('cache-control', path.startsWith('/_astro/') ? 'public, max-age=31536000, immutable' : 'no-cache')
    .header('x-content-type-options', 'nosniff')
  return reply.sendFile(path.slice(1))
}
