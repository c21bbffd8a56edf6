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
 * What was told for that very day was told by mistake; told as it was before that day, it is taken back. A day that was told after it stays, also where it
 * names the same superior: who takes this one back does not lose that one.
 */
export function answeringFrom<P extends Answering>(
  post: P,
  fromDate: CivilDate,
  reportsToPositionId: string | undefined,
): P & { superiors: { fromDate: CivilDate; reportsToPositionId: string | undefined }[] } {
  const others = post.superiors.filter((one) => one.fromDate !== fromDate)
  const before = (others.findLast((one) => one.fromDate < fromDate) ?? post).reportsToPositionId
  const told = before === reportsToPositionId ? others : [...others, { fromDate, reportsToPositionId }]
  return {
    ...post,
    superiors: told
      .map((one) => ({ fromDate: one.fromDate, reportsToPositionId: one.reportsToPositionId }))
      .toSorted((a, b) => (a.fromDate < b.fromDate ? -1 : 1)),
  }
}

/** Days of one post's superiors: first and last of each, none where it has held from the first or lasts. */
export interface Span {
  readonly fromDate: CivilDate | undefined
  readonly untilDate: CivilDate | undefined
  readonly superiorId: string | undefined
}
/** @returns the earliest first; `untilDate` is the first day of the next one */
export function spansOf(post: Answering): Span[] {
  let before = post.reportsToPositionId
  const changes = post.superiors.filter((one) => {
    const isChange = one.reportsToPositionId !== before
    before = one.reportsToPositionId
    return isChange
  })
  return [{ fromDate: undefined, reportsToPositionId: post.reportsToPositionId }, ...changes].map((one, nth) => ({
    fromDate: one.fromDate,
    untilDate: changes[nth]?.fromDate,
    superiorId: one.reportsToPositionId,
  }))
}

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
