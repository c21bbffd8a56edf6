import { boundsOf, addDays, startOf, type Period } from '@timbang/rules/civil-date'
import { refuse, type Refusal } from '@timbang/contracts/refusal'
import type { IndexPack } from '@timbang/rules/kernel/1/pack'

/**
 * The first instant at which a quarter's evidence may be sealed: the widest window and grace that any agency has are over for its last day,
 * and so are the days for verifying.
 */
export function evidenceFrom(
  period: Period,
  pack: IndexPack,
  windows: readonly { readonly days: number; readonly graceDays: number }[],
): number {
  const widest = windows.reduce(
    (most, { days, graceDays }) => Math.max(most, days + graceDays),
    pack.windows.defaultDays + pack.windows.defaultGraceDays,
  )
  return startOf(addDays(boundsOf(period).to, 1 + widest + pack.windows.verificationDays), 'WIB')
}

/** @param open a seal of this quarter was asked for and is not done; @param last the latest edition, 0 for none */
export function decideRequest(
  request: { period: Period; now: number },
  known: {
    open: boolean
    last: number
    pack: IndexPack
    windows: readonly { readonly days: number; readonly graceDays: number }[]
  },
): { edition: number } | Refusal {
  const from = evidenceFrom(request.period, known.pack, known.windows)
  if (request.now < from)
    return refuse('seal.too-early', { from: new Date(from + 7 * 3_600_000).toISOString().slice(0, 10) })
  return { edition: known.last + (known.open ? 0 : 1) }
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
  /** Per partition: the next offset, how many records were read below it, and the chain over their identities. What is missing between was unreadable. */
  readonly partitions: readonly {
    readonly topic: string
    readonly partition: number
    readonly position: string
    readonly records: string
    readonly digest: string
  }[]
  readonly agencies: readonly { readonly agencyId: string; readonly root: string; readonly people: number }[]
  readonly people: number
  readonly root: string
}
