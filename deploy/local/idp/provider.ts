import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { SignJWT, importJWK, type JWK } from 'jose'
import Provider, { errors, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider'
import { AUDIENCE, type Role } from '@timbang/identity/caller'
import { systemClock } from '@timbang/process/clock'
import { choosing, failing, leaving, styles, type Language } from './page.ts'
import { search, type SamplePerson } from './people.ts'

export const PERSON_GRANT = 'urn:timbang:params:oauth:grant-type:person'
export const TERMINAL = 'terminal'
const RESOURCE = 'urn:timbang'
const TOKEN_SECONDS = 3_600

/** Machines of a development run, and what each may. */
const machineRoles: Readonly<Record<string, readonly Role[]>> = {
  importer: ['importer'],
  feeder: ['feeder'],
  cli: ['importer', 'auditor', 'operator'],
}

export interface ProviderOptions {
  readonly issuer: string
  readonly webOrigin: string
  /** By client id: web, importer, feeder, cli. */
  readonly clientSecrets: Readonly<Record<string, string>>
  /** A private Ed25519 JWK with a kid. */
  readonly signingKey: JWK
  readonly cookieSecret: string
  readonly people: () => readonly SamplePerson[]
}

/**
 * An OpenID provider for development: everybody of the sample province logs in by one click, machines by their secret.
 * In production any OpenID provider stands here. Nothing is kept: whoever was logged in logs in again after a restart.
 */
export async function developmentProvider(options: ProviderOptions): Promise<Server> {
  const { issuer, signingKey } = options
  const known = (sub: string | undefined) => options.people().find((person) => person.sub === sub)
  const machine = (client_id: string, grants: string[]) => ({
    client_id,
    client_secret: options.clientSecrets[client_id]!,
    grant_types: grants,
    redirect_uris: [],
    response_types: [],
    token_endpoint_auth_method: 'client_secret_basic' as const,
    id_token_signed_response_alg: 'EdDSA' as const,
  })
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'web',
        client_secret: options.clientSecrets['web']!,
        redirect_uris: [`${options.webOrigin}/masuk/kembali`],
        post_logout_redirect_uris: [`${options.webOrigin}/masuk?sebab=signed-out`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_basic',
        id_token_signed_response_alg: 'EdDSA',
      },
      // A person at a terminal: he logs in in his browser, the answer comes to a port of his own machine (RFC 8252). It has no secret to keep.
      {
        client_id: TERMINAL,
        application_type: 'native',
        redirect_uris: ['http://127.0.0.1/kembali'],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_method: 'none',
        id_token_signed_response_alg: 'EdDSA',
      },
      machine('importer', ['client_credentials']),
      machine('feeder', ['client_credentials', PERSON_GRANT]),
      machine('cli', ['client_credentials']),
    ],
    jwks: { keys: [signingKey as never] },
    enabledJWA: { idTokenSigningAlgValues: ['EdDSA'] },
    cookies: { keys: [options.cookieSecret] },
    pkce: { required: () => true },
    claims: { openid: ['sub'], profile: ['name'] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          ctx.set(secured(options))
          ctx.body = leaving('id', form)
        },
        postLogoutSuccessSource: (ctx) => {
          ctx.set(secured(options))
          ctx.body = failing('id', 'left', `${options.webOrigin}/masuk`)
        },
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: '',
          audience: AUDIENCE,
          accessTokenTTL: TOKEN_SECONDS,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'EdDSA' } },
        }),
      },
    },
    extraTokenClaims: (_ctx, token) => {
      const clientId = (token as { clientId?: string }).clientId ?? ''
      return {
        roles: machineRoles[clientId] ?? [],
        agencies: [],
        ...(machineRoles[clientId] === undefined ? {} : { sub: clientId }),
      }
    },
    findAccount: (_ctx, sub) => {
      const person = known(sub)
      return person === undefined ? undefined : { accountId: sub, claims: () => ({ sub, name: person.name }) }
    },
    // Whoever logs in has agreed: there is one client, ours.
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client!.clientId,
        accountId: ctx.oidc.session!.accountId!,
      })
      grant.addOIDCScope('openid profile')
      grant.addResourceScope(RESOURCE, '')
      await grant.save()
      return grant
    },
    interactions: { url: (_ctx, interaction) => `/siapa/${interaction.uid}`, policy: askingEachTime() },
    renderError: (ctx, out) => {
      ctx.type = 'html'
      ctx.set(secured(options))
      ctx.body = failing('id', 'broken', `${options.webOrigin}/masuk`, out.error)
    },
    ttl: {
      AccessToken: TOKEN_SECONDS,
      AuthorizationCode: 60,
      ClientCredentials: TOKEN_SECONDS,
      Grant: TOKEN_SECONDS,
      IdToken: TOKEN_SECONDS,
      Interaction: 900,
      Session: 3_600,
    },
  })

  provider.use(leaveInOneTap)
  provider.on('server_error', (_ctx, error) => process.emitWarning(error))
  const key = await importJWK({ ...signingKey, alg: 'EdDSA' }, 'EdDSA')
  provider.registerGrantType(
    PERSON_GRANT,
    async (ctx) => {
      const person = known(ctx.oidc.params!['sub'] as string | undefined)
      if (person === undefined || person.account === true)
        throw new errors.InvalidGrant('no employee of the sample province has this subject')
      const now = Math.floor(systemClock.now() / 1000)
      ctx.body = {
        token_type: 'Bearer',
        expires_in: TOKEN_SECONDS,
        access_token: await new SignJWT({
          employee_id: person.sub,
          roles: [],
          agencies: [],
          amr: ['feeder'],
          ...(person.agencyId === undefined ? {} : { agency_id: person.agencyId }),
        })
          .setProtectedHeader({ alg: 'EdDSA', kid: signingKey.kid! })
          .setIssuer(issuer)
          .setAudience(AUDIENCE)
          .setSubject(person.sub)
          .setIssuedAt(now)
          .setExpirationTime(now + TOKEN_SECONDS)
          .sign(key),
      }
    },
    ['sub'],
  )

  const answer = provider.callback()
  // Node gives a client a minute to say what it wants, and looks every half: a browser says it at once.
  return createServer(
    { headersTimeout: 15_000, requestTimeout: 15_000, connectionsCheckingInterval: 500 },
    (request, response) => {
      // A stranger's first line may be no address at all (`GET //`): what throws here ends the process.
      const url = URL.parse(request.url ?? '/', issuer)
      if (url === null)
        return void response
          .writeHead(400, { 'content-type': 'text/html; charset=utf-8', connection: 'close', ...secured(options) })
          .end(failing('id', 'broken', `${options.webOrigin}/masuk`, 'invalid_request'))
      if (url.pathname === '/idp.css')
        return void response.writeHead(200, { 'content-type': 'text/css', 'cache-control': 'max-age=300' }).end(styles)
      if (url.pathname.startsWith('/siapa/')) return void choose(provider, options, request, response, url)
      void answer(request, response)
    },
  )
}

