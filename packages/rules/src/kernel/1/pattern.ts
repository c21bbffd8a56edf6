import type { PredicatePack } from './pack.ts'
import { predicates, type Predicate } from './predicate.ts'

export const organisationPredicates = ['istimewa', 'baik', 'butuh-perbaikan', 'kurang', 'sangat-kurang'] as const
/** What the organisation itself was found to be. */
export type OrganisationPredicate = (typeof organisationPredicates)[number]

/** One constraint on the shares of a unit's predicates. */
export type PatternRule =
  | { readonly largest: Predicate }
  | { readonly share: readonly Predicate[]; readonly mostPercent: number }
  | { readonly share: readonly Predicate[]; readonly leastPercent: number }
  | { readonly share: readonly Predicate[]; readonly leastPeople: number }

export type Distribution = Readonly<Record<Predicate, number>>

/** A constraint with how it was met: the people it speaks of, among those rated. */
export interface PatternLine {
  readonly rule: PatternRule
  readonly people: number
  readonly rated: number
  readonly met: boolean
}

const sum = (counts: Distribution, of: readonly Predicate[]) =>
  of.reduce((total, predicate) => total + counts[predicate], 0)

function met(rule: PatternRule, counts: Distribution, people: number, rated: number): boolean {
  // A tie is still the largest; shares are compared as whole numbers, never rounded.
  if ('largest' in rule) return predicates.every((predicate) => counts[predicate] <= people)
  if ('mostPercent' in rule) return people * 100 <= rated * rule.mostPercent
  if ('leastPercent' in rule) return people * 100 >= rated * rule.leastPercent
  return people >= rule.leastPeople
}

/**
 * A unit's predicates beside the pattern that its organisation's predicate advises. Guidance: it warns and asks for a reason, it changes nobody's rating.
 * Nobody rated, nothing to check. SE MenPANRB 3/2023.
 */
export function patternOf(
  counts: Distribution,
  organisation: OrganisationPredicate,
  { pattern }: Pick<PredicatePack, 'pattern'>,
): readonly PatternLine[] {
  const rated = sum(counts, predicates)
  if (rated === 0) return []
  return pattern.rules[organisation].map((rule) => {
    const people = 'largest' in rule ? counts[rule.largest] : sum(counts, rule.share)
    return { rule, people, rated, met: met(rule, counts, people, rated) }
  })
}

export interface PatternUnit {
  readonly unitId: string
  readonly parentUnitId: string | undefined
}
/** A person with a predicate; who has none yet does not count. */
export interface RatedPerson {
  readonly unitId: string
  readonly headsUnit: boolean
  readonly predicate: Predicate
}

/**
 * Which units are checked, and on whom: a unit with at least ten rated people; a smaller one counts in its parent, so a person counts once; a
 * unit's head counts in the unit above, the topmost head nowhere; a topmost unit under ten is not checked.
 * @param units in which no unit is above itself
 */
export function checkedUnits(
  units: readonly PatternUnit[],
  people: readonly RatedPerson[],
  { pattern }: Pick<PredicatePack, 'pattern'>,
): ReadonlyMap<string, Distribution> {
  const known = new Map(units.map((unit) => [unit.unitId, unit]))
  const depthOf = (unit: PatternUnit): number => {
    const above = known.get(unit.parentUnitId ?? '')
    return above === undefined ? 0 : depthOf(above) + 1
  }
  const pools = new Map<string, Predicate[]>(units.map(({ unitId }) => [unitId, []]))
  for (const { unitId, headsUnit, predicate } of people)
    pools.get((headsUnit ? known.get(unitId)?.parentUnitId : unitId) ?? '')?.push(predicate)
  const checked = new Map<string, Distribution>()
  // Deepest first: what a small unit passes up is there when its parent's turn comes.
  for (const { unit } of units.map((one) => ({ unit: one, depth: depthOf(one) })).sort((a, b) => b.depth - a.depth)) {
    const pool = pools.get(unit.unitId)!
    if (pool.length >= pattern.fewestRated) checked.set(unit.unitId, countsOf(pool))
    else pools.get(unit.parentUnitId ?? '')?.push(...pool)
  }
  return checked
}

const countsOf = (pool: readonly Predicate[]): Distribution =>
  Object.fromEntries(
    predicates.map((predicate) => [predicate, pool.filter((one) => one === predicate).length]),
  ) as Record<Predicate, number>
