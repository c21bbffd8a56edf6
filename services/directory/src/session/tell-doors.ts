import { REVOKED_FOR_MS } from '@timbang/identity/revoked'
import type { Pool } from '@timbang/postgres/pool'
import type { Log } from '@timbang/process/log'
import { MARK, OVERLAP_MS, revokedKey } from '@timbang/process/verifier'
import { Redis } from 'ioredis'
import { forgetSessions, revokedSince } from './store.ts'

const TELL_MS = 1_000
/** Rows are kept a while longer than anybody needs them, so that a question about yesterday has an answer. */
const FORGET_AFTER_MS = 7 * 24 * 3_600_000
const FORGET_EVERY_MS = 60_000
const FORGOTTEN_AT_ONCE = 1_000

export interface Telling {
  /** Now, besides every second. */
  tell(): void
  stop(): Promise<void>
}

/**
 * Tells Redis, every second, which sessions have ended and that this is still being said. An emptied Redis is told all that counts.
 * Any number of replicas may do it: what they write is the same.
 */
export function startTelling(options: {
  readonly pool: Pool
  readonly redisUrl: string
  readonly prefix: string
  readonly now: () => number
  readonly log: Log
}): Telling {
  const { pool, now, log } = options
  const key = revokedKey(options.prefix)
  const redis = new Redis(options.redisUrl, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    commandTimeout: TELL_MS,
    connectTimeout: TELL_MS,
    retryStrategy: () => TELL_MS,
  })
  redis.on('error', () => undefined)
  redis.connect().catch(() => undefined)

  const tell = async () => {
    const at = now()
    const counts = at - REVOKED_FOR_MS
    const mark = await redis.zscore(key, MARK)
    const since = mark === null ? counts : Math.max(counts, Number(mark) - OVERLAP_MS)
    const ended = await revokedSince(pool, BigInt(since))
    const members = ended.flatMap(({ hash, endedAt }) => [String(endedAt), hash])
    const done = await redis
      .multi()
      .zadd(key, ...members, String(at), MARK)
      .zremrangebyscore(key, '-inf', `(${counts}`)
      .exec()
    // Emptied between the question and the answer: the next second finds no mark of an older age and tells all.
    if (mark !== null && done?.[0]?.[1] === members.length / 2 + 1) await redis.del(key)
  }
  const forget = async () => {
    while ((await forgetSessions(pool, BigInt(now() - FORGET_AFTER_MS), FORGOTTEN_AT_ONCE)) === FORGOTTEN_AT_ONCE);
  }

  let stopped = false
  let busy = false
  let wanted = false
  let running: Promise<void> = Promise.resolve()
  let forgottenAt = 0
  const work = async () => {
    await tell().catch((error: unknown) => log.debug({ err: error }, 'redis was not told which sessions ended'))
    if (stopped || performance.now() - forgottenAt < FORGET_EVERY_MS) return
    forgottenAt = performance.now()
    await forget().catch((error: unknown) => log.warn({ err: error }, 'old sessions could not be forgotten'))
  }
  /** One at a time: a Redis that does not answer must not be asked by ever more of them. */
  const once = () => {
    if (stopped) return
    if (busy) {
      wanted = true
      return
    }
    busy = true
    running = work().finally(() => {
      busy = false
      if (!wanted) return
      wanted = false
      once()
    })
  }
  const timer = setInterval(once, TELL_MS)
  once()
  return {
    tell: once,
    stop: async () => {
      stopped = true
      clearInterval(timer)
      await running
      redis.disconnect()
    },
  }
}
