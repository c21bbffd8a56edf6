import { isCode, isDate } from '@timbang/contracts/word'
import { writeQuantity } from '../catat/form.ts'
import type { Language } from '../../locals.ts'
import { readThousandths } from '../shared/number.ts'
import type { Period } from '../shared/time.ts'
import type { IndicatorFields, IndicatorView, MonthView, Span } from './view.ts'

/** As much as the door takes. */
const MOST = 1_000_000_000_000
const amountOf = (text: string, language: Language): number | null => {
  const amount = readThousandths(text, language)
  return amount !== null && amount <= MOST ? amount : null
}

export type FigureFields = { span: string; seen: string; amount: string; per: string }
export type FigureWrong = { field: 'amount' | 'per'; code: 'amount' | 'changed' }

export const figureFieldsOf = (data: FormData): FigureFields => {
  const field = (name: string) => String(data.get(name) ?? '')
  return { span: field('hari'), seen: field('terlihat'), amount: field('jumlah'), per: field('per') }
}
/** Thousandths; `per` null: it is of nothing. */
export type SaidFigure = { amount: number; per: number | null; withdrawn: boolean }
type Revision = SaidFigure & { revision: number }
/** Whether what was said came to stand: of two that are told at once under one revision the first in the log does, and the other must hear it. */
export const stood = (said: Revision, stands: Revision): boolean =>
  stands.revision > said.revision ||
  (stands.amount === said.amount && stands.per === said.per && stands.withdrawn === said.withdrawn)

/** What stood there when the form was made: over anything else nothing is said. */
export const seenOf = ({ recordId, revision, figure }: Span): string =>
  `${recordId}.${revision}${figure === null ? '' : '.ada'}`

export const spanOf = (view: MonthView, span: string): Span | null =>
  [...view.days, view.whole].find((one) => one.span === span && one.state !== 'outside') ?? null

/** What the form asks about at first: what is asked for, else the first day without a figure, else today. */
export const spanToTell = (view: MonthView, asked: string | null): Span | null =>
  asked === null
    ? (view.days.find(({ state }) => state === 'unknown') ?? view.days.find(({ state }) => state === 'today') ?? null)
    : spanOf(view, asked)

export const startFields = (span: Span, language: Language): FigureFields => ({
  span: span.span,
  seen: seenOf(span),
  amount: writeQuantity(span.figure?.amount ?? null, language),
  per: writeQuantity(span.figure?.per ?? null, language),
})

export type ReadFigure =
  | { ok: true; amount: number; per: number | null }
  | { ok: false; errors: readonly FigureWrong[] }
export function readFigure({ amount, per }: FigureFields, ratio: boolean, language: Language): ReadFigure {
  const [read, by] = [amountOf(amount, language), ratio ? amountOf(per, language) : null]
  const errors: FigureWrong[] = []
  if (read === null) errors.push({ field: 'amount', code: 'amount' })
  if (ratio && by === null) errors.push({ field: 'per', code: 'amount' })
  return read === null || errors.length > 0 ? { ok: false, errors } : { ok: true, amount: read, per: by }
}

export const indicatorFieldNames = [
  'code',
  'version',
  'meaningId',
  'meaningEn',
  'measure',
  'unit',
  'perUnit',
  'direction',
  'source',
  'verifiedBy',
  'from',
  'to',
] as const
export type IndicatorWrong = {
  field: (typeof indicatorFieldNames)[number] | `target-${string}`
  code: 'code' | 'text' | 'chosen' | 'date' | 'span' | 'target'
}

export const indicatorFieldsOf = (data: FormData, quarters: readonly Period[]): IndicatorFields =>
  Object.fromEntries(
    [...indicatorFieldNames, ...quarters.map((period) => `target-${period}`)].map((name) => [
      name,
      String(data.get(name) ?? ''),
    ]),
  ) as IndicatorFields

