import type { AgencyFigures, Limits, SurveyIndex } from '../shared/board/figures.ts'
import type { Instant, Zone } from '../shared/time.ts'

/** G1 Dasbor provinsi. */
export type ProvinceView = {
  now: Instant
  zone: Zone
  name: string
  agencies: readonly {
    agencyId: string
    code: string
    name: string
    figures: AgencyFigures | null
    asOf: Instant
    surveys: readonly SurveyIndex[]
    /** Whether the public can read something of it. */
    published: boolean
  }[]
  limits: Limits
}
