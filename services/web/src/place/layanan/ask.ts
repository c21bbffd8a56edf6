import { FigureStanding, type ToldFigure } from '@timbang/contracts/gen/timbang/reporting/v1/figure'
import type { GetLoginResponse } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { figureIdOf } from '@timbang/contracts/figure-id'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { isMonth } from '@timbang/contracts/word'
import { dateAt, daysOfMonth, periodOf } from '@timbang/rules/civil-date'
import type { Answer, Audience } from '../shared/answer.ts'
import { indicatorOf, lineOf } from '../shared/indicator/ask.ts'
import { question } from '../shared/question.ts'
import { page, tokenOf, zoneOf, type Reader } from '../shared/reader.ts'
import type { Figure, IndicatorView, MonthView, ServicesView, Span } from './view.ts'

export const readers: readonly Audience[] = ['personnel-officer', 'agency-head', 'bkd', 'auditor']
export const registrars: readonly Audience[] = ['personnel-officer', 'bkd']

type Known = {
  agencyId: string
  code: string
  name: string
  units: readonly { unitId: string; code: string; name: string }[]
}

/** Agencies whose figures a caller opens: of his role, or all of them; and the chosen one. */
async function agenciesOf(
  reader: Reader,
  login: GetLoginResponse,
  asked: string | null,
): Promise<{ all: readonly { agencyId: string; code: string; name: string }[]; chosen: Known | null } | Refusal> {
  const structure = await reader.clients.directory.getStructure({ agencyId: '' }, tokenOf(reader))
  if (isRefusal(structure)) return structure
  const everywhere = login.roles.some((role) => role === 'bkd' || role === 'auditor')
  const all = structure.agencies.filter(({ agencyId }) => everywhere || login.roleAgencyIds.includes(agencyId))
  if (all.length === 0) return { refused: true, code: 'access.denied' }
  const chosen =
    all.find(({ code }) => code === asked) ??
    (asked === null ? all.find(({ agencyId }) => login.roleAgencyIds.includes(agencyId)) : undefined)
  if (asked !== null && chosen === undefined) return { refused: true, code: 'access.denied' }
  if (chosen === undefined) return { all, chosen: null }
  const { agencyId, code, name } = chosen
  const own = await reader.clients.directory.getStructure({ agencyId }, tokenOf(reader))
  if (isRefusal(own)) return own
  return {
    all,
    chosen: {
      agencyId,
      code,
      name,
      units: own.units
        .map((unit) => ({ unitId: unit.unitId, code: unit.code, name: unit.name }))
        .sort((a, b) => a.name.localeCompare(b.name, 'id')),
    },
  }
}

/** His own word on it is the directory's and the door's; this says what is offered. */
const officerOf = ({ roles, roleAgencyIds }: GetLoginResponse, agencyId: string): boolean =>
  roles.includes('personnel_officer') && roleAgencyIds.includes(agencyId)

export const services = question(
  'services',
  (reader: Reader, asked: string | null): Promise<Answer<ServicesView>> =>
    page(reader, readers, async (login) => {
      const agencies = await agenciesOf(reader, login, asked)
      if (isRefusal(agencies)) return agencies
      const { all, chosen } = agencies
      const today = dateAt(reader.now, zoneOf(login))
      const period = periodOf(today)
      const view = {
        now: reader.now,
        today,
        zone: zoneOf(login),
        agencies: all.map(({ code, name }) => ({ code, name })),
        period,
      }
      if (chosen === null) return { ...view, agency: null, lines: [], mayRegister: false }
      const { agencyId, code, name } = chosen
      const [registry, sums] = await Promise.all([
        reader.clients.indicators.listIndicators({ agencyId }, tokenOf(reader)),
        reader.clients.figures.sumFigures({ agencyId, unitId: '', period }, tokenOf(reader)),
      ])
      if (isRefusal(registry)) return registry
      if (isRefusal(sums)) return sums
      return {
        ...view,
        agency: { code, name },
        lines: registry.indicators.map((indicator) =>
          lineOf(
            indicator,
            period,
            sums.indicators.find((sum) => sum.indicator?.indicatorId === indicator.indicatorId),
          ),
        ),
        mayRegister: login.roles.includes('bkd') || officerOf(login, agencyId),
      }
    }),
)

const figureOf = (told: ToldFigure): Figure => ({
  recordId: told.recordId,
  revision: told.revision,
  amount: Number(told.amountThousandths),
  per: told.perThousandths === undefined ? null : Number(told.perThousandths),
  contradicted: told.contradicted,
})

/** What the reports have of a month, by one indicator in one unit: in whatever revision. */
export async function toldIn(
  reader: Reader,
  of: { agencyId: string; unitId: string; indicatorId: string; month: string },
): Promise<readonly ToldFigure[] | Refusal> {
  const { agencyId, unitId, indicatorId, month } = of
  const days = daysOfMonth(month)
  const asked = { agencyId, unitId, indicatorId, fromDate: days[0]!, toDate: days.at(-1)! }
  const answers = reader.clients.figures.listFigures(asked, tokenOf(reader))
  const told: ToldFigure[] = []
  for await (const { figures } of answers) told.push(...figures)
  return answers.refusal() ?? told
}

