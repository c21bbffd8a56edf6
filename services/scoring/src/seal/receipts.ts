import { createHash, createHmac } from 'node:crypto'
import { addDays, boundsOf, type CivilDate, type Period } from '@timbang/rules/civil-date'
import type { Receipt } from '@timbang/rules/kernel/1/receipt'
import { kernelOn } from '@timbang/rules/kernels'
import { noParts, type OwnParts } from '@timbang/rules/parts'
import type { Packs } from '@timbang/rules/published'
import { leafPreimage, receiptBytes, sealTree, type SealTree } from '@timbang/rules/receipt'
import { agencyCache, contextOf, type Known } from '../score/domain.ts'
import type { SealedPerson } from './store.ts'

export const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()
export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** The key of one quarter, from the master key: it can be handed to an auditor without the others. */
export const quarterKey = (master: Uint8Array, period: Period, kind: number): Uint8Array =>
  createHmac('sha256', master).update(`quarter ${period} ${kind}`).digest()
export const saltOf = (key: Uint8Array, employeeId: string, period: Period, edition: number): Uint8Array =>
  createHmac('sha256', key).update(`${employeeId} ${period} ${edition}`).digest()

/**
 * A record's id is at most so many days old when it comes, so a correction moves it no further. Days beyond the quarter's edge are read that far:
 * a record that was moved over it stands on one side.
 */
const REACH_DAYS = 45
/** The days whose facts say something about a quarter. */
export function reachOf(period: Period): { from: CivilDate; to: CivilDate } {
  const { from, to } = boundsOf(period)
  return { from: addDays(from, -REACH_DAYS), to: addDays(to, REACH_DAYS) }
}

/** The facts of people over the reach of a quarter. */
type PartsReader = (employeeIds: readonly string[]) => Promise<ReadonlyMap<string, OwnParts>>
const AT_ONCE = 200

/** Everybody's receipt of a quarter, in the order of their ids. The same for a seal and for a replay. */
export async function* evaluateAll(
  known: Known,
  period: Period,
  asOf: number,
  packs: Packs,
  partsOf: PartsReader,
): AsyncGenerator<{ receipt: Receipt; agencyId: string }> {
  const cache = agencyCache(known, period)
  const kernel = kernelOn(packs, boundsOf(period).to)
  const people = [...known.assignments.keys()].sort()
  for (let at = 0; at < people.length; at += AT_ONCE) {
    const some = people
      .slice(at, at + AT_ONCE)
      .flatMap((employeeId) => contextOf(known, employeeId, period, cache) ?? [])
    const parts = await partsOf(some.map(({ employeeId }) => employeeId))
    for (const context of some) {
      const own = parts.get(context.employeeId) ?? noParts
      const { receipt, result } = kernel.evaluate(own, cache.units, context, packs, asOf)
      if (result.post !== undefined) yield { receipt, agencyId: result.post.agencyId }
    }
  }
}

/** A receipt as it is sealed. */
export function sealPerson(receipt: Receipt, agencyId: string, key: Uint8Array, edition: number): SealedPerson {
  const bytes = receiptBytes(receipt)
  return {
    employeeId: receipt.employeeId,
    agencyId,
    receipt: bytes,
    leaf: sha256(leafPreimage(saltOf(key, receipt.employeeId, receipt.period, edition), bytes)),
  }
}

export function treeOf(people: readonly Pick<SealedPerson, 'employeeId' | 'agencyId' | 'leaf'>[]): SealTree {
  const agencies = new Map<string, { employeeId: string; leaf: Uint8Array }[]>()
  for (const { employeeId, agencyId, leaf } of people) {
    const leaves = agencies.get(agencyId)
    if (leaves === undefined) agencies.set(agencyId, [{ employeeId, leaf }])
    else leaves.push({ employeeId, leaf })
  }
  return sealTree(
    [...agencies].map(([agencyId, leaves]) => ({ agencyId, leaves })),
    sha256,
  )
}
