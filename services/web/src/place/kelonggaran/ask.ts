import { randomUUIDv7 } from 'node:crypto'
import { type GraceRequest, GraceRequestState as State } from '@timbang/contracts/gen/timbang/journal/v1/request'
import { isRefusal } from '@timbang/contracts/refusal'
import { addDays, dateAt, isCivilDate } from '@timbang/rules/civil-date'
import { GRACE_AHEAD_DAYS, OWN_ENTRY_DAYS } from '@timbang/rules/own-entry'
import type { Answer, Audience } from '../shared/answer.ts'
import { answersGrace } from '../shared/frame/ask.ts'
import { question } from '../shared/question.ts'
import { namesOf, page, tokenOf, zoneOf, type Reader } from '../shared/reader.ts'
import {
  reasonCodes,
  refusalCodes,
  type AskView,
  type GraceLine,
  type GraceOneView,
  type GraceQueueView,
  type MineView,
} from './view.ts'

export const answerers: readonly Audience[] = ['personnel-officer', 'agency-head', 'bkd', 'auditor']

const states: Readonly<Record<number, GraceLine['state']>> = {
  [State.GRACE_REQUEST_STATE_OPEN]: 'open',
  [State.GRACE_REQUEST_STATE_GRANTED]: 'granted',
  [State.GRACE_REQUEST_STATE_REFUSED]: 'refused',
  [State.GRACE_REQUEST_STATE_WITHDRAWN]: 'withdrawn',
}
const instant = (value: bigint | undefined): number | null => (value === undefined ? null : Number(value))

export const graceLine = (request: GraceRequest): GraceLine => ({
  requestId: request.requestId,
  from: request.workFrom,
  to: request.workTo,
  reason: reasonCodes.find((code) => code === request.reasonCode) ?? 'other',
  note: request.note,
  askedAt: Number(request.askedAt),
  state: states[request.state] ?? 'open',
  decidedAt: instant(request.decidedAt),
  refusedFor: request.answerCode === '' ? null : (refusalCodes.find((code) => code === request.answerCode) ?? 'other'),
  answerNote: request.answerNote,
  until: instant(request.untilInstant),
  takenBack: request.graceWithdrawn,
})

const PAGE = 50

export const myGrace = question(
  'myGrace',
  (reader: Reader, after: string | null): Promise<Answer<MineView>> =>
    page(reader, ['employee'], async (login) => {
      const answer = await reader.clients.grace.listGraceRequests(
        { whose: 'own', limit: PAGE, after: after ?? '' },
        tokenOf(reader),
      )
      if (isRefusal(answer)) return answer
      const { requests, next } = answer
      return {
        now: reader.now,
        zone: zoneOf(login),
        requests: requests.map(graceLine),
        next: next === '' ? null : next,
      }
    }),
)

export const graceForm = question(
  'graceForm',
  (reader: Reader, date: string | null): Promise<Answer<AskView>> =>
    page(reader, ['employee'], async (login) => {
      const { employeeId } = login
      if (employeeId === undefined) return { refused: true, code: 'access.denied' }
      const today = dateAt(reader.now, zoneOf(login))
      const earliest = addDays(today, -OWN_ENTRY_DAYS)
      const meant = date !== null && isCivilDate(date) && date >= earliest && date <= today ? date : null
      const [month, mine] = await Promise.all([
        meant === null
          ? undefined
          : reader.clients.entries.getMonth({ employeeId, month: meant.slice(0, 7) }, tokenOf(reader)),
        reader.clients.grace.listGraceRequests({ whose: 'own', limit: PAGE, after: '' }, tokenOf(reader)),
      ])
      if (isRefusal(mine)) return mine
      // Without the month the form asks all the same.
      const day = month === undefined || isRefusal(month) ? undefined : month.days.find((one) => one.date === meant)
      const end = day === undefined ? 0 : Number(day.graceEndsAt)
      const waiting = mine.requests
        .map(graceLine)
        .find((one) => one.state === 'open' && meant !== null && one.from <= meant && meant <= one.to)
      return {
        now: reader.now,
        zone: zoneOf(login),
        today,
        earliest,
        requestId: randomUUIDv7(),
        stillOpen: end > reader.now ? end : null,
        waiting: waiting?.requestId ?? null,
      }
    }),
)

export const graceQueue = question(
  'graceQueue',
  (reader: Reader, after: string | null): Promise<Answer<GraceQueueView>> =>
    page(reader, answerers, async (login) => {
      const answer = await reader.clients.grace.listGraceRequests(
        { whose: 'queue', limit: PAGE, after: after ?? '' },
        tokenOf(reader),
      )
      if (isRefusal(answer)) return answer
      const { requests, next, waiting } = answer
      const names = await namesOf(
        reader,
        requests.map(({ employeeId }) => employeeId),
      )
      return {
        now: reader.now,
        zone: zoneOf(login),
        waiting,
        requests: requests.map((request) => ({
          ...graceLine(request),
          name: names.get(request.employeeId)?.name ?? '–',
          position: names.get(request.employeeId)?.position ?? '',
        })),
        next: next === '' ? null : next,
      }
    }),
)

export const graceOne = question(
  'graceOne',
  (reader: Reader, requestId: string): Promise<Answer<GraceOneView>> =>
    page(reader, answerers, async (login) => {
      const answer = await reader.clients.grace.getGraceRequest({ requestId }, tokenOf(reader))
      if (isRefusal(answer)) return answer
      const request = answer.request!
      const [names, structure] = await Promise.all([
        namesOf(reader, [request.employeeId]),
        reader.clients.directory.getStructure({ agencyId: request.agencyId }, tokenOf(reader)),
      ])
      const today = dateAt(reader.now, zoneOf(login))
      const named = isRefusal(structure) ? { agencies: [], units: [] } : structure
      return {
        ...graceLine(request),
        now: reader.now,
        zone: zoneOf(login),
        today,
        latest: addDays(today, GRACE_AHEAD_DAYS),
        name: names.get(request.employeeId)?.name ?? '–',
        position: names.get(request.employeeId)?.position ?? '',
        unit: named.units.find(({ unitId }) => unitId === request.unitId)?.name ?? null,
        agency: named.agencies.find(({ agencyId }) => agencyId === request.agencyId)?.name ?? null,
        ofUnit: answer.ofUnit,
        ofAgency: answer.ofAgency,
        mayAnswer: request.employeeId !== login.employeeId && answersGrace(login),
      }
    }),
)