/** Whoever logs in says who he is, also when he was somebody a minute ago: here one wants to be several people in one browser. */
function askingEachTime() {
  const policy = interactionPolicy.base()
  const { Check } = interactionPolicy
  // A terminal's person has just clicked who he is: a second page would ask him nothing more.
  policy.get('consent')!.checks.remove('native_client_prompt')
  policy
    .get('login')!
    .checks.add(
      new Check('who', 'asked each time', (ctx) =>
        ctx.oidc.result?.['login'] === undefined ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT,
      ),
    )
  return policy
}

/**
 * Whoever brings the id token of the very session that he ends has said so at our site already: he is asked no second time, and no script is needed.
 * Where somebody else has logged in since in this browser, that one stays.
 */
async function leaveInOneTap(ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
  await next()
  const { route, session, params } = ctx.oidc ?? {}
  const hint = ctx.oidc?.entities.IdTokenHint as { payload: { sub?: string } } | undefined
  const back = params?.['post_logout_redirect_uri']
  // What the provider itself refused (an address that is not ours, a token that is not its own) stays refused.
  if (route !== 'end_session' || ctx.status !== 200 || hint === undefined || typeof back !== 'string') return
  if (session?.accountId !== undefined && session.accountId === hint.payload.sub) await session.destroy()
  ctx.status = 303
  ctx.redirect(back)
}

/** Redirects after the form lead back to web or to a terminal's port, and browsers hold them to `form-action` too. */
const secured = (options: ProviderOptions) => ({
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'self'; form-action 'self' ${options.webOrigin} http://127.0.0.1:*; frame-ancestors 'none'; base-uri 'none'`,
})

async function choose(
  provider: Provider,
  options: ProviderOptions,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const asked = url.searchParams.get('lang')
  const send = (status: number, page: string) =>
    void response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...secured(options) }).end(page)
  const again = `${options.webOrigin}/masuk`
  try {
    const { params, session } = await provider.interactionDetails(request, response)
    const language: Language = (asked ?? String(params['ui_locales'] ?? '')).startsWith('en') ? 'en' : 'id'
    if (request.method === 'POST') {
      const sub = new URLSearchParams(await bodyOf(request)).get('sub') ?? ''
      if (!options.people().some((person) => person.sub === sub)) return send(400, failing(language, 'nobody', again))
      const location = await provider.interactionResult(
        request,
        response,
        { login: { accountId: sub, amr: ['click'] } },
        { mergeWithLastSubmission: false },
      )
      await forget(provider, session?.uid)
      return void response.writeHead(303, { location, 'cache-control': 'no-store' }).end()
    }
    const query = (url.searchParams.get('q') ?? '').trim()
    const people = options.people()
    send(
      200,
      choosing({
        language,
        cast: people.filter((person) => person.cast === true),
        found: query === '' ? undefined : search(people, query),
        query,
        path: url.pathname,
      }),
    )
  } catch (error) {
    // The cookie of this login, or what it belongs to, is gone. Anything else is a fault, and this process is small enough to say so the same way.
    if (!(error instanceof errors.SessionNotFound)) process.emitWarning(error as Error)
    send(400, failing(asked === 'en' ? 'en' : 'id', 'late', again))
  }
}

/** Another person in the same browser: with the first one still in the session the provider would log him out by a page that needs script. */
async function forget(provider: Provider, uid: string | undefined): Promise<void> {
  const session = uid === undefined ? undefined : await provider.Session.findByUid(uid)
  if (session === undefined) return
  delete session.accountId
  delete session.authorizations
  await session.persist()
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) {
    text += String(chunk)
    if (text.length > 4_096) throw new Error('the form is too large')
  }
  return text
}
