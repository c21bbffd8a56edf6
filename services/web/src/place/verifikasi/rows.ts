/** What an answer of the server means for a list that somebody is reading: what is new waits, what is gone is greyed, nothing moves. */
export type Change = { fresh: readonly string[]; gone: readonly string[]; back: readonly string[] }

export const compare = (present: readonly { ref: string; gone: boolean }[], fetched: readonly string[]): Change => {
  const now = new Set(fetched)
  const here = new Set(present.map((row) => row.ref))
  return {
    fresh: fetched.filter((ref) => !here.has(ref)),
    gone: present.filter((row) => !row.gone && !now.has(row.ref)).map((row) => row.ref),
    back: present.filter((row) => row.gone && now.has(row.ref)).map((row) => row.ref),
  }
}

/** The row to go to: from none to the first, never past an end. @returns an index, or null of an empty list */
export const step = (at: number | null, by: 1 | -1, length: number): number | null =>
  length === 0 ? null : at === null ? 0 : Math.min(length - 1, Math.max(0, at + by))

/** Whole seconds that are left to take back; 0 when it is over. */
export const secondsLeft = (undoUntil: number, now: number): number => Math.max(0, Math.ceil((undoUntil - now) / 1000))
