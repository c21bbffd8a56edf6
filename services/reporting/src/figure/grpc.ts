import { IndicatorMeasure, type IndicatorChanged } from '@timbang/contracts/gen/timbang/directory/v1/events'
import {
  FigureServiceService,
  FigureStanding,
  type FigureSum,
  type IndicatorSum,
  type ListFiguresResponse,
  type ToldFigure,
} from '@timbang/contracts/gen/timbang/reporting/v1/figure'
import { refuse } from '@timbang/contracts/refusal'
import type { Pool } from '@timbang/postgres/pool'
import { serve, type Served } from '@timbang/process/grpc'
import { calendarOf } from '@timbang/roster/read'
import { packsAt } from '@timbang/rulebook/pack'
import { toCalendar } from '@timbang/rules/calendar'
import { boundsOf, type Calendar, dateAt, daysOfMonth, isWorkingDay } from '@timbang/rules/civil-date'
import type { IndexPack } from '@timbang/rules/kernel/1/pack'
import { kernels, kernelOn } from '@timbang/rules/kernels'
import { INDEX, inForce } from '@timbang/rules/published'
import { mayWatchAgency } from '../boards.ts'
import { toldOf, type Figure, type Standing, type Told } from './domain.ts'
import { readFigures, readIndicators, unitsTold } from './store.ts'
import { type Days, lastOf, monthsUpTo, type Promised, type Sum, sumOf, unknownOf } from './sum.ts'

const standings: Readonly<Record<Standing, FigureStanding>> = {
  counts: FigureStanding.FIGURE_STANDING_COUNTS,
  another: FigureStanding.FIGURE_STANDING_ANOTHER,
  days: FigureStanding.FIGURE_STANDING_DAYS,
  withdrawn: FigureStanding.FIGURE_STANDING_WITHDRAWN,
}
const toMessage = (told: Told): ToldFigure => ({
  recordId: told.recordId,
  revision: told.revision,
  unitId: told.unitId,
  indicatorId: told.indicatorId,
  span: told.span,
  amountThousandths: BigInt(told.amount),
  perThousandths: told.per === undefined ? undefined : BigInt(told.per),
  standing: standings[told.standing],
  contradicted: told.contradicted,
})

const measures: Readonly<Record<number, Promised['measure']>> = {
  [IndicatorMeasure.INDICATOR_MEASURE_RATIO]: 'ratio',
  [IndicatorMeasure.INDICATOR_MEASURE_LEVEL]: 'level',
}
const promisedOf = ({ measure, targets, fromDate, toDate }: IndicatorChanged): Promised => ({
  measure: measures[measure] ?? 'count',
  targets: new Map(targets.map(({ period, targetThousandths }) => [period, targetThousandths])),
  from: fromDate,
  to: toDate,
})
const sumMessage = ({ span, amount, per, value, target, due, known, enough }: Sum): FigureSum => ({
  span,
  amountThousandths: amount,
  perThousandths: per,
  valueThousandths: value,
  targetThousandths: target,
  daysDue: due,
  daysKnown: known,
  enough,
})

/** The working days of an agency, of the years that are asked about. */
async function workedBy(pool: Pool, agencyId: string, years: ReadonlySet<number>): Promise<Days['worked']> {
  const calendars = new Map<number, Calendar>()
  for (const year of years) {
    const calendar = await calendarOf(pool, agencyId, year)
    if (calendar !== undefined) calendars.set(year, toCalendar(calendar))
  }
  return (date) => {
    const calendar = calendars.get(Number(date.slice(0, 4)))
    return calendar !== undefined && isWorkingDay(calendar, date)
  }
}

