import { SessionServiceService } from '@timbang/contracts/gen/timbang/directory/v1/session'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { createRevoked, type EndedSession, type Revoked, REVOKED_FOR_MS } from '@timbang/identity/revoked'
import { createVerifier, type Issuer, type Verify } from '@timbang/identity/verify'
import { Redis } from 'ioredis'
import { systemClock } from './clock.ts'
import { grpcClient } from './grpc.ts'
import type { Log } from './log.ts'

/** Where a door hears which sessions have ended: the fast answer, and the true one. */
export interface SessionSources {
  readonly redisUrl: string
  /** In front of the key in Redis, as of topics. */
  readonly prefix: string
  /** `host:port` of `directory`; in `directory` itself, its own table. */
  readonly directory: string | AskDirectory
}

export type AskDirectory = (
  after: number,
) => Promise<{ readonly revoked: readonly EndedSession[]; readonly asOf: number } | Refusal>

export interface Verifier {
  readonly verify: Verify
  readonly revoked: Revoked
  stop(): void
}

const LOOK_MS = 1_000
/** `directory` writes its mark every second. One that stands still longer belongs to a Redis, or a directory, that has lost the thread. */
const STALE_MS = 3_000
/** A session's end is committed a moment after the instant that it carries: each look goes back so far. */
export const OVERLAP_MS = 15_000

/** One sorted set: hashes by the instant of their end, and the mark. One key, so that Redis cannot lose the one without the other. */
export const revokedKey = (prefix: string): string => `${prefix}timbang:revoked-sessions`
export const MARK = 'as-of'

/**
 * Verifies whoever comes to this process: his signature by the issuers' keys, his session by what has ended. The set of ended sessions is looked at
 * every second in Redis and, where that is gone, silent or empty, asked of `directory`; with neither, what is known holds.
 * @param config.sessions absent: nobody's session ends here before his token
 */
export function startVerifier(config: {
  readonly issuers: readonly Issuer[]
  readonly sessions?: SessionSources | undefined
  readonly log: Log
}): Verifier {
  const { issuers, sessions, log } = config
  const revoked = createRevoked()
  if (sessions === undefined) {
    revoked.hear([], systemClock.now())
    return { verify: createVerifier({ issuers, now: systemClock.now }), revoked, stop: () => undefined }
  }
  const redis = new Redis(sessions.redisUrl, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    commandTimeout: LOOK_MS,
    connectTimeout: LOOK_MS,
    retryStrategy: () => LOOK_MS,
  })
  // Said once when it goes and once when it is back; a client without a listener would end the process.
  let silent = false
  redis.on('error', () => undefined)
  redis.connect().catch(() => undefined)
  const client =
    typeof sessions.directory === 'string' ? grpcClient(SessionServiceService, sessions.directory) : undefined
  const ask: AskDirectory =
    typeof sessions.directory === 'string'
      ? async (after) => {
          const answer = await client!.listRevokedSessions({ after: BigInt(after) }, { deadline: 2_000 })
          if (isRefusal(answer)) return answer
          return {
            revoked: answer.revoked.map(({ hash, endedAt }) => ({ hash, endedAt: Number(endedAt) })),
            asOf: Number(answer.asOf),
          }
        }
      : sessions.directory

  let mark = -1
  let movedAt = Number.NEGATIVE_INFINITY
  /** What Redis says; undefined where its mark does not move. */
  const lookInRedis = async (): Promise<EndedSession[] | undefined> => {
    const since = systemClock.now() - REVOKED_FOR_MS
    const told = await redis.zrangebyscore(revokedKey(sessions.prefix), since, '+inf', 'WITHSCORES')
    const ended: EndedSession[] = []
    for (let at = 0; at < told.length; at += 2) {
      if (told[at] !== MARK) ended.push({ hash: told[at]!, endedAt: Number(told[at + 1]) })
      else if (Number(told[at + 1]) !== mark) {
        mark = Number(told[at + 1])
        movedAt = performance.now()
      }
    }
    return told.includes(MARK) && performance.now() - movedAt < STALE_MS ? ended : undefined
  }
  /** The instant of the last answer of `directory`; 0 asks for all that count. */
  let after = 0
  const look = async () => {
    const fast = await lookInRedis().catch(() => undefined)
    if ((fast === undefined) !== silent) {
      silent = fast === undefined
      log.info(
        { redis: !silent },
        silent ? 'ended sessions are asked of the directory' : 'ended sessions come from Redis',
      )
    }
    // The first look is always at the truth: a Redis that was emptied a moment ago may say too little.
    if (fast !== undefined && after > 0) return revoked.hear(fast, systemClock.now())
    const answer = await ask(Math.max(0, after - OVERLAP_MS))
    if (isRefusal(answer)) return
    after = answer.asOf
    revoked.hear(answer.revoked, systemClock.now())
  }
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const again = () => {
    look()
      .catch((error: unknown) => log.debug({ err: error }, 'ended sessions could not be asked for'))
      .finally(() => {
        if (!stopped) timer = setTimeout(again, LOOK_MS)
      })
  }
  again()
  return {
    verify: createVerifier({ issuers, now: systemClock.now, revoked }),
    revoked,
    stop: () => {
      stopped = true
      clearTimeout(timer)
      redis.disconnect()
      client?.close()
    },
  }
}
