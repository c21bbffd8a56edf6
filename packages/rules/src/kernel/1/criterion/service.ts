import type { CivilDate } from '../../../civil-date.ts'
import { fraction, halfUp } from '../../../fraction.ts'
import type { UnitParts, UnitSurvey } from '../../../parts.ts'
import type { IndexPack } from '../pack.ts'
import type { CriterionOf, Value } from './criterion.ts'

export interface ServiceTrace {
  /** The unit whose citizens were asked: the person's own, or the nearest above it. */
  readonly unitId?: string
  readonly surveys: readonly string[]
  readonly answers: number
  readonly fewest: number
  /** Of all answers over all elements; absent below the threshold, as the index is. */
  readonly elements?: number
  readonly sum?: number
  /** Hundredths. */
  readonly index?: number
}

/** Sums of answers that have all of the elements. */
export interface SurveySums {
  readonly answers: number
  readonly elements: number
  readonly sum: number
}

/** (Σ NRR ÷ elements) × 25, rounded half-up to hundredths. PermenPANRB 14/2017. */
export const surveyIndex = ({ answers, elements, sum }: SurveySums): number =>
  Number(halfUp(fraction(BigInt(sum) * 2500n, BigInt(answers) * BigInt(elements))))

/** The class of a survey index in hundredths: fixed by PermenPANRB 14/2017, after the rounding. */
export const surveyClass = (hundredths: number): 'A' | 'B' | 'C' | 'D' =>
  hundredths >= 8831 ? 'A' : hundredths >= 7661 ? 'B' : hundredths >= 6500 ? 'C' : 'D'

interface Released extends SurveySums {
  readonly surveys: readonly string[]
}

/**
 * What citizens said of a unit within a span: the released batches dated in it. Surveys that asked the same elements are added; of those that did not,
 * the one with the most answers counts, of equals the lower id.
 */
function releasedIn(surveys: readonly UnitSurvey[], from: CivilDate, to: CivilDate): Released | undefined {
  const groups = new Map<string, { surveys: string[]; answers: number; elements: number; sum: number }>()
  for (const { surveyId, elements, batches } of surveys.toSorted((a, b) => (a.surveyId < b.surveyId ? -1 : 1))) {
    const dated = batches.filter(({ day, answers }) => from <= day && day <= to && answers > 0)
    if (dated.length === 0 || elements.length === 0) continue
    const key = elements.toSorted().join()
    const group = groups.get(key) ?? { surveys: [], answers: 0, elements: elements.length, sum: 0 }
    groups.set(key, group)
    group.surveys.push(surveyId)
    for (const { answers, sums } of dated) {
      group.answers += answers
      group.sum += sums.reduce((a, b) => a + b, 0)
    }
  }
  let most: Released | undefined
  for (const group of groups.values()) if (most === undefined || group.answers > most.answers) most = group
  return most
}

/** The person's unit, and those above it. */
function* line(units: UnitParts, unitId: string): Generator<[string, readonly UnitSurvey[]]> {
  const seen = new Set<string>()
  for (let at: string | undefined = unitId; at !== undefined && !seen.has(at); ) {
    seen.add(at)
    const unit = units.get(at)
    if (unit === undefined) return
    yield [at, unit.surveys]
    at = unit.parentUnitId
  }
}

/** The index of the nearest unit that has one in the span. Where none has, a survey that is open says that answers are still too few. */
function measure(units: UnitParts, unitId: string, from: CivilDate, to: CivilDate, pack: IndexPack) {
  let open: { unitId: string; surveys: string[] } | undefined
  for (const [at, surveys] of line(units, unitId)) {
    const released = releasedIn(surveys, from, to)
    if (released !== undefined) {
      const { surveys: ids, answers, elements, sum } = released
      return again({ unitId: at, surveys: ids, answers, elements, sum }, pack)
    }
    const asked = surveys.filter((survey) => survey.from <= to && survey.to >= from)
    if (asked.length > 0) open ??= { unitId: at, surveys: asked.map(({ surveyId }) => surveyId).toSorted() }
  }
  return again({ ...open, surveys: open?.surveys ?? [], answers: 0 }, pack)
}

function again(
  { unitId, surveys, answers, elements, sum }: Omit<ServiceTrace, 'fewest' | 'index'>,
  pack: IndexPack,
): Value<ServiceTrace> {
  const fewest = pack.service.fewestAnswers
  if (unitId === undefined) return { missing: 'not-connected', trace: { surveys, answers: 0, fewest } }
  if (answers < fewest || elements === undefined || sum === undefined)
    return { missing: 'below-threshold', trace: { unitId, surveys, answers, fewest } }
  const index = surveyIndex({ answers, elements, sum })
  return { value: fraction(index, 100), trace: { unitId, surveys, answers, fewest, elements, sum, index } }
}

export const service: CriterionOf<'service'> = {
  measure: ({ assignment, from, to, units }, pack) => measure(units, assignment.unitId, from, to, pack),
  again: (trace, _, pack) => again(trace, pack),
  words: {
    id: {
      name: 'Layanan',
      missing: {
        'not-connected': 'Tidak dihitung: unit Anda belum disurvei',
        'below-threshold': 'Tidak dihitung: jawaban warga belum cukup',
      },
    },
    en: {
      name: 'Service',
      missing: {
        'not-connected': 'Not counted: your unit has not been surveyed',
        'below-threshold': 'Not counted: too few citizens have answered',
      },
    },
  },
}
