import type { Language } from '../../locals.ts'
import { operatorWords } from './words.ts'
import { count, seconds } from '../shared/number.ts'
import { age, clock, dayOf, plusDays, startOfDay, type Zone } from '../shared/time.ts'
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

/** The line of arrivals: the last complete minutes as points in percent of the plot; the top is a round number above the highest. */
export type Arrivals = {
  points: string
  top: number
  /** A minute far above all others is cut, marked and named: it would flatten the rest. Null: none is. */
  spike: { x: number; minute: Instant; count: number } | null
  last: { x: number; y: number; count: number } | null
  from: Instant
  to: Instant
  total: number
}
export const niceTop = (most: number): number => {
  if (most <= 4) return 4
  const magnitude = 10 ** Math.floor(Math.log10(most))
  return [1, 2, 4, 5, 10].map((step) => step * magnitude).find((top) => top >= most) ?? most
}
/** What nineteen minutes of twenty stay under, a little more than the few above: the scale of what is usual. */
const usualTop = (counts: readonly number[]): number => {
  const sorted = counts.toSorted((a, b) => a - b)
  return Math.max(4, sorted[Math.floor((sorted.length - 1) * 0.95)] ?? 0)
}
export const arrivalsLine = (arrivals: OperatorFigures['arrivals']): Arrivals => {
  const most = Math.max(0, ...arrivals.map((one) => one.count))
  const usual = usualTop(arrivals.map((one) => one.count))
  const cut = most > usual * 3
  const top = niceTop(cut ? usual : most)
  const place = (one: { count: number }, index: number) => ({
    x: arrivals.length < 2 ? 100 : (index * 100) / (arrivals.length - 1),
    y: 100 - (Math.min(one.count, top) * 100) / top,
  })
  const points = arrivals.map((one, index) => place(one, index))
  const last = points.at(-1)
  const at = arrivals.findIndex((one) => one.count === most)
  return {
    points: points.map(({ x, y }) => `${Number(x.toFixed(2))},${Number(y.toFixed(2))}`).join(' '),
    top,
    spike: cut ? { x: Number(points[at]!.x.toFixed(2)), minute: arrivals[at]!.minute, count: most } : null,
    last: last ? { ...last, count: arrivals.at(-1)?.count ?? 0 } : null,
    from: arrivals[0]?.minute ?? 0,
    to: arrivals.at(-1)?.minute ?? 0,
    total: arrivals.reduce((sum, one) => sum + one.count, 0),
  }
}

export type OperatorState = {
  texts: Readonly<Record<string, string>>
  bars: Readonly<Record<string, { width: number; low: boolean }>>
  silent: Readonly<Record<string, boolean>>
  line: Arrivals
}
/** The bar of a lag is full at 1.2 times the limit, so that the limit's line stands inside it. */
export const lagWidth = (lagMs: number, limits: OperatorView['limits']): number =>
  Math.min(100, Math.round(((lagMs * 100) / (limits.oldestSeconds * 1200)) * 100) / 100)

/** Whole hours and minutes until the day's entries close, at midnight of the workplace. */
export const hoursLeft = (now: Instant, zone: Zone): { hours: number; minutes: number } => {
  const left = Math.max(0, Math.ceil((startOfDay(plusDays(dayOf(now, zone), 1), zone) - now) / 60_000))
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
  const line = arrivalsLine(figures.arrivals)
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
  }
}
