/**
 * The words of every door: what an id, a date or a text of a request may be. One set for gRPC (options of fields, see
 * `edge.ts`) and HTTP (formats of the schemas). Pure, and cheap enough to run over every field of every request.
 */

/** Years in which this platform believes. Dates are compared as text, which ends at 9999-12-31. */
export const FIRST_YEAR = 1900
export const LAST_YEAR = 2200
export const FIRST_INSTANT = Date.UTC(FIRST_YEAR, 0, 1)
export const LAST_INSTANT = Date.UTC(LAST_YEAR, 11, 31)

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const ID = /^[0-9A-Za-z][0-9A-Za-z._:-]{0,99}$/
const CODE = /^[0-9A-Za-z][0-9A-Za-z._/ -]{0,63}$/
const DATE = /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/
const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/
const PERIOD = /^(\d{4})-Q[1-4]$/
const CURSOR = /^[\x21-\x7e]{1,400}$/

const known = (year: string | undefined): boolean => Number(year) >= FIRST_YEAR && Number(year) <= LAST_YEAR
const daysOf = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

/** Lower case, as a key is written. */
export const isUuid = (text: string): boolean => UUID.test(text)
export const isId = (text: string): boolean => ID.test(text)
export const isCode = (text: string): boolean => CODE.test(text)
export const isCursor = (text: string): boolean => CURSOR.test(text)
/** A day that exists. */
export function isDate(text: string): boolean {
  const found = DATE.exec(text)
  if (found === null || !known(found[1])) return false
  return Number(found[3]) <= 28 || Number(found[3]) <= daysOf(Number(found[1]), Number(found[2]))
}
export const isMonth = (text: string): boolean => known(MONTH.exec(text)?.[1])
export const isPeriod = (text: string): boolean => known(PERIOD.exec(text)?.[1])
export const isInstant = (instant: number | bigint): boolean => instant >= FIRST_INSTANT && instant <= LAST_INSTANT

/**
 * What no keyboard writes and no database keeps: control signs, halves of letters, the mark that a decoder leaves where bytes
 * were of another encoding; and signs that turn the direction of writing, with which a text reads otherwise than it is. Tab
 * and line feed are writing.
 */
const NOT_WRITING =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffd\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/
export const isWriting = (text: string): boolean => !NOT_WRITING.test(text)

/** Fillers count as letters, the empty Braille cell as a sign. */
const SEEN = /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u
/** Whether there is anything to be seen in it: not white space, joiners and marks alone. */
export const isSeen = (text: string): boolean => SEEN.test(text)

/** Letters as a person counts them, not as UTF-16 does; a text over three times the limit is not counted to its end. */
export const lettersOf = (text: string): number => {
  let letters = 0
  for (const _ of text) letters++
  return letters
}
/** @param letters at most */
export const isText = (text: string, letters: number): boolean =>
  text.length <= letters * 2 && isWriting(text) && (text.length <= letters || lettersOf(text) <= letters)

/** Days from one civil date to the other, both included. */
export const daysIn = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1

/** Every word of a text by the name that it has in a schema, and what stands in the sentence of its refusal, in signs that need no language. */
export const words = {
  uuid: { is: isUuid, hint: 'UUID' },
  id: { is: isId, hint: 'id: A–Z a–z 0–9 . _ : -' },
  code: { is: isCode, hint: 'A–Z a–z 0–9 . _ / -' },
  date: { is: isDate, hint: 'YYYY-MM-DD' },
  month: { is: isMonth, hint: 'YYYY-MM' },
  period: { is: isPeriod, hint: 'YYYY-Q1 … YYYY-Q4' },
  cursor: { is: isCursor, hint: 'next' },
} as const
export type Word = keyof typeof words
