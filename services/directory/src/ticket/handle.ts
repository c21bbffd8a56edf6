import { isRefusal, refuse, type Refusal } from '@timbang/contracts/refusal'
import { may, relationsToAgency, type Operation } from '@timbang/identity/access'
import type { Caller } from '@timbang/identity/caller'
import { type By, decided, look, readerOf } from '@timbang/identity/look'
import type { Pool, Tx } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import { dateAt } from '@timbang/rules/civil-date'
import type { Deps } from '../handle.ts'
import { type DataRow, isRowName, rowNames, rowOf } from '../own/domain.ts'
import { loadFacts } from '../own/store.ts'
import { versionOf } from '../own/wire.ts'
import { answer, file, type Ticket, withdraw } from './domain.ts'
import {
  countOpen,
  findTicket,
  listOpen,
  listOwn,
  lockFiling,
  lockTicket,
  openOf,
  type Place,
  saveTicket,
} from './store.ts'

type Means = Pick<Deps, 'pool' | 'clock' | 'zone'>

/** A ticket, and the row that it is about as it is now; none where the person is nobody any more. */
export interface Shown {
  readonly ticket: Ticket
  readonly now: DataRow | undefined
}

/** Tickets with their rows as they are today, of however many people. */
async function withRows({ clock, zone }: Means, db: Pool | Tx, tickets: readonly Ticket[]): Promise<Shown[]> {
  if (tickets.length === 0) return []
  const people = [...new Set(tickets.map(({ employeeId }) => employeeId))]
  const facts = await loadFacts(db, people, dateAt(clock.now(), zone))
  return tickets.map((ticket) => {
    const known = facts.get(ticket.employeeId)
    return { ticket, now: known && rowOf(ticket.was.row, known) }
  })
}
const one = async (means: Means, db: Pool | Tx, ticket: Ticket): Promise<Shown> =>
  (await withRows(means, db, [ticket]))[0]!

export interface Filing {
  readonly ticketId: string
  readonly row: string
  readonly version: string
  readonly words: string
}

/** By a person about himself. The id is the command's own: twice is once. */
export const fileTicket =
  (means: Means) =>
  ({ caller, operation }: By & { caller: Caller }, wanted: Filing): Promise<Shown | Refusal> =>
    transaction(means.pool, async (tx) => {
      const { employeeId } = caller
      if (employeeId === undefined || !may(caller, operation, ['self'])) return refuse('access.denied')
      const { ticketId, row, version } = wanted
      if (!isRowName(row)) return refuse('request.value-invalid', { hint: rowNames.join(', ') }, 'row')
      await lockFiling(tx, ticketId)
      await lockFiling(tx, employeeId)
      const before = await findTicket(tx, ticketId)
      const now = means.clock.now()
      const facts = (await loadFacts(tx, [employeeId], dateAt(now, means.zone))).get(employeeId)
      if (facts === undefined) return refuse('access.denied')
      const present = rowOf(row, facts)
      const done = file(
        before,
        await openOf(tx, employeeId),
        {
          ticketId,
          employeeId,
          agencyId: facts.place?.agencyId,
          row: present,
          version: versionOf(present),
          readVersion: version,
          words: wanted.words.trim(),
        },
        now,
      )
      if (isRefusal(done)) return done
      if (done.ticket === undefined) return { ticket: before!, now: present }
      await decided(tx, {
        caller,
        operation,
        subjects: [employeeId],
        object: ticketId,
        agencyId: done.ticket.agencyId,
        at: now,
      })
      await saveTicket(tx, done.ticket)
      return { ticket: done.ticket, now: present }
    })

export const withdrawTicket =
  (means: Means) =>
  ({ caller, operation }: By & { caller: Caller }, ticketId: string): Promise<Shown | Refusal> =>
    transaction(means.pool, async (tx) => {
      const ticket = await lockTicket(tx, ticketId)
      if (ticket === undefined || ticket.employeeId !== caller.employeeId) return refuse('ticket.not-found')
      const now = means.clock.now()
      const done = withdraw(ticket, now)
      if (isRefusal(done)) return done
      if (done.ticket !== undefined) {
        const { employeeId, agencyId } = ticket
        await decided(tx, { caller, operation, subjects: [employeeId], object: ticketId, agencyId, at: now })
        await saveTicket(tx, done.ticket)
      }
      return one(means, tx, done.ticket ?? ticket)
    })

