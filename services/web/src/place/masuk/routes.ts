import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as oidc from 'openid-client'
import type { Sessions } from '../shared/session.ts'

const STATE_COOKIE = 'timbang_masuk'
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
    async (request: FastifyRequest<{ Querystring: { ke?: string } }>, reply) => {
      const config = await configuration()
      const verifier = oidc.randomPKCECodeVerifier()
      const state = oidc.randomState()
      const nonce = oidc.randomNonce()
      const returnTo = safeReturn(request.query.ke)
      await options.sessions.keepSignIn(reply, STATE_COOKIE, { verifier, state, nonce, returnTo }, STATE_SECONDS)
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
    const kept = await options.sessions.takeSignIn(request, reply, STATE_COOKIE)
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
    const opened = await options.sessions.open(reply, { subject: tokens.claims()!.sub })
    return reply.redirect(opened ? kept.returnTo : '/masuk?sebab=failed', 303)
  })

  app.post('/keluar', { config: { operation: 'web.SignOut' } }, async (request, reply) =>
    signOut(request, reply, options),
  )
}

async function signOut(request: FastifyRequest, reply: FastifyReply, options: SignInOptions) {
  if (request.headers.origin !== options.origin) return reply.code(403).send()
  await options.sessions.close(request, reply)
  return reply.redirect('/masuk?sebab=signed-out', 303)
}
