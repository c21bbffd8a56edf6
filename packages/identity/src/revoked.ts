import { createHash } from 'node:crypto'
import { SESSION_SECONDS } from './issue.ts'

/**
 * How long an ended session is kept out by name: its last token may have been signed while it ended, and clocks differ a little.
 * Afterwards no token of it lives, and `directory` renews none.
 */
export const REVOKED_FOR_MS = 2 * SESSION_SECONDS * 1000

/** What stands for a session outside `directory`: whoever reads a list of ended sessions learns no name of one. */
export const hashOfSession = (sid: string): string => createHash('sha256').update(sid).digest('hex')

export interface EndedSession {
  readonly hash: string
  /** Epoch milliseconds. */
  readonly endedAt: number
}

/** The sessions that a door keeps out. */
export interface Revoked {
  /** Undefined: this process has not heard of any list yet, so it knows of nobody whether he may still come. */
  has(sid: string): boolean | undefined
  /** Hears of each session once, as soon as it is kept out. */
  onEnd(listener: (isOf: (sid: string) => boolean) => void): void
}

export interface RevokedSet extends Revoked {
  /** What was heard, however often; forgets what no token can belong to any more. */
  hear(ended: readonly EndedSession[], now: number): void
}

/** The set of one process. Nothing takes a session out again but its age: losing what fed the set lets nobody back in. */
export function createRevoked(): RevokedSet {
  const ended = new Map<string, number>()
  const listeners: ((isOf: (sid: string) => boolean) => void)[] = []
  let heard = false
  return {
    has: (sid) => (heard ? ended.size > 0 && ended.has(hashOfSession(sid)) : undefined),
    onEnd: (listener) => void listeners.push(listener),
    hear: (sessions, now) => {
      heard = true
      for (const [hash, endedAt] of ended) if (endedAt + REVOKED_FOR_MS < now) ended.delete(hash)
      const fresh = new Set<string>()
      for (const { hash, endedAt } of sessions) {
        if (ended.has(hash) || endedAt + REVOKED_FOR_MS < now) continue
        ended.set(hash, endedAt)
        fresh.add(hash)
      }
      if (fresh.size > 0) for (const listener of listeners) listener((sid) => fresh.has(hashOfSession(sid)))
    },
  }
}
