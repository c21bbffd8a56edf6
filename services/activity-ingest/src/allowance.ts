import { type Refusal, refuse } from '@timbang/contracts/refusal'
import type { SharedCount } from '@timbang/process/shared-count'
import type { Lane } from './lanes.ts'

/** So far nobody asks the other replicas: most people never come near their limit. */
const UNASKED = 0.1

/** What is counted: what a person records of himself, the scans that an officer brings as files, what a machine imports. */
export type Purse = Lane | 'files'

/**
 * How many records a caller may send in a window of time, over all replicas of this process: a person so many, his files so many, an import so many.
 * A request is taken whole or not at all.
 */
export function createAllowance(options: {
  readonly most: Readonly<Record<Purse, number>>
  readonly windowMs: number
  readonly shared: SharedCount
  readonly now: () => number
}) {
  const { most, windowMs, shared, now } = options
  let window = -1
  let held = new Map<string, { records: number; told: number }>()

  return async (sub: string, purse: Purse, records: number): Promise<Refusal | undefined> => {
    const current = Math.floor(now() / windowMs)
    if (current !== window) {
      window = current
      held = new Map()
    }
    const limit = most[purse]
    // What he brings for others leaves him what is his own.
    const key = purse === 'files' ? `files:${sub}` : sub
    let own = held.get(key)
    if (own === undefined) held.set(key, (own = { records: 0, told: 0 }))
    const over = (left: number) => refuse('request.too-many', { seconds: Math.ceil(left / 1_000) })
    if (own.records + records > limit) return over((window + 1) * windowMs - now())
    own.records += records
    if (own.records <= limit * UNASKED) return undefined
    const untold = own.records - own.told
    own.told = own.records
    const { count, left } = await shared.add(`records:${key}`, untold, windowMs)
    return count > limit ? over(left) : undefined
  }
}
export type Allowance = ReturnType<typeof createAllowance>
