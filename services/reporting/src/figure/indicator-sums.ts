import { IndicatorMeasure, type IndicatorChanged } from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { FigureSum, IndicatorSum } from '@timbang/contracts/gen/timbang/reporting/v1/figure'
import type { Pool, Tx } from '@timbang/postgres/pool'
import { calendarOf } from '@timbang/roster/read'
import { packsAt } from '@timbang/rulebook/pack'
import { toCalendar } from '@timbang/rules/calendar'
import { boundsOf, type Calendar, dateAt, daysOfMonth, isWorkingDay } from '@timbang/rules/civil-date'
import type { IndexPack } from '@timbang/rules/kernel/1/pack'
import { kernels, kernelOn } from '@timbang/rules/kernels'
import { INDEX, inForce } from '@timbang/rules/published'
import type { Figure } from './domain.ts'
import { readFigures, readIndicators, unitsTold } from './store.ts'
import { counting, type Days, lastOf, monthsUpTo, type Promised, type Sum, sumOf, unknownOf } from './sum.ts'

const measures: Readonly<Record<number, Promised['measure']>> = {
  [IndicatorMeasure.INDICATOR_MEASURE_RATIO]: 'ratio',
  [IndicatorMeasure.INDICATOR_MEASURE_LEVEL]: 'level',
}
export const promisedOf = ({ measure, targets, fromDate, toDate }: IndicatorChanged): Promised => ({
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
async function workedBy(reader: Pool | Tx, agencyId: string, years: ReadonlySet<number>): Promise<Days['worked']> {
  const calendars = new Map<number, Calendar>()
  for (const year of years) {
    const calendar = await calendarOf(reader, agencyId, year)
    if (calendar !== undefined) calendars.set(year, toCalendar(calendar))
  }
  return (date) => {
    const calendar = calendars.get(Number(date.slice(0, 4)))
    return calendar !== undefined && isWorkingDay(calendar, date)
  }
}

/** What an indicator amounts to, and the figures of the quarter whose sum that is, by unit. */
export interface Summed {
  readonly sum: IndicatorSum
  readonly figures: ReadonlyMap<string, readonly Figure[]>
}

/**
 * What the indicators of an agency amount to in a quarter and in the months up to its end.
 * @param of.unitId empty: of whatever units told in the quarter @param of.asOf by what the log had at an instant; absent: by all that is known
 */
export async function indicatorSums(
  reader: Pool | Tx,
  of: { readonly agencyId: string; readonly unitId: string; readonly period: string; readonly asOf?: number },
  now: number,
): Promise<Summed[]> {
  const { agencyId, unitId, period } = of
  const today = dateAt(now, 'WIB')
  const packs = await packsAt(reader, now)
  const { from, to } = boundsOf(period)
  const pack = inForce(packs, INDEX, to)?.content as IndexPack | undefined
  const { settleFigures } = pack === undefined ? kernels['1']! : kernelOn(packs, to)
  const year = monthsUpTo(period, to)
  const span = { from: `${year[0]!}-01`, to }
  // One after the other: a transaction has one connection.
  const indicators = await readIndicators(reader, agencyId)
  const tellers = await unitsTold(reader, agencyId, unitId, span)
  const worked = await workedBy(reader, agencyId, new Set(year.map((month) => Number(month.slice(0, 4)))))
  // Before a pack is in force nothing is judged by less than all.
  const days: Days = { worked, today, leastKnown: pack?.discipline.leastKnown ?? 100 }
  const units = new Map<string, readonly Figure[]>()
  for (const unit of new Set([...tellers, ...(unitId === '' ? [] : [unitId])]))
    units.set(unit, settleFigures(await readFigures(reader, agencyId, unit, span, of.asOf)).counts)
  return indicators.map((indicator) => {
    const promised = promisedOf(indicator)
    const told = [...units].map(
      ([unit, figures]) => [unit, figures.filter((one) => one.indicatorId === indicator.indicatorId)] as const,
    )
    // Who told nothing in a span owes it no days; the one that is asked about does.
    const within = (first: string, last: string) =>
      told.filter(([unit, figures]) => unit === unitId || figures.some((one) => one.span >= first && one.span <= last))
    const quarter = within(from.slice(0, 7), to)
    const figures = quarter.map(([, all]) => all)
    const sum: IndicatorSum = {
      indicator,
      quarter: sumMessage(sumOf(promised, period, figures, days)),
      months: year
        .filter((month) => month <= today.slice(0, 7))
        .map((month) =>
          sumMessage(
            sumOf(
              promised,
              month,
              within(month, daysOfMonth(month).at(-1)!).map(([, all]) => all),
              days,
            ),
          ),
        ),
      unitIds: quarter.map(([unit]) => unit),
      unknownDates: unknownOf(promised, period, figures, days),
      lastSpan: lastOf(promised, period, figures, days),
    }
    return { sum, figures: new Map(quarter.map(([unit, all]) => [unit, counting(promised, period, all, days)])) }
  })
}
