import '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { GetLoginResponse } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { renewalCookie, roles, sessionCookie, type Caller, type Role } from '@timbang/identity/caller'
import { SESSION_SECONDS, newSessionId, type Issuing, type Sealing, type SessionClaims } from '@timbang/identity/issue'
import type { Verify } from '@timbang/identity/verify'
import type { Clock } from '@timbang/process/clock'
import { deviceOf, type Device } from './device.ts'

/** What must come back from the provider together with the browser. */
export type SignInState = { verifier: string; state: string; nonce: string; returnTo: string }

/** What the directory, which owns sessions, says of one. Each is asked with a token that names the session and says no more. */
export type SessionOwner = {
  begin(token: string, device: Device): Promise<{ endsAt: bigint } | Refusal>
  renew(token: string): Promise<{ endsAt: bigint } | Refusal>
  end(token: string, sid: string): Promise<unknown>
  /** Who a token's subject is here. */
  login(token: string): Promise<GetLoginResponse | Refusal>
}

/**
 * Who is signed in, in two cookies: a five-minute token that every service verifies by itself, and an encrypted one from which it is renewed
 * while the directory agrees. Nothing is kept here: any replica answers any request.
 */
export type Sessions = {
  /** The caller of a request; renews the token when it is over and the session is not. Null: nobody, or no longer. */
  read(request: FastifyRequest, reply: FastifyReply): Promise<Caller | null>
  /** Opens a session for a subject of the provider; false when the directory does not answer. @param who.idToken what ends his session at the provider later */
  open(request: FastifyRequest, reply: FastifyReply, who: { subject: string; idToken: string }): Promise<boolean>
  /** Ends it here and at the directory. @returns what the provider wants to see; and whether the directory knows */
  close(request: FastifyRequest, reply: FastifyReply): Promise<{ idToken: string | undefined; ended: boolean }>
  keepSignIn(reply: FastifyReply, state: SignInState, seconds: number): Promise<void>
  takeSignIn(request: FastifyRequest, reply: FastifyReply): Promise<SignInState | null>
}

export type SessionOptions = {
  issuing: Issuing
  sealing: Sealing
  verify: Verify
  clock: Clock
  /** Where browsers reach this site; over https the cookies are bound to this very host. */
  origin: string
  owner: SessionOwner
}

/** A cookie holds four kilobytes; of a provider whose tokens are larger the person confirms his sign-out there by hand. */
const MOST_ID_TOKEN = 2_000

const isRole = (role: string): role is Role => (roles as readonly string[]).includes(role)
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

type Kept = { subject: string; sid: string; idToken: string | undefined }

