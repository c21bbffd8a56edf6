import type { GetLoginResponse } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { isCode } from '@timbang/contracts/word'
import { dateAt } from '@timbang/rules/civil-date'
import { capacityOf, rowView, ticketLine } from '../data-saya/ask.ts'
import type { Answer, Audience } from '../shared/answer.ts'
import { mendsData } from '../shared/frame/ask.ts'
import { question } from '../shared/question.ts'
import { namesOf, page, tokenOf, zoneOf, type Reader } from '../shared/reader.ts'
import {
  errorKinds,
  type ErrorKind,
  type ErrorsView,
  type LineView,
  type ReportView,
  type SuperiorSpan,
  type SuperiorsView,
} from './view.ts'

export const menders: readonly Audience[] = ['personnel-officer', 'bkd', 'auditor']
const PAGE = 20

export type Asked = {
  code: string | null
  kind: string | null
  /** So many of the kind were shown. */
  shown: string | null
  after: string | null
}
export const askedOf = (query: URLSearchParams): Asked => ({
  code: query.get('instansi'),
  kind: query.get('jenis'),
  shown: query.get('dari'),
  after: query.get('sesudah'),
})
const kindOf = (text: string | null): ErrorKind | null => errorKinds.find((kind) => kind === text) ?? null

/** Of the agencies of his role, or of all where his role has none. */
export async function agenciesOf(
  reader: Reader,
  login: GetLoginResponse,
): Promise<{ agencyId: string; code: string; name: string }[] | Refusal> {
  const structure = await reader.clients.directory.getStructure({ agencyId: '' }, tokenOf(reader))
  if (isRefusal(structure)) return structure
  const all = seesAll(login)
  return structure.agencies.filter(({ agencyId }) => all || login.roleAgencyIds.includes(agencyId))
}
/** The agency that is asked for; where none is named, his own, if he has one. */
export const chosenOf = <A extends { readonly agencyId: string; readonly code: string }>(
  agencies: readonly A[],
  login: GetLoginResponse,
  code: string | null,
): A | undefined =>
  agencies.find((agency) => agency.code === code) ??
  (code === null ? agencies.find(({ agencyId }) => login.roleAgencyIds.includes(agencyId)) : undefined)

export const seesAll = ({ roles }: Pick<GetLoginResponse, 'roles'>): boolean =>
  roles.some((role) => role === 'bkd' || role === 'auditor')

/** Of each kind at first, and of one kind a page: as the directory shows its own. */
const FIRST = 5
const OF_ONE = 50

/** Who has no plan today; null: its owner does not answer, and nobody knows. */
async function withoutPlan(
  reader: Reader,
  agencyId: string,
  kind: ErrorKind | null,
  shown: number,
): Promise<{ count: number; employeeIds: readonly string[] } | null> {
  const limit = kind === null ? FIRST : kind === 'no-plan' ? OF_ONE : 0
  const asked = { agencyId, shown: kind === 'no-plan' ? shown : 0, limit }
  const answer = await reader.clients.appraisal.listWithoutPlan(asked, tokenOf(reader))
  return isRefusal(answer) ? null : answer
}

async function errorsOf(
  reader: Reader,
  { agencyId, code, name }: { agencyId: string; code: string; name: string },
  kind: ErrorKind | null,
  shown: number,
): Promise<ErrorsView | Refusal> {
  const ofPlans = kind === 'no-plan'
  const [answer, planless] = await Promise.all([
    reader.clients.line.listLineErrors(
      { agencyId, kind: ofPlans ? '' : (kind ?? ''), shown: ofPlans ? 0 : shown },
      tokenOf(reader),
    ),
    withoutPlan(reader, agencyId, kind, shown),
  ])
  if (isRefusal(answer)) return answer
  const { counts, leading } = answer
  const errors = ofPlans ? [] : answer.errors
  const names = await namesOf(reader, [
    ...(planless?.employeeIds ?? []),
    ...errors.flatMap(({ employeeId, holders }) => [employeeId, ...holders.map((one) => one.employeeId)]),
    ...leading.map(({ employeeId }) => employeeId),
  ])
  const nameOf = (employeeId: string) => names.get(employeeId)?.name ?? '–'
  return {
    code,
    name,
    plansKnown: planless !== null,
    counts: [
      ...counts.flatMap(({ kind: of, count }) => {
        const known = kindOf(of)
        return known === null ? [] : [{ kind: known, count }]
      }),
      ...(planless !== null && planless.count > 0 ? [{ kind: 'no-plan' as const, count: planless.count }] : []),
    ],
    errors: [
      ...errors.flatMap(({ kind: of, employeeId, onDate, holders, ...error }) => {
        const known = kindOf(of)
        if (known === null) return []
        return [
          {
            ...error,
            kind: known,
            name: employeeId === '' ? '' : nameOf(employeeId),
            onDate: onDate === '' ? null : onDate,
            holders: holders.map(({ fromDate, toDate, capacity, ...holder }) => ({
              ...holder,
              name: nameOf(holder.employeeId),
              capacity: capacityOf(capacity),
              from: fromDate,
              to: toDate === '' ? null : toDate,
            })),
          },
        ]
      }),
      ...(planless?.employeeIds ?? []).map((employeeId) => ({
        kind: 'no-plan' as const,
        positionId: '',
        code: '',
        title: '',
        unit: names.get(employeeId)?.position ?? '',
        version: 0,
        holders: [],
        name: nameOf(employeeId),
        onDate: null,
        people: 0,
      })),
    ],
    leading: leading.map(({ employeeId, ...post }) => ({
      ...post,
      employeeId: employeeId === '' ? null : employeeId,
      name: employeeId === '' ? '' : nameOf(employeeId),
    })),
  }
}

