import { createHash, createHmac } from 'node:crypto'
import type { SealedFigures } from '@timbang/contracts/gen/timbang/scoring/v1/events'
import { addDays, boundsOf, type CivilDate, type Period } from '@timbang/rules/civil-date'
import type { Receipt } from '@timbang/rules/kernel/1/receipt'
import { kernelOn } from '@timbang/rules/kernels'
import { noParts, type OwnParts } from '@timbang/rules/parts'
import type { Packs } from '@timbang/rules/published'
import { canonicalBytes, receiptBytes } from '@timbang/rules/canonical'
import { leafPreimage, sealTree, type SealTree } from '@timbang/rules/seal-tree'
import { OWN_ENTRY_DAYS } from '@timbang/rules/own-entry'
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
 * Of two contents under one record id and revision the first in the log counts: days beyond the quarter's edge are read as far as a person's own
 * entry may lie apart from its id. Corrections are read at any distance.
 */
const REACH_DAYS = OWN_ENTRY_DAYS
/** The days whose facts say something about a quarter. */
export function reachOf(period: Period): { from: CivilDate; to: CivilDate } {
  const { from, to } = boundsOf(period)
  return { from: addDays(from, -REACH_DAYS), to: addDays(to, REACH_DAYS) }
}

/** Receipts of a quarter, in the order given. The same for a score, a seal and a replay. Who held no post has none. */
export function* receiptsOf(
  known: Known,
  employeeIds: readonly string[],
  parts: ReadonlyMap<string, OwnParts>,
  of: { readonly period: Period; readonly asOf: number; readonly packs: Packs },
): Generator<{ receipt: Receipt; agencyId: string }> {
  const kernel = kernelOn(of.packs, boundsOf(of.period).to)
  const cache = agencyCache(known, of.period, kernel)
  for (const employeeId of employeeIds) {
    const context = contextOf(known, employeeId, of.period, cache)
    if (context === undefined) continue
    const { receipt, result } = kernel.evaluate(
      parts.get(employeeId) ?? noParts,
      cache.units,
      context,
      of.packs,
      of.asOf,
    )
    if (result.post !== undefined) yield { receipt, agencyId: result.post.agencyId }
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

/** What a receipt says, whenever it was computed: of it a later edition holds what changed. */
export const withoutInstant = (receipt: Receipt): string =>
  Buffer.from(canonicalBytes({ ...receipt, asOf: 0 })).toString('utf8')
export const parseReceipt = (bytes: Uint8Array): Receipt => JSON.parse(Buffer.from(bytes).toString('utf8')) as Receipt

type Leaf = Pick<SealedPerson, 'employeeId' | 'leaf'>

/** The tree over one agency's people. */
export const agencyTree = (agencyId: string, leaves: readonly Leaf[]): SealTree =>
  sealTree([{ agencyId, leaves }], sha256)
/** The tree whose leaves are the roots of agencies: what stands above them, and leads each to the root of all. */
export const treeOver = (agencies: readonly { agencyId: string; root: Uint8Array }[]): SealTree =>
  sealTree(
    agencies.map(({ agencyId, root }) => ({ agencyId, leaves: [{ employeeId: agencyId, leaf: root }] })),
    sha256,
  )

/** Adds a person to the sums of the unit of his last counted day. */
export function addFigures(figures: Map<string, SealedFigures>, receipt: Receipt): void {
  const last = receipt.segments.filter((segment) => segment.counted).at(-1)
  if (last === undefined) return
  const unit = figures.get(last.unitId) ?? {
    agencyId: last.agencyId,
    unitId: last.unitId,
    people: 0,
    daysDue: 0,
    daysOnTime: 0,
    daysLate: 0,
    withIndex: 0,
  }
  const { trace } = last.criteria.find((line) => line.criterion === 'timeliness')!
  unit.people++
  unit.daysDue += trace.due
  unit.daysOnTime += trace.onTime
  unit.daysLate += trace.late
  if (receipt.index !== undefined) unit.withIndex++
  figures.set(last.unitId, unit)
}
