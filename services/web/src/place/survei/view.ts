import type { CivilDate } from '../shared/time.ts'

export type SurveyElement = 'u1' | 'u2' | 'u3' | 'u4' | 'u5' | 'u6' | 'u7' | 'u8' | 'u9'

/** W4 Isi survei. */
export type SurveyView =
  | {
      state: 'open'
      unitName: string
      agencyName: string
      agencyCode: string
      servicePoint: string
      from: CivilDate
      to: CivilDate
      elements: readonly SurveyElement[]
      /** Results are shown only from so many answers on. */
      threshold: number
    }
  | {
      state: 'not-yet' | 'closed'
      unitName: string
      agencyName: string
      agencyCode: string
      from: CivilDate
      to: CivilDate
    }

export type SurveyAnswered =
  | { kind: 'counted' }
  | { kind: 'refused'; code: string; field?: string }
  | { kind: 'busy'; retryAfterSeconds: number; code: string }
