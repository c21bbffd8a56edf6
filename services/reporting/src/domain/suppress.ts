/** The fewest people that a public figure may be made of. domain.md §10. */
export const K = 10

export interface Counted {
  readonly id: string
  readonly people: number
}

/**
 * Which siblings to hide so that nobody can be picked out, not even by subtracting what is shown from the total: those under k, and when they
 * are only one or together under k, the smallest others that make them two that hold k. Empty ones are shown as empty. The choice depends on
 * nothing but the counts and the ids, so it is the same on every page and export.
 * @returns `total` false: the whole is under k and hidden with all its parts
 */
export function suppressed(siblings: readonly Counted[], k = K): { hidden: ReadonlySet<string>; total: boolean } {
  const peopled = siblings.filter(({ people }) => people > 0)
  const whole = peopled.reduce((sum, { people }) => sum + people, 0)
  if (whole < k) return { hidden: new Set(peopled.map(({ id }) => id)), total: false }
  const hidden = peopled.filter(({ people }) => people < k)
  const others = peopled
    .filter(({ people }) => people >= k)
    .sort((a, b) => a.people - b.people || (a.id < b.id ? -1 : 1))
  while (hidden.length > 0 && (hidden.length < 2 || hidden.reduce((sum, { people }) => sum + people, 0) < k)) {
    const cover = others.shift()
    if (cover === undefined) break
    hidden.push(cover)
  }
  return { hidden: new Set(hidden.map(({ id }) => id)), total: true }
}
