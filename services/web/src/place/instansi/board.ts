import type { Language } from '../../locals.ts'
import { boardWords } from '../shared/board/words.ts'
import { capital, count, hundredths, inWords, percent, percentOf } from '../shared/number.ts'
import { age } from '../shared/time.ts'
import type { AgencyView } from './view.ts'
import type { Limits, AgencyFigures, SurveyIndex, UnitFigures } from '../shared/board/figures.ts'
import type { Instant } from '../shared/time.ts'
import { type Hour, hourOf } from '../shared/chart/hour.ts'

/**
 * What a board shows of one state of its figures: the server prints it, the island writes it into the same places.
 * `texts` and `bars` are keyed by the `data-f` and `data-bar` of the page.
 */
export type BoardState = {
  texts: Readonly<Record<string, string>>
  bars: Readonly<Record<string, { width: number; low: boolean }>>
  hour: Hour
}

export const isLow = (onTime: number, due: number, limits: Limits): boolean =>
  due > 0 && onTime * 100 < limits.onTimePercent * due
export const waitsTooLong = (figures: AgencyFigures, limits: Limits, now: Instant): boolean =>
  figures.entriesWaiting > 0 && now - figures.oldestWaitingAt > limits.waitingHours * 3_600_000

/** The lowest index that may be shown; else the survey with most answers; null where none is. */
export const lowestSurvey = (surveys: readonly SurveyIndex[]): SurveyIndex | null =>
  surveys
    .filter((one) => one.indexHundredths !== null)
    .toSorted((a, b) => (a.indexHundredths ?? 0) - (b.indexHundredths ?? 0))[0] ??
  surveys.toSorted((a, b) => b.answers - a.answers)[0] ??
  null
const surveyLow = (survey: SurveyIndex | null, limits: Limits): boolean =>
  survey?.indexHundredths != null && survey.indexHundredths < limits.surveyIndexHundredths

/** The signals that have a source now: in time, verification, satisfaction. True: past the limit. Null: nothing to judge. */
export type Signals = { onTime: boolean | null; verification: boolean | null; survey: boolean | null }
export const signalNames = ['onTime', 'verification', 'survey'] as const satisfies readonly (keyof Signals)[]
export const signalsOf = (
  figures: AgencyFigures,
  surveys: readonly SurveyIndex[],
  limits: Limits,
  now: Instant,
): Signals => {
  const survey = lowestSurvey(surveys)
  return {
    onTime: figures.daysDue > 0 ? isLow(figures.daysOnTime, figures.daysDue, limits) : null,
    verification: figures.entries + figures.entriesWaiting > 0 ? waitsTooLong(figures, limits, now) : null,
    survey: survey?.indexHundredths == null ? null : surveyLow(survey, limits),
  }
}

export const share = (part: number, whole: number, language: Language): string | null => {
  const value = percentOf(part, whole)
  return value === null ? null : percent(value, language)
}

/** Some are some, however few. Null: none. */
const writtenShare = ({ daysByWriting, daysDue }: AgencyFigures, language: Language): string | null =>
  daysByWriting === 0
    ? null
    : daysByWriting * 200 < daysDue
      ? boardWords[language].onTime.fewest(percent(1, language))
      : share(daysByWriting, daysDue, language)

const unitTexts = (unit: UnitFigures, limits: Limits, language: Language): Record<string, string> => {
  const words = boardWords[language].units
  const low = isLow(unit.daysOnTime, unit.daysDue, limits)
  return {
    [`${unit.unitId}.share`]: share(unit.daysOnTime, unit.daysDue, language) ?? '–',
    [`${unit.unitId}.today`]: words.meta(count(unit.peopleRecordedToday, language), count(unit.people, language)),
    [`${unit.unitId}.state`]: [
      unit.daysDue === 0 ? words.none : low ? words.low : null,
      words.waiting(count(unit.entriesWaiting, language)),
    ]
      .filter((part) => part)
      .join(' · '),
  }
}

