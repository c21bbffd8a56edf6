import { randomUUID } from 'node:crypto'
import Fastify, {
  LogController,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RawServerDefault,
} from 'fastify'
import helmet from '@fastify/helmet'
import swagger from '@fastify/swagger'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { STATUS_CODES, maxHeaderSize, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { words } from '@timbang/contracts/word'
import Type from 'typebox'
import { isRefusal, refusals, refuse, sentence, type Refusal } from '@timbang/contracts/refusal'
import { withTrace } from '@timbang/contracts/trace'
import { isOperation, mayCome, type Operation } from '@timbang/identity/access'
import { publicCaller, type Caller } from '@timbang/identity/caller'
import type { Verify } from '@timbang/identity/verify'
import { leaving } from './close.ts'
import type { Log } from './log.ts'
import { currentTrace, traced } from './trace.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the route does, a name in identity's access table. */
    operation?: Operation
  }
  interface FastifyRequest {
    caller: Caller
    /** W3C trace context: the caller's, or ours. */
    trace: string | undefined
  }
}

export type HttpServer = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, Log, TypeBoxTypeProvider>

export interface HttpOptions {
  readonly name: string
  readonly log: Log
  /** Absent: the server has no route that needs a caller. */
  readonly verify?: Verify
  /** Bytes of a body at most; a route may set its own. */
  readonly bodyLimit?: number
  /** Also take the token from the session cookie of this name: for what a browser opens by itself. */
  readonly cookie?: string
  /** Publishes `/openapi.json`. */
  readonly openapi?: { title: string; version: string }
  /** Pages set their own policy. */
  readonly pages?: boolean
  /** How a refusal is told to whoever looks at pages; problem+json when absent. */
  readonly tell?: (reply: FastifyReply, refusal: Refusal) => unknown
  /** Milliseconds in which a request must have come whole, its body too; 15,000 when absent. */
  readonly wholeWithin?: number
  /** Connections at a time; what is beyond is closed at once. 8,192 when absent. */
  readonly connections?: number
  /** So many proxies stand before this process: only what they append to X-Forwarded-For is believed, the rest is whatever a stranger wrote. 0 when absent. */
  readonly trustedHops?: number
}

const PROBLEM = 'application/problem+json'
const WHOLE_WITHIN_MS = 15_000
const CONNECTIONS = 8_192

/** RFC 9457, as `problem` writes it. */
const Problem = Type.Object({
  type: Type.String({ format: 'uri' }),
  status: Type.Integer({ minimum: 400, maximum: 599 }),
  title: Type.String({ description: 'what happened and what to do next, in Indonesian' }),
  title_en: Type.String({ description: 'the same in English' }),
  code: Type.String({ description: 'one of a closed list' }),
  instance: Type.String({ description: 'to be quoted to whoever helps' }),
  field: Type.Optional(Type.String({ description: 'the field to blame' })),
  details: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})
const retry = { 'retry-after': { description: 'seconds', schema: { type: 'integer', minimum: 1 } } }

/** The refusals of a route, for its description: each a problem. @param statuses e.g. `400, 422` */
export const refusalsOf = (...statuses: readonly number[]): Record<number, object> =>
  Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: STATUS_CODES[status],
        ...(status === 429 || status === 503 ? { headers: retry } : {}),
        content: { [PROBLEM]: { schema: Problem } },
      },
    ]),
  )

/** A refusal as RFC 9457 tells it, with both sentences. */
export function problem(refusal: Refusal, instance: string): Record<string, unknown> {
  return {
    type: `https://timbang.id/masalah/${refusal.code}`,
    status: refusals[refusal.code].http,
    title: sentence(refusal, 'id'),
    title_en: sentence(refusal, 'en'),
    code: refusal.code,
    instance,
    ...(refusal.field !== undefined ? { field: refusal.field } : {}),
    ...(refusal.details ? { details: refusal.details } : {}),
  }
}

/** Answers with a refusal; `Retry-After` where it names seconds. */
export function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const seconds = refusal.details?.['seconds']
  if (typeof seconds === 'number') reply.header('retry-after', Math.max(1, Math.ceil(seconds)))
  return reply
    .code(refusals[refusal.code].http)
    .type(PROBLEM)
    .send(JSON.stringify(problem(refusal, reply.request.id)))
}

