import { refuse, type Refusal } from '@timbang/contracts/refusal'
import { addDays, boundsOf, dateAt, DAY, eachDay, startOf, type Period } from '@timbang/rules/civil-date'
import type { AgencyContext } from '@timbang/rules/context'
import type { IndexPack } from '@timbang/rules/kernel/1/pack'
import { kernelOn } from '@timbang/rules/kernels'
import { INDEX, inForce, type Packs } from '@timbang/rules/published'

/**
 * The first instant at which a quarter's evidence may be sealed: for every agency and day the window, its grace and whatever moved them are
 * over, and so are the days for verifying. Counted in WIB, where a day ends last.
 */
export function evidenceFrom(period: Period, packs: Packs, agencies: readonly AgencyContext[]): number {
  const { from, to } = boundsOf(period)
  let last = startOf(to, 'WIB')
  for (const workDate of eachDay(from, to)) {
    const { frameOf } = kernelOn(packs, workDate)
    for (const agency of agencies) last = Math.max(last, frameOf(agency, packs, 'WIB', workDate).ends.graceEnds.at)
  }
  for (const { graces } of agencies)
    for (const grace of graces) if (grace.workFrom <= to && grace.workTo >= from) last = Math.max(last, grace.until)
  const { windows } = inForce(packs, INDEX, to)!.content as IndexPack
  const over = last + windows.verificationDays * DAY
  const day = dateAt(over, 'WIB')
  return startOf(day, 'WIB') === over ? over : startOf(addDays(day, 1), 'WIB')
}

/** Whether what is said of a quarter at an instant may be sealed. @returns why not */
export function tooEarly(
  at: number,
  period: Period,
  packs: Packs,
  agencies: readonly AgencyContext[],
): Refusal | undefined {
  const from = evidenceFrom(period, packs, agencies)
  return at < from ? refuse('seal.too-early', { from: dateAt(from, 'WIB') }) : undefined
}

/** What a seal contains, exactly: whoever has the log and this can compute the root again. */
export interface Manifest {
  readonly period: string
  readonly kind: 'evidence' | 'result'
  readonly edition: number
  readonly previousRoot: string | null
  readonly cutOff: number
  readonly asOf: number
  readonly kernel: string
  readonly packs: readonly { readonly name: string; readonly version: number; readonly hash: string }[]
  readonly clusterId: string
  /** Per partition: the next offset, how many records were read below it, the chain over their identities, and the offsets that could not be read, both ends included. */
  readonly partitions: readonly {
    readonly topic: string
    readonly partition: number
    readonly position: string
    readonly records: string
    readonly digest: string
    readonly skipped: readonly { readonly first: string; readonly last: string }[]
  }[]
  /**
   * Of each partition of activity.v1 in which a record's id came again with other content: how many offsets stand behind the first ones and count
   * for nothing, and the hash over them (`namedConflicts`). The journal's topic tells them one by one. Absent in what was sealed before they were named.
   */
  readonly conflicts?: readonly { readonly partition: number; readonly records: number; readonly digest: string }[]
  /** Those of the edition's people only: nobody else's receipt changed. */
  readonly agencies: readonly { readonly agencyId: string; readonly root: string; readonly people: number }[]
  readonly people: number
  readonly root: string
}

/** A record whose id had come before with other content, by its place in activity.v1, and when the journal told so. */
export interface Conflict {
  readonly partition: number
  readonly offset: bigint
  readonly appendedAt: number
}

/** Names the conflicts that were told at an instant, as a manifest does: any number of them in one line a partition. @param sha256 the caller's: nothing here hashes by itself */
export function namedConflicts(
  conflicts: readonly Conflict[],
  asOf: number,
  sha256: (bytes: Uint8Array) => Uint8Array,
): NonNullable<Manifest['conflicts']> {
  const partitions = new Map<number, Set<bigint>>()
  for (const { partition, offset, appendedAt } of conflicts) {
    if (appendedAt > asOf) continue
    const there = partitions.get(partition)
    if (there === undefined) partitions.set(partition, new Set([offset]))
    else there.add(offset)
  }
  return [...partitions]
    .sort(([a], [b]) => a - b)
    .map(([partition, offsets]) => ({
      partition,
      records: offsets.size,
      digest: Buffer.from(sha256(Buffer.from([...offsets].sort((a, b) => (a < b ? -1 : 1)).join('\n')))).toString(
        'hex',
      ),
    }))
}
