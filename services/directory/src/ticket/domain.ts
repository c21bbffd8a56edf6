import { refuse, type Refusal } from '@timbang/contracts/refusal'
import type { DataRow } from '../own/domain.ts'

/** A person's word that a row of his data is wrong, until the personnel officer of his agency has answered it. */
export interface Ticket {
  readonly ticketId: string
  readonly employeeId: string
  /** Whose personnel officer answers; none: he had no post, and the personnel board answers. */
  readonly agencyId: string | undefined
  /** The row as it stood, and its version. */
  readonly was: DataRow
  readonly wasVersion: string
  readonly words: string
  readonly filedAt: number
  readonly state: 'open' | 'mended' | 'refused' | 'withdrawn'
  readonly answeredAt: number | undefined
  readonly answeredBy: string | undefined
  readonly answer: string
  /** Whether the row had become another one when it was answered. */
  readonly changed: boolean
}

/** Whoever has more to say says it in words to a person: so many wait at most. */
export const MOST_OPEN = 5

export interface Filing {
  readonly ticketId: string
  readonly employeeId: string
  readonly agencyId: string | undefined
  /** The row as it is. */
  readonly row: DataRow
  readonly version: string
  /** Of the row that he read. */
  readonly readVersion: string
  readonly words: string
}

/** @param before under the same id @param open those of his that wait  @returns the new ticket, or nothing where it is there already */
export function file(
  before: Ticket | undefined,
  open: readonly Pick<Ticket, 'was'>[],
  { ticketId, employeeId, agencyId, row, version, readVersion, words }: Filing,
  now: number,
): { ticket: Ticket | undefined } | Refusal {
  if (before !== undefined)
    return before.employeeId === employeeId && before.was.row === row.row && before.words === words
      ? { ticket: undefined }
      : refuse('request.value-invalid', { hint: 'UUID' }, 'ticket_id')
  if (version !== readVersion) return refuse('ticket.row-changed', undefined, 'version')
  if (open.some(({ was }) => was.row === row.row)) return refuse('ticket.open-already')
  if (open.length >= MOST_OPEN) return refuse('ticket.too-many', { limit: MOST_OPEN })
  return {
    ticket: {
      ticketId,
      employeeId,
      agencyId,
      was: row,
      wasVersion: version,
      words,
      filedAt: now,
      state: 'open',
      answeredAt: undefined,
      answeredBy: undefined,
      answer: '',
      changed: false,
    },
  }
}

/** @returns the answered ticket, or nothing where the same one has given the same answer before */
export function answer(
  ticket: Ticket,
  {
    mended,
    words,
    by,
    version,
  }: { readonly mended: boolean; readonly words: string; readonly by: string; readonly version: string | undefined },
  now: number,
): { ticket: Ticket | undefined } | Refusal {
  const state = mended ? 'mended' : 'refused'
  if (ticket.state === state && ticket.answeredBy === by && ticket.answer === words) return { ticket: undefined }
  if (ticket.state !== 'open') return refuse('ticket.not-open')
  // Who is told no is told why.
  if (!mended && words === '') return refuse('ticket.reason-missing', undefined, 'words')
  return {
    ticket: {
      ...ticket,
      state,
      answeredAt: now,
      answeredBy: by,
      answer: words,
      changed: version !== ticket.wasVersion,
    },
  }
}

export function withdraw(ticket: Ticket, now: number): { ticket: Ticket | undefined } | Refusal {
  if (ticket.state === 'withdrawn') return { ticket: undefined }
  if (ticket.state !== 'open') return refuse('ticket.not-open')
  return { ticket: { ...ticket, state: 'withdrawn', answeredAt: now, answeredBy: ticket.employeeId } }
}
