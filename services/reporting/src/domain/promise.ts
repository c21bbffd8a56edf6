import type { CivilDate, Period } from '@timbang/rules/civil-date'

/** What figures amount to in a quarter or a month; thousandths, null: nothing is known. */
export interface PublicSum {
  readonly span: string
  readonly amount: number | null
  readonly per: number | null
  readonly value: number | null
  /** Of a count: of the days that are known. */
  readonly target: number | null
  readonly daysDue: number
  readonly daysKnown: number
  readonly enough: boolean
}

/** What was told of a day, or a month, by all units; a level does not add up, and stands by its unit. */
export interface PublicRow {
  readonly span: string
  readonly amount: number
  readonly per: number | null
  readonly units: number
  readonly unit?: string
}

/** What the public reads of an indicator's quarter: what was promised, what it amounts to, and the rows whose sum that is. */
export interface PublicPromise {
  readonly code: string
  readonly meaning: { readonly id: string; readonly en: string }
  readonly unit: string
  readonly perUnit: string | null
  readonly measure: 'count' | 'ratio' | 'level'
  readonly lessIsBetter: boolean
  readonly source: string
  readonly verifiedBy: string
  readonly from: CivilDate
  readonly to: CivilDate | null
  readonly period: Period
  /** The whole quarter's target. */
  readonly agreed: number | null
  readonly quarter: PublicSum
  readonly months: readonly PublicSum[]
  readonly units: number
  readonly unknown: readonly CivilDate[]
  readonly last: string | null
  readonly rows: readonly PublicRow[]
}
