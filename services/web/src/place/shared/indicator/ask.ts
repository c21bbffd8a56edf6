import { IndicatorMeasure, type IndicatorChanged } from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { FigureSum, IndicatorSum as SumMessage } from '@timbang/contracts/gen/timbang/reporting/v1/figure'
import type { Period } from '../time.ts'
import type { Indicator, IndicatorLine, IndicatorSum } from './view.ts'

const measures: Readonly<Record<number, Indicator['measure']>> = {
  [IndicatorMeasure.INDICATOR_MEASURE_RATIO]: 'ratio',
  [IndicatorMeasure.INDICATOR_MEASURE_LEVEL]: 'level',
}
const said = (text: string | undefined): string | null => (text === undefined || text === '' ? null : text)
const number = (value: bigint | undefined): number | null => (value === undefined ? null : Number(value))

export const indicatorOf = (message: IndicatorChanged): Indicator => ({
  code: message.code,
  meaning: { id: message.meaningId, en: message.meaningEn },
  unit: message.unit,
  perUnit: said(message.perUnit),
  measure: measures[message.measure] ?? 'count',
  lessIsBetter: message.lessIsBetter,
  source: message.source,
  verifiedBy: message.verifiedBy,
  from: message.fromDate,
  to: said(message.toDate),
})

const sumOf = (sum: FigureSum): IndicatorSum => ({
  span: sum.span,
  amount: number(sum.amountThousandths),
  per: number(sum.perThousandths),
  value: number(sum.valueThousandths),
  target: number(sum.targetThousandths),
  daysDue: sum.daysDue,
  daysKnown: sum.daysKnown,
  enough: sum.enough,
})
const nothing = (span: string): IndicatorSum => ({
  span,
  amount: null,
  per: null,
  value: null,
  target: null,
  daysDue: 0,
  daysKnown: 0,
  enough: false,
})

/** @param indicator as its registry has it, which may be ahead of what the sums were made by */
export const lineOf = (indicator: IndicatorChanged, period: Period, sum: SumMessage | undefined): IndicatorLine => ({
  ...indicatorOf(indicator),
  period,
  agreed: number(indicator.targets.find((target) => target.period === period)?.targetThousandths),
  quarter: sum?.quarter === undefined ? nothing(period) : sumOf(sum.quarter),
  months: sum?.months.map(sumOf) ?? [],
  units: sum?.unitIds.length ?? 0,
  unknown: sum?.unknownDates ?? [],
  last: said(sum?.lastSpan),
})
