/** A unit as far as it can give somebody away: how many work there, and of their days how many were on time. Siblings stand in the order of their official codes. */
export interface Counted {
  readonly id: string
  readonly people: number
  readonly daysDue: number
  readonly daysOnTime: number
}

/** What is hidden of siblings: their figures, of some of them the number of people too; and what is shown of the whole. */
export interface Suppressed {
  readonly people: ReadonlySet<string>
  readonly figures: ReadonlySet<string>
  readonly total: { readonly people: boolean; readonly figures: boolean }
}

type Sums = Omit<Counted, 'id'>
const sumOf = (units: readonly Sums[]): Sums => ({
  people: units.reduce((sum, { people }) => sum + people, 0),
  daysDue: units.reduce((sum, { daysDue }) => sum + daysDue, 0),
  daysOnTime: units.reduce((sum, { daysOnTime }) => sum + daysOnTime, 0),
})

/** Everybody in it is of one class, however many they are: what is said of all is said of each. */
const ofOneClass = ({ daysDue, daysOnTime }: Sums): boolean =>
  daysDue > 0 && (daysOnTime === 0 || daysOnTime === daysDue)

/**
 * Adds to what must be hidden what covers it, so that nobody is picked out by subtracting from the whole what is shown: the smallest that does, of
 * equals the first in the order of official codes. Where none does alone the smallest is added, and so on.
 * @returns undefined: all together do not cover it
 */
function covered(
  must: readonly Counted[],
  others: readonly Counted[],
  covers: (hidden: readonly Counted[]) => boolean,
): Counted[] | undefined {
  const hidden = [...must]
  const left = others.filter((unit) => !must.includes(unit)).toSorted((a, b) => a.people - b.people)
  while (hidden.length > 0 && !covers(hidden)) {
    const at = left.findIndex((unit) => covers([...hidden, unit]))
    const [cover] = left.splice(Math.max(at, 0), 1)
    if (cover === undefined) return undefined
    hidden.push(cover)
  }
  return hidden
}

/**
 * Which siblings to hide (domain.md §10): those of fewer than k people, and the figures of those that are wholly of one class. What is hidden together is none, or at
 * least two that hold k; figures that are hidden together are mixed. Empty units are shown as empty. The choice depends on nothing but the figures
 * and the order of the official codes, so it is the same on every page and export.
 */
export function suppressed(siblings: readonly Counted[], k: number): Suppressed {
  const peopled = siblings.filter(({ people }) => people > 0)
  const ids = (units: readonly Counted[]) => new Set(units.map(({ id }) => id))
  const whole = sumOf(peopled)
  if (whole.people < k) return { people: ids(peopled), figures: ids(peopled), total: { people: false, figures: false } }
  // A unit alone is the whole itself: there is nobody to hide behind, and nothing to subtract from.
  const enough = (hidden: readonly Counted[]) => hidden.length >= 2 && sumOf(hidden).people >= k
  const small = peopled.filter(({ people }) => people < k)
  const people = covered(small, peopled, enough) ?? peopled
  const must = peopled.filter((unit) => people.includes(unit) || ofOneClass(unit))
  const figures = covered(must, peopled, (hidden) => enough(hidden) && !ofOneClass(sumOf(hidden)))
  return {
    people: ids(people),
    figures: ids(figures ?? peopled),
    total: { people: true, figures: figures !== undefined && !ofOneClass(whole) },
  }
}
