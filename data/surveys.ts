import { agencyIdOf, unitIdOf } from '@timbang/contracts/official-id'
import { addDays, boundsOf, daysBetween, type CivilDate, type Period, startOf } from '@timbang/rules/civil-date'
import { uuidV7Of } from './identifier.ts'
import type { Unit } from './posts.ts'
import type { Province } from './province.ts'
import { random } from './random.ts'

/** The nine elements of PermenPANRB 14/2017. */
export const elements = ['u1', 'u2', 'u3', 'u4', 'u5', 'u6', 'u7', 'u8', 'u9'] as const
/** Answers are held until so many are together. */
export const THRESHOLD = 10

export interface Survey {
  readonly surveyId: string
  readonly unit: Unit
  readonly unitId: string
  readonly agencyId: string
  readonly from: CivilDate
  readonly to: CivilDate
  readonly answers: readonly Answer[]
}
export interface Answer {
  readonly row: number
  readonly day: CivilDate /** 1–4; 0: not answered. */
  readonly scores: readonly number[]
}

/** Of the units that serve citizens most have asked enough of them, some too few, some nobody yet. */
export function surveysOf(province: Province, quarter: Period): Survey[] {
  const { from, to } = boundsOf(quarter)
  return province.units
    .filter((unit) => unit.public)
    .flatMap((unit) => {
      const draw = random('survey', unit.code, quarter)
      const asked = unit.code.startsWith('DPMPTSP') ? (unit.code === 'DPMPTSP.3' ? 1 : 0) : draw.weighted([62, 22, 16])
      if (asked === 2) return []
      return [
        {
          surveyId: uuidV7Of(startOf(from, 'WIB'), `survey ${unit.code} ${quarter}`),
          unit,
          unitId: unitIdOf(unit.code),
          agencyId: agencyIdOf(unit.agencyCode),
          from,
          to,
          answers: answersOf(unit, quarter, from, to, asked === 0 ? draw.between(34, 130) : draw.between(6, 27)),
        },
      ]
    })
}

function answersOf(unit: Unit, quarter: Period, from: CivilDate, to: CivilDate, count: number): Answer[] {
  const draw = random('answers', unit.code, quarter)
  // A unit is good at some things and not at others: cost and courtesy are seldom what people complain of.
  const mean = elements.map((_, at) =>
    Math.min(3.9, Math.max(2.4, draw.normal(3.25, 0.18) + ([0, 0, -0.2, 0.25, 0, 0, 0.2, 0, -0.1][at] ?? 0))),
  )
  return Array.from({ length: count }, (_, at) => {
    const day = addDays(from, Math.floor((at * (daysBetween(from, to) + 1)) / count))
    const mood = draw.normal(0, 0.45)
    const scores = mean.map((around) => Math.min(4, Math.max(1, Math.round(draw.normal(around + mood, 0.5)))))
    if (draw.chance(0.03)) scores[draw.between(0, 8)] = 0
    return { row: at + 1, day, scores }
  })
}
