import { type Ticket as TicketMessage, TicketState } from '@timbang/contracts/gen/timbang/directory/v1/ticket'
import { toRowMessage } from '../own/wire.ts'
import type { Ticket } from './domain.ts'
import type { Place } from './store.ts'

const states = {
  open: TicketState.TICKET_STATE_OPEN,
  mended: TicketState.TICKET_STATE_MENDED,
  refused: TicketState.TICKET_STATE_REFUSED,
  withdrawn: TicketState.TICKET_STATE_WITHDRAWN,
} as const

/** @param version of the row as it is: what a ticket that waits is held against @param own whether the person himself reads it */
export const toTicketMessage = (ticket: Ticket, version: string | undefined, own: boolean): TicketMessage => ({
  ticketId: ticket.ticketId,
  employeeId: ticket.employeeId,
  agencyId: ticket.agencyId ?? '',
  was: toRowMessage(ticket.was, own, ticket.wasVersion),
  words: ticket.words,
  filedAt: BigInt(ticket.filedAt),
  state: states[ticket.state],
  answeredAt: ticket.answeredAt === undefined ? undefined : BigInt(ticket.answeredAt),
  answer: ticket.answer,
  changed: ticket.state === 'open' ? version !== undefined && version !== ticket.wasVersion : ticket.changed,
})

/** Where a page ended, as text that a client hands back. */
export const cursor = {
  of: ({ filedAt, ticketId }: Place) => `${filedAt}~${ticketId}`,
  read: (text: string): Place | undefined => {
    const [, filedAt, ticketId] = /^(\d{1,16})~([0-9a-f-]{36})$/.exec(text) ?? []
    return filedAt !== undefined && ticketId !== undefined ? { filedAt: Number(filedAt), ticketId } : undefined
  },
}
