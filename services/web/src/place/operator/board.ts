import type { Language } from '../../locals.ts'
import { operatorWords } from './words.ts'
import { count, seconds } from '../shared/number.ts'
import { age, clock, dayAndMonth, dayOf, plusDays, shortDate, startOfDay, type Zone } from '../shared/time.ts'
import type { OperatorFigures, OperatorView } from './view.ts'
import type { Instant } from '../shared/time.ts'

export type ConsumerKey = string
export const consumerKey = (consumer: { consumer: string; topic: string }): ConsumerKey =>
  `${consumer.consumer}/${consumer.topic}`

export const isSilentConsumer = (
  consumer: OperatorFigures['consumers'][number],
  limits: OperatorView['limits'],
  now: Instant,
): boolean => consumer.lastSeenAt === 0 || now - consumer.lastSeenAt > limits.silentSeconds * 1000

const QUARTER = 900_000
const HOUR = 3_600_000
/** Fewer in an hour say nothing about the next one. */
const LEAST_COMPARED = 60

/** When the day's entries close: the midnight at the workplace that ends the day. */
export const closesAt = (now: Instant, zone: Zone): Instant => startOfDay(plusDays(dayOf(now, zone), 1), zone)

/** What nineteen minutes of twenty stay under, a little more than the few above: the scale of what is usual. */
const usualTop = (counts: readonly number[]): number => {
  const sorted = counts.toSorted((a, b) => a - b)
  return Math.max(4, sorted[Math.floor((sorted.length - 1) * 0.95)] ?? 0)
}

/**
 * What is still to come until the deadline: the rest of an earlier day's curve at today's pace, which is the last whole hour against the same hour
 * of that day. A minute far above the others sets no pace. Null: no day is known whole, or too little arrived to compare.
 */
export type Forecast = { pace: number; rest: number; curve: readonly { at: Instant; count: number }[] }
export const forecastOf = (
  { arrivals, earlier }: Pick<OperatorFigures, 'arrivals' | 'earlier'>,
  now: Instant,
  zone: Zone,
): Forecast | null => {
  const midnight = startOfDay(dayOf(now, zone), zone)
  const to = Math.floor(now / QUARTER) * QUARTER
  const from = to - HOUR
  if (earlier.length === 0 || from < midnight || (arrivals[0]?.minute ?? now) > from) return null
  const shift = midnight - earlier[0]!.from
  const hour = arrivals.filter(({ minute }) => minute >= from && minute < to)
  const most = usualTop(arrivals.map((one) => one.count)) * 3
  const usual = hour.filter((one) => one.count <= most)
  const then = earlier
    .filter((one) => one.from + shift >= from && one.from + shift < to)
    .reduce((sum, one) => sum + one.count, 0)
  if (then < LEAST_COMPARED || usual.length === 0) return null
  const today = (usual.reduce((sum, one) => sum + one.count, 0) * 60) / usual.length
  const pace = today / then
  const left = earlier
    .map(({ from, count }) => {
      const begins = Math.max(now, from + shift)
      const ends = from + shift + QUARTER
      return { at: (begins + ends) / 2, share: Math.max(0, ends - begins) / QUARTER, count: count * pace }
    })
    .filter(({ share }) => share > 0)
  return {
    pace,
    rest: Math.round(left.reduce((sum, { share, count }) => sum + share * count, 0)),
    curve: left.map(({ at, count }) => ({ at, count: count / 15 })),
  }
}

