import type { SurveyElement } from '../survei/view.ts'
import type { IndicatorLine } from '../shared/indicator/view.ts'
import type { CivilDate, Instant, Period, Zone } from '../shared/time.ts'

/** Shown with the number of people it is made of; hidden under k, or where all are of one class (then with their number); empty when there is nobody. */
export type PublicShare =
  | { state: 'shown'; people: number; daysDue: number; daysOnTime: number }
  | { state: 'hidden'; people?: number }
  | { state: 'empty' }

export type PublicSurvey = {
  unitName: string
  from: CivilDate
  to: CivilDate
  closed: boolean
  result:
    | {
        state: 'shown'
        answers: number
        incomplete: number
        indexHundredths: number
        class: 'A' | 'B' | 'C' | 'D'
        /** Sum of the answers 1–4 per element. */
        elements: readonly { element: SurveyElement; sum: number }[]
      }
    | { state: 'below-threshold'; threshold: number }
}

/** What an agency means to reach in a quarter, beside what its figures amount to, and the days or months whose sum that is. */
export type PublicPromise = IndicatorLine & {
  rows: readonly {
    span: string
    amount: number
    per: number | null
    /** How many units told it. */
    units: number
    /** Of a level, which of several units does not add up. */
    unit?: string
  }[]
}

/** W2 Instansi, immutable once issued. */
export type PublicationView = {
  code: string
  name: string
  period: Period
  edition: number
  issuedAt: Instant
  zone: Zone
  /** Hex of the SHA-256 of the publication's canonical JSON, and where that can be had. */
  hash: string
  jsonPath: string
  k: number
  whole: PublicShare
  units: readonly { name: string; share: PublicShare }[]
  surveys: readonly PublicSurvey[]
  promises: readonly PublicPromise[]
  /** A quarter that is over and not published yet; null: this is the latest. */
  awaited: Period | null
  /** Of other agencies, for the way there. */
  others: readonly { code: string; name: string }[]
}

/** One agency among those that have published. */
export type PublishedAgency = {
  code: string
  name: string
  period: Period
  /** Null: hidden, or nobody works there. */
  whole: { people: number; daysDue: number; daysOnTime: number } | null
  surveys: readonly {
    unitName: string
    /** Null below the threshold. */
    result: { indexHundredths: number; class: 'A' | 'B' | 'C' | 'D'; answers: number } | null
  }[]
  units: readonly string[]
}
/** W1 and /publik: who has published, by name. */
export type PublishedView = { agencies: readonly PublishedAgency[] }
