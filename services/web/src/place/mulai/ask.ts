import { EntryState, type Entry } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { TicketState } from '@timbang/contracts/gen/timbang/directory/v1/ticket'
import { isRefusal } from '@timbang/contracts/refusal'
import { addDays, dateAt } from '@timbang/rules/civil-date'
import { OWN_ENTRY_DAYS } from '@timbang/rules/own-entry'
import type { Answer } from '../shared/answer.ts'
import { every, isThere, resultsOf } from '../shared/entry/ask.ts'
import { question } from '../shared/question.ts'
import { page, tokenOf, zoneOf, type Reader } from '../shared/reader.ts'
import type { StartView } from './view.ts'

const PAGE = 20
const named = (entry: Entry | undefined) =>
  entry === undefined ? null : { recordId: entry.facts!.recordId, workDate: entry.facts!.workDate }

/** Where somebody stands who begins: his data, his plan, his first entry, what came back. */
export const start = question(
  'start',
  (reader: Reader): Promise<Answer<StartView>> =>
    page(reader, ['employee'], async (login) => {
      const { employeeId } = login
      if (employeeId === undefined) return { refused: true, code: 'access.denied' }
      const today = dateAt(reader.now, zoneOf(login))
      const days = { employeeId, fromDate: addDays(today, -OWN_ENTRY_DAYS), toDate: today }
      const [own, tickets, results, latest, returned] = await Promise.all([
        reader.clients.own.getOwnData({}, tokenOf(reader)),
        reader.clients.tickets.listTickets({ whose: 'own', limit: PAGE, after: '' }, tokenOf(reader)),
        resultsOf(reader, employeeId, today, today),
        reader.clients.entries.listEntries({ ...every, ...days, limit: PAGE }, tokenOf(reader)),
        reader.clients.entries.listEntries(
          { ...every, ...days, states: [EntryState.ENTRY_STATE_RETURNED], limit: 1 },
          tokenOf(reader),
        ),
      ])
      if (isRefusal(own)) return own
      if (isRefusal(tickets)) return tickets
      if (isRefusal(results)) return results
      if (isRefusal(latest)) return latest
      if (isRefusal(returned)) return returned
      return {
        now: reader.now,
        zone: zoneOf(login),
        assessor: own.rows.find(({ row }) => row === 'assessor')?.name || null,
        reports: tickets.tickets.filter(({ state }) => state === TicketState.TICKET_STATE_OPEN).length,
        results: results.size,
        latest: named(latest.entries.find(isThere)),
        returned: named(returned.entries[0]),
      }
    }),
)