export const agencyBoard = (figures: AgencyFigures, limits: Limits, now: Instant, language: Language): BoardState => {
  const words = boardWords[language]
  const n = (value: number): string => count(value, language)
  const judged = figures.units.filter((unit) => unit.daysDue > 0)
  const below = judged.filter((unit) => isLow(unit.daysOnTime, unit.daysDue, limits)).length
  const limit = percent(limits.onTimePercent, language)
  const onTime = share(figures.daysOnTime, figures.daysDue, language)
  const waiting = figures.entriesWaiting
  return {
    texts: {
      headline:
        judged.length > 1
          ? below > 0
            ? words.headline.below(n(below), n(judged.length), limit)
            : words.headline.above(limit)
          : onTime === null
            ? words.headline.none
            : words.headline.whole(onTime),
      lead: words.lead(
        onTime,
        waiting > 0 ? words.leadWaiting(capital(inWords(waiting, language))) : words.leadNoneWaiting,
      ),
      'today.figure': words.today.figure(n(figures.peopleRecordedToday), n(figures.people)),
      'today.meta': words.today.meta(n(figures.entriesToday)),
      'onTime.figure': onTime ?? '–',
      'onTime.rest': onTime === null ? words.onTime.none : words.onTime.rest,
      'onTime.meta': words.onTime.meta(
        n(figures.daysOnTime),
        n(figures.daysDue),
        n(figures.daysLate),
        n(figures.daysAwaiting),
        writtenShare(figures, language),
      ),
      'waiting.figure': words.waiting.figure(n(waiting)),
      'waiting.rest':
        waiting > 0 ? words.waiting.rest(age(now - figures.oldestWaitingAt, language)) : words.waiting.restNone,
      'waiting.meta':
        figures.entries > 0
          ? words.waiting.meta(
              share(figures.entriesVerified, figures.entries, language) ?? '–',
              n(figures.entries),
              n(figures.entriesReturned),
            )
          : words.waiting.metaNone,
      'hour.title': words.hour.title(n(hourOf(figures.entriesPerMinute).total)),
      ...Object.assign({}, ...figures.units.map((unit) => unitTexts(unit, limits, language))),
    },
    bars: Object.fromEntries(
      figures.units.map((unit) => [
        unit.unitId,
        { width: percentOf(unit.daysOnTime, unit.daysDue) ?? 0, low: isLow(unit.daysOnTime, unit.daysDue, limits) },
      ]),
    ),
    hour: hourOf(figures.entriesPerMinute),
  }
}

/** Units, those most in need first; the order of the page's making stays while it lives. */
export const unitsByNeed = (figures: AgencyFigures): readonly UnitFigures[] => {
  const rank = (unit: UnitFigures): number => (unit.daysDue === 0 ? 2 : unit.daysOnTime / unit.daysDue)
  return figures.units.toSorted((a, b) => rank(a) - rank(b))
}

export type Step = { says: string; meta: string; href: string }
/** What a head can do about it, from the same figures; at most four. */
export const nextSteps = (view: AgencyView, language: Language): readonly Step[] => {
  const { figures, limits, now, units, surveys, code } = view
  if (!figures) return []
  const words = boardWords[language].next
  const name = (unitId: string): string => units.find((unit) => unit.unitId === unitId)?.name ?? unitId
  const steps: Step[] = []
  if (view.grace)
    steps.push({
      says: words.grace(count(view.grace.waiting, language)),
      meta: words.oldest(age(now - view.grace.oldestAskedAt, language)),
      href: '/kelonggaran/antrean',
    })
  if (waitsTooLong(figures, limits, now))
    steps.push({
      says: words.verify(count(figures.entriesWaiting, language)),
      meta: words.oldest(age(now - figures.oldestWaitingAt, language)),
      href: '#unit',
    })
  for (const unit of unitsByNeed(figures)
    .filter((one) => isLow(one.daysOnTime, one.daysDue, limits))
    .slice(0, 3)) {
    steps.push({
      says: words.talk(name(unit.unitId)),
      meta: share(unit.daysOnTime, unit.daysDue, language) ?? '',
      href: `#u-${unit.unitId}`,
    })
  }
  const survey = lowestSurvey(surveys)
  if (survey && surveyLow(survey, limits) && view.published)
    steps.push({
      says: words.survey(survey.unitName),
      meta: hundredths(survey.indexHundredths ?? 0, language),
      href: `/publik/${code}`,
    })
  return steps.slice(0, 4)
}
