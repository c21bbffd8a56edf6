import type { FedResult } from '@timbang/contracts/gen/timbang/scoring/v1/score'
import type { Receipt } from '@timbang/rules/kernel/1/receipt'
import type { AgencyCache, Known } from './domain.ts'

/**
 * The figures of units whose sums a receipt's planned results are: the records that its lines name, in the order of their days.
 * @param known what was known when the receipt was computed, since a record may have been mended after it
 */
export const figuresBehind = (
  { segments }: Receipt,
  known: Pick<Known, 'indicators'>,
  cache: Pick<AgencyCache, 'figures'>,
): FedResult[] =>
  segments.flatMap(({ agencyId, unitId, criteria }, segment) =>
    criteria.flatMap((line) =>
      line.criterion !== 'quantity'
        ? []
        : line.trace.flatMap(({ resultId, indicatorId, records }) => {
            if (indicatorId === undefined) return []
            const named = new Set(records)
            return {
              segment,
              resultId,
              unitId,
              indicator: known.indicators.get(indicatorId),
              figures: cache
                .figures(unitId, agencyId)
                .filter(({ recordId }) => named.has(recordId))
                .map(({ recordId, revision, span, amount, per }) => ({
                  recordId,
                  revision,
                  span,
                  amountThousandths: BigInt(amount),
                  perThousandths: per === undefined ? undefined : BigInt(per),
                })),
            }
          }),
    ),
  )
