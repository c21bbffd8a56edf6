import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { SignJWT, importJWK, type JWK } from 'jose'
import Provider from 'oidc-provider'
import { AUDIENCE, type Role } from '@timbang/identity/caller'
import { page, styles } from './page.ts'
import { search, type SamplePerson } from './people.ts'

export const PERSON_GRANT = 'urn:timbang:params:oauth:grant-type:person'
const RESOURCE = 'urn:timbang'
const TOKEN_SECONDS = 3_600

/** Machines of a development run, and what each may. */
const machineRoles: Readonly<Record<string, readonly Role[]>> = { importer: ['importer'], feeder: ['feeder'], cli: ['importer', 'auditor', 'operator'] }

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
  const machine = (client_id: string, grants: string[]) =>
    ({ client_id, client_secret: options.clientSecrets[client_id]!, grant_types: grants, redirect_uris: [], response_types: [], token_endpoint_auth_method: 'client_secret_basic' as const, id_token_signed_response_alg: 'EdDSA' as const })
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'web', client_secret: options.clientSecrets['web']!, redirect_uris: [`${options.webOrigin}/masuk/kembali`], grant_types: ['authorization_code'], response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_basic', id_token_signed_response_alg: 'EdDSA',
      },
      machine('importer', ['client_credentials']), machine('feeder', ['client_credentials', PERSON_GRANT]), machine('cli', ['client_credentials']),
    ],
    jwks: { keys: [signingKey as never] },
    enabledJWA: { idTokenSigningAlgValues: ['EdDSA'] },
    cookies: { keys: [options.cookieSecret] },
    pkce: { required: () => true },
    claims: { openid: ['sub'], profile: ['name'] },
    features: {
      devInteractions: { enabled: false }, clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true, defaultResource: () => RESOURCE, useGrantedResource: () => true,
        getResourceServerInfo: () => ({ scope: '', audience: AUDIENCE, accessTokenTTL: TOKEN_SECONDS, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'EdDSA' } } }),
      },
    },
    extraTokenClaims: (_ctx, token) => {
      const clientId = (token as { clientId?: string }).clientId ?? ''
      return { roles: machineRoles[clientId] ?? [], agencies: [], ...(machineRoles[clientId] === undefined ? {} : { sub: clientId }) }
    },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub, name: options.people().find((person) => person.sub === sub)?.name }) }),
    // Whoever logs in has agreed: there is one client, ours.
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client!.clientId, accountId: ctx.oidc.session!.accountId! })
      grant.addOIDCScope('openid profile')
      grant.addResourceScope(RESOURCE, '')
      await grant.save()
      return grant
    },
    interactions: { url: (_ctx, interaction) => `/siapa/${interaction.uid}` },
    ttl: { AccessToken: TOKEN_SECONDS, AuthorizationCode: 60, ClientCredentials: TOKEN_SECONDS, Grant: TOKEN_SECONDS, IdToken: TOKEN_SECONDS, Interaction: 900, Session: 3_600 },
  })

  provider.on('server_error', (_ctx, error) => process.emitWarning(error))
  const key = await importJWK({ ...signingKey, alg: 'EdDSA' }, 'EdDSA')
  provider.registerGrantType(PERSON_GRANT, async (ctx) => {
    const person = options.people().find(({ sub }) => sub === ctx.oidc.params!['sub'])
    if (person === undefined) {
      ctx.status = 400
      ctx.body = { error: 'invalid_grant', error_description: 'nobody of the sample province has this subject' }
      return
    }
    const now = Math.floor(Date.now() / 1000)
    ctx.body = {
      token_type: 'Bearer', expires_in: TOKEN_SECONDS,
      access_token: await new SignJWT({ employee_id: person.sub, roles: [], agencies: [], amr: ['feeder'], ...agencyOf(person) }).setProtectedHeader({ alg: 'EdDSA', kid: signingKey.kid! })
        .setIssuer(issuer).setAudience(AUDIENCE).setSubject(person.sub).setIssuedAt(now).setExpirationTime(now + TOKEN_SECONDS).sign(key),
    }
  }, ['sub'])

  const answer = provider.callback()
  return createServer((request, response) => {
    const url = new URL(request.url ?? '/', issuer)
    if (url.pathname === '/idp.css') return void response.writeHead(200, { 'content-type': 'text/css', 'cache-control': 'max-age=300' }).end(styles)
    if (url.pathname === '/health/live' || url.pathname === '/health/ready') return void response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}')
    if (url.pathname.startsWith('/siapa/')) return void choose(provider, options, request, response, url).catch((error: unknown) => {
      response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' }).end(`Login ini sudah lewat; mulai lagi dari ${options.webOrigin}/masuk\n${error instanceof Error ? error.message : ''}`)
    })
    void answer(request, response)
  })
}

const agencyOf = (person: SamplePerson) => ('agencyId' in person && typeof person.agencyId === 'string' ? { agency_id: person.agencyId } : {})

async function choose(provider: Provider, options: ProviderOptions, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  await provider.interactionDetails(request, response)
  if (request.method === 'POST') {
    const sub = new URLSearchParams(await bodyOf(request)).get('sub') ?? ''
    if (!options.people().some((person) => person.sub === sub)) throw new Error('nobody of the sample province has this subject')
    return provider.interactionFinished(request, response, { login: { accountId: sub, amr: ['click'] } }, { mergeWithLastSubmission: false })
  }
  const query = url.searchParams.get('q') ?? ''
  const people = options.people()
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'content-security-policy': `default-src 'none'; style-src 'self'; form-action 'self' ${options.webOrigin}; frame-ancestors 'none'` })
    .end(page({ language: url.searchParams.get('lang') === 'en' ? 'en' : 'id', cast: people.filter((person) => person.cast === true), found: query === '' ? undefined : search(people, query), query, path: url.pathname }))
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) {
    text += String(chunk)
    if (text.length > 4_096) throw new Error('the form is too large')
  }
  return text
}