/** What the indicators of an agency amount to in a quarter and in the months up to its end. @param unitId empty: of whatever units told in the quarter */
export async function indicatorSums(
  pool: Pool,
  { agencyId, unitId, period }: { readonly agencyId: string; readonly unitId: string; readonly period: string },
  now: number,
): Promise<IndicatorSum[]> {
  const today = dateAt(now, 'WIB')
  const packs = await packsAt(pool, now)
  const { from, to } = boundsOf(period)
  const pack = inForce(packs, INDEX, to)?.content as IndexPack | undefined
  const { settleFigures } = pack === undefined ? kernels['1']! : kernelOn(packs, to)
  const year = monthsUpTo(period, to)
  const span = { from: `${year[0]!}-01`, to }
  const [indicators, tellers, worked] = await Promise.all([
    readIndicators(pool, agencyId),
    unitsTold(pool, agencyId, unitId, span),
    workedBy(pool, agencyId, new Set(year.map((month) => Number(month.slice(0, 4))))),
  ])
  // Before a pack is in force nothing is judged by less than all.
  const days: Days = { worked, today, leastKnown: pack?.discipline.leastKnown ?? 100 }
  const units = new Map<string, readonly Figure[]>()
  for (const unit of new Set([...tellers, ...(unitId === '' ? [] : [unitId])]))
    units.set(unit, settleFigures(await readFigures(pool, agencyId, unit, span)).counts)
  return indicators.map((indicator) => {
    const promised = promisedOf(indicator)
    const of = [...units].map(
      ([unit, figures]) => [unit, figures.filter((one) => one.indicatorId === indicator.indicatorId)] as const,
    )
    // Who told nothing in a span owes it no days; the one that is asked about does.
    const within = (first: string, last: string) =>
      of.filter(([unit, figures]) => unit === unitId || figures.some((one) => one.span >= first && one.span <= last))
    const quarter = within(from.slice(0, 7), to)
    const figures = quarter.map(([, told]) => told)
    return {
      indicator,
      quarter: sumMessage(sumOf(promised, period, figures, days)),
      months: year
        .filter((month) => month <= today.slice(0, 7))
        .map((month) =>
          sumMessage(
            sumOf(
              promised,
              month,
              within(month, daysOfMonth(month).at(-1)!).map(([, told]) => told),
              days,
            ),
          ),
        ),
      unitIds: quarter.map(([unit]) => unit),
      unknownDates: unknownOf(promised, period, figures, days),
      lastSpan: lastOf(promised, period, figures, days),
    }
  })
}

export const figureService = ({ pool, now }: { pool: Pool; now: () => number }): Served =>
  serve('reporting', FigureServiceService, {
    async *listFigures({ agencyId, unitId, indicatorId, fromDate, toDate }, { caller, operation }) {
      if (!(await mayWatchAgency(pool, caller, operation, agencyId, now()))) return refuse('access.denied')
      const span = { from: fromDate, to: toDate }
      const packs = await packsAt(pool, now())
      // Before a pack is in force nothing is counted, and figures are shown by the rule that ships.
      const { settleFigures } = inForce(packs, INDEX, toDate) === undefined ? kernels['1']! : kernelOn(packs, toDate)
      const none: ListFiguresResponse = { indicators: [], figures: [] }
      yield { ...none, indicators: await readIndicators(pool, agencyId) }
      for (const unit of await unitsTold(pool, agencyId, unitId, span)) {
        const figures = toldOf(await readFigures(pool, agencyId, unit, span), settleFigures)
          .filter((told) => told.span >= fromDate.slice(0, 7) && told.span <= toDate)
          .filter((told) => indicatorId === '' || told.indicatorId === indicatorId)
        for (let from = 0; from < figures.length; from += AT_ONCE)
          yield { ...none, figures: figures.slice(from, from + AT_ONCE).map(toMessage) }
      }
      return undefined
    },
    async sumFigures({ agencyId, unitId, period }, { caller, operation }) {
      if (!(await mayWatchAgency(pool, caller, operation, agencyId, now()))) return refuse('access.denied')
      return { indicators: await indicatorSums(pool, { agencyId, unitId, period }, now()) }
    },
  })
/** So many in a message. */
const AT_ONCE = 1_000