export const lineErrors = question(
  'lineErrors',
  (reader: Reader, asked: Asked): Promise<Answer<LineView>> =>
    page(reader, menders, async (login) => {
      const answer = await reader.clients.tickets.listTickets(
        { whose: 'queue', limit: PAGE, after: asked.after ?? '' },
        tokenOf(reader),
      )
      if (isRefusal(answer)) return answer
      const agencies = await agenciesOf(reader, login)
      if (isRefusal(agencies)) return agencies
      const chosen = chosenOf(agencies, login, asked.code)
      if (asked.code !== null && chosen === undefined) return { refused: true, code: 'access.denied' }
      const kind = kindOf(asked.kind)
      const shown = kind !== null && /^\d{1,6}$/.test(asked.shown ?? '') ? Number(asked.shown) : 0
      const agency = chosen === undefined ? null : await errorsOf(reader, chosen, kind, shown)
      if (isRefusal(agency)) return agency
      const { tickets, next, waiting } = answer
      const names = await namesOf(
        reader,
        tickets.map(({ employeeId }) => employeeId),
      )
      return {
        now: reader.now,
        today: dateAt(reader.now, zoneOf(login)),
        zone: zoneOf(login),
        agency,
        agencies: agencies.map(({ code, name }) => ({ code, name })),
        kind,
        shown,
        mayMend: mendsData(login),
        waiting,
        tickets: tickets.map((ticket) => ({
          ...ticketLine(ticket),
          name: names.get(ticket.employeeId)?.name ?? '–',
          position: names.get(ticket.employeeId)?.position ?? '',
        })),
        next: next === '' ? null : next,
      }
    }),
)

export type PostAsked = { code: string | null; post: string }
export const postAskedOf = (query: URLSearchParams): PostAsked => ({
  code: query.get('instansi'),
  post: (query.get('jabatan') ?? '').trim(),
})

const whenOf = (fromDate: string, toDate: string, today: string): SuperiorSpan['when'] =>
  fromDate > today ? 'coming' : toDate !== '' && toDate < today ? 'past' : 'now'

export const postSuperiors = question(
  'postSuperiors',
  (reader: Reader, asked: PostAsked): Promise<Answer<SuperiorsView>> =>
    page(reader, menders, async (login) => {
      const agencies = await agenciesOf(reader, login)
      if (isRefusal(agencies)) return agencies
      const chosen = chosenOf(agencies, login, asked.code)
      // Who has an agency of his own starts with it; who has none chooses only where he may see them all.
      if (chosen === undefined && (asked.code !== null || !seesAll(login)))
        return { refused: true, code: 'access.denied' }
      const today = dateAt(reader.now, zoneOf(login))
      const view = {
        today,
        zone: zoneOf(login),
        agency: chosen === undefined ? null : { code: chosen.code, name: chosen.name },
        agencies: agencies.map(({ code, name }) => ({ code, name })),
        asked: asked.post.slice(0, MOST_CODE),
        mayMend: mendsData(login),
      }
      const none = { ...view, post: null, leading: [] }
      // What is no code names no post; the page says that there is none.
      if (chosen === undefined || !isCode(asked.post)) return none
      const found = await reader.clients.line.getSuperiors(
        { agencyId: chosen.agencyId, positionCode: asked.post },
        tokenOf(reader),
      )
      if (isRefusal(found)) return found.code === 'line.not-found' ? none : found
      const { spans, told, leading, positionId, code, title, unit, version } = found
      const names = await namesOf(
        reader,
        [...spans, ...told, ...leading].map(({ employeeId }) => employeeId),
      )
      const nameOf = (employeeId: string) => (employeeId === '' ? '' : (names.get(employeeId)?.name ?? '–'))
      return {
        ...view,
        leading: leading.map(({ employeeId, ...post }) => ({
          ...post,
          employeeId: employeeId === '' ? null : employeeId,
          name: nameOf(employeeId),
        })),
        post: {
          ...{ positionId, code, title, unit, version },
          spans: spans.map((span) => ({
            from: span.fromDate === '' ? null : span.fromDate,
            to: span.toDate === '' ? null : span.toDate,
            title: span.title,
            name: nameOf(span.employeeId),
            when: whenOf(span.fromDate, span.toDate, today),
          })),
          told: told.map((one) => ({
            from: one.fromDate,
            title: one.title,
            at: Number(one.toldAt),
            by: nameOf(one.employeeId),
            reason: one.reason,
          })),
        },
      }
    }),
)
/** Of a code that was typed so much is shown again. */
const MOST_CODE = 64

export const report = question(
  'report',
  (reader: Reader, ticketId: string): Promise<Answer<ReportView>> =>
    page(reader, menders, async (login) => {
      const answer = await reader.clients.tickets.getTicket({ ticketId }, tokenOf(reader))
      if (isRefusal(answer)) return answer
      const ticket = answer.ticket!
      const names = await namesOf(reader, [ticket.employeeId])
      return {
        ...ticketLine(ticket),
        now: reader.now,
        today: dateAt(reader.now, zoneOf(login)),
        zone: zoneOf(login),
        name: names.get(ticket.employeeId)?.name ?? '–',
        position: names.get(ticket.employeeId)?.position ?? '',
        present: answer.now === undefined ? null : rowView(answer.now),
        mayAnswer: ticket.employeeId !== login.employeeId && mendsData(login),
      }
    }),
)
