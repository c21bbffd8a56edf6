/** Why a file gives no rows: a code, and what its sentence names. Whoever shows it to a person has the words. */
export type Why =
  | { readonly code: 'locked' | 'broken' | 'too-large' | 'letters' | 'no-table' | 'format' | 'unreadable' }
  | { readonly code: 'columns'; readonly columns: readonly string[] }
  | { readonly code: 'columns-twice'; readonly columns: readonly [string, string] }
  | { readonly code: 'wide'; readonly lines: readonly number[] }
  /** Both orders of a day fit: one is asked for. */
  | { readonly code: 'dates'; readonly column: string; readonly line: number; readonly said: string }
  | { readonly code: 'dates-two'; readonly column: string }

/** The message is the sentence of a terminal, in both languages. */
export class Unreadable extends Error {
  readonly why: Why
  constructor(sentence: string, why: Why) {
    super(sentence)
    this.why = why
  }
}
