import { fileURLToPath } from 'node:url'
import fastifyCookie from '@fastify/cookie'
import fastifyProxy from '@fastify/http-proxy'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { GetLoginResponse } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { sessionCookie, type Caller } from '@timbang/identity/caller'
import { createIssuing, createSealing } from '@timbang/identity/issue'
import { httpServer, type HttpServer } from '@timbang/process/http'
import { openInner } from '@timbang/process/inner'
import { createMetrics } from '@timbang/process/metrics'
import { atEnd, inOrder, part } from '@timbang/process/parts'
import { startVerifier } from '@timbang/process/verifier'
import { closeClients, createClients } from './clients.ts'
import type { Config } from './config.ts'
import { servePages, tellInWords, type AstroHandler } from './http.ts'
import { localsOf } from './ask.ts'
import { publicationJson } from './place/publik/ask.ts'
import type { Reader } from './place/shared/reader.ts'
import { createSessions } from './place/shared/session.ts'
import { signInRoutes } from './place/masuk/routes.ts'

const LOGIN_SECONDS = 60
const MOST_LOGINS = 5_000

/** The pages, with what a browser reaches beside them: files, login, the live events. It owns nothing. */
export async function buildWeb(config: Config) {
  const { log, clock } = config
  const clients = createClients(config)
  const issuing = await createIssuing({ issuer: config.issuer, key: config.signingKey })
  const addresses = { http: '' }

  /** Who somebody is changes seldom and stands on every page: remembered for a minute. */
  const logins = new Map<string, { login: GetLoginResponse; until: number }>()
  const loginOf = async (caller: Pick<Caller, 'sub' | 'token'>): Promise<GetLoginResponse | Refusal> => {
    const known = logins.get(caller.sub)
    if (known !== undefined && known.until > clock.now()) return known.login
    const login = await clients.directory.getLogin({}, { token: caller.token })
    if (isRefusal(login)) return login
    if (logins.size >= MOST_LOGINS) logins.delete(logins.keys().next().value!)
    logins.set(caller.sub, { login, until: clock.now() + LOGIN_SECONDS * 1000 })
    return login
  }

  const verifier = part(() =>
    startVerifier({
      // Its own keys, asked of itself: it accepts no other issuer's tokens.
      issuers: [{ issuer: config.issuer, jwksUrl: `http://${config.host}:${config.port}/.well-known/jwks.json` }],
      sessions: config.sessions,
      log,
    }),
  )
  const sessions = createSessions({
    issuing,
    sealing: createSealing(config.sealingSecret),
    verify: (token) => verifier.it.verify(token),
    clock,
    origin: config.origin,
    owner: {
      begin: (token, device) => clients.sessions.beginSession(device, { token }),
      renew: (token) => clients.sessions.renewSession({}, { token }),
      end: (token, sid) => clients.sessions.endSessions({ sids: [sid], others: false }, { token }),
      login: (token) => clients.directory.getLogin({}, { token }),
    },
  })
  const site = {
    origin: config.origin,
    providerOrigin: new URL(config.idpIssuer).origin,
    sampleData: config.sampleData,
    province: 'Provinsi Jambi',
    ingest: config.services.ingest,
    evidence: config.services.evidence,
    feedback: config.services.feedback,
  }
  const readerOf = (request: FastifyRequest, caller: Caller | null): Reader => ({
    site,
    from: () => issuing.visitor(request.ip, clock.now()),
    clients,
    caller,
    now: clock.now(),
    requestId: request.id,
    log,
    login: async () => (caller === null ? { refused: true, code: 'access.token-missing' } : loginOf(caller)),
  })

  /** What a browser reaches beside the pages. */
  const besides = async (server: HttpServer) => {
    await server.register(fastifyCookie)
    // On the raw answer, so that a page that is written past Fastify has it too.
    if (config.origin.startsWith('https://'))
      server.addHook(
        'onRequest',
        async (_request, reply) => void reply.raw.setHeader('strict-transport-security', 'max-age=31536000'),
      )
    const page = { config: { operation: 'web.Page' as const } }
    server.get('/.well-known/jwks.json', page, async (_request, reply) =>
      reply.header('cache-control', 'public, max-age=60').send(await issuing.jwks()),
    )
    await server.register(async (app) => {
      signInRoutes(app, {
        issuer: config.idpIssuer,
        clientId: config.clientId,
        clientSecret: config.clientSecret,
        origin: config.origin,
        sessions,
      })
    })
    server.get(
      '/publik/:code/data.json',
      page,
      async (request: FastifyRequest<{ Params: { code: string } }>, reply) => {
        const json = await publicationJson(readerOf(request, null), request.params.code)
        return json === null
          ? reply.callNotFound()
          : reply
              .type('application/json; charset=utf-8')
              .header('content-disposition', `attachment; filename="${request.params.code}.json"`)
              .header('cache-control', 'public, max-age=60')
              .send(Buffer.from(json))
      },
    )
    // The live events come from a process of their own, which verifies who listens. His token is renewed here, or a page that was open for longer than it lasts would never hear again.
    const listeners = new WeakMap<FastifyRequest, Caller | null>()
    await server.register(fastifyProxy, {
      upstream: config.services.live,
      prefix: '/langsung',
      rewritePrefix: '/live',
      http: { requestOptions: { timeout: 0 } },
      config: page.config,
      preHandler: async (request: FastifyRequest, reply: FastifyReply) =>
        void listeners.set(request, await sessions.read(request, reply)),
      replyOptions: {
        rewriteRequestHeaders: (request: FastifyRequest, headers: object) => ({
          ...headers,
          cookie: `${sessionCookie(config.origin)}=${listeners.get(request)?.token ?? ''}`,
        }),
      },
    } as never)
  }

  const open = part(
    async () => {
      const dist = fileURLToPath(new URL('../dist/', import.meta.url))
      const { handler } = (await import(`${dist}server/entry.mjs`)) as { handler: AstroHandler }
      const server = await httpServer({
        name: 'web',
        log,
        pages: true,
        tell: tellInWords,
        bodyLimit: 64 * 1024,
        trustedHops: config.trustedHops,
      })
      await besides(server)
      await servePages(server, {
        dist,
        handler,
        locals: async (request, reply) =>
          localsOf(readerOf(request, await sessions.read(request, reply)), request.method),
        nobody: (request) => localsOf(readerOf(request, null), 'GET'),
      })
      addresses.http = await server.listen({ host: config.host, port: config.port })
      return server
    },
    (server) => server.close(),
  )
  const inner = part(() => openInner({ ...config, metrics: createMetrics('web'), health: { ready: {}, live: {} } }))
  return { addresses, ...inOrder([atEnd(() => closeClients(clients)), verifier, open, inner]) }
}
