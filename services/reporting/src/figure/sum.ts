import {
  boundsOf,
  type CivilDate,
  daysOfMonth,
  eachDay,
  isMonthSpan,
  isPeriod,
  periodOf,
} from '@timbang/rules/civil-date'
import type { Figure } from './domain.ts'

/** What an agency means to reach. Thousandths, dates inclusive. */
export interface Promised {
  readonly measure: 'count' | 'ratio' | 'level'
  /** By quarter. */
  readonly targets: ReadonlyMap<string, bigint>
  readonly from: CivilDate
  readonly to: CivilDate | undefined
}

/** What figures amount to in a quarter or a month. Undefined: nothing is known. */
export interface Sum {
  readonly span: string
  readonly amount: bigint | undefined
  readonly per: bigint | undefined
  readonly value: bigint | undefined
  readonly target: bigint | undefined
  readonly due: number
  readonly known: number
  readonly enough: boolean
}

export interface Days {
  /** Whether the agency works on a day. */
  readonly worked: (date: CivilDate) => boolean
  readonly today: CivilDate
  /** Of the due days so many percent must be known, or a sum says nothing. */
  readonly leastKnown: number
}

const daysIn = (span: string): { from: CivilDate; to: CivilDate } =>
  isPeriod(span) ? boundsOf(span) : { from: `${span}-01`, to: daysOfMonth(span).at(-1)! }
const quarterOf = (span: string): string => (isPeriod(span) ? span : periodOf(`${span}-01`))

/** The days of a span on which an indicator holds. */
function held({ from, to }: Promised, span: string): CivilDate[] {
  const bounds = daysIn(span)
  const [first, last] = [from > bounds.from ? from : bounds.from, to !== undefined && to < bounds.to ? to : bounds.to]
  return first > last ? [] : [...eachDay(first, last)]
}

const total = (amounts: readonly number[]): bigint => amounts.reduce((sum, amount) => sum + BigInt(amount), 0n)
const halfUp = (over: bigint, under: bigint): bigint => (over * 2n + under) / (under * 2n)

/** A month that runs is not over, and its figure none of all of it. */
const counts = (promised: Promised, span: string, today: CivilDate) => {
  const days = new Set(held(promised, span))
  return (figure: Figure): boolean =>
    isMonthSpan(figure.span)
      ? figure.span < today.slice(0, 7) && daysOfMonth(figure.span).every((date) => days.has(date))
      : days.has(figure.span) && figure.span <= today
}

/** The figures of a unit that count in a span; of a ratio those that say what they are per. */
export const counting = (promised: Promised, span: string, figures: readonly Figure[], { today }: Days): Figure[] =>
  figures.filter(counts(promised, span, today)).filter(({ per }) => promised.measure !== 'ratio' || per !== undefined)

const lastDay = ({ span }: Figure): CivilDate => (isMonthSpan(span) ? daysOfMonth(span).at(-1)! : span)

/** The due days of a unit, with whether there is a figure: those behind, and today where it has one already. */
function dueOf(promised: Promised, span: string, figures: readonly Figure[], { worked, today }: Days) {
  const told = new Set(figures.map((figure) => figure.span))
  return held(promised, span)
    .filter((date) => worked(date) && (date < today || (date === today && told.has(date))))
    .map((date) => ({ date, known: told.has(date) || told.has(date.slice(0, 7)) }))
}

/**
 * A count adds up, a ratio is the sum of amounts by the sum of what they are per, a level is the last one, which of several units does not add up.
 * A day without a figure is none of nought: a count is held against the target of the days that are known.
 * @param units figures that count, of one indicator, by unit
 */
export function sumOf(promised: Promised, span: string, units: readonly (readonly Figure[])[], days: Days): Sum {
  const ratio = promised.measure === 'ratio'
  const here = units.map((figures) => counting(promised, span, figures, days))
  const due = here.flatMap((figures) => dueOf(promised, span, figures, days))
  const known = due.filter((day) => day.known).length
  const figures = here.flat()
  const level =
    promised.measure === 'level' && here.length === 1
      ? figures.toSorted((a, b) => (lastDay(a) < lastDay(b) ? -1 : 1)).at(-1)
      : undefined
  const nothing = figures.length === 0 || (promised.measure === 'level' && level === undefined)
  const amount = nothing
    ? undefined
    : level === undefined
      ? total(figures.map((one) => one.amount))
      : BigInt(level.amount)
  const per = ratio && !nothing ? total(figures.map((one) => one.per!)) : undefined
  const value =
    amount === undefined || per === 0n ? undefined : per === undefined ? amount : halfUp(amount * 1000n, per)
  return {
    span,
    amount,
    per,
    value,
    target: targetOf(promised, span, units.length, known, days),
    due: due.length,
    known,
    enough:
      value !== undefined &&
      (promised.measure !== 'count' || (known > 0 && known * 100 >= due.length * days.leastKnown)),
  }
}

/** @param known of the due days of all units */
function targetOf(
  promised: Promised,
  span: string,
  units: number,
  known: number,
  { worked }: Days,
): bigint | undefined {
  const target = promised.targets.get(quarterOf(span))
  if (target === undefined || promised.measure !== 'count') return target
  const planned = held(promised, quarterOf(span)).filter(worked).length * units
  return planned === 0 ? undefined : halfUp(target * BigInt(known), BigInt(planned))
}

/** Due days of which a unit has no figure. */
export function unknownOf(
  promised: Promised,
  span: string,
  units: readonly (readonly Figure[])[],
  days: Days,
): CivilDate[] {
  const unknown = units.flatMap((figures) =>
    dueOf(promised, span, figures.filter(counts(promised, span, days.today)), days).filter(({ known }) => !known),
  )
  return [...new Set(unknown.map(({ date }) => date))].sort()
}

/** The twelve months up to the end of a quarter, those that have begun. */
export function monthsUpTo(period: string, today: CivilDate): string[] {
  const last = new Date(`${boundsOf(period).to.slice(0, 7)}-01T00:00:00Z`)
  return Array.from({ length: 12 }, (_, at) => {
    const month = new Date(last)
    month.setUTCMonth(last.getUTCMonth() - 11 + at)
    return month.toISOString().slice(0, 7)
  }).filter((month) => month <= today.slice(0, 7))
}

/** The last day, or month, of which there is a figure in a span; empty: of none. */
export const lastOf = (
  promised: Promised,
  span: string,
  units: readonly (readonly Figure[])[],
  { today }: Days,
): string =>
  units
    .flat()
    .filter(counts(promised, span, today))
    .toSorted((a, b) => (lastDay(a) < lastDay(b) ? -1 : 1))
    .at(-1)?.span ?? ''
