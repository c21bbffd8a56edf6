import type { JournalEvent } from '@timbang/contracts/gen/timbang/journal/v1/events'
import {
  type GraceRequest as RequestMessage,
  GraceRequestState,
} from '@timbang/contracts/gen/timbang/journal/v1/request'
import type { GraceRequest, RequestEvent } from './domain.ts'
import type { BesideRequest, Place } from './store.ts'

/** The body of the log's record for what is asked and answered. */
export function toRequestBody(event: RequestEvent): NonNullable<JournalEvent['body']> {
  switch (event.type) {
    case 'GraceRequested': {
      const { type: _, ...value } = event
      return { $case: 'graceRequested', value }
    }
    case 'GraceGranted': {
      const { type: _, untilInstant, ...value } = event
      return { $case: 'graceGranted', value: { ...value, untilInstant: BigInt(untilInstant) } }
    }
    case 'GraceRefused': {
      const { type: _, ...value } = event
      return { $case: 'graceRefused', value }
    }
    case 'GraceRequestWithdrawn':
      return { $case: 'graceRequestWithdrawn', value: { requestId: event.requestId } }
    default:
      return event satisfies never
  }
}

/** Undefined: of something else than a request. */
export function fromRequestBody(body: JournalEvent['body']): RequestEvent | undefined {
  switch (body?.$case) {
    case 'graceRequested':
      return { type: 'GraceRequested', ...body.value }
    case 'graceGranted':
      return { type: 'GraceGranted', ...body.value, untilInstant: Number(body.value.untilInstant) }
    case 'graceRefused':
      return { type: 'GraceRefused', ...body.value }
    case 'graceRequestWithdrawn':
      return { type: 'GraceRequestWithdrawn', ...body.value }
    default:
      return undefined
  }
}

const states = {
  open: GraceRequestState.GRACE_REQUEST_STATE_OPEN,
  granted: GraceRequestState.GRACE_REQUEST_STATE_GRANTED,
  refused: GraceRequestState.GRACE_REQUEST_STATE_REFUSED,
  withdrawn: GraceRequestState.GRACE_REQUEST_STATE_WITHDRAWN,
} as const

export const toRequestMessage = (request: GraceRequest, beside: BesideRequest | undefined): RequestMessage => ({
  requestId: request.requestId,
  employeeId: request.employeeId,
  agencyId: request.agencyId,
  unitId: request.unitId,
  workFrom: request.workFrom,
  workTo: request.workTo,
  reasonCode: request.reasonCode,
  note: beside?.note ?? '',
  askedAt: BigInt(request.askedAt),
  state: states[request.state],
  decidedAt: request.decidedAt === undefined ? undefined : BigInt(request.decidedAt),
  answerCode: request.answerCode ?? '',
  answerNote: beside?.answerNote ?? '',
  graceId: request.graceId,
  untilInstant: request.untilInstant === undefined ? undefined : BigInt(request.untilInstant),
  graceWithdrawn: beside?.graceWithdrawn ?? false,
})

/** Where a page ended, as text that a client hands back. */
export const cursor = {
  of: ({ askedAt, requestId }: Place) => `${askedAt}~${requestId}`,
  read: (text: string): Place | undefined => {
    const [, askedAt, requestId] = /^(\d{1,16})~([0-9a-f-]{36})$/.exec(text) ?? []
    return askedAt !== undefined && requestId !== undefined ? { askedAt: Number(askedAt), requestId } : undefined
  },
}
