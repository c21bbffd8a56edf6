import { Redis } from 'ioredis'
import type { Log } from './log.ts'

/** Counts that all replicas of a process add to: so many of something in a window of time. */
export interface SharedCount {
  /** @returns how many there are now in this window, and milliseconds to its end */
  add(key: string, by: number, windowMs: number): Promise<{ count: number; left: number }>
  stop(): void
}

const ANSWERS_WITHIN_MS = 200
const LEFT_ALONE_MS = 1_000
/** Keys of one window that one process remembers for itself. */
const REMEMBERED = 100_000

/**
 * Counts in Redis, and where that is gone or silent in this process alone: a limit then holds for each replica by itself, and nobody is
 * refused or let through because of Redis.
 * @param options.url absent: in this process alone
 * @param options.prefix in front of every key
 */
export function sharedCount(options: {
  readonly url: string | undefined
  readonly prefix: string
  readonly now: () => number
  readonly log: Log
}): SharedCount {
  const { url, prefix, now, log } = options
  const redis =
    url === undefined
      ? undefined
      : new Redis(url, {
          lazyConnect: true,
          maxRetriesPerRequest: 0,
          enableOfflineQueue: false,
          commandTimeout: ANSWERS_WITHIN_MS,
          connectTimeout: 1_000,
          retryStrategy: () => LEFT_ALONE_MS,
        })
  redis?.on('error', () => undefined)
  redis?.connect().catch(() => undefined)

  let own = new Map<string, number>()
  let ownWindow = -1
  const alone = (key: string, by: number, window: number): number => {
    if (window !== ownWindow || own.size >= REMEMBERED) {
      own = new Map()
      ownWindow = window
    }
    const count = (own.get(key) ?? 0) + by
    own.set(key, count)
    return count
  }

  let leftAloneUntil = 0
  return {
    async add(key, by, windowMs) {
      const at = now()
      const window = Math.floor(at / windowMs)
      const left = (window + 1) * windowMs - at
      const mine = alone(key, by, window)
      if (redis === undefined || redis.status !== 'ready' || performance.now() < leftAloneUntil)
        return { count: mine, left }
      const name = `${prefix}timbang:count:${key}:${window}`
      try {
        const [[failed, count]] = (await redis.multi().incrby(name, by).pexpire(name, windowMs).exec()) as [
          [Error | null, number],
        ]
        if (failed !== null) throw failed
        return { count: Math.max(count, mine), left }
      } catch (error) {
        leftAloneUntil = performance.now() + LEFT_ALONE_MS
        log.info({ err: error }, 'Redis counts nothing at the moment; each process counts for itself')
        return { count: mine, left }
      }
    },
    stop: () => redis?.disconnect(),
  }
}
