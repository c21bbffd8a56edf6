import { Redis } from 'ioredis'
import { LiveFrame } from '@timbang/contracts/gen/timbang/scoring/v1/live'
import type { Log } from '@timbang/process/log'
import { operatorKey } from './frame.ts'

/** The latest frame of each board, for whichever live process somebody comes to. */
export interface Latest {
  /** What is kept there; nothing of a board that is not, or where Redis is gone or silent. @param agencyId undefined: of all boards */
  read(agencyId?: string): Promise<LiveFrame[]>
  /** The version of each frame that is kept there; undefined where Redis says nothing. */
  versions(): Promise<Map<string, bigint> | undefined>
  /** Keeps frames over older ones, and over none that is newer. */
  keep(frames: readonly LiveFrame[]): Promise<void>
  /** What the operator's page showed last, as browsers read it; nothing older than ten seconds. */
  operator(): Promise<string | undefined>
  stop(): void
}

const ANSWERS_WITHIN_MS = 200
const LEFT_ALONE_MS = 1_000

/** One hash, so that Redis cannot lose a version without its frame. */
export const framesKey = (prefix: string): string => `${prefix}timbang:frames`

/** Each field is a version, a space, and the frame: several processes keep the same ones, and one of them may be behind. */
const KEEP = `
for at = 1, #ARGV, 3 do
  local there = redis.call('hget', KEYS[1], ARGV[at])
  local version = there and tonumber(string.match(there, '^%d+'))
  if not version or version < tonumber(ARGV[at + 1]) then
    redis.call('hset', KEYS[1], ARGV[at], ARGV[at + 1] .. ' ' .. ARGV[at + 2])
  end
end`
const VERSIONS = `
local told = redis.call('hgetall', KEYS[1])
for at = 2, #told, 2 do told[at] = string.match(told[at], '^%d+') or '' end
return told`

/** A board's frame out of a field; undefined where it is none of ours. */
function frameIn(field: Buffer): LiveFrame | undefined {
  try {
    return LiveFrame.decode(field.subarray(field.indexOf(' ') + 1))
  } catch {
    // Whatever it is, it is lost, and Postgres has what stood there.
    return undefined
  }
}

/**
 * Latest frames in Redis. It is a memory that may be lost at any moment: whoever reads here asks Postgres for what is newer, and where Redis is gone,
 * for all.
 * @param prefix in front of the key, as of topics
 */
export function latestFrames(options: { readonly url: string; readonly prefix: string; readonly log: Log }): Latest {
  const key = framesKey(options.prefix)
  const redis = new Redis(options.url, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    commandTimeout: ANSWERS_WITHIN_MS,
    connectTimeout: LEFT_ALONE_MS,
    retryStrategy: () => LEFT_ALONE_MS,
  })
  redis.on('error', () => undefined)
  redis.connect().catch(() => undefined)

  let leftAloneUntil = 0
  const ask = async <T>(command: () => Promise<T>, otherwise: T): Promise<T> => {
    if (redis.status !== 'ready' || performance.now() < leftAloneUntil) return otherwise
    try {
      return await command()
    } catch (error) {
      // Nobody else waits for one that is silent.
      leftAloneUntil = performance.now() + LEFT_ALONE_MS
      options.log.info({ err: error }, 'Redis keeps no frames at the moment; they come from the database')
      return otherwise
    }
  }
  return {
    read: (agencyId) =>
      ask(async () => {
        const fields =
          agencyId === undefined ? await redis.hvalsBuffer(key) : [(await redis.hgetBuffer(key, agencyId)) ?? []].flat()
        return fields.map(frameIn).filter((frame) => frame?.agency !== undefined) as LiveFrame[]
      }, []),
    versions: () =>
      ask<Map<string, bigint> | undefined>(async () => {
        const told = (await redis.eval(VERSIONS, 1, key)) as string[]
        const versions = new Map<string, bigint>()
        for (let at = 0; at < told.length; at += 2)
          if (told[at + 1] !== '') versions.set(told[at]!, BigInt(told[at + 1]!))
        return versions
      }, undefined),
    keep: (frames) =>
      ask(async () => {
        if (frames.length === 0) return
        await redis.eval(
          KEEP,
          1,
          key,
          ...frames.flatMap((frame) => [
            frame.key,
            String(frame.version),
            Buffer.from(LiveFrame.encode(frame).finish()),
          ]),
        )
      }, undefined),
    operator: () => ask(async () => (await redis.get(operatorKey(options.prefix))) ?? undefined, undefined),
    stop: () => redis.disconnect(),
  }
}
