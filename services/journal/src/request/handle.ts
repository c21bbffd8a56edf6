import { randomUUID } from 'node:crypto'
import { isRefusal, type Refusal, refuse } from '@timbang/contracts/refusal'
import { may, type Operation, relationsToAgency } from '@timbang/identity/access'
import type { Caller } from '@timbang/identity/caller'
import { decided, look } from '@timbang/identity/look'
import type { Tx } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import { assignmentsOn, personDay } from '@timbang/roster/read'
import { addDays, dateAt, startOf } from '@timbang/rules/civil-date'
import { type Means, tell, told } from '../tell.ts'
import { openGrace } from '../window/domain.ts'
import { oweAnew } from '../window/due.ts'
import { decide, type GraceRequest, type RequestEvent } from './domain.ts'
import { oweAnswers } from './due.ts'
import {
  countCovered,
  countOpen,
  findRequest,
  hasOpenOn,
  listOpen,
  listOwn,
  lockAsking,
  lockRequests,
  type Place,
  saveAnswerNote,
  saveNote,
} from './store.ts'

export interface Asking {
  readonly requestId: string
  readonly workFrom: string
  readonly workTo: string
  readonly reasonCode: string
  readonly note: string
}

/** By a person for himself. The id is the command's own: twice is once. */
export const requestGrace =
  ({ pool, kafka, clock }: Means) =>
  (caller: Caller, wanted: Asking): Promise<GraceRequest | Refusal> =>
    transaction(pool, async (tx) => {
      const { employeeId } = caller
      if (employeeId === undefined || !may(caller, 'journal.RequestGrace', ['self'])) return refuse('access.denied')
      const { requestId, workFrom, workTo, reasonCode } = wanted
      await lockAsking(tx, requestId)
      await lockAsking(tx, employeeId)
      const [request] = await lockRequests(tx, [requestId])
      // An id that somebody else has used tells nothing of him.
      if (request !== undefined && request.employeeId !== employeeId)
        return refuse('request.value-invalid', { hint: 'UUID' }, 'request_id')
      const now = clock.now()
      const note = wanted.note.trim()
      const posts = await assignmentsOn(tx, [
        { employeeId, date: workFrom },
        { employeeId, date: workTo },
      ])
      const first = posts.get(personDay({ employeeId, date: workFrom }))
      const last = posts.get(personDay({ employeeId, date: workTo }))
      const post = first && last && first.agencyId === last.agencyId ? last : undefined
      const decision = decide(request, requestId, {
        type: 'ask',
        workFrom,
        workTo,
        reasonCode,
        note,
        today: dateAt(now, last?.zone ?? 'WIB'),
        post,
        asked: await hasOpenOn(tx, employeeId, workFrom, workTo),
      })
      if (decision.refused) return decision
      if (decision.events.length === 0) return request!
      const by = {
        employeeId,
        agencyId: post!.agencyId,
        decidedAt: now,
        sourceRecordedAt: undefined,
        actor: employeeId,
      }
      await decided(tx, {
        caller,
        operation: 'journal.RequestGrace',
        subjects: [employeeId],
        object: requestId,
        agencyId: by.agencyId,
        at: now,
      })
      await tell(
        tx,
        kafka,
        decision.events.map((event) => told(event, by)),
      )
      if (note !== '') await saveNote(tx, requestId, employeeId, note)
      return (await findRequest(tx, requestId))!
    })

export const withdrawRequest =
  ({ pool, kafka, clock }: Means) =>
  (caller: Caller, requestId: string): Promise<GraceRequest | Refusal> =>
    transaction(pool, async (tx) => {
      const [request] = await lockRequests(tx, [requestId])
      if (request === undefined || request.employeeId !== caller.employeeId) return refuse('grace-request.not-found')
      const decision = decide(request, requestId, { type: 'withdraw' })
      if (decision.refused) return decision
      if (decision.events.length === 0) return request
      const now = clock.now()
      const { employeeId, agencyId } = request
      const operation = 'journal.WithdrawGraceRequest'
      await decided(tx, { caller, operation, subjects: [employeeId], object: requestId, agencyId, at: now })
      await tell(tx, kafka, saying(decision.events, request, now, employeeId))
      return (await findRequest(tx, requestId))!
    })

const saying = (
  events: readonly RequestEvent[],
  { employeeId, agencyId }: GraceRequest,
  decidedAt: number,
  actor: string,
) => events.map((event) => told(event, { employeeId, agencyId, decidedAt, sourceRecordedAt: undefined, actor }))

export interface Answering {
  readonly requestId: string
  readonly grant: boolean
  readonly reasonCode: string
  readonly note: string
  /** The last day, as the person's workplace counts it. */
  readonly until: string
  readonly scope: 'person' | 'unit' | 'agency'
}

/**
 * An officer's answer. Granting opens a grace for the person, his unit or his agency, in the same transaction; whatever else it answers and
 * what it moves is due work. Of two who answer at once one is heard.
 */
