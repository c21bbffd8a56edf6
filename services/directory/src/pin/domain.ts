import { refuse, type Refusal } from '@timbang/contracts/refusal'
import { addDays, type CivilDate } from '@timbang/rules/civil-date'

/** Whose number at a machine it is, from and to inclusive; no end while it lasts. */
export interface Holder {
  readonly employeeId: string
  readonly fromDate: CivilDate
  readonly toDate: CivilDate | undefined
}

const ends = ({ toDate }: Holder): CivilDate => toDate ?? '9999-12-31'

/**
 * Gives a number to somebody from a day on. Who had it without an end, or beyond that day, has it until the day before: machines give the number of who
 * left to who came. The same beginning said again mends what was said; an end that is left blank opens nothing again, so that a file with both owners
 * can come twice. On days of somebody who begins later it is refused.
 * @param holders the earliest first @returns the earliest first
 */
export function give(holders: readonly Holder[], next: Holder): readonly Holder[] | Refusal {
  if (next.toDate !== undefined && next.toDate < next.fromDate) return refuse('pin.overlaps')
  const said = holders.find(({ fromDate }) => fromDate === next.fromDate)
  if (said?.employeeId === next.employeeId && next.toDate === undefined) return holders
  const others = holders.filter(({ fromDate }) => fromDate !== next.fromDate)
  const later = others.filter(({ fromDate }) => fromDate > next.fromDate)
  if (later.some(({ fromDate }) => fromDate <= ends(next))) return refuse('pin.overlaps')
  const earlier = others.filter(({ fromDate }) => fromDate < next.fromDate)
  const inside = earlier.some(
    (one) => one.toDate !== undefined && next.toDate !== undefined && one.toDate > next.toDate,
  )
  if (inside) return refuse('pin.overlaps')
  const cut = earlier.map((one) => (ends(one) < next.fromDate ? one : { ...one, toDate: addDays(next.fromDate, -1) }))
  return [...cut, next, ...later]
}