export const startIndicator = ({ known, quarters, today }: IndicatorView, language: Language): IndicatorFields => ({
  code: known?.code ?? '',
  version: String(known?.version ?? 0),
  meaningId: known?.meaning.id ?? '',
  meaningEn: known?.meaning.en ?? '',
  measure: known?.measure ?? '',
  unit: known?.unit ?? '',
  perUnit: known?.perUnit ?? '',
  direction: known === null ? '' : known.lessIsBetter ? 'less' : 'more',
  source: known?.source ?? '',
  verifiedBy: known?.verifiedBy ?? '',
  from: known?.from ?? `${today.slice(0, 4)}-01-01`,
  to: known?.to ?? '',
  ...(Object.fromEntries(
    quarters.map((period) => [
      `target-${period}`,
      writeQuantity(known?.targets.find((one) => one.period === period)?.target ?? null, language),
    ]),
  ) as Record<`target-${string}`, string>),
})

export type SaidIndicator = {
  code: string
  version: number
  meaningId: string
  meaningEn: string
  measure: 'count' | 'ratio' | 'level'
  unit: string
  perUnit: string
  lessIsBetter: boolean
  source: string
  verifiedBy: string
  from: string
  to: string
  targets: readonly { period: Period; target: number }[]
}
const isMeasure = (text: string): text is SaidIndicator['measure'] => ['count', 'ratio', 'level'].includes(text)

/** What is fixed under figures that were recorded by it is not asked for again. */
export function readIndicator(
  fields: IndicatorFields,
  { known, quarters }: IndicatorView,
  language: Language,
): { ok: true; said: SaidIndicator } | { ok: false; errors: readonly IndicatorWrong[] } {
  const errors: IndicatorWrong[] = []
  const wrong = (field: IndicatorWrong['field'], code: IndicatorWrong['code']) => void errors.push({ field, code })
  const text = (field: 'meaningId' | 'meaningEn' | 'source' | 'verifiedBy', most: number): string => {
    const said = fields[field].trim()
    if (said === '' || [...said].length > most) wrong(field, 'text')
    return said
  }
  const code = known?.code ?? fields.code.trim()
  if (!isCode(code)) wrong('code', 'code')
  const [meaningId, meaningEn] = [text('meaningId', 160), text('meaningEn', 160)]
  const measure = known?.measure ?? (isMeasure(fields.measure) ? fields.measure : null)
  if (measure === null) wrong('measure', 'chosen')
  const unit = known?.unit ?? fields.unit
  if (unit === '') wrong('unit', 'chosen')
  const perUnit = known === null ? fields.perUnit : (known.perUnit ?? '')
  if (measure === 'ratio' && perUnit === '') wrong('perUnit', 'chosen')
  const direction = known === null ? fields.direction : known.lessIsBetter ? 'less' : 'more'
  if (direction !== 'less' && direction !== 'more') wrong('direction', 'chosen')
  const targets = quarters.flatMap((period) => {
    const said = fields[`target-${period}`] ?? ''
    if (said.trim() === '') return []
    const target = amountOf(said, language)
    if (target === null) wrong(`target-${period}`, 'target')
    return target === null ? [] : [{ period, target }]
  })
  const [source, verifiedBy] = [text('source', 120), text('verifiedBy', 160)]
  if (!isDate(fields.from)) wrong('from', 'date')
  if (fields.to !== '' && (!isDate(fields.to) || fields.to < fields.from)) wrong('to', 'span')
  if (errors.length > 0 || measure === null) return { ok: false, errors }
  return {
    ok: true,
    said: {
      code,
      version: /^\d{1,9}$/.test(fields.version) ? Number(fields.version) : 0,
      meaningId,
      meaningEn,
      measure,
      unit,
      // Of a count and of a level there is none, whatever stands in the field.
      perUnit: measure === 'ratio' ? perUnit : '',
      lessIsBetter: direction === 'less',
      source,
      verifiedBy,
      from: fields.from,
      to: fields.to,
      // Those of other years stay as they are.
      targets: [...(known?.targets.filter(({ period }) => !quarters.includes(period)) ?? []), ...targets],
    },
  }
}
