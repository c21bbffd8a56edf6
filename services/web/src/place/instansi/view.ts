import type { AgencyFigures, Limits, LongWaiting, SurveyIndex, UnitFigures } from '../shared/board/figures.ts'
import type { IndicatorLine } from '../shared/indicator/view.ts'
import type { Instant, Zone } from '../shared/time.ts'

/** I1 Dasbor instansi. */
export type AgencyView = {
  now: Instant
  zone: Zone
  code: string
  name: string
  shortName: string
  /** Null: nothing was ever heard of this agency. */
  figures: AgencyFigures | null
  /** Beside the figures, which look 28 days back; null: nothing waits for longer. */
  long: LongWaiting | null
  /** When the figures were computed. */
  asOf: Instant
  units: readonly { unitId: string; name: string }[]
  surveys: readonly SurveyIndex[]
  /** Of the quarter that runs. */
  indicators: readonly IndicatorLine[]
  /** Whether a figure opens its days to this caller: the governor sees what they amount to. */
  figuresOpen: boolean
  limits: Limits
  /** Requests for grace that wait for this caller; null: he answers none, or none waits. */
  grace: { waiting: number; oldestAskedAt: Instant } | null
  /** Whether the public can read something of it. */
  published: boolean
  /** Whether a unit opens its people to this caller: to the governor it does not. */
  peopleOpen: boolean
  /** Whether the province's board may be opened by this caller: the crumb is then a link. */
  provinceOpen: boolean
}

/** A unit of I1, with its people. */
export type UnitView = {
  now: Instant
  zone: Zone
  code: string
  agencyName: string
  name: string
  figures: UnitFigures | null
  asOf: Instant
  /** The quarter that a name opens. */
  period: string
  people: readonly { employeeId: string; name: string; position: string }[]
}