/** What a value should have been, in signs that both languages read; empty where there are none. */
function hintOf({ keyword, params }: NonNullable<FastifyError['validation']>[number]): string {
  const limit = params['limit'] as number
  switch (keyword) {
    case 'type':
      return String(params['type'])
    case 'format':
      return words[params['format'] as keyof typeof words]?.hint ?? String(params['format'])
    case 'enum':
      return (params['allowedValues'] as unknown[]).join(' | ')
    case 'minimum':
    case 'minLength':
    case 'minItems':
      return `≥ ${limit}`
    case 'maximum':
    case 'maxLength':
    case 'maxItems':
      return `≤ ${limit}`
    case 'exclusiveMinimum':
      return `> ${limit}`
    case 'exclusiveMaximum':
      return `< ${limit}`
    default:
      return ''
  }
}

/** Errors of the framework that are the sender's doing. Anything that is not here is a fault. */
function refusalOf(error: FastifyError, limit: number): Refusal | undefined {
  if (error.validation !== undefined) {
    const first = error.validation[0]
    const extra = first?.params?.['additionalProperty']
    if (typeof extra === 'string')
      return refuse('request.unknown-field', {}, [...(first?.instancePath ?? '').split('/').slice(1), extra].join('.'))
    const missing = first?.params?.['missingProperty']
    const path = (first?.instancePath ?? '').replace(/^\//, '').replaceAll('/', '.')
    const field = typeof missing === 'string' ? [path, missing].filter((part) => part !== '').join('.') : path
    // The whole is no object: there is no field to blame.
    if (field === '') return refuse('request.malformed')
    return refuse('request.value-invalid', { hint: first === undefined ? '' : hintOf(first) }, field)
  }
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return refuse('request.too-large', { limit: `${Math.floor(limit / 1024)} KB` })
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return refuse('request.unsupported-media')
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_BAD_URL':
      return refuse('request.malformed')
    // Whoever hangs up while he sends: only then it has a status. Without one it is a database's connection that broke.
    case 'ECONNRESET':
      return error.statusCode === 400 ? refuse('request.malformed') : undefined
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return refuse('request.not-found')
    default:
  }
  // Whatever else the framework finds fault with in a request: QUERY without a type of its content, a broken form.
  if (error.code?.startsWith('FST_') === true && (error.statusCode ?? 500) < 500) return refuse('request.malformed')
  // What reads a part of it says so by the status alone: the parser of JSON, the proxy of an address that leads upwards.
  if (error.code === undefined && error.statusCode === 400) return refuse('request.malformed')
  if (error.statusCode === 429) return refuse('request.too-many', { seconds: 60 })
  return undefined
}

/** Bytes that are no HTTP never become a request; they are answered on the bare socket and the connection ends. */
function clientErrorHandler(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const refusal =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? refuse('request.too-large', { limit: `${maxHeaderSize / 1024} KB` })
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? refuse('request.too-slow')
        : refuse('request.malformed')
  const status = refusals[refusal.code].http
  const body = JSON.stringify(problem(refusal, randomUUID()))
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: ${PROBLEM}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}

const bearer = (request: FastifyRequest): string | undefined =>
  /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
const cookieToken = (request: FastifyRequest, name: string): string | undefined =>
  new RegExp(`(?:^|;\\s*)${name}=([^;\\s]+)`).exec(request.headers.cookie ?? '')?.[1]

/** What addresses a route with `:parameters` has. */
const pathLike = (url: string): RegExp =>
  new RegExp(`^${url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:[^/]+/g, '[^/]+')}/?$`)

/** The operations of a server's routes, for the test that holds them against the access table. */
export const operationsOf = (server: FastifyInstance<any, any, any, any, any>): readonly string[] =>
  (server as unknown as { timbangOperations: string[] }).timbangOperations

/**
 * A Fastify server that behaves: problem+json for every refusal, unknown fields refused, bounded bodies,
 * and no route without an operation of the access table. Who may not come is refused before the body is read.
 */
