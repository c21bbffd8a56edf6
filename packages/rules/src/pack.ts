import type { CivilDate } from './civil-date.ts'

export const criteria = ['discipline', 'quality', 'timeliness', 'quantity', 'teamwork', 'innovation', 'service'] as const
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
  readonly sources: { readonly superior: number; readonly self: number; readonly peers: number; readonly fewestPeers: number }
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

/** What is wrong with a pack, in sentences; empty: it may be published. */
export function faultsOf(pack: IndexPack): string[] {
  const faults: string[] = []
  for (const [group, weights] of Object.entries(pack.weights)) {
    const total = criteria.reduce((sum, criterion) => sum + (weights[criterion] ?? 0), 0)
    if (total !== 100) faults.push(`the weights of ${group} sum to ${total}, not to 100`)
    for (const criterion of criteria) if (!Number.isInteger(weights[criterion]) || weights[criterion] < 0) faults.push(`the weight of ${criterion} for ${group} is no whole percent`)
  }
  const { superior, self, peers } = pack.sources
  if (superior + self + peers !== 100) faults.push('the weights of the sources do not sum to 100')
  if (pack.suggestion.aboveFrom <= pack.suggestion.meetsFrom) faults.push('"above" must begin higher than "meets"')
  const shared = [...pack.suggestion.result, ...pack.suggestion.behaviour].toSorted()
  if (shared.join() !== [...criteria].toSorted().join()) faults.push('every criterion belongs to the result or to the behaviour, and to one only')
  if (pack.lateCreditThousandths < 0 || pack.lateCreditThousandths > 1000) faults.push('the late credit lies between 0 and 1')
  return faults
}
