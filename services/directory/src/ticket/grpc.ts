import { TicketServiceService } from '@timbang/contracts/gen/timbang/directory/v1/ticket'
import { isRefusal, refuse, type Refusal } from '@timbang/contracts/refusal'
import type { Caller } from '@timbang/identity/caller'
import { serve } from '@timbang/process/grpc'
import type { Deps } from '../handle.ts'
import { toRowMessage, versionOf } from '../own/wire.ts'
import {
  answerTicket,
  countTickets,
  fileTicket,
  listTickets,
  readTicket,
  type Shown,
  withdrawTicket,
} from './handle.ts'
import { cursor, toTicketMessage } from './wire.ts'

const PAGE = 20

const shown = ({ ticket, now }: Shown, caller: Caller) =>
  toTicketMessage(ticket, now && versionOf(now), ticket.employeeId === caller.employeeId)
const answered = (done: Shown | Refusal, caller: Caller) => (isRefusal(done) ? done : { ticket: shown(done, caller) })

export function ticketService(deps: Deps) {
  return serve('directory', TicketServiceService, {
    fileTicket: async (wanted, call) => answered(await fileTicket(deps)(call, wanted), call.caller),

    withdrawTicket: async ({ ticketId }, call) => answered(await withdrawTicket(deps)(call, ticketId), call.caller),

    answerTicket: async (wanted, call) => answered(await answerTicket(deps)(call, wanted), call.caller),

    getTicket: async ({ ticketId }, call) => {
      const found = await readTicket(deps)(call, ticketId)
      if (isRefusal(found)) return found
      const { ticket, now } = found
      return {
        ticket: shown(found, call.caller),
        now: now && toRowMessage(now, ticket.employeeId === call.caller.employeeId),
      }
    },

    listTickets: async ({ whose, limit: wanted, after: from }, call) => {
      if (whose !== 'own' && whose !== 'queue') return refuse('request.value-invalid', { hint: 'own, queue' }, 'whose')
      const after = cursor.read(from)
      if (from !== '' && after === undefined) return refuse('request.value-invalid', { hint: 'next' }, 'after')
      const limit = wanted === 0 ? PAGE : wanted
      const found = await listTickets(deps)(call, whose, after, limit)
      if (isRefusal(found)) return found
      const { tickets, waiting } = found
      return {
        tickets: tickets.map((one) => shown(one, call.caller)),
        next: tickets.length < limit ? '' : cursor.of(tickets.at(-1)!.ticket),
        waiting,
      }
    },

    countTickets: async (_, call) => {
      const found = await countTickets(deps)(call)
      return isRefusal(found) ? found : { waiting: found.waiting, oldestFiledAt: BigInt(found.oldest) }
    },
  })
}
