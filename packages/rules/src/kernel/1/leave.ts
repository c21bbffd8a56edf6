import { addDays, eachDay, type CivilDate } from '../../civil-date.ts'
import type { LeaveFact, LeaveReason } from '../../facts.ts'
import type { Employment, IndexPack, LeaveKind } from './pack.ts'

/** A leave as it stands; both days included. */
export type Leave = Pick<LeaveFact, 'recordId' | 'reason' | 'from' | 'to'>

/** What a leave is called in the pack: a source that says leave and no more means that of the year. */
export const kindOf = ({ leave }: Pick<IndexPack, 'leave'>, reason: LeaveReason): LeaveKind | undefined =>
  leave.kinds.find(({ code }) => code === (reason === 'leave' ? 'annual' : reason))

/** Days of one leave that are taken from the annual ones: working days, each of one leave only. */
export interface Taken {
  readonly record: string
  readonly from: CivilDate
  readonly to: CivilDate
  readonly days: readonly CivilDate[]
}

/** What is left of the annual leave of a year and of the two before it. Whole working days. */
export interface LeaveBalance {
  readonly year: number
  /** The day from which there is a right at all. */
  readonly since: CivilDate
  /** What the year itself gives; what it had of the year before and of the one before that. */
  readonly own: number
  readonly carried: readonly [before: number, beforeThat: number]
  readonly used: number
  /** In the order of `own` and `carried`: the oldest is used first. */
  readonly left: readonly [own: number, before: number, beforeThat: number]
  /** Used beyond what there was. */
  readonly over: number
  readonly taken: readonly Taken[]
  /** The first year that is known: what was left of earlier ones is not, and counts as nothing. */
  readonly knownFrom: number
}

export interface BalanceInput {
  readonly year: number
  readonly employment: Employment
  /** The first day of his service that is known. */
  readonly servedSince: CivilDate
  readonly leaves: readonly Leave[]
  /** Undefined: no calendar of the year is known. */
  readonly worked: (date: CivilDate) => boolean | undefined
}

/** The working days of a year that annual leave takes: a day of two leaves is one, and one that another kind excuses is none. */
function takenIn(year: number, { leaves, worked }: BalanceInput, pack: Pick<IndexPack, 'leave'>): Taken[] {
  const [first, last] = [`${year}-01-01`, `${year}-12-31`]
  const days = ({ from, to }: Leave) =>
    from > last || to < first ? [] : [...eachDay(from < first ? first : from, to > last ? last : to)]
  const annual = (leave: Leave) => kindOf(pack, leave.reason)?.annual === 'deducted'
  const gone = new Set(leaves.filter((leave) => !annual(leave)).flatMap(days))
  const taken: Taken[] = []
  for (const leave of leaves.filter(annual)) {
    const mine = days(leave).filter((date) => worked(date) === true && !gone.has(date))
    for (const date of mine) gone.add(date)
    if (mine.length > 0) taken.push({ record: leave.recordId, from: leave.from, to: leave.to, days: mine })
  }
  return taken
}

/**
 * The balance of a person's annual leave: so many working days a year after his first one; what is left goes on to the next, up to the most that a year
 * may have, and to the one after it where neither was touched. The oldest is used first. Joint leave and other kinds take nothing; a long leave takes the
 * whole of its year. Years without a calendar are not known, and carry nothing. Source: forms.md §3.
 * @param leaves as they stand, in the order of their first days @returns undefined: his employment has no annual leave
 */
export function leaveBalance(input: BalanceInput, pack: Pick<IndexPack, 'leave'>): LeaveBalance | undefined {
  const rule = pack.leave.annual[input.employment]
  if (rule === undefined) return undefined
  const since = monthsAfter(input.servedSince, rule.afterMonths)
  let knownFrom = input.year
  while (knownFrom > Number(since.slice(0, 4)) && input.worked(`${knownFrom - 1}-07-01`) !== undefined) knownFrom--
  let before: { own: number; untouched: boolean } | undefined
  let beforeThat: typeof before
  for (let year = knownFrom; ; year++) {
    const taken = takenIn(year, input, pack)
    const used = taken.reduce((sum, { days }) => sum + days.length, 0)
    const long = input.leaves.some(
      ({ reason, from, to }) =>
        kindOf(pack, reason)?.annual === 'whole-year' &&
        Number(from.slice(0, 4)) <= year &&
        year <= Number(to.slice(0, 4)),
    )
    const own = since > `${year}-12-31` || long ? 0 : rule.days
    const once = Math.min(before?.own ?? 0, Math.max(0, rule.mostAfterOne - rule.days))
    const twice =
      before?.untouched === true && beforeThat?.untouched === true
        ? Math.min(beforeThat.own, Math.max(0, rule.mostAfterTwo - rule.mostAfterOne))
        : 0
    const [restTwice, restOnce, restOwn] = spend(used, [twice, once, own])
    if (year === input.year)
      return {
        year,
        since,
        own,
        carried: [once, twice],
        used,
        left: [restOwn!, restOnce!, restTwice!],
        over: Math.max(0, used - own - once - twice),
        taken,
        knownFrom,
      }
    beforeThat = before
    before = { own: restOwn!, untouched: used === 0 && own > 0 }
  }
}

/** What is left of some heaps when days are taken from the first as far as it reaches, then from the next. */
function spend(days: number, heaps: readonly number[]): number[] {
  let rest = days
  return heaps.map((heap) => {
    const taken = Math.min(rest, heap)
    rest -= taken
    return heap - taken
  })
}

/** Why the officer looks at a leave: his employment does not know it, or it is longer than its kind may be. It counts all the same: it is what its source says. */
export type LeaveWarning = 'kind-unknown' | 'not-for-employment' | 'too-long'

export function leaveWarning(
  leave: Leave,
  employment: Employment,
  worked: (date: CivilDate) => boolean | undefined,
  pack: Pick<IndexPack, 'leave'>,
): LeaveWarning | undefined {
  const kind = kindOf(pack, leave.reason)
  if (kind === undefined) return 'kind-unknown'
  if (!kind.employments.includes(employment)) return 'not-for-employment'
  return kind.longest !== undefined && isLonger(leave, kind.longest, worked) ? 'too-long' : undefined
}

function isLonger(
  { from, to }: Leave,
  { amount, unit }: NonNullable<LeaveKind['longest']>,
  worked: (date: CivilDate) => boolean | undefined,
): boolean {
  if (unit === 'months') return to >= monthsAfter(from, amount)
  return [...eachDay(from, to)].filter((date) => unit === 'days' || worked(date) === true).length > amount
}

/** The first day that lies so many months on: three months from 15 January end on 14 April, and from 30 November on the last of February. */
function monthsAfter(date: CivilDate, months: number): CivilDate {
  const month = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months
  const first = `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`
  const day = addDays(first, Number(date.slice(8)) - 1)
  return day.slice(0, 7) === first.slice(0, 7) ? day : `${nextMonth(first)}-01`
}
const nextMonth = (first: CivilDate): string => addDays(first, 31).slice(0, 7)