/** The lines of arrivals per minute, from a full hour up to the deadline, as points in percent of the plot; the top is a round number above what is usual. */
export type Arrivals = {
  points: string
  /** The earlier day at the same hours; empty where none is known. */
  earlier: string
  /** From now to the deadline; empty where nothing can be said. */
  forecast: string
  top: number
  /** A minute far above all others is cut, marked and named: it would flatten the rest. Null: none is. */
  spike: { x: number; minute: Instant; count: number } | null
  last: { x: number; y: number; count: number } | null
  now: number
  ticks: readonly { x: number; at: Instant }[]
  /** The last of the forecast and of the earlier day: where their names stand. */
  ends: { forecast: number | null; earlier: number | null }
}
export const TICKS = 7
export const niceTop = (most: number): number => {
  if (most <= 4) return 4
  const magnitude = 10 ** Math.floor(Math.log10(most))
  return [1, 2, 4, 5, 10].map((step) => step * magnitude).find((top) => top >= most) ?? most
}
export const arrivalsLine = (
  { arrivals, earlier }: Pick<OperatorFigures, 'arrivals' | 'earlier'>,
  forecast: Forecast | null,
  now: Instant,
  zone: Zone,
): Arrivals => {
  const to = closesAt(now, zone)
  const from = Math.floor((arrivals[0]?.minute ?? now) / HOUR) * HOUR
  const shift = earlier.length === 0 ? 0 : startOfDay(dayOf(now, zone), zone) - earlier[0]!.from
  const then = earlier
    .map((one) => ({ at: one.from + shift + QUARTER / 2, count: one.count / 15 }))
    .filter(({ at }) => at >= from)
  const counts = arrivals.map((one) => one.count)
  const most = Math.max(0, ...counts)
  const usual = usualTop(counts)
  const cut = most > usual * 3
  const others = [...then, ...(forecast?.curve ?? [])].map((one) => one.count)
  const top = niceTop(Math.max(cut ? usual : most, ...others))
  const two = (value: number): number => Number(value.toFixed(2))
  const x = (at: Instant): number => two(Math.min(100, Math.max(0, ((at - from) * 100) / (to - from))))
  const y = (value: number): number => two(100 - (Math.min(value, top) * 100) / top)
  const line = (points: readonly { at: Instant; count: number }[]): string =>
    points.map(({ at, count }) => `${x(at)},${y(count)}`).join(' ')
  const last = arrivals.at(-1)
  const at = arrivals.find((one) => one.count === most)
  const step = Math.ceil((to - from) / HOUR / (TICKS - 1)) * HOUR
  const end = (curve: readonly { count: number }[]): number | null => (curve.length === 0 ? null : curve.at(-1)!.count)
  return {
    points: line(arrivals.filter((one) => !cut || one !== at).map(({ minute, count }) => ({ at: minute, count }))),
    earlier: line(then),
    forecast: last && forecast ? line([{ at: last.minute, count: last.count }, ...forecast.curve]) : '',
    top,
    spike: cut && at ? { x: x(at.minute), minute: at.minute, count: most } : null,
    last: last ? { x: x(last.minute), y: y(last.count), count: last.count } : null,
    now: x(now),
    ticks: Array.from({ length: TICKS }, (_, nth) => ({ x: x(from + nth * step), at: from + nth * step })).filter(
      ({ x }) => x < 88,
    ),
    ends: { forecast: end(forecast?.curve ?? []), earlier: end(then) },
  }
}
/** Where the name of a line that ends at a height stands, in percent of the plot. */
export const heightOf = (line: Arrivals, value: number): number => 100 - (Math.min(value, line.top) * 100) / line.top

export type OperatorState = {
  texts: Readonly<Record<string, string>>
  bars: Readonly<Record<string, { width: number; low: boolean }>>
  silent: Readonly<Record<string, boolean>>
  line: Arrivals
  forecast: Forecast | null
}
/** The bar of a lag is full at 1.2 times the limit, so that the limit's line stands inside it. */
export const lagWidth = (lagMs: number, limits: OperatorView['limits']): number =>
  Math.min(100, Math.round(((lagMs * 100) / (limits.oldestSeconds * 1200)) * 100) / 100)

/** Whole hours and minutes until the day's entries close, at midnight of the workplace. */
export const hoursLeft = (now: Instant, zone: Zone): { hours: number; minutes: number } => {
  const left = Math.max(0, Math.ceil((closesAt(now, zone) - now) / 60_000))
  return { hours: Math.floor(left / 60), minutes: left % 60 }
}

