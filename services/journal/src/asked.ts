import { type Refusal, refuse } from '@timbang/contracts/refusal'

// What every door of the journal asks of a request before anything asks the database.

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
export const isUuid = (text: string): boolean => UUID.test(text)
export const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))
export const invalid = (field: string, hint: string): Refusal => refuse('request.value-invalid', { hint }, field)

/** The most that one click decides, or one question names. */
export const MOST_REFS = 1_000
const PAGE = 200
export const pageOf = (wanted: number): number => (wanted > 0 && wanted <= PAGE ? wanted : 50)