export function createSessions(options: SessionOptions): Sessions {
  const { issuing, sealing, clock, owner } = options
  const secure = options.origin.startsWith('https://')
  const cookie = { path: '/', httpOnly: true, sameSite: 'lax' as const, secure }
  const names = {
    session: sessionCookie(options.origin),
    renewal: renewalCookie(options.origin),
    signIn: secure ? '__Host-timbang_masuk' : 'timbang_masuk',
  }

  /** A token that says no more than who asks, and of which session. */
  const asking = ({ subject, sid }: Pick<Kept, 'subject' | 'sid'>) =>
    issuing.sign({ sub: subject, roles: [], agencies: [], sid, amr: ['oidc'] }, clock.now())
  const tokenFor = async (kept: Kept, endsAt: number): Promise<{ token: string; caller: Caller } | Refusal> => {
    const login = await owner.login(await asking(kept))
    if (isRefusal(login)) return login
    const claims: SessionClaims = {
      sub: kept.subject,
      sid: kept.sid,
      amr: ['oidc'],
      roles: login.roles.filter(isRole),
      agencies: login.roleAgencyIds,
      ...(login.employeeId === undefined ? {} : { employeeId: login.employeeId }),
      ...(login.agencyId === '' ? {} : { agencyId: login.agencyId }),
    }
    const token = await issuing.sign(claims, clock.now(), endsAt)
    const caller = await options.verify(token)
    return isRefusal(caller) ? caller : { token, caller }
  }
  const set = async (reply: FastifyReply, kept: Kept, token: string, endsAt: number) => {
    const left = Math.floor((endsAt - clock.now()) / 1000)
    reply.setCookie(names.session, token, { ...cookie, maxAge: Math.min(SESSION_SECONDS, left) })
    const sealed = await sealing.seal(
      { sub: kept.subject, sid: kept.sid, ...(kept.idToken === undefined ? {} : { hint: kept.idToken }) },
      left,
      clock.now(),
    )
    reply.setCookie(names.renewal, sealed, { ...cookie, maxAge: left })
  }
  const forget = (reply: FastifyReply) => {
    reply.clearCookie(names.session, cookie)
    reply.clearCookie(names.renewal, cookie)
  }
  const keptBy = async (request: FastifyRequest): Promise<Kept | null> => {
    const renewal = request.cookies[names.renewal]
    const opened = renewal === undefined ? null : await sealing.open(renewal, clock.now())
    const [subject, sid] = [text(opened?.['sub']), text(opened?.['sid'])]
    return subject === undefined || sid === undefined ? null : { subject, sid, idToken: text(opened?.['hint']) }
  }

  return {
    read: async (request, reply) => {
      const token = request.cookies[names.session]
      if (token !== undefined) {
        const caller = await options.verify(token)
        if (!isRefusal(caller)) return caller
        if (caller.code === 'access.token-revoked') {
          forget(reply)
          return null
        }
      }
      const kept = await keptBy(request)
      if (kept === null) return null
      const renewed = await owner.renew(await asking(kept))
      if (isRefusal(renewed)) {
        // It has ended, here or on another device: the browser need not bring it again.
        if (renewed.code === 'access.token-revoked') forget(reply)
        return null
      }
      const begun = await tokenFor(kept, Number(renewed.endsAt))
      if (isRefusal(begun)) return null
      await set(reply, kept, begun.token, Number(renewed.endsAt))
      return begun.caller
    },
    open: async (request, reply, { subject, idToken }) => {
      const kept = { subject, sid: newSessionId(), idToken: idToken.length > MOST_ID_TOKEN ? undefined : idToken }
      const begun = await owner.begin(await asking(kept), deviceOf(request.headers['user-agent'] ?? ''))
      if (isRefusal(begun)) return false
      const made = await tokenFor(kept, Number(begun.endsAt))
      if (isRefusal(made)) return false
      await set(reply, kept, made.token, Number(begun.endsAt))
      return true
    },
    close: async (request, reply) => {
      forget(reply)
      const kept = await keptBy(request)
      const token = request.cookies[names.session]
      const caller = token === undefined ? undefined : await options.verify(token)
      const mine =
        kept ??
        (caller === undefined || isRefusal(caller) || caller.sid === undefined
          ? undefined
          : { subject: caller.sub, sid: caller.sid })
      if (mine === undefined) return { idToken: undefined, ended: true }
      const ended = await owner.end(await asking(mine), mine.sid).catch(() => ({ refused: true }))
      // One that had ended already is refused as such: it is over, which is what was asked for.
      const over = !isRefusal(ended) || ended.code === 'access.token-revoked'
      return { idToken: kept?.idToken, ended: over }
    },
    keepSignIn: async (reply, state, seconds) =>
      void reply.setCookie(names.signIn, await sealing.seal(state, seconds, clock.now()), {
        ...cookie,
        maxAge: seconds,
      }),
    takeSignIn: async (request, reply) => {
      const sealed = request.cookies[names.signIn]
      reply.clearCookie(names.signIn, cookie)
      const kept = sealed === undefined ? null : await sealing.open(sealed, clock.now())
      return kept === null ? null : (kept as SignInState)
    },
  }
}