export const decideRequest =
  ({ pool, kafka, clock }: Means) =>
  (caller: Caller, answer: Answering): Promise<GraceRequest | Refusal> =>
    transaction(pool, async (tx) => {
      const operation = 'journal.DecideGraceRequest'
      const { requestId, scope, reasonCode } = answer
      const [request] = await lockRequests(tx, [requestId])
      if (request === undefined || !mayAnswer(caller, operation, request)) return refuse('grace-request.not-found')
      if (request.employeeId === caller.employeeId) return refuse('access.denied')
      const now = clock.now()
      const by = caller.employeeId ?? caller.sub
      const note = answer.note.trim()
      const { agencyId, employeeId, workFrom, workTo } = request
      const zone = await zoneOn(tx, employeeId, workTo)
      const untilInstant = answer.grant ? startOf(addDays(answer.until, 1), zone) : 0
      const graceId = randomUUID()
      const decision = decide(
        request,
        requestId,
        answer.grant
          ? { type: 'grant', graceId, until: answer.until, untilInstant, note, today: dateAt(now, zone), by }
          : { type: 'refuse', reasonCode, note, by },
      )
      if (decision.refused) return decision
      if (decision.events.length === 0) return request
      await decided(tx, { caller, operation, subjects: [employeeId], object: requestId, agencyId, at: now })
      await tell(tx, kafka, saying(decision.events, request, now, by))
      if (note !== '') await saveAnswerNote(tx, requestId, employeeId, note)
      if (answer.grant) {
        const reach = {
          ...(scope === 'person' ? { employeeId } : {}),
          ...(scope === 'unit' ? { unitId: request.unitId } : {}),
        }
        const opened = openGrace(undefined, {
          graceId,
          agencyId,
          workFrom,
          workTo,
          untilInstant,
          reasonCode: request.reasonCode,
          ...reach,
          withdrawn: false,
        })
        // What was asked for has been judged: its days, its reason and its end are as a grace wants them.
        if (isRefusal(opened)) throw new Error(`a grace that was granted cannot be opened: ${opened.code}`)
        await tell(
          tx,
          kafka,
          opened.events.map((event) =>
            told(event, {
              employeeId: reach.employeeId,
              agencyId,
              decidedAt: now,
              sourceRecordedAt: undefined,
              actor: by,
            }),
          ),
        )
        await oweAnew(tx, { id: graceId, version: 1, agencyId, ...reach, from: workFrom, to: workTo }, now)
        if (scope !== 'person')
          await oweAnswers(
            tx,
            {
              graceId,
              untilInstant,
              by: caller,
              covered: { agencyId, unitId: reach.unitId, workFrom, workTo, but: caller.employeeId },
            },
            now,
          )
      }
      return (await findRequest(tx, requestId))!
    })

const mayAnswer = (caller: Caller, operation: Operation, { agencyId }: GraceRequest): boolean =>
  may(caller, operation, relationsToAgency(caller, agencyId))

const zoneOn = async (tx: Tx, employeeId: string, date: string) =>
  (await assignmentsOn(tx, [{ employeeId, date }])).get(personDay({ employeeId, date }))?.zone ?? 'WIB'

/** The person himself, and who may answer him or watch that he is answered. Who may not read learns nothing: not even that it is there. */
export const readRequest =
  ({ pool, clock }: Means) =>
  async (
    caller: Caller,
    requestId: string,
  ): Promise<{ request: GraceRequest; ofUnit: number; ofAgency: number } | Refusal> => {
    const operation = 'journal.GetGraceRequest'
    const request = await findRequest(pool, requestId)
    if (request === undefined) return refuse('grace-request.not-found')
    const own = request.employeeId === caller.employeeId
    if (!own && !mayAnswer(caller, operation, request)) return refuse('grace-request.not-found')
    await look(pool, { caller, operation, subjects: [request.employeeId], at: clock.now() })
    const { agencyId, unitId, workFrom, workTo } = request
    const covered = { agencyId, workFrom, workTo, but: caller.employeeId }
    return {
      request,
      // How many others ask is for who answers them.
      ofUnit: own ? 0 : await countCovered(pool, { ...covered, unitId }),
      ofAgency: own ? 0 : await countCovered(pool, { ...covered, unitId: undefined }),
    }
  }

/** The agencies whose requests a caller may see; null: all; undefined: of none. */
function agenciesOf(caller: Caller, operation: Operation): readonly string[] | null | undefined {
  if (may(caller, operation)) return null
  const agencies = caller.agencies.filter((agencyId) => may(caller, operation, relationsToAgency(caller, agencyId)))
  return agencies.length === 0 ? undefined : agencies
}

export const listRequests =
  ({ pool, clock }: Means) =>
  async (
    caller: Caller,
    whose: 'own' | 'queue',
    after: Place | undefined,
    limit: number,
  ): Promise<{ requests: GraceRequest[]; waiting: number } | Refusal> => {
    const operation = 'journal.ListGraceRequests'
    if (whose === 'own') {
      if (caller.employeeId === undefined) return refuse('access.denied')
      return { requests: await listOwn(pool, caller.employeeId, after, limit), waiting: 0 }
    }
    const agencies = agenciesOf(caller, operation)
    if (agencies === undefined) return refuse('access.denied')
    const requests = await listOpen(pool, agencies, caller.employeeId, after, limit)
    const { waiting } = await countOpen(pool, agencies, caller.employeeId)
    await look(pool, { caller, operation, subjects: requests.map(({ employeeId }) => employeeId), at: clock.now() })
    return { requests, waiting }
  }

export const countRequests =
  ({ pool }: Means) =>
  async (caller: Caller): Promise<{ waiting: number; oldest: number } | Refusal> => {
    const agencies = agenciesOf(caller, 'journal.CountGraceRequests')
    return agencies === undefined ? refuse('access.denied') : countOpen(pool, agencies, caller.employeeId)
  }
