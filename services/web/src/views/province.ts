import type { Limits } from './agency.ts'
import type { AgencyFigures, SurveyIndex } from './figures.ts'
import type { Instant, Zone } from './time.ts'

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
  }[]
  limits: Limits
}
