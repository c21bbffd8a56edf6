import {
  FigureServiceService,
  FigureStanding,
  type ListFiguresResponse,
  type ToldFigure,
} from '@timbang/contracts/gen/timbang/reporting/v1/figure'
import { refuse } from '@timbang/contracts/refusal'
import type { Pool } from '@timbang/postgres/pool'
import { serve, type Served } from '@timbang/process/grpc'
import { packsAt } from '@timbang/rulebook/pack'
import { kernels, kernelOn } from '@timbang/rules/kernels'
import { INDEX, inForce } from '@timbang/rules/published'
import { mayWatchAgency } from '../boards.ts'
import { toldOf, type Standing, type Told } from './domain.ts'
import { readFigures, readIndicators, unitsTold } from './store.ts'
import { indicatorSums } from './indicator-sums.ts'

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
  imported: told.imported,
  mended: told.mended,
})

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
      const sums = await indicatorSums(pool, { agencyId, unitId, period }, now())
      return { indicators: sums.map(({ sum }) => sum) }
    },
  })
/** So many in a message. */
const AT_ONCE = 1_000
