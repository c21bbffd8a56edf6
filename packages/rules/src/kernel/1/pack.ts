import { isCivilDate, type CivilDate } from '../../civil-date.ts'
import { KERNEL } from './version.ts'
import type { OrganisationPredicate, PatternRule } from './pattern.ts'
import type { Predicate, Rating } from './predicate.ts'

export const criteria = [
  'discipline',
  'quality',
  'timeliness',
  'quantity',
  'teamwork',
  'innovation',
  'service',
] as const
export type Criterion = (typeof criteria)[number]

export type PositionGroup = 'managerial' | 'functional_health_education' | 'functional_other' | 'pelaksana'

/** Where a rule comes from; `unverified`: widely held, not checked against the primary text. */
export interface Citation {
  readonly source: string
  readonly unverified?: true
}

/** Numbers of the index, effective-dated and published as a version. Percent are whole numbers, points are thousandths. */
export interface IndexPack {
  readonly name: 'indeks-daerah'
  readonly version: number
  readonly kernel: string
  readonly effectiveFrom: CivilDate
  /** Percent per criterion; each group sums to 100. */
  readonly weights: Readonly<Record<PositionGroup, Readonly<Record<Criterion, number>>>>
  readonly windows: {
    /** Where an agency has set none of its own. */
    readonly defaultDays: number
    readonly defaultGraceDays: number
    readonly offlineAllowanceHours: number
    /** Days after the end of the grace in which superiors may still verify; the evidence seal follows. */
    readonly verificationDays: number
  }
  /** A late day's share of a day in time, thousandths. */
  readonly lateCreditThousandths: number
  readonly discipline: {
    /** Deduction by whole minutes late or early: the first band whose `upTo` is not exceeded; no `upTo` for the last. */
    readonly bands: readonly { readonly upTo?: number; readonly pointsThousandths: number }[]
    readonly absenceThousandths: number
  }
  readonly sources: {
    readonly superior: number
    readonly self: number
    readonly peers: number
    readonly fewestPeers: number
  }
  readonly service: { readonly fewestAnswers: number }
  /** Percent of weight present under which there is no index. */
  readonly leastCompleteness: number
  readonly suggestion: {
    readonly aboveFrom: number
    readonly meetsFrom: number
    /** Percent of its own criteria's weight that must be present. */
    readonly leastPresent: number
    readonly result: readonly Criterion[]
    readonly behaviour: readonly Criterion[]
  }
  readonly checks: { readonly largestShareThousandths: number }
  readonly citations: Readonly<Record<string, Citation>>
}

/** The predicate, the pattern of its distribution, and what follows from it. */
export interface PredicatePack {
  readonly name: 'permenpanrb-6-2022'
  readonly version: number
  readonly kernel: string
  readonly effectiveFrom: CivilDate
  /** Result by behaviour. */
  readonly matrix: Readonly<Record<Rating, Readonly<Record<Rating, Predicate>>>>
  /** The result rating of a unit's head, from what the organisation was found to be. */
  readonly headResult: Readonly<Record<OrganisationPredicate, Rating>>
  readonly pattern: {
    readonly fewestRated: number
    readonly rules: Readonly<Record<OrganisationPredicate, readonly PatternRule[]>>
  }
  /** Calendar days. */
  readonly objection: { readonly daysToFile: number; readonly daysUntilReceived: number; readonly daysToDecide: number }
  readonly followUp: Readonly<Record<Predicate, readonly ('award' | 'coaching-session' | 'improvement-plan')[]>>
  readonly improvementPlanMonths: number
  readonly citations: Readonly<Record<string, Citation>>
}

const groups: readonly PositionGroup[] = ['managerial', 'functional_health_education', 'functional_other', 'pelaksana']

/** Where each number of an index pack stands, and between what it lies; all are whole. */
const numbers: readonly (readonly [path: string, least: number, most: number])[] = [
  ['version', 1, 1_000_000],
  ['windows.defaultDays', 0, 92],
  ['windows.defaultGraceDays', 0, 92],
  ['windows.offlineAllowanceHours', 0, 2208],
  ['windows.verificationDays', 0, 92],
  ['lateCreditThousandths', 0, 1000],
  ['discipline.absenceThousandths', 0, 100_000],
  ['sources.superior', 0, 100],
  ['sources.self', 0, 100],
  ['sources.peers', 0, 100],
  ['sources.fewestPeers', 3, 1000],
  ['service.fewestAnswers', 1, 1_000_000],
  ['leastCompleteness', 1, 100],
  ['suggestion.aboveFrom', 0, 100],
  ['suggestion.meetsFrom', 0, 100],
  ['suggestion.leastPresent', 1, 100],
  ['checks.largestShareThousandths', 1, 1_000_000],
  ...groups.flatMap((group) => criteria.map((criterion) => [`weights.${group}.${criterion}`, 0, 100] as const)),
]

const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((inner, name) => (inner as Record<string, unknown> | null | undefined)?.[name], value)
const isWhole = (value: unknown, least: number, most: number): value is number =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most

/** What is wrong with an index pack, in sentences; empty: it may be published. @param content whatever JSON somebody sent */
export function faultsOf(content: unknown): string[] {
  const faults = numbers.flatMap(([path, least, most]) =>
    isWhole(at(content, path), least, most) ? [] : [`${path} is no whole number from ${least} to ${most}`],
  )
  if (at(content, 'name') !== 'indeks-daerah') faults.push('the name is not indeks-daerah')
  if (at(content, 'kernel') !== KERNEL) faults.push(`the kernel is not ${KERNEL}`)
  const effectiveFrom = at(content, 'effectiveFrom')
  if (typeof effectiveFrom !== 'string' || !isCivilDate(effectiveFrom)) faults.push('effectiveFrom is no date')
  for (const name of ['discipline.bands', 'suggestion.result', 'suggestion.behaviour'])
    if (!Array.isArray(at(content, name))) faults.push(`${name} is no list`)
  if (faults.length > 0) return faults
  const pack = content as IndexPack

  for (const group of groups) {
    const total = criteria.reduce((sum, criterion) => sum + pack.weights[group][criterion], 0)
    if (total !== 100) faults.push(`the weights of ${group} sum to ${total}, not to 100`)
  }
  const { superior, self, peers } = pack.sources
  if (superior + self + peers !== 100) faults.push('the weights of the sources do not sum to 100')
  if (superior === 0) faults.push('the superior has no weight, and without him nothing is rated')
  if (pack.suggestion.aboveFrom <= pack.suggestion.meetsFrom) faults.push('"above" must begin higher than "meets"')
  const shared = [...pack.suggestion.result, ...pack.suggestion.behaviour].toSorted()
  if (shared.join() !== [...criteria].toSorted().join())
    faults.push('every criterion belongs to the result or to the behaviour, and to one only')
  const { bands } = pack.discipline
  const ascend = bands.every(
    (band, place) =>
      isWhole(band?.pointsThousandths, 0, 100_000) &&
      (place === bands.length - 1
        ? band.upTo === undefined
        : isWhole(band.upTo, (bands[place - 1]?.upTo ?? 0) + 1, 1440)),
  )
  if (bands.length === 0 || !ascend) faults.push('the bands of discipline do not ascend to an open one')
  for (const [rule, citation] of Object.entries(pack.citations ?? {}))
    if (typeof citation?.source !== 'string' || citation.source === '')
      faults.push(`the citation of ${rule} names no source`)
  for (const rule of ['weights', 'windows', 'discipline', 'service', 'suggestion'])
    if (pack.citations?.[rule] === undefined) faults.push(`${rule} has no citation`)
  return faults
}
