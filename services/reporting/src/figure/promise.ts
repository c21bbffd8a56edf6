import type { IndicatorSum, FigureSum } from '@timbang/contracts/gen/timbang/reporting/v1/figure'
import type { PublicPromise, PublicRow, PublicSum } from '../domain/promise.ts'
import type { Figure } from './domain.ts'
import { promisedOf } from './indicator-sums.ts'

const number = (value: bigint | undefined): number | null => (value === undefined ? null : Number(value))
const publicSum = (sum: FigureSum): PublicSum => ({
  span: sum.span,
  amount: number(sum.amountThousandths),
  per: number(sum.perThousandths),
  value: number(sum.valueThousandths),
  target: number(sum.targetThousandths),
  daysDue: sum.daysDue,
  daysKnown: sum.daysKnown,
  enough: sum.enough,
})

/** The rows whose sum an indicator's quarter is, by their days. */
function rowsOf(measure: string, figures: ReadonlyMap<string, readonly Figure[]>, nameOf: (unitId: string) => string) {
  const all = [...figures].flatMap(([unitId, told]) => told.map((one) => ({ ...one, unit: nameOf(unitId) })))
  const bySpan = (a: PublicRow, b: PublicRow) =>
    a.span === b.span ? ((a.unit ?? '') < (b.unit ?? '') ? -1 : 1) : a.span < b.span ? -1 : 1
  if (measure === 'level')
    return all
      .map(({ span, amount, unit }): PublicRow => ({ span, amount, per: null, units: 1, unit }))
      .toSorted(bySpan)
  return [...Map.groupBy(all, ({ span }) => span)]
    .map(
      ([span, told]): PublicRow => ({
        span,
        amount: told.reduce((sum, { amount }) => sum + amount, 0),
        per: measure === 'ratio' ? told.reduce((sum, { per }) => sum + per!, 0) : null,
        units: told.length,
      }),
    )
    .toSorted(bySpan)
}

/** An indicator's quarter as it is published; undefined: the indicator does not hold in it. */
export function promiseOf(
  { indicator, quarter, months, unitIds, unknownDates, lastSpan }: IndicatorSum,
  figures: ReadonlyMap<string, readonly Figure[]>,
  { period, from, to }: { readonly period: string; readonly from: string; readonly to: string },
  nameOf: (unitId: string) => string,
): PublicPromise | undefined {
  const { measure, targets, from: first, to: last } = promisedOf(indicator!)
  if (first > to || (last !== undefined && last < from)) return undefined
  return {
    code: indicator!.code,
    meaning: { id: indicator!.meaningId, en: indicator!.meaningEn },
    unit: indicator!.unit,
    perUnit: indicator!.perUnit || null,
    measure,
    lessIsBetter: indicator!.lessIsBetter,
    source: indicator!.source,
    verifiedBy: indicator!.verifiedBy,
    from: first,
    to: last ?? null,
    period,
    agreed: number(targets.get(period)),
    quarter: publicSum(quarter!),
    months: months.map(publicSum),
    units: unitIds.length,
    unknown: unknownDates,
    last: lastSpan === '' ? null : lastSpan,
    rows: rowsOf(measure, figures, nameOf),
  }
}
