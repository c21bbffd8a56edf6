import type { GetOperatorBoardResponse } from '@timbang/contracts/gen/timbang/reporting/v1/service'
import { isRefusal } from '@timbang/contracts/refusal'
import type { Answer } from '../shared/answer.ts'
import { question } from '../shared/question.ts'
import { page, tokenOf, zoneOf, type Reader } from '../shared/reader.ts'
import type { OperatorFigures, OperatorView } from './view.ts'

export const operatorFigures = (board: GetOperatorBoardResponse): OperatorFigures => ({
  arrivals: board.arrivals.map(({ minute, count }) => ({ minute: Number(minute), count: Number(count) })),
  consumers: board.consumers.map((one) => ({
    consumer: one.consumer,
    topic: one.topic,
    recordsBehind: Number(one.recordsBehind),
    lagMs: Number(one.lagMs),
    lastSeenAt: Number(one.lastSeenAt),
  })),
  oldestUnprocessedMs: Number(board.oldestUnprocessedMs),
  acceptedToday: Number(board.acceptedToday),
  dead: board.dead.map(({ consumer, count }) => ({ consumer, count: Number(count) })),
})

export const operator = question(
  'operator',
  (reader: Reader): Promise<Answer<OperatorView>> =>
    page(reader, ['operator', 'auditor'], async (login) => {
      const answer = await reader.clients.reporting.getOperatorBoard({}, tokenOf(reader))
      if (isRefusal(answer)) return answer
      return {
        now: reader.now,
        zone: zoneOf(login),
        asOf: Number(answer.asOf),
        figures: operatorFigures(answer),
        limits: { oldestSeconds: 5, silentSeconds: 30 },
      }
    }),
)
