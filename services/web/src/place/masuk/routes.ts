import type { FastifyInstance, FastifyRequest } from 'fastify'
import * as oidc from 'openid-client'
import type { Sessions } from '../shared/session.ts'

const STATE_SECONDS = 600

/** Only a path of ours: whoever sends somebody to log in cannot send him elsewhere afterwards. */
export const safeReturn = (path: string | undefined): string =>
  path !== undefined && /^\/(?![/\\])[\w\-./?=&%:]*$/.test(path) && path.length <= 300 ? path : '/'

export type SignInOptions = {
  /** The provider's issuer, e.g. `http://127.0.0.1:4701`. */
  issuer: string
  clientId: string
  clientSecret: string
  /** Where browsers reach this site. */
  origin: string
  sessions: Sessions
}

/** The provider may start after us, or be gone for a while: discovery is tried when somebody logs in, and kept. */
function provider(options: SignInOptions): () => Promise<oidc.Configuration> {
  let known: Promise<oidc.Configuration> | undefined
  const insecure = options.issuer.startsWith('http://')
  return () => {
    known ??= oidc
      .discovery(
        new URL(options.issuer),
        options.clientId,
        undefined,
        oidc.ClientSecretBasic(options.clientSecret),
        insecure ? { execute: [oidc.allowInsecureRequests] } : {},
      )
      .catch((error: unknown) => {
        known = undefined
        throw error
      })
    return known
  }
}

/** Code flow with PKCE, state and nonce; what the browser must bring back stands in a short-lived cookie that only we can read. */
export function signInRoutes(app: FastifyInstance, options: SignInOptions): void {
  const configuration = provider(options)
  const redirectUri = `${options.origin}/masuk/kembali`

  app.get(
    '/masuk/mulai',
    { config: { operation: 'web.SignIn' } },
    async (request: FastifyRequest<{ Querystring: { lanjut?: string } }>, reply) => {
      const config = await configuration()
      const verifier = oidc.randomPKCECodeVerifier()
      const state = oidc.randomState()
      const nonce = oidc.randomNonce()
      const returnTo = safeReturn(request.query.lanjut)
      await options.sessions.keepSignIn(reply, { verifier, state, nonce, returnTo }, STATE_SECONDS)
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'openid profile',
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      })
      return reply.redirect(url.href, 303)
    },
  )

  app.get('/masuk/kembali', { config: { operation: 'web.SignIn' } }, async (request, reply) => {
    const kept = await options.sessions.takeSignIn(request, reply)
    if (kept === null) return reply.redirect('/masuk?sebab=expired', 303)
    let tokens: Awaited<ReturnType<typeof oidc.authorizationCodeGrant>>
    try {
      tokens = await oidc.authorizationCodeGrant(await configuration(), new URL(request.url, options.origin), {
        pkceCodeVerifier: kept.verifier,
        expectedState: kept.state,
        expectedNonce: kept.nonce,
        idTokenExpected: true,
      })
    } catch (error) {
      request.log.warn({ err: error }, 'the provider did not confirm a login')
      return reply.redirect('/masuk?sebab=failed', 303)
    }
    const opened = await options.sessions.open(request, reply, {
      subject: tokens.claims()!.sub,
      idToken: tokens.id_token ?? '',
    })
    return reply.redirect(opened ? kept.returnTo : '/masuk?sebab=failed', 303)
  })

  // A form post is read to its end and thrown away: there is nothing in it, and a route that takes forms must know how to.
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 4_096 }, (_request, _body, done) => done(null))
  app.post('/keluar', { config: { operation: 'web.SignOut' } }, async (request, reply) => {
    if (request.headers.origin !== options.origin) return reply.code(403).send()
    const { idToken, ended } = await options.sessions.close(request, reply)
    if (!ended) return reply.redirect('/masuk?sebab=half-signed-out', 303)
    return reply.redirect(await signOutAtProvider(configuration, options.origin, idToken, request.log), 303)
  })
}

/** Where the browser goes to end its session at the provider too; straight back to us where there is none, or the provider cannot be asked. */
async function signOutAtProvider(
  configuration: () => Promise<oidc.Configuration>,
  origin: string,
  idToken: string | undefined,
  log: { warn(fields: object, message: string): void },
): Promise<string> {
  const back = '/masuk?sebab=signed-out'
  if (idToken === undefined) return back
  try {
    const config = await configuration()
    if (config.serverMetadata().end_session_endpoint === undefined) return back
    return oidc.buildEndSessionUrl(config, { id_token_hint: idToken, post_logout_redirect_uri: `${origin}${back}` })
      .href
  } catch (error) {
    log.warn({ err: error }, 'the provider could not be asked where one signs out')
    return back
  }
}
