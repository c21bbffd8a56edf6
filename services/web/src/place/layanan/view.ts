import type { Indicator, IndicatorLine, IndicatorSum } from '../shared/indicator/view.ts'
import type { CivilDate, Instant, Period, Zone } from '../shared/time.ts'

export type Agency = { code: string; name: string }

/** The indicators of an agency, with what they amount to. */
export type ServicesView = {
  now: Instant
  today: CivilDate
  zone: Zone
  /** Null: no agency was chosen. */
  agency: Agency | null
  agencies: readonly Agency[]
  period: Period
  lines: readonly IndicatorLine[]
  mayRegister: boolean
}

/** What was told of a day or a month, in its highest revision. */
export type Figure = {
  recordId: string
  revision: number
  amount: number
  per: number | null
  /** Its revision came with two contents: the first counts. */
  contradicted: boolean
}

/** A day of the month, or the month as a whole. */
export type Span = {
  /** `2026-11-12`, or `2026-11`. */
  span: string
  /** Null: none, or taken back. */
  figure: Figure | null
  /** Of a month: its days count, and it does not. */
  beside: boolean
  /** What other sources said of it, and does not count. */
  others: readonly Figure[]
  /** Which record a new figure of it is, and how often it was told already. */
  recordId: string
  revision: number
  state: 'known' | 'unknown' | 'today' | 'free' | 'outside'
}

/** One indicator's month in one unit. */
export type MonthView = {
  now: Instant
  today: CivilDate
  zone: Zone
  agency: Agency & { agencyId: string }
  indicator: Indicator & { indicatorId: string }
  units: readonly { unitId: string; code: string; name: string }[]
  unit: { unitId: string; code: string; name: string }
  month: string
  previous: string
  next: string | null
  days: readonly Span[]
  whole: Span
  sum: IndicatorSum
  unknown: number
  mayTell: boolean
}

/** What the form of an indicator holds: as it was typed. */
export type IndicatorFields = {
  code: string
  version: string
  meaningId: string
  meaningEn: string
  measure: string
  unit: string
  perUnit: string
  direction: string
  source: string
  verifiedBy: string
  from: string
  to: string
} & Readonly<Record<`target-${string}`, string>>

export type IndicatorView = {
  agency: Agency & { agencyId: string }
  /** Null: a new one. */
  known: (Indicator & { version: number; targets: readonly { period: Period; target: number }[] }) | null
  /** Whose targets are asked for. */
  quarters: readonly Period[]
  today: CivilDate
  mayRegister: boolean
}
