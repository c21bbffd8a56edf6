import { isRefusal } from '@timbang/contracts/refusal'
import type { Answer } from '../shared/answer.ts'
import { figuresOf, limits, longOf, surveysOf } from '../shared/board/ask.ts'
import { question } from '../shared/question.ts'
import { page, tokenOf, zoneOf, type Reader } from '../shared/reader.ts'
import type { ProvinceView } from './view.ts'

export const province = question(
  'province',
  (reader: Reader): Promise<Answer<ProvinceView>> =>
    page(reader, ['governor', 'bkd', 'auditor'], async (login) => {
      const [answer, list] = await Promise.all([
        reader.clients.reporting.getProvinceBoard({}, tokenOf(reader)),
        reader.clients.reporting.listPublicAgencies({}),
      ])
      if (isRefusal(answer)) return answer
      const published = new Set(isRefusal(list) ? [] : list.agencies.map(({ code }) => code))
      return {
        now: reader.now,
        zone: zoneOf(login),
        name: reader.site.province,
        limits,
        agencies: answer.boards.map((board) => ({
          agencyId: board.agencyId,
          code: board.code,
          name: board.name,
          figures: board.figures === undefined ? null : figuresOf(board.figures),
          long: longOf(board),
          asOf: Number(board.asOf),
          surveys: surveysOf(board),
          published: published.has(board.code),
        })),
      }
    }),
)
