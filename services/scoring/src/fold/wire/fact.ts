import type { CivilDate } from '@timbang/rules/civil-date'
import type { Fact } from '@timbang/rules/facts'

/** A fact with where it belongs. */
export interface PlacedFact {
  readonly employeeId: string
  readonly workDate: CivilDate
  readonly fact: Fact
}

/** An absent number of the wire stays absent. */
export const number = (value: bigint | undefined) => (value === undefined ? undefined : Number(value))
