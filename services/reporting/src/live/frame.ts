import type { GetOperatorBoardResponse } from '@timbang/contracts/gen/timbang/reporting/v1/service'
import type { LiveFrame } from '@timbang/contracts/gen/timbang/scoring/v1/live'

/** Where the boards' process tells the live processes what it sees, and where the last of it lies for whoever comes in between. */
export const OPERATOR_CHANNEL = 'operator'
export const operatorKey = (prefix: string): string => `${prefix}timbang:operator-frame`
/** Looked at once a second: one that is older tells of nothing that is. */
export const OPERATOR_FRAME_MS = 10_000

/** Frames as browsers read them: numbers, absolute values. Instants are epoch milliseconds. */
export const agencyFrame = (frame: LiveFrame, sentAt: number) => ({
  version: Number(frame.version),
  computedAt: Number(frame.computedAt),
  sentAt,
  figures: { ...frame.agency!, oldestWaitingAt: Number(frame.agency!.oldestWaitingAt) },
})

export const operatorFrame = (board: GetOperatorBoardResponse, sentAt: number) => ({
  computedAt: Number(board.asOf),
  sentAt,
  figures: {
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
    earlierDate: board.earlierDate,
    earlier: board.earlier.map(({ from, count }) => ({ from: Number(from), count: Number(count) })),
  },
})

/** One event in the wire form of server-sent events. */
export const sse = (event: string, data: unknown): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
