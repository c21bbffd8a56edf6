import type { Refusal } from '@timbang/contracts/refusal'

/** A line of a file that cannot be taken. */
export interface Fault {
  readonly line: number
  /** As the form calls it; absent: the line as a whole. */
  readonly column?: string | undefined
  /** A code of the reader, or one of a refusal. */
  readonly reason: string
  /** What stood there, short; never a NIP. */
  readonly said?: string | undefined
  /** Of a refusal: what its sentence names. */
  readonly details?: Refusal['details']
}

/** So many are kept; all are counted. */
export const KEPT = 20

/** Counts faults and keeps the first of them. */
export function faultsKept() {
  const kept: Fault[] = []
  let count = 0
  return {
    add: (fault: Fault) => {
      count++
      if (kept.length < KEPT) kept.push(fault)
    },
    count: () => count,
    kept: () => kept,
  }
}
