import { SessionServiceService } from '@timbang/contracts/gen/timbang/directory/v1/session'
import { refuse } from '@timbang/contracts/refusal'
import type { Caller } from '@timbang/identity/caller'
import { REVOKED_FOR_MS } from '@timbang/identity/revoked'
import type { Pool } from '@timbang/postgres/pool'
import { serve } from '@timbang/process/grpc'
import { beginSession, endOldest, endSessions, listSessions, renewSession, revokedSince } from './store.ts'

/** Devices of one person at a time; the oldest session ends when one more begins. */
export const MOST_SESSIONS = 20

export interface SessionDeps {
  readonly pool: Pool
  /** The clock that dates the tokens, not the one that drives a simulated year. */
  readonly now: () => number
  /** From the sign-in to the end of the last renewal. */
  readonly lastsMs: number
  /** Called when a session has ended, so that the doors hear of it before their next look. */
  readonly onEnded: () => void
}

/** Only a session of `web` has a name; the token of a machine, or of a person at the provider, has none. */
const ownOf = (caller: Caller) =>
  caller.kind === 'person' && caller.sid !== undefined ? { sid: caller.sid, subject: caller.sub } : undefined

export function sessionService({ pool, now, lastsMs, onEnded }: SessionDeps) {
  const clock = () => BigInt(now())
  return serve('directory', SessionServiceService, {
    beginSession: async ({ browser, system }, { caller }) => {
      const own = ownOf(caller)
      if (own === undefined) return refuse('access.denied')
      const at = clock()
      const endsAt = await beginSession(
        pool,
        { ...own, browser, system, beganAt: at, seenAt: at, endsAt: at + BigInt(lastsMs) },
        at,
      )
      if (endsAt === undefined) return refuse('access.token-revoked')
      if ((await endOldest(pool, own.subject, MOST_SESSIONS, at)) > 0) onEnded()
      return { endsAt }
    },
    renewSession: async (_request, { caller }) => {
      const own = ownOf(caller)
      if (own === undefined) return refuse('access.denied')
      const endsAt = await renewSession(pool, own.sid, own.subject, clock())
      return endsAt === undefined ? refuse('access.token-revoked') : { endsAt }
    },
    listSessions: async (_request, { caller }) => {
      const own = ownOf(caller)
      if (own === undefined) return refuse('access.denied')
      const sessions = await listSessions(pool, own.subject, clock())
      return { sessions: sessions.map((session) => ({ ...session, current: session.sid === own.sid })) }
    },
    endSessions: async ({ sids, others }, { caller }) => {
      const own = ownOf(caller)
      if (own === undefined) return refuse('access.denied')
      const ended = await endSessions(pool, own.subject, others ? { allBut: own.sid } : { sids }, clock())
      if (ended > 0) onEnded()
      return { ended }
    },
    listRevokedSessions: async ({ after }) => {
      const at = clock()
      const since = at - BigInt(REVOKED_FOR_MS)
      return { revoked: await revokedSince(pool, after > since ? after : since), asOf: at }
    },
  })
}
