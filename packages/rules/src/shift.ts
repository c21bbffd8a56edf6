import type { CivilDate } from './civil-date.ts'

/** The hours of one day's work, in minutes since the midnight with which its date begins. */
export interface Shift {
  readonly code: string
  readonly beginMinute: number
  /** Greater than the begin; above 1440 it crosses midnight, and belongs to the date on which it begins. */
  readonly endMinute: number
  readonly breakMinutes: number
  /** Flexible hours: until when one may arrive. Whoever comes later leaves later by as much. */
  readonly arrivalUntilMinute?: number | undefined
}

/** Hours of some weekdays by ISO number: always, or in a span of days such as Ramadan, both ends inclusive. */
export interface Hours {
  readonly weekdays: readonly number[]
  readonly from: CivilDate | undefined
  readonly to: CivilDate | undefined
  readonly shift: Shift
}
