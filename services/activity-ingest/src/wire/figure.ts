import type { Figure as FigureMessage } from '@timbang/contracts/gen/timbang/activity/v1/service'
import type { FigureEvent } from '@timbang/contracts/gen/timbang/figure/v1/events'
import Type, { type Static } from 'typebox'
import type { Figure } from '../domain/record.ts'
import type { OfRecord } from './event.ts'
import { bigintOf, date, named, numberOf, only, type Spoken, thousandthsOf, truth, uuid, type Wrong } from './field.ts'

const amount = Type.Union([Type.Number(), Type.String({ pattern: '^\\d{1,10}(\\.\\d{1,3})?$' })], {
  description: '12.5, "12.500": ≤ 3 decimals',
})
export const FigureBody = Type.Object(
  {
    unit_id: uuid,
    indicator_id: uuid,
    date: Type.Optional(date),
    month: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}$', description: 'YYYY-MM' })),
    amount,
    per: Type.Optional(amount),
    withdrawn: Type.Optional(truth),
  },
  only,
)

export function figureOf(from: Static<typeof FigureBody>): Figure | Wrong {
  const amountThousandths = thousandthsOf(from.amount)
  if (Number.isNaN(amountThousandths)) return { wrong: 'figure.amount' }
  const perThousandths = from.per === undefined ? undefined : thousandthsOf(from.per)
  if (Number.isNaN(perThousandths)) return { wrong: 'figure.per' }
  return {
    kind: 'figure',
    unitId: from.unit_id.toLowerCase(),
    indicatorId: from.indicator_id.toLowerCase(),
    date: from.date,
    month: from.month,
    amountThousandths,
    perThousandths,
    withdrawn: from.withdrawn ?? false,
  }
}

export const spokenFigure = (message: FigureMessage): Spoken<Figure> => ({
  json: {
    unit_id: message.unitId,
    indicator_id: message.indicatorId,
    ...named('date', message.date),
    ...named('month', message.month),
    amount: 0,
    withdrawn: message.withdrawn,
  },
  exact: {
    amountThousandths: Number(message.amountThousandths),
    perThousandths: numberOf(message.perThousandths),
  },
})

export const figureRecorded = (body: Figure, of: OfRecord): NonNullable<FigureEvent['body']> => ({
  $case: 'figureRecorded',
  value: {
    ...of,
    unitId: body.unitId,
    indicatorId: body.indicatorId,
    date: body.date,
    month: body.month,
    amountThousandths: BigInt(body.amountThousandths),
    perThousandths: bigintOf(body.perThousandths),
    withdrawn: body.withdrawn,
  },
})