export async function httpServer(options: HttpOptions): Promise<HttpServer> {
  const limit = options.bodyLimit ?? 64 * 1024
  const tell = options.tell ?? sendRefusal
  const server = Fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: limit,
    genReqId: () => randomUUID(),
    trustProxy: (_address, hop) => hop < (options.trustedHops ?? 0),
    forceCloseConnections: 'idle',
    // Node looks at its sockets every half minute by itself, and a trickled body holds its place for as long.
    requestTimeout: options.wholeWithin ?? WHOLE_WITHIN_MS,
    http: { connectionsCheckingInterval: 500, headersTimeout: options.wholeWithin ?? WHOLE_WITHIN_MS },
    keepAliveTimeout: 72_000,
    return503OnClosing: true,
    clientErrorHandler,
    frameworkErrors: (error, _request, reply) =>
      void tell(reply, refusalOf(error, limit) ?? refuse('request.malformed')),
    ajv: {
      customOptions: {
        removeAdditional: false,
        coerceTypes: false,
        allErrors: false,
        // The words of the other door.
        formats: Object.fromEntries(Object.entries(words).map(([name, { is }]) => [name, is])),
      },
    },
  }).withTypeProvider<TypeBoxTypeProvider>() as unknown as HttpServer

  server.server.maxConnections = options.connections ?? CONNECTIONS
  const leave = leaving(server.server)
  server.addHook('preClose', (done) => {
    leave()
    done()
  })
  const operations: string[] = []
  const paths: { readonly is: RegExp; readonly methods: readonly string[] }[] = []
  Object.defineProperty(server, 'timbangOperations', { value: operations })
  server.addHook('onRoute', (route) => {
    const operation = route.config?.operation
    if (operation === undefined || !isOperation(operation))
      throw new Error(`the route ${String(route.method)} ${route.url} names no operation of the access table`)
    operations.push(operation)
    // A route for whatever comes has its own word about methods.
    if (!route.url.includes('*')) paths.push({ is: pathLike(route.url), methods: [route.method].flat() })
  })
  // Fastify takes no object here: it would be one for all requests. The hook gives each its own.
  server.decorateRequest('caller', null as unknown as Caller)
  server.decorateRequest('trace', undefined)
  server.addHook('onRequest', (request, _reply, done) =>
    traced(request.headers.traceparent, () => {
      request.trace = currentTrace()
      done()
    }),
  )
  // A body arrives by events of its socket, which knows no request.
  server.addHook('preValidation', (request, _reply, done) => withTrace(request.trace, done))
  server.addHook('onRequest', async (request, reply) => {
    request.caller = publicCaller
    const operation = request.routeOptions.config.operation
    if (operation === undefined) return
    const token = bearer(request) ?? (options.cookie === undefined ? undefined : cookieToken(request, options.cookie))
    if (token !== undefined && options.verify !== undefined) {
      const caller = await options.verify(token)
      if (!isRefusal(caller)) request.caller = caller
      else if (!mayCome(publicCaller, operation)) return tell(reply, caller)
    }
    if (!mayCome(request.caller, operation))
      return tell(reply, refuse(request.caller.kind === 'public' ? 'access.token-missing' : 'access.denied'))
  })
  /** Why there is no route: nothing is there, or it is not asked in this way. */
  const nowhere = (request: FastifyRequest, reply: FastifyReply): Refusal => {
    const path = request.url.split('?', 1)[0]!
    const allowed = new Set(paths.filter(({ is }) => is.test(path)).flatMap(({ methods }) => methods))
    if (allowed.size === 0 || allowed.has(request.method)) return refuse('request.not-found')
    reply.header('allow', [...allowed].sort().join(', '))
    return refuse('request.method-not-allowed')
  }
  server.setErrorHandler((error: FastifyError, request, reply) => {
    const refusal = request.is404 ? nowhere(request, reply) : refusalOf(error, limit)
    if (refusal !== undefined) return tell(reply, refusal)
    request.log.error({ err: error, requestId: request.id }, 'a request failed')
    return tell(reply, refuse('service.unavailable'))
  })
  server.setNotFoundHandler((request, reply) => tell(reply, nowhere(request, reply)))

  if (options.pages !== true) await server.register(helmet)
  if (options.openapi !== undefined) {
    await server.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: options.openapi,
        components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
      },
    })
    server.get('/openapi.json', { config: { operation: 'service.OpenApi' }, schema: { hide: true } }, async () =>
      server.swagger(),
    )
  }
  return server
}
