import type { AgencyBoard } from '@timbang/contracts/gen/timbang/reporting/v1/service'
import { isRefusal } from '@timbang/contracts/refusal'
import type { Answer } from '../shared/answer.ts'
import { figuresOf, limits, surveysOf } from '../shared/board/ask.ts'
import { question } from '../shared/question.ts'
import { page, tokenOf, zoneOf, type Reader } from '../shared/reader.ts'
import type { AgencyView } from './view.ts'

/** "Dinas Penanaman Modal …" has a short name of its own in its code; anything else is short enough. */
const shortName = (board: AgencyBoard): string => (board.name.length <= 28 ? board.name : board.code)

export const agency = question(
  'agency',
  (reader: Reader, code: string): Promise<Answer<AgencyView>> =>
    page(reader, ['agency-head', 'personnel-officer', 'bkd', 'governor'], async (login) => {
      const answer = await reader.clients.reporting.getAgencyBoard({ agencyCode: code }, tokenOf(reader))
      if (isRefusal(answer)) return answer
      const board = answer.board!
      return {
        now: reader.now,
        zone: zoneOf(login),
        code: board.code,
        name: board.name,
        shortName: shortName(board),
        figures: board.figures === undefined ? null : figuresOf(board.figures),
        asOf: Number(board.asOf),
        units: board.units.map(({ unitId, name }) => ({ unitId, name })),
        surveys: surveysOf(board),
        limits,
        provinceOpen: login.roles.some((role) => ['governor', 'bkd', 'auditor'].includes(role)),
      }
    }),
)
