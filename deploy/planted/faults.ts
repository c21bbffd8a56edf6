import type { Fault } from './fault.ts'
import { deadlines } from './list/deadlines.ts'
import { figures } from './list/figures.ts'

/** What can be broken, by kind. A new member of a kind is a new row: a lock, a cut-off, a threshold, a look, a limit at a door. */
export const kinds: Readonly<Record<string, readonly Fault[]>> = {
  'Deadlines, allowances and what is in force': deadlines,
  'Halves, edges and floors of a score': figures,
}
export const faults: readonly Fault[] = Object.values(kinds).flat()
