import type { Shift } from '@timbang/rules/shift'
import type { CivilDate, Instant, Zone } from '../shared/time.ts'

/** One's own month: the days that are scheduled. */
export type MineView = {
  now: Instant
  zone: Zone
  today: CivilDate
  /** `2026-12`. */
  month: string
  previous: string
  /** Null: a schedule reaches no further. */
  next: string | null
  /** Empty: no schedule is published for the month, which then follows the calendar. */
  days: readonly { date: CivilDate; shifts: readonly Shift[]; excused: boolean }[]
}

/** Units whose schedule one may open. */
export type UnitsView = { units: readonly { code: string; name: string }[] }

export type DutyPerson = {
  employeeId: string
  name: string
  position: string
  /** 0: nothing is published for him. */
  version: number
  /** By the days of the month, as the cells of the grid say it: `P`, `P,S`, `07:00-14:00`, `L`, or nothing where nothing is published. */
  cells: readonly string[]
  /** By the days of the month: he has a post in the unit. */
  held: readonly boolean[]
  /** What made this version, where he changed turns with somebody; null: it was published. */
  swap: { swapId: string; dates: readonly CivilDate[] } | null
  /** Worked, without breaks. */
  minutes: number
}

/** The month of a unit, as it is published. */
export type UnitView = {
  now: Instant
  zone: Zone
  code: string
  unit: string
  month: string
  previous: string
  next: string | null
  dates: readonly CivilDate[]
  shifts: readonly Shift[]
  people: readonly DutyPerson[]
  /** Its quarter is sealed: what is published now counts in the next edition. */
  sealed: boolean
  mayPublish: boolean
  /** Of the swap that is asked for next: sent twice it is one. */
  swapId: string
}

/** Who of a person's month, by the version that was seen. */
export type SwapSide = { employeeId: string; seenVersion: number }
/** Two people change their turns of one day, or of two. */
export type Swapping = { swapId: string; month: string; dates: readonly CivilDate[]; first: SwapSide; second: SwapSide }

/** A person's month as it is typed, where it differs from what is published. */
export type TypedRow = {
  employeeId: string
  /** The version over which it was typed. */
  version: number
  cells: readonly string[]
}
/** What is wrong with a cell, or with a whole row (no date). */
export type Fault = { employeeId: string; date: CivilDate | null; code: string }
