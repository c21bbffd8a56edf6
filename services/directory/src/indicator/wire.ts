import { IndicatorMeasure, type IndicatorChanged } from '@timbang/contracts/gen/timbang/directory/v1/events'
import { indicatorIdOf } from '@timbang/contracts/official-id'
import type { Indicator } from './domain.ts'

const fromMeasure: Readonly<Record<number, Indicator['measure']>> = { 1: 'count', 2: 'ratio', 3: 'level' }
const toMeasure = {
  unknown: IndicatorMeasure.INDICATOR_MEASURE_UNSPECIFIED,
  count: IndicatorMeasure.INDICATOR_MEASURE_COUNT,
  ratio: IndicatorMeasure.INDICATOR_MEASURE_RATIO,
  level: IndicatorMeasure.INDICATOR_MEASURE_LEVEL,
} as const

const said = (text: string | undefined): string | undefined => {
  const trimmed = text?.trim()
  return trimmed === '' ? undefined : trimmed
}
const line = (text: string): string => text.trim().normalize('NFC').replace(/\s+/g, ' ')

/** As it was sent or is on record. Its id follows from agency and code, whatever the message says. */
export const fromMessage = (message: IndicatorChanged): Indicator => ({
  indicatorId: indicatorIdOf(message.agencyId, message.code.trim()),
  agencyId: message.agencyId,
  code: message.code.trim(),
  meaning: { id: line(message.meaningId), en: line(message.meaningEn) },
  unit: message.unit.trim(),
  perUnit: said(message.perUnit),
  measure: fromMeasure[message.measure] ?? 'unknown',
  lessIsBetter: message.lessIsBetter,
  targets: message.targets.map(({ period, targetThousandths }) => ({ period, target: targetThousandths })),
  source: line(message.source),
  verifiedBy: line(message.verifiedBy),
  fromDate: message.fromDate,
  toDate: said(message.toDate),
  version: message.version,
})

export const toMessage = (indicator: Indicator): IndicatorChanged => ({
  indicatorId: indicator.indicatorId,
  agencyId: indicator.agencyId,
  code: indicator.code,
  meaningId: indicator.meaning.id,
  meaningEn: indicator.meaning.en,
  unit: indicator.unit,
  perUnit: indicator.perUnit,
  measure: toMeasure[indicator.measure],
  lessIsBetter: indicator.lessIsBetter,
  version: indicator.version,
  targets: indicator.targets.map(({ period, target }) => ({ period, targetThousandths: target })),
  source: indicator.source,
  verifiedBy: indicator.verifiedBy,
  fromDate: indicator.fromDate,
  toDate: indicator.toDate,
})
