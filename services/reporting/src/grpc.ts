import type { GetOperatorBoardResponse } from '@timbang/contracts/gen/timbang/reporting/v1/service'
import { ReportingServiceService } from '@timbang/contracts/gen/timbang/reporting/v1/service'
import { isRefusal, refuse } from '@timbang/contracts/refusal'
import { may } from '@timbang/identity/access'
import type { Pool } from '@timbang/postgres/pool'
import { serve, type Served } from '@timbang/process/grpc'
import { agencyBoard, provinceBoards } from './boards.ts'
import { readPublication, readPublished } from './store.ts'

export const reportingService = (deps: {
  pool: Pool
  now: () => number
  operator: () => GetOperatorBoardResponse
}): Served =>
  serve('reporting', ReportingServiceService, {
    async getAgencyBoard({ agencyCode }, { caller }) {
      const board = await agencyBoard(deps.pool, caller, agencyCode, deps.now())
      return isRefusal(board) ? board : { board }
    },
    async getProvinceBoard(_request, { caller, operation }) {
      return may(caller, operation) ? { boards: await provinceBoards(deps.pool) } : refuse('access.denied')
    },
    async getOperatorBoard(_request, { caller, operation }) {
      return may(caller, operation) ? deps.operator() : refuse('access.denied')
    },
    async getPublicAgency({ agencyCode }) {
      const published = await readPublication(deps.pool, agencyCode)
      return published === undefined
        ? refuse('publication.not-found')
        : { publication: published.content, hash: published.hash }
    },
    async listPublicAgencies() {
      return { agencies: await readPublished(deps.pool) }
    },
  })
