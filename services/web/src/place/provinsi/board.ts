import type { Language } from '../../locals.ts'
import { boardWords } from '../shared/board/words.ts'
import { capital, count, inWords } from '../shared/number.ts'
import { age } from '../shared/time.ts'
import { type AgencyFigures, whole } from '../shared/board/figures.ts'
import type { ProvinceView } from './view.ts'
import type { Instant } from '../shared/time.ts'
import { share, signalsOf, type Signals, type Step } from '../instansi/board.ts'
import { addHours, type Hour, hourOf } from '../shared/chart/hour.ts'

export type ProvinceAgency = ProvinceView['agencies'][number]
/** The view with all that waits, however long it does. */
export const wholeProvince = (view: ProvinceView): ProvinceView => ({
  ...view,
  agencies: view.agencies.map((agency) => ({
    ...agency,
    figures: agency.figures && whole(agency.figures, agency.long),
  })),
})

/** An agency with people and without a single entry in 28 days says nothing; its other figures are not used. */
export const isSilent = (agency: ProvinceAgency): boolean => agency.figures === null || agency.figures.entries === 0

export const raised = (signals: Signals): number => Object.values(signals).filter((one) => one === true).length

export type Ranked = { agency: ProvinceAgency; figures: AgencyFigures; signals: Signals; raised: number }
export type Groups = {
  attention: readonly Ranked[]
  one: readonly Ranked[]
  silent: readonly ProvinceAgency[]
  fine: readonly Ranked[]
}

/** Agencies by need: two signals or more ask for attention, one stands by itself, and with none of them past its limit all is as planned. Within a group more signals first, then the lower share in time. */
export const byNeed = (view: ProvinceView): Groups => {
  const ranked = view.agencies
    .filter((agency) => !isSilent(agency))
    .map((agency): Ranked => {
      const figures = agency.figures as AgencyFigures
      const signals = signalsOf(figures, agency.surveys, view.limits, view.now)
      return { agency, figures, signals, raised: raised(signals) }
    })
    .toSorted((a, b) => b.raised - a.raised || onTimeShare(a.figures) - onTimeShare(b.figures))
  return {
    attention: ranked.filter((one) => one.raised >= 2),
    silent: view.agencies.filter(isSilent),
    one: ranked.filter((one) => one.raised === 1),
    fine: ranked.filter((one) => one.raised === 0),
  }
}
const onTimeShare = (figures: AgencyFigures): number =>
  figures.daysDue === 0 ? 2 : figures.daysOnTime / figures.daysDue

/** The texts of one agency's row, keyed `<agency id>.<column>`. */
export const rowTexts = (figures: AgencyFigures, now: Instant, language: Language): Record<string, string> => {
  const words = boardWords[language]
  const key = (name: string): string => `${figures.agencyId}.${name}`
  return {
    [key('today')]: `${count(figures.peopleRecordedToday, language)} ${words.of} ${count(figures.people, language)}`,
    [key('todayShare')]: share(figures.peopleRecordedToday, figures.people, language) ?? '–',
    [key('onTime')]: share(figures.daysOnTime, figures.daysDue, language) ?? '–',
    [key('onTimeNote')]: figures.daysDue > 0 ? words.days28 : words.noDays,
    [key('waiting')]: figures.entriesWaiting > 0 ? age(now - figures.oldestWaitingAt, language) : '0',
    [key('waitingNote')]:
      figures.entriesWaiting > 0 ? words.waitingShort(count(figures.entriesWaiting, language)) : words.noneWaiting,
  }
}

export type ProvinceState = {
  texts: Readonly<Record<string, string>>
  low: Readonly<Record<string, boolean>>
  hour: Hour
}
/** The whole board in words, for the server and for the island. */
export const provinceBoard = (view: ProvinceView, language: Language): ProvinceState => {
  const words = boardWords[language]
  const { attention, silent } = byNeed(view)
  const worst = attention[0]
  const heard = view.agencies.flatMap((agency) => (agency.figures ? [agency.figures] : []))
  const sum = (of: (figures: AgencyFigures) => number): number =>
    heard.reduce((total, figures) => total + of(figures), 0)
  const hour = hourOf(addHours(heard.map((figures) => figures.entriesPerMinute)))
  const all = count(view.agencies.length, language)
  return {
    texts: {
      headline:
        attention.length > 0 ? words.attention(count(attention.length, language), all) : words.attentionNone(all),
      lead: [
        worst ? words.provinceLead(worst.agency.name, inWords(worst.raised, language)) : words.provinceLeadCalm,
        words.provinceToday(
          count(
            sum((figures) => figures.peopleRecordedToday),
            language,
          ),
          count(
            sum((figures) => figures.people),
            language,
          ),
        ),
        silent.length > 0 ? words.provinceSilent(capital(inWords(silent.length, language))) : null,
      ]
        .filter((part) => part)
        .join(' '),
      'hour.title': words.hour.title(count(hour.total, language)),
      ...Object.assign({}, ...heard.map((figures) => rowTexts(figures, view.now, language))),
    },
    low: Object.fromEntries(
      view.agencies.flatMap((agency) => {
        if (!agency.figures) return []
        const signals = signalsOf(agency.figures, agency.surveys, view.limits, view.now)
        return [
          [`${agency.agencyId}.onTime`, signals.onTime === true],
          [`${agency.agencyId}.verification`, signals.verification === true],
        ]
      }),
    ),
    hour,
  }
}

/** What the governor and the board can do about it: the agencies that need it most, and those of which nothing is heard; at most five. */
export const provinceSteps = (view: ProvinceView, language: Language): readonly Step[] => {
  const words = boardWords[language]
  const { attention, silent } = byNeed(view)
  return [
    ...attention.slice(0, 3).map(({ agency, raised }) => ({
      says: words.next.talk(agency.name),
      meta: words.signals(raised),
      href: `/instansi/${agency.code}`,
    })),
    ...silent.slice(0, 2).map((agency) => ({
      says: words.next.ask(agency.name),
      meta: words.next.silent,
      href: `/instansi/${agency.code}`,
    })),
  ]
}

/** Which agency stands in which group: when it changes, the order on the page is no longer true. */
export const groupingOf = (view: ProvinceView): string => {
  const groups = byNeed(view)
  const ids = (ranked: readonly Ranked[]): string =>
    ranked
      .map(({ agency }) => agency.agencyId)
      .sort()
      .join()
  return [
    ids(groups.attention),
    ids(groups.one),
    ids(groups.fine),
    groups.silent
      .map(({ agencyId }) => agencyId)
      .sort()
      .join(),
  ].join(';')
}
