import type { CivilDate, Period } from '../time.ts'

/** What an indicator of a service means, as its agency has registered it. */
export type Indicator = {
  code: string
  meaning: { id: string; en: string }
  unit: string
  /** Of a ratio: what it is per. */
  perUnit: string | null
  measure: 'count' | 'ratio' | 'level'
  /** Falling is good. */
  lessIsBetter: boolean
  source: string
  verifiedBy: string
  from: CivilDate
  to: CivilDate | null
}

/** What its figures amount to in a quarter or a month, to date; thousandths. Null: nothing is known. */
export type IndicatorSum = {
  /** `2026-Q4`, or `2026-11`. */
  span: string
  amount: number | null
  per: number | null
  value: number | null
  /** Of a count: of the days that are known. */
  target: number | null
  daysDue: number
  daysKnown: number
  /** So many days are known that the value can be held against the target. */
  enough: boolean
}

export type IndicatorLine = Indicator & {
  period: Period
  /** The whole quarter's. */
  agreed: number | null
  quarter: IndicatorSum
  months: readonly IndicatorSum[]
  /** Of how many units figures count. */
  units: number
  unknown: readonly CivilDate[]
  /** The last day, or month, that is known; null: none. */
  last: string | null
}
