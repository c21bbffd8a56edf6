import type { CivilDate } from './civil-date.ts'

/**
 * A person's facts: by civil day, the packed bytes of every source laid end to end, and his leaves and permissions, each whole. They reach beyond the span, so
 * that a record moved across its edge counts once.
 */
export interface OwnParts {
  readonly days: ReadonlyMap<CivilDate, Uint8Array>
  readonly leaves: Uint8Array | undefined
}
export const noParts: OwnParts = { days: new Map(), leaves: undefined }

/** A batch of answers as it was released: sums in the order of the survey's elements. */
export interface SurveyBatch {
  readonly day: CivilDate
  readonly answers: number
  readonly sums: readonly number[]
}
export interface UnitSurvey {
  readonly surveyId: string
  readonly elements: readonly string[]
  readonly from: CivilDate
  readonly to: CivilDate
  readonly batches: readonly SurveyBatch[]
}
export interface UnitPart {
  readonly parentUnitId: string | undefined
  readonly surveys: readonly UnitSurvey[]
}
/** What is known of units: those of the person's posts and all above them. */
export type UnitParts = ReadonlyMap<string, UnitPart>
