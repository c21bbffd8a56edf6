import { type Refusal, refuse } from '@timbang/contracts/refusal'
import { isCivilDate } from '@timbang/rules/civil-date'

// What every door of the journal asks of a request before anything asks the database.

/** A day that exists, in a year that anybody can mean: behind 9999 dates no longer compare as text. */
export const isDate = (text: string): boolean => isCivilDate(text) && text >= '2000' && text < '2100'
export const invalid = (field: string, hint: string): Refusal => refuse('request.value-invalid', { hint }, field)

/** The most that one click decides, or one question names. */
export const MOST_REFS = 1_000
const PAGE = 200
export const pageOf = (wanted: number): number => (wanted > 0 && wanted <= PAGE ? wanted : 50)