/** An officer's answer. Of two who answer at once the second finds it answered. */
export const answerTicket =
  (means: Means) =>
  (
    { caller, operation }: By & { caller: Caller },
    wanted: { readonly ticketId: string; readonly mended: boolean; readonly words: string },
  ): Promise<Shown | Refusal> =>
    transaction(means.pool, async (tx) => {
      const ticket = await lockTicket(tx, wanted.ticketId)
      if (ticket === undefined || !reaches(caller, operation, ticket)) return refuse('ticket.not-found')
      if (ticket.employeeId === caller.employeeId) return refuse('access.denied')
      const now = means.clock.now()
      const row = (await one(means, tx, ticket)).now
      const done = answer(
        ticket,
        {
          mended: wanted.mended,
          words: wanted.words.trim(),
          by: readerOf(caller),
          version: row && versionOf(row),
        },
        now,
      )
      if (isRefusal(done)) return done
      if (done.ticket !== undefined) {
        const { employeeId, agencyId, ticketId } = ticket
        await decided(tx, { caller, operation, subjects: [employeeId], object: ticketId, agencyId, at: now })
        await saveTicket(tx, done.ticket)
      }
      return { ticket: done.ticket ?? ticket, now: row }
    })

/** One who has no agency is the province's. */
const reaches = (caller: Caller, operation: Operation, { agencyId }: Ticket): boolean =>
  may(caller, operation, agencyId === undefined ? [] : relationsToAgency(caller, agencyId))

/** The person himself, and who may answer him or watch that he is answered. Who may not read learns nothing: not even that it is there. */
export const readTicket =
  (means: Means) =>
  async ({ caller, operation }: By & { caller: Caller }, ticketId: string): Promise<Shown | Refusal> => {
    const ticket = await findTicket(means.pool, ticketId)
    if (ticket === undefined) return refuse('ticket.not-found')
    if (ticket.employeeId !== caller.employeeId && !reaches(caller, operation, ticket))
      return refuse('ticket.not-found')
    await look(means.pool, { caller, operation, subjects: [ticket.employeeId], at: means.clock.now() })
    return one(means, means.pool, ticket)
  }

/** The agencies whose tickets a caller may see; null: all; undefined: of none. */
function agenciesOf(caller: Caller, operation: Operation): readonly string[] | null | undefined {
  if (may(caller, operation)) return null
  const agencies = caller.agencies.filter((agencyId) => may(caller, operation, relationsToAgency(caller, agencyId)))
  return agencies.length === 0 ? undefined : agencies
}

export const listTickets =
  (means: Means) =>
  async (
    { caller, operation }: By & { caller: Caller },
    whose: 'own' | 'queue',
    after: Place | undefined,
    limit: number,
  ): Promise<{ tickets: Shown[]; waiting: number } | Refusal> => {
    const { pool, clock } = means
    if (whose === 'own') {
      if (caller.employeeId === undefined) return refuse('access.denied')
      return {
        tickets: await withRows(means, pool, await listOwn(pool, caller.employeeId, after, limit)),
        waiting: 0,
      }
    }
    const agencies = agenciesOf(caller, operation)
    if (agencies === undefined) return refuse('access.denied')
    const tickets = await listOpen(pool, agencies, caller.employeeId, after, limit)
    const { waiting } = await countOpen(pool, agencies, caller.employeeId)
    await look(pool, { caller, operation, subjects: tickets.map(({ employeeId }) => employeeId), at: clock.now() })
    return { tickets: await withRows(means, pool, tickets), waiting }
  }

export const countTickets =
  ({ pool }: Means) =>
  async ({ caller, operation }: By & { caller: Caller }): Promise<{ waiting: number; oldest: number } | Refusal> => {
    const agencies = agenciesOf(caller, operation)
    return agencies === undefined ? refuse('access.denied') : countOpen(pool, agencies, caller.employeeId)
  }
