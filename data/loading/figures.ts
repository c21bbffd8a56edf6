import type { IndicatorServiceService } from '@timbang/contracts/gen/timbang/directory/v1/indicator'
import type { GrpcClient } from '@timbang/process/grpc'
import type { Instant } from '@timbang/rules/civil-date'
import { figuresOf, indicatorOf, type Service, type ToldFigure } from '../figures.ts'
import { importIds } from '../sample.ts'
import { type Door, LINES, sendBatch } from './records.ts'
import { taken } from './staff.ts'

export type Indicators = GrpcClient<typeof IndicatorServiceService>

/** A figure as the door takes it. @param told history, and when it was told; absent: it is told now */
export const toLine = (
  { recordId, revision, agencyId, unitId, indicatorId, span, amount, per }: Omit<ToldFigure, 'toldAt'>,
  told?: { readonly importId: string; readonly at: Instant },
): string =>
  JSON.stringify({
    record_id: recordId,
    revision,
    agency_id: agencyId,
    import_id: told?.importId,
    source_recorded_at: told?.at,
    figure: {
      unit_id: unitId,
      indicator_id: indicatorId,
      ...(span.length === 7 ? { month: span } : { date: span }),
      amount,
      per,
    },
  })

/** What the figures mean, then the figures themselves. @returns how many */
export async function loadFigures(
  indicators: Indicators,
  door: Door,
  services: readonly Service[],
  span: { readonly from: string; readonly before: Instant },
): Promise<number> {
  for (const service of services)
    taken(
      await indicators.setIndicator({ indicator: indicatorOf(service), fresh: false }, { token: await door.token() }),
      `The directory refuses the indicator ${service.code}`,
    )
  const lines = services
    .flatMap((service) => figuresOf(service, span.from, span.before))
    .map((figure) => toLine(figure, { importId: importIds.figures, at: figure.toldAt }))
  for (let from = 0; from < lines.length; from += LINES) await sendBatch(door, lines.slice(from, from + LINES))
  return lines.length
}
