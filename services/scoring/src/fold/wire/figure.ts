import type { FigureEvent } from '@timbang/contracts/gen/timbang/figure/v1/events'
import type { LoggedFigure } from '../../score/domain.ts'
import { number } from './fact.ts'

/** The figure of a unit that a record says. @param offset and @param appendedAt its place in the log and the broker's append time */
export function figuresOf(
  { body, agencyId, occurredAt }: FigureEvent,
  offset: bigint,
  appendedAt: number,
): LoggedFigure[] {
  if (body === undefined) return []
  const { recordId, revision, unitId, indicatorId, date, month, withdrawn } = body.value
  const span = date ?? month
  if (span === undefined) return []
  return [
    {
      recordId,
      revision,
      offset,
      occurredAt: Number(occurredAt),
      unitId,
      agencyId,
      indicatorId,
      span,
      amount: Number(body.value.amountThousandths),
      per: number(body.value.perThousandths),
      withdrawn,
      appendedAt,
    },
  ]
}
