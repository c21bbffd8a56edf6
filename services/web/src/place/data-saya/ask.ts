import { randomUUIDv7 } from 'node:crypto'
import { Capacity } from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { GetLeaveResponse } from '@timbang/contracts/gen/timbang/journal/v1/leave'
import type { DataRow } from '@timbang/contracts/gen/timbang/directory/v1/own'
import { type Ticket, TicketState } from '@timbang/contracts/gen/timbang/directory/v1/ticket'
import { isRefusal } from '@timbang/contracts/refusal'
import { dateAt } from '@timbang/rules/civil-date'
import { leaveWarnings } from '../shared/presence/view.ts'
import type { Answer } from '../shared/answer.ts'
import { question } from '../shared/question.ts'
import { page, tokenOf, zoneOf, type Reader } from '../shared/reader.ts'
import { rowNames, type DataRowView, type LeaveYear, type OwnDataView, type Post, type TicketLine } from './view.ts'

const capacities: Readonly<Record<number, Post['capacity']>> = {
  [Capacity.CAPACITY_DEFINITIVE]: 'definitive',
  [Capacity.CAPACITY_PLT]: 'plt',
  [Capacity.CAPACITY_PLH]: 'plh',
}
export const capacityOf = (capacity: number): Post['capacity'] => capacities[capacity] ?? 'definitive'
const states: Readonly<Record<number, TicketLine['state']>> = {
  [TicketState.TICKET_STATE_OPEN]: 'open',
  [TicketState.TICKET_STATE_MENDED]: 'mended',
  [TicketState.TICKET_STATE_REFUSED]: 'refused',
  [TicketState.TICKET_STATE_WITHDRAWN]: 'withdrawn',
}

export const rowView = ({ workingWeekdays, posts, calendarCode: _, ...row }: DataRow): DataRowView => ({
  ...row,
  row: rowNames.find((name) => name === row.row) ?? 'name',
  posts: posts.map(({ title, capacity, fromDate, toDate }) => ({
    title,
    capacity: capacityOf(capacity),
    from: fromDate,
    to: toDate === '' ? null : toDate,
  })),
  weekdays: workingWeekdays.length,
})

export const ticketLine = (ticket: Ticket): TicketLine => ({
  ticketId: ticket.ticketId,
  was: rowView(ticket.was!),
  words: ticket.words,
  filedAt: Number(ticket.filedAt),
  state: states[ticket.state] ?? 'open',
  answeredAt: ticket.answeredAt === undefined ? null : Number(ticket.answeredAt),
  answer: ticket.answer,
  changed: ticket.changed,
})

const leaveView = (year: number, { leaves, balance }: GetLeaveResponse): LeaveYear => ({
  year,
  balance:
    balance === undefined
      ? null
      : {
          since: balance.sinceDate,
          had: [balance.own, balance.before, balance.beforeThat],
          left: [balance.leftOwn, balance.leftBefore, balance.leftBeforeThat],
          over: balance.over,
          knownFrom: balance.knownFrom,
        },
  leaves: leaves.map(({ kind, fromDate, toDate, workingDays, annualDays, warning }) => ({
    kind,
    from: fromDate,
    to: toDate,
    workingDays,
    annualDays,
    warning: leaveWarnings.find((one) => one === warning) ?? null,
  })),
})

const PAGE = 20
const ownTickets = (reader: Reader, after: string) =>
  reader.clients.tickets.listTickets({ whose: 'own', limit: PAGE, after }, tokenOf(reader))

export const ownData = question(
  'ownData',
  (reader: Reader, after: string | null): Promise<Answer<OwnDataView>> =>
    page(reader, ['employee'], async (login) => {
      if (login.employeeId === undefined) return { refused: true, code: 'access.denied' }
      const today = dateAt(reader.now, zoneOf(login))
      const year = Number(today.slice(0, 4))
      const [own, leave, first, shown] = await Promise.all([
        reader.clients.own.getOwnData({}, tokenOf(reader)),
        reader.clients.leave.getLeave({ employeeId: login.employeeId, year }, tokenOf(reader)),
        ownTickets(reader, ''),
        after === null ? undefined : ownTickets(reader, after),
      ])
      if (isRefusal(own)) return own
      if (isRefusal(first)) return first
      if (isRefusal(shown)) return shown
      // What waits is among the latest: five at most.
      const waiting = first.tickets.map(ticketLine).filter(({ state }) => state === 'open')
      const { tickets, next } = shown ?? first
      return {
        now: reader.now,
        today,
        zone: zoneOf(login),
        rows: rowNames.flatMap((name) =>
          own.rows
            .filter(({ row }) => row === name)
            .map((row) => ({
              ...rowView(row),
              ticketId: randomUUIDv7(),
              waiting: waiting.find(({ was }) => was.row === name) ?? null,
            })),
        ),
        leave: isRefusal(leave) ? null : leaveView(year, leave),
        nextAssessor:
          own.nextAssessor === undefined ? null : { from: own.nextAssessor.fromDate, name: own.nextAssessor.name },
        standIn:
          own.standIn === undefined
            ? null
            : { name: own.standIn.name, from: own.standIn.fromDate, to: own.standIn.toDate },
        tickets: tickets.map(ticketLine),
        open: waiting.length,
        next: next === '' ? null : next,
      }
    }),
)
