import type { CivilDate } from '@timbang/rules/civil-date'
import { loopsOf } from './chart.ts'

/** Whom a post answers to: at first, and from some days on, each until the next; the earliest first. By ids, as its state tells it. */
export interface Answering {
  readonly reportsToPositionId?: string | undefined
  readonly superiors: readonly { readonly fromDate: CivilDate; readonly reportsToPositionId?: string | undefined }[]
}

export const superiorOn = (post: Answering, date: CivilDate): string | undefined =>
  (post.superiors.findLast(({ fromDate }) => fromDate <= date) ?? post).reportsToPositionId

/**
 * The post after it was told that it answers to a superior from a day on: until the day that was told after it, and whatever held before that day stays.
 * What was told for that very day was told by mistake; a day on which nothing changes is none.
 */
export function answeringFrom<P extends Answering>(
  post: P,
  fromDate: CivilDate,
  reportsToPositionId: string | undefined,
): P & { superiors: { fromDate: CivilDate; reportsToPositionId: string | undefined }[] } {
  const told = [
    ...post.superiors.filter((one) => one.fromDate !== fromDate),
    { fromDate, reportsToPositionId },
  ].toSorted((a, b) => (a.fromDate < b.fromDate ? -1 : 1))
  const superiors: { fromDate: CivilDate; reportsToPositionId: string | undefined }[] = []
  let before = post.reportsToPositionId
  for (const one of told) {
    if (one.reportsToPositionId === before) continue
    before = one.reportsToPositionId
    superiors.push({ fromDate: one.fromDate, reportsToPositionId: one.reportsToPositionId })
  }
  return { ...post, superiors }
}

/** Days of one post's superiors: first and last of each, none where it has held from the first or lasts. */
export interface Span {
  readonly fromDate: CivilDate | undefined
  readonly untilDate: CivilDate | undefined
  readonly superiorId: string | undefined
}
/** @returns the earliest first; `untilDate` is the first day of the next one */
export const spansOf = (post: Answering): Span[] =>
  [{ fromDate: undefined, reportsToPositionId: post.reportsToPositionId }, ...post.superiors].map((one, nth) => ({
    fromDate: one.fromDate,
    untilDate: post.superiors[nth]?.fromDate,
    superiorId: one.reportsToPositionId,
  }))

/** The ids of posts whose line leads back to them on a day from `from` on: on that day itself, or on a later one on which some post comes below another. */
export function loopingFrom(
  posts: readonly (Answering & { readonly positionId: string })[],
  from: CivilDate,
): Set<string> {
  const later = posts.flatMap(({ superiors }) => superiors.map(({ fromDate }) => fromDate).filter((day) => day > from))
  const looping = new Set<string>()
  for (const day of new Set([from, ...later])) {
    const chart = new Map(posts.map((post) => [post.positionId, { superiorCode: superiorOn(post, day) }]))
    for (const positionId of loopsOf(chart)) looping.add(positionId)
  }
  return looping
}