/** @param fresh the record that a figure of this span is, where none was told */
function spanOf(span: string, told: readonly ToldFigure[], fresh: string, state: Span['state']): Span {
  const of = told.filter((figure) => figure.span === span)
  const standing = (...those: FigureStanding[]) => of.filter((figure) => those.includes(figure.standing))
  const [counts] = standing(FigureStanding.FIGURE_STANDING_COUNTS, FigureStanding.FIGURE_STANDING_DAYS)
  const before = counts ?? of.find(({ recordId }) => recordId === fresh)
  return {
    span,
    figure: counts === undefined ? null : figureOf(counts),
    beside: counts?.standing === FigureStanding.FIGURE_STANDING_DAYS,
    others: standing(FigureStanding.FIGURE_STANDING_ANOTHER).map(figureOf),
    recordId: before?.recordId ?? fresh,
    revision: before?.revision ?? 0,
    state: counts === undefined ? state : 'known',
  }
}

const monthsLater = (month: string, months: number): string => {
  const first = new Date(`${month}-01T00:00:00Z`)
  first.setUTCMonth(first.getUTCMonth() + months)
  return first.toISOString().slice(0, 7)
}

export type AskedMonth = { agency: string | null; indicator: string | null; unit: string | null; month: string | null }
export const askedMonth = (query: URLSearchParams): AskedMonth => ({
  agency: query.get('instansi'),
  indicator: query.get('indikator'),
  unit: query.get('unit'),
  month: query.get('bulan'),
})

export const figureMonth = question(
  'figureMonth',
  (reader: Reader, asked: AskedMonth): Promise<Answer<MonthView>> =>
    page(reader, readers, async (login) => {
      const agencies = await agenciesOf(reader, login, asked.agency)
      if (isRefusal(agencies)) return agencies
      if (agencies.chosen === null) return { refused: true, code: 'request.not-found' }
      const { agencyId, code, name, units } = agencies.chosen
      const registry = await reader.clients.indicators.listIndicators({ agencyId }, tokenOf(reader))
      if (isRefusal(registry)) return registry
      const indicator = registry.indicators.find((one) => one.code === asked.indicator)
      const today = dateAt(reader.now, zoneOf(login))
      const running = today.slice(0, 7)
      const month = asked.month !== null && isMonth(asked.month) && asked.month <= running ? asked.month : running
      const period = periodOf(`${month}-01`)
      if (indicator === undefined) return { refused: true, code: 'request.not-found' }
      const { indicatorId } = indicator
      const ofIt = async (unitId: string) => {
        const sums = await reader.clients.figures.sumFigures({ agencyId, unitId, period }, tokenOf(reader))
        return isRefusal(sums) ? sums : sums.indicators.find((sum) => sum.indicator?.indicatorId === indicatorId)
      }
      // The unit that is asked for; else one that tells it.
      const whole = asked.unit === null ? await ofIt('') : undefined
      if (isRefusal(whole)) return whole
      const unit =
        asked.unit === null
          ? (units.find(({ unitId }) => unitId === whole?.unitIds[0]) ?? units[0])
          : units.find((one) => one.code === asked.unit)
      if (unit === undefined) return { refused: true, code: 'request.not-found' }
      const [sum, told] = await Promise.all([
        ofIt(unit.unitId),
        toldIn(reader, { agencyId, unitId: unit.unitId, indicatorId, month }),
      ])
      if (isRefusal(sum)) return sum
      if (isRefusal(told)) return told
      const line = lineOf(indicator, period, sum)
      const holds = (date: string) => line.from <= date && (line.to === null || date <= line.to)
      const dates = daysOfMonth(month)
      const idOf = (span: string) => figureIdOf({ unitId: unit.unitId, indicatorId, span })
      const ofDay = (date: string): Span['state'] =>
        !holds(date) ? 'outside' : line.unknown.includes(date) ? 'unknown' : date === today ? 'today' : 'free'
      return {
        now: reader.now,
        today,
        zone: zoneOf(login),
        agency: { agencyId, code, name },
        indicator: { ...indicatorOf(indicator), indicatorId },
        units,
        unit,
        month,
        previous: monthsLater(month, -1),
        next: month < running ? monthsLater(month, 1) : null,
        days: dates.filter((date) => date <= today).map((date) => spanOf(date, told, idOf(date), ofDay(date))),
        whole: spanOf(month, told, idOf(month), dates.every(holds) ? 'free' : 'outside'),
        sum: line.months.find(({ span }) => span === month) ?? { ...line.quarter, span: month },
        unknown: line.unknown.filter((date) => date.startsWith(month)).length,
        mayTell: officerOf(login, agencyId),
      }
    }),
)

export const indicatorForm = question(
  'indicatorForm',
  (reader: Reader, asked: { agency: string | null; code: string | null }): Promise<Answer<IndicatorView>> =>
    page(reader, registrars, async (login) => {
      const agencies = await agenciesOf(reader, login, asked.agency)
      if (isRefusal(agencies)) return agencies
      if (agencies.chosen === null) return { refused: true, code: 'request.not-found' }
      const { agencyId, code, name } = agencies.chosen
      const mayRegister = login.roles.includes('bkd') || officerOf(login, agencyId)
      if (!mayRegister) return { refused: true, code: 'access.denied' }
      const registry = await reader.clients.indicators.listIndicators({ agencyId }, tokenOf(reader))
      if (isRefusal(registry)) return registry
      const known = registry.indicators.find((one) => one.code === asked.code)
      if (asked.code !== null && known === undefined) return { refused: true, code: 'request.not-found' }
      const today = dateAt(reader.now, zoneOf(login))
      const year = Number(today.slice(0, 4))
      return {
        agency: { agencyId, code, name },
        known:
          known === undefined
            ? null
            : {
                ...indicatorOf(known),
                version: known.version,
                targets: known.targets.map(({ period, targetThousandths }) => ({
                  period,
                  target: Number(targetThousandths),
                })),
              },
        quarters: [year, year + 1].flatMap((one) => [1, 2, 3, 4].map((quarter) => `${one}-Q${quarter}`)),
        today,
        mayRegister,
      }
    }),
)