export const operatorBoard = (
  figures: OperatorFigures,
  limits: OperatorView['limits'],
  now: Instant,
  zone: Zone,
  language: Language,
): OperatorState => {
  const words = operatorWords[language]
  const forecast = forecastOf(figures, now, zone)
  const line = arrivalsLine(figures, forecast, now, zone)
  const earlierDay = figures.earlierDate === '' ? '' : dayAndMonth(figures.earlierDate, language)
  const silentOnes = figures.consumers.filter((one) => isSilentConsumer(one, limits, now))
  const dead = figures.dead.reduce((sum, one) => sum + one.count, 0)
  const past = figures.oldestUnprocessedMs > limits.oldestSeconds * 1000
  return {
    texts: {
      // The unit stands in the text: an age of minutes must not be read as seconds.
      oldest: words.oldest(
        figures.oldestUnprocessedMs < 60_000
          ? seconds(figures.oldestUnprocessedMs, language)
          : count(Math.floor(figures.oldestUnprocessedMs / 1000), language),
      ),
      verdict: past ? words.past : silentOnes.length > 0 ? words.safeBut(silentOnes.length) : words.safe,
      'today.figure': count(figures.acceptedToday, language),
      'today.meta': forecast
        ? words.acceptedForecast(count(figures.acceptedToday + forecast.rest, language), earlierDay)
        : words.acceptedMeta,
      'arrivals.title':
        figures.arrivals.length === 0
          ? words.arrivalsNone
          : [
              words.arrivals(
                count(line.last?.count ?? 0, language),
                count(Math.max(0, ...figures.arrivals.map((one) => one.count)), language),
              ),
              forecast ? words.pace(Math.round(forecast.pace * 100) - 100, earlierDay) : null,
            ]
              .filter((part) => part)
              .join(', '),
      'arrivals.read': earlierDay === '' ? words.arrivalsRead : words.arrivalsCompared(earlierDay, forecast !== null),
      'line.forecast':
        line.ends.forecast === null ? '' : words.forecastSay(count(Math.round(line.ends.forecast), language)),
      'line.earlier': line.ends.earlier === null ? '' : words.earlierSay(shortDate(figures.earlierDate, language)),
      'minute.figure': words.perMinute(count(line.last?.count ?? 0, language)),
      'silent.figure': words.silentOf(count(silentOnes.length, language), count(figures.consumers.length, language)),
      'silent.meta': silentOnes.length > 0 ? silentOnes.map((one) => one.consumer).join(', ') : words.allTalk,
      'dead.figure': count(dead, language),
      'dead.meta': dead > 0 ? words.deadMeta : words.deadNone,
      'left.figure': words.left(hoursLeft(now, zone)),
      'spike.say': line.spike
        ? words.spike(count(line.spike.count, language), clock(line.spike.minute, zone, language))
        : '',
      'line.now': words.actual(count(line.last?.count ?? 0, language)),
      ...Object.fromEntries(
        figures.consumers.flatMap((one) => [
          [`${consumerKey(one)}.lag`, isSilentConsumer(one, limits, now) ? '–' : seconds(one.lagMs, language)],
          [`${consumerKey(one)}.behind`, count(one.recordsBehind, language)],
          [
            `${consumerKey(one)}.silent`,
            one.lastSeenAt === 0 ? words.neverHeard : words.silentFor(age(now - one.lastSeenAt, language)),
          ],
        ]),
      ),
    },
    bars: Object.fromEntries(
      figures.consumers.map((one) => [
        consumerKey(one),
        { width: lagWidth(one.lagMs, limits), low: one.lagMs > limits.oldestSeconds * 1000 },
      ]),
    ),
    silent: Object.fromEntries(figures.consumers.map((one) => [consumerKey(one), isSilentConsumer(one, limits, now)])),
    line,
    forecast,
  }
}

/** Below each other where the ends of two lines lie together: the names of both stay legible. In percent of the plot. */
export const namesOf = (line: Arrivals): { forecast: number; earlier: number } => {
  const forecast = heightOf(line, line.ends.forecast ?? 0)
  const earlier = heightOf(line, line.ends.earlier ?? 0)
  if (line.ends.forecast === null || line.ends.earlier === null || Math.abs(forecast - earlier) >= 8)
    return { forecast, earlier }
  const above = Math.min(88, Math.min(forecast, earlier))
  return forecast <= earlier ? { forecast: above, earlier: above + 8 } : { forecast: above + 8, earlier: above }
}

export type Hour = { at: Instant; earlier: number; forecast: number | null }
/** The earlier day and the forecast by hour, from the last begun hour on: what the table under the lines says. */
export const hoursToCome = (
  { earlier }: Pick<OperatorFigures, 'earlier'>,
  forecast: Forecast | null,
  now: Instant,
  zone: Zone,
): readonly Hour[] => {
  if (earlier.length === 0) return []
  const midnight = startOfDay(dayOf(now, zone), zone)
  const shift = midnight - earlier[0]!.from
  return Array.from({ length: 24 }, (_, hour) => {
    const at = midnight + hour * HOUR
    const sum = earlier
      .filter((one) => one.from + shift >= at && one.from + shift < at + HOUR)
      .reduce((total, one) => total + one.count, 0)
    return { at, earlier: sum, forecast: forecast && at > now ? Math.round(sum * forecast.pace) : null }
  }).filter(({ at }) => at + HOUR > now)
}
