/** Epoch milliseconds. */
export type Instant = number

/** `YYYY-MM-DD`, a day at the workplace. */
export type CivilDate = string

/** The zone of a workplace. Every time on a page names it. */
export type Zone = 'WIB' | 'WITA' | 'WIT'

/** `2026-Q3`. */
export type Period = string
