/** Of a long story the journal keeps its first eight decisions and the last; the recording that began the present revision is none of them. */
const KEPT_FIRST = 8

/** So many steps of a long story are not kept: they lay before the step of this number. Null: all are. */
export type Gap = { count: number; before: number } | null

export const gapIn = (steps: readonly { what: string }[], count: number): Gap => {
  if (count === 0) return null
  const decisions = steps.flatMap(({ what }, at) => (what === 'ActivityRecorded' ? [] : [at]))
  return { count, before: decisions[KEPT_FIRST] ?? steps.length }
}

/** The number of the next revision: above all that was told, also above one that was refused while an earlier one stood. */
export const nextRevision = (revision: number, steps: readonly { revision: number }[]): number =>
  Math.max(revision, ...steps.map((step) => step.revision)) + 1

/** What happened in a step, told apart where a file said it and not its writer. */
export const whatOf = ({ what, imported }: { what: string; imported: boolean }): string =>
  imported && (what === 'ActivityRecorded' || what === 'EntryWithdrawn') ? `${what}ByFile` : what
