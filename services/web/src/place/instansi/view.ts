import type { AgencyFigures, Limits, SurveyIndex } from '../shared/board/figures.ts'
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
  /** When the figures were computed. */
  asOf: Instant
  units: readonly { unitId: string; name: string }[]
  surveys: readonly SurveyIndex[]
  limits: Limits
  /** Whether the province's board may be opened by this caller: the crumb is then a link. */
  provinceOpen: boolean
}
