import type { AgencyFigures, Limits, LongWaiting, SurveyIndex } from '../shared/board/figures.ts'
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
    /** Beside the figures, which look 28 days back; null: nothing waits for longer. */
    long: LongWaiting | null
    asOf: Instant
    surveys: readonly SurveyIndex[]
    /** Whether the public can read something of it. */
    published: boolean
  }[]
  limits: Limits
}
