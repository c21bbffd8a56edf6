import '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { GetLoginResponse } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { RENEWAL_COOKIE, SESSION_COOKIE, roles, type Caller, type Role } from '@timbang/identity/caller'
import { SESSION_SECONDS, newSessionId, type Issuing, type Sealing, type SessionClaims } from '@timbang/identity/issue'
import type { Verify } from '@timbang/identity/verify'
import type { Clock } from '@timbang/process/clock'

const RENEWAL_SECONDS = 12 * 3_600

/** What must come back from the provider together with the browser. */
export type SignInState = { verifier: string; state: string; nonce: string; returnTo: string }

/**
 * Who is signed in, in two cookies: a five-minute token that every service verifies by itself, and an encrypted one from which it is renewed.
 * Nothing is kept on the server: any replica answers any request.
 */
export type Sessions = {
  /** The caller of a request; renews the token when it is over and the longer cookie is not. Null: nobody, or no longer. */
  read(request: FastifyRequest, reply: FastifyReply): Promise<Caller | null>
  /** Opens a session for a subject of the provider; false when the directory does not answer. */
  open(reply: FastifyReply, who: { subject: string }): Promise<boolean>
  close(request: FastifyRequest, reply: FastifyReply): Promise<void>
  keepSignIn(reply: FastifyReply, cookie: string, state: SignInState, seconds: number): Promise<void>
  takeSignIn(request: FastifyRequest, reply: FastifyReply, cookie: string): Promise<SignInState | null>
}

export type SessionOptions = {
  issuing: Issuing
  sealing: Sealing
  verify: Verify
  clock: Clock
  /** Cookies go over TLS only. */
  secure: boolean
  /** Asks the directory who a token's subject is here. */
  login(token: string): Promise<GetLoginResponse | Refusal>
}

const isRole = (role: string): role is Role => (roles as readonly string[]).includes(role)

export function createSessions(options: SessionOptions): Sessions {
  const { issuing, sealing, clock } = options
  const cookie = { path: '/', httpOnly: true, sameSite: 'lax' as const, secure: options.secure }

  const begin = async (subject: string, sid: string): Promise<{ token: string; caller: Caller } | Refusal | null> => {
    // To ask the directory, a token that says no more than who asks.
    const asking = await issuing.sign({ sub: subject, roles: [], agencies: [], sid, amr: ['oidc'] }, clock.now())
    const login = await options.login(asking)
    if (isRefusal(login)) return login
    const claims: SessionClaims = {
      sub: subject,
      sid,
      amr: ['oidc'],
      roles: login.roles.filter(isRole),
      agencies: login.roleAgencyIds,
      ...(login.employeeId === undefined ? {} : { employeeId: login.employeeId }),
      ...(login.agencyId === '' ? {} : { agencyId: login.agencyId }),
    }
    const token = await issuing.sign(claims, clock.now())
    const caller = await options.verify(token)
    return isRefusal(caller) ? caller : { token, caller }
  }
  const set = async (reply: FastifyReply, subject: string, sid: string, token: string) => {
    reply.setCookie(SESSION_COOKIE, token, { ...cookie, maxAge: SESSION_SECONDS })
    reply.setCookie(RENEWAL_COOKIE, await sealing.seal({ sub: subject, sid }, RENEWAL_SECONDS, clock.now()), {
      ...cookie,
      maxAge: RENEWAL_SECONDS,
    })
  }

  return {
    read: async (request, reply) => {
      const token = request.cookies[SESSION_COOKIE]
      if (token !== undefined) {
        const caller = await options.verify(token)
        if (!isRefusal(caller)) return caller
      }
      const renewal = request.cookies[RENEWAL_COOKIE]
      const kept = renewal === undefined ? null : await sealing.open(renewal, clock.now())
      if (kept === null || typeof kept['sub'] !== 'string' || typeof kept['sid'] !== 'string') return null
      const begun = await begin(kept['sub'], kept['sid'])
      if (begun === null || isRefusal(begun)) return null
      await set(reply, kept['sub'], kept['sid'], begun.token)
      return begun.caller
    },
    open: async (reply, { subject }) => {
      const sid = newSessionId()
      const begun = await begin(subject, sid)
      if (begun === null || isRefusal(begun)) return false
      await set(reply, subject, sid, begun.token)
      return true
    },
    close: async (_request, reply) => {
      reply.clearCookie(SESSION_COOKIE, cookie)
      reply.clearCookie(RENEWAL_COOKIE, cookie)
    },
    keepSignIn: async (reply, name, state, seconds) =>
      void reply.setCookie(name, await sealing.seal(state, seconds, clock.now()), {
        ...cookie,
        path: '/masuk',
        maxAge: seconds,
      }),
    takeSignIn: async (request, reply, name) => {
      const sealed = request.cookies[name]
      reply.clearCookie(name, { ...cookie, path: '/masuk' })
      const kept = sealed === undefined ? null : await sealing.open(sealed, clock.now())
      return kept === null ? null : (kept as SignInState)
    },
  }
}
