import type { Problem } from './answer.ts'

/** The HTTP status of a page that shows a problem. */
export const statusOf = (problem: Problem): number =>
  problem.kind === 'refused'
    ? problem.status
    : { 'sign-in': 401, 'not-allowed': 403, 'not-found': 404, unavailable: 503 }[problem.kind]
