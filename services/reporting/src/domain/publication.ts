import { surveyClass, surveyIndex } from '@timbang/rules/kernel/1/criterion/service'
import type { PublicPromise } from './promise.ts'
import { suppressed } from './suppress.ts'

/** Sums of one unit of a sealed quarter. */
export interface UnitSums {
  readonly unitId: string
  readonly name: string
  readonly people: number
  readonly daysDue: number
  readonly daysOnTime: number
}

export interface SurveySums {
  readonly unitName: string
  readonly from: string
  readonly to: string
  readonly closed: boolean
  readonly threshold: number
  readonly elements: readonly string[]
  readonly answers: number
  readonly incomplete: number
  readonly sums: readonly number[]
}

type Share =
  | { state: 'shown'; people: number; daysDue: number; daysOnTime: number }
  /** With the number of people where only what they did would give them away. */
  | { state: 'hidden'; people?: number }
  | { state: 'empty' }

const share = (sums: Omit<UnitSums, 'unitId' | 'name'>): Share => ({
  state: 'shown',
  people: sums.people,
  daysDue: sums.daysDue,
  daysOnTime: sums.daysOnTime,
})

type Result =
  | { state: 'below-threshold'; threshold: number; indexHundredths?: never; class?: never; answers?: never }
  | {
      state: 'shown'
      answers: number
      incomplete: number
      indexHundredths: number
      class: string
      elements: { element: string; sum: number }[]
    }

const unsaid = (people: number, shown: boolean): Share => (shown ? { state: 'hidden', people } : { state: 'hidden' })

function surveyOf(survey: SurveySums): Omit<
  SurveySums,
  'threshold' | 'elements' | 'answers' | 'incomplete' | 'sums'
> & {
  result: Result
} {
  // The threshold that was fixed when it opened; the thirty answers of the rules are for scores only.
  const fewest = survey.threshold
  const { unitName, from, to, closed } = survey
  if (survey.answers < fewest)
    return { unitName, from, to, closed, result: { state: 'below-threshold', threshold: fewest } }
  const indexHundredths = surveyIndex({
    answers: survey.answers,
    elements: survey.elements.length,
    sum: survey.sums.reduce((a, b) => a + b, 0),
  })
  return {
    unitName,
    from,
    to,
    closed,
    result: {
      state: 'shown',
      answers: survey.answers,
      incomplete: survey.incomplete,
      indexHundredths,
      class: surveyClass(indexHundredths),
      elements: survey.elements.map((element, at) => ({ element, sum: survey.sums[at]! })),
    },
  }
}

/**
 * What the public may read of an agency's sealed quarter: JSON, fixed once issued. Nobody is named, nothing is told of fewer than k.
 * @param k the fewest people, pack data @param units in the order of their official codes @param promises in the order of theirs: figures of units are about nobody
 */
export function publication(
  agency: { code: string; name: string },
  quarter: { period: string; edition: number; issuedAt: number },
  units: readonly UnitSums[],
  surveys: readonly SurveySums[],
  promises: readonly PublicPromise[],
  k: number,
) {
  const hidden = suppressed(
    units.map(({ unitId, people, daysDue, daysOnTime }) => ({ id: unitId, people, daysDue, daysOnTime })),
    k,
  )
  const whole = units.reduce(
    (sum, unit) => ({
      people: sum.people + unit.people,
      daysDue: sum.daysDue + unit.daysDue,
      daysOnTime: sum.daysOnTime + unit.daysOnTime,
    }),
    { people: 0, daysDue: 0, daysOnTime: 0 },
  )
  return {
    ...agency,
    ...quarter,
    zone: 'WIB',
    k,
    whole:
      whole.people === 0
        ? ({ state: 'empty' } as Share)
        : hidden.total.figures
          ? share(whole)
          : unsaid(whole.people, hidden.total.people),
    units: units.map((unit) => ({
      name: unit.name,
      share:
        unit.people === 0
          ? ({ state: 'empty' } as Share)
          : hidden.figures.has(unit.unitId)
            ? unsaid(unit.people, !hidden.people.has(unit.unitId))
            : share(unit),
    })),
    surveys: surveys.map(surveyOf),
    promises,
  }
}

export type Publication = ReturnType<typeof publication>
