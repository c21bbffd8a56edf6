import { accept, type Decision, refuse } from '@timbang/contracts/refusal'
import { addDays, type CivilDate } from '@timbang/rules/civil-date'
import { GRACE_AHEAD_DAYS, OWN_ENTRY_DAYS } from '@timbang/rules/own-entry'

/** A request for grace (minta kelonggaran): an employee asks that days whose window has closed may still be recorded. */
export interface GraceRequest {
  readonly requestId: string
  readonly employeeId: string
  /** Of the post on these days: whose personnel officer answers, and whom a grace of the unit would reach. */
  readonly agencyId: string
  readonly unitId: string
  readonly workFrom: CivilDate
  readonly workTo: CivilDate
  readonly reasonCode: string
  readonly hasNote: boolean
  readonly askedAt: number
  readonly state: 'open' | 'granted' | 'refused' | 'withdrawn'
  readonly decidedAt: number | undefined
  readonly decidedBy: string | undefined
  /** Why it was refused. */
  readonly answerCode: string | undefined
  readonly answerHasNote: boolean
  /** The grace that answers it, and until when entries may come by it; excluded. */
  readonly graceId: string | undefined
  readonly untilInstant: number | undefined
}

export type RequestEvent =
  | {
      type: 'GraceRequested'
      requestId: string
      workFrom: CivilDate
      workTo: CivilDate
      reasonCode: string
      unitId: string
      hasNote: boolean
    }
  | { type: 'GraceGranted'; requestId: string; graceId: string; untilInstant: number; hasNote: boolean }
  | { type: 'GraceRefused'; requestId: string; reasonCode: string; hasNote: boolean }
  | { type: 'GraceRequestWithdrawn'; requestId: string }

const types: ReadonlySet<string> = new Set<RequestEvent['type']>([
  'GraceRequested',
  'GraceGranted',
  'GraceRefused',
  'GraceRequestWithdrawn',
])
export const isOfRequest = <E extends { type: string }>(event: E | RequestEvent): event is RequestEvent =>
  types.has(event.type)

/** Why somebody asks, and why he is refused. `other` is nothing without words. */
export const REASONS: readonly string[] = ['network', 'device', 'duty', 'illness', 'other']
export const REFUSALS: readonly string[] = ['cause-unclear', 'days-wrong', 'other']

export type RequestCommand =
  | {
      type: 'ask'
      workFrom: CivilDate
      workTo: CivilDate
      reasonCode: string
      note: string
      today: CivilDate
      /** Undefined: no one post covers these days. */
      post: { readonly agencyId: string; readonly unitId: string } | undefined
      /** Another open request of the person touches them. */
      asked: boolean
    }
  | { type: 'withdraw' }
  | {
      type: 'grant'
      graceId: string
      until: CivilDate
      untilInstant: number
      note: string
      today: CivilDate
      by: string
    }
  | { type: 'refuse'; reasonCode: string; note: string; by: string }
  /** A grace that was opened on another's request covers these days too. */
  | { type: 'answer'; graceId: string; untilInstant: number; by: string }

const invalid = (field: string, hint: string) => refuse('request.value-invalid', { hint }, field)

export function decide(
  request: GraceRequest | undefined,
  requestId: string,
  command: RequestCommand,
): Decision<RequestEvent> {
  if (command.type === 'ask') return ask(request, requestId, command)
  if (request === undefined) return refuse('grace-request.not-found')
  switch (command.type) {
    case 'withdraw':
      if (request.state === 'withdrawn') return accept()
      if (request.state !== 'open') return refuse('grace-request.not-open')
      return accept({ type: 'GraceRequestWithdrawn', requestId })
    case 'grant': {
      const { graceId, untilInstant, until, today, by } = command
      // Who had no answer and asks again has asked once.
      if (request.state === 'granted' && request.decidedBy === by && request.untilInstant === untilInstant)
        return accept()
      if (request.state !== 'open') return refuse('grace-request.not-open')
      if (until < today || until > addDays(today, GRACE_AHEAD_DAYS))
        return invalid('until', `${today} – ${addDays(today, GRACE_AHEAD_DAYS)}`)
      return accept({ type: 'GraceGranted', requestId, graceId, untilInstant, hasNote: command.note !== '' })
    }
    case 'refuse': {
      const { reasonCode, note, by } = command
      if (request.state === 'refused' && request.decidedBy === by && request.answerCode === reasonCode) return accept()
      if (request.state !== 'open') return refuse('grace-request.not-open')
      if (!REFUSALS.includes(reasonCode)) return invalid('reason_code', REFUSALS.join(', '))
      if (reasonCode === 'other' && note === '') return refuse('grace-request.reason-missing', undefined, 'note')
      return accept({ type: 'GraceRefused', requestId, reasonCode, hasNote: note !== '' })
    }
    case 'answer':
      if (request.state !== 'open') return accept()
      return accept({
        type: 'GraceGranted',
        requestId,
        graceId: command.graceId,
        untilInstant: command.untilInstant,
        hasNote: false,
      })
    default:
      return command satisfies never
  }
}

function ask(
  request: GraceRequest | undefined,
  requestId: string,
  { workFrom, workTo, reasonCode, note, today, post, asked }: Extract<RequestCommand, { type: 'ask' }>,
): Decision<RequestEvent> {
  if (request !== undefined)
    return request.workFrom === workFrom && request.workTo === workTo && request.reasonCode === reasonCode
      ? accept()
      : invalid('request_id', 'UUID')
  if (workTo < workFrom || workTo > today) return invalid('work_to', `${workFrom} – ${today}`)
  if (workFrom < addDays(today, -OWN_ENTRY_DAYS))
    return refuse('grace-request.too-old', { days: OWN_ENTRY_DAYS }, 'work_from')
  if (!REASONS.includes(reasonCode)) return invalid('reason_code', REASONS.join(', '))
  if (reasonCode === 'other' && note === '') return refuse('grace-request.reason-missing', undefined, 'note')
  if (post === undefined) return refuse('grace-request.post-unknown', undefined, 'work_from')
  if (asked) return refuse('grace-request.open-already', undefined, 'work_from')
  const { unitId } = post
  return accept({ type: 'GraceRequested', requestId, workFrom, workTo, reasonCode, unitId, hasNote: note !== '' })
}

/** What a request is after an event: the same again changes nothing. */
export function evolve(
  request: GraceRequest | undefined,
  event: RequestEvent,
  of: {
    readonly employeeId: string
    readonly agencyId: string
    readonly at: number
    readonly actor: string | undefined
  },
): GraceRequest | undefined {
  if (event.type === 'GraceRequested') {
    const { type: _, ...asked } = event
    const { employeeId, agencyId, at } = of
    return request ?? { ...asked, employeeId, agencyId, askedAt: at, state: 'open', ...unanswered }
  }
  if (request?.state !== 'open') return request
  const decided = { decidedAt: of.at, decidedBy: of.actor }
  switch (event.type) {
    case 'GraceGranted': {
      const { graceId, untilInstant, hasNote } = event
      return { ...request, ...decided, state: 'granted', graceId, untilInstant, answerHasNote: hasNote }
    }
    case 'GraceRefused':
      return {
        ...request,
        ...decided,
        state: 'refused',
        answerCode: event.reasonCode,
        answerHasNote: event.hasNote,
      }
    case 'GraceRequestWithdrawn':
      return { ...request, ...decided, state: 'withdrawn' }
    default:
      return event satisfies never
  }
}

const unanswered = {
  decidedAt: undefined,
  decidedBy: undefined,
  answerCode: undefined,
  answerHasNote: false,
  graceId: undefined,
  untilInstant: undefined,
}
