import type { CivilDate } from '../../civil-date.ts'
import type { Post } from '../../context.ts'
import type { AttendanceFact, Fact } from '../../facts.ts'

/** Whether somebody has a post in an agency on a day. */
export type WorksIn = (agencyId: string, date: CivilDate) => boolean

/**
 * An agency tells of the presence of its own people: of those who have a post in it on the day, in whatever capacity. The door cannot know whose somebody
 * is; posts are mended later, and then what was told counts. Source: ADR 28.
 */
export const worksIn =
  (posts: readonly Post[]): WorksIn =>
  (agencyId, date) =>
    posts.some((post) => post.agencyId === agencyId && post.from <= date && (post.to === undefined || date <= post.to))

/** What was told of a day for an agency in which the person has no post on it: shown, and never counted. */
export interface Elsewhere {
  readonly agencyId: string
  readonly recordId: string
}

type Told = AttendanceFact & Elsewhere

/** The results of a day apart: those of the person's agencies, and those of others. What an officer settled is no agency's telling. */
export function apart<F extends Fact>(
  facts: readonly F[],
  date: CivilDate,
  works: WorksIn,
): { readonly here: readonly F[]; readonly elsewhere: readonly (F & Told)[] } {
  const isElsewhere = (fact: F): fact is F & Told =>
    fact.kind === 'attendance' && fact.agencyId !== undefined && !works(fact.agencyId, date)
  // On nearly every day nobody else has told anything.
  if (!facts.some(isElsewhere)) return { here: facts, elsewhere: [] }
  return { here: facts.filter((fact) => !isElsewhere(fact)), elsewhere: facts.filter(isElsewhere) }
}
