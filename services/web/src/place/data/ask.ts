import { isRefusal } from '@timbang/contracts/refusal'
import { dateAt } from '@timbang/rules/civil-date'
import { rowView, ticketLine } from '../data-saya/ask.ts'
import type { Answer, Audience } from '../shared/answer.ts'
import { mendsData } from '../shared/frame/ask.ts'
import { question } from '../shared/question.ts'
import { namesOf, page, tokenOf, zoneOf, type Reader } from '../shared/reader.ts'
import type { LineView, ReportView } from './view.ts'

export const menders: readonly Audience[] = ['personnel-officer', 'bkd', 'auditor']
const PAGE = 20

export const lineErrors = question(
  'lineErrors',
  (reader: Reader, after: string | null): Promise<Answer<LineView>> =>
    page(reader, menders, async (login) => {
      const answer = await reader.clients.tickets.listTickets(
        { whose: 'queue', limit: PAGE, after: after ?? '' },
        tokenOf(reader),
      )
      if (isRefusal(answer)) return answer
      const { tickets, next, waiting } = answer
      const names = await namesOf(
        reader,
        tickets.map(({ employeeId }) => employeeId),
      )
      return {
        now: reader.now,
        today: dateAt(reader.now, zoneOf(login)),
        zone: zoneOf(login),
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
