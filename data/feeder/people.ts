import type { Plan } from '../plans.ts'
import { planOf } from '../plans.ts'
import type { Assignment, Person, Province } from '../province.ts'
import { type CivilDate, periodOf } from '@timbang/rules/civil-date'

/** Somebody at work today: his post, and what his plan of the quarter would be. */
export interface Worker {
  readonly person: Person
  readonly assignment: Assignment
  readonly plan: Plan | undefined
}

const holds = (assignment: Assignment, date: CivilDate) =>
  assignment.capacity === 'definitive' &&
  assignment.from <= date &&
  (assignment.to === undefined || assignment.to >= date)

/** Who writes today. The cast does not: those are the people as whom one logs in, and their pages are theirs. */
export const workersOn = (province: Province, date: CivilDate): Worker[] =>
  province.assignments
    .filter((assignment) => holds(assignment, date) && assignment.person.cast === undefined)
    .map((assignment) => ({ person: assignment.person, assignment, plan: planOf(assignment, periodOf(date)) }))

/** Who has people to look after today. */
export function superiorsOn(province: Province, date: CivilDate): Person[] {
  const holding = province.assignments.filter((assignment) => holds(assignment, date))
  const led = new Set(holding.map(({ post }) => post.superiorCode))
  return holding
    .filter(({ post, person }) => led.has(post.code) && person.cast === undefined)
    .map(({ person }) => person)
}
