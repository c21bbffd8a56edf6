import { rowNames, type OwnDataView, type TicketFiled } from './view.ts'

export type TicketFields = Record<'ticket_id' | 'row' | 'version' | 'words', string>
export type Wrong = { field: 'words'; code: 'empty' | 'long' | 'row' }

export const MOST_LETTERS = 1_000
/** As many as the directory lets wait. */
export const MOST_OPEN = 5

export const ticketFieldsOf = (data: FormData): TicketFields => ({
  ticket_id: String(data.get('ticket_id') ?? ''),
  row: String(data.get('row') ?? ''),
  version: String(data.get('version') ?? ''),
  words: String(data.get('words') ?? ''),
})

/** What is said to be wrong, about a row that this page has. A form without its number gets one. */
export function readTicket(
  fields: TicketFields,
  view: OwnDataView,
): { ok: true; filed: TicketFiled } | { ok: false; errors: Wrong[] } {
  const row = view.rows.find((one) => one.row === rowNames.find((name) => name === fields.row))
  const words = fields.words.trim()
  if (row === undefined) return { ok: false, errors: [{ field: 'words', code: 'row' }] }
  if (words === '') return { ok: false, errors: [{ field: 'words', code: 'empty' }] }
  if ([...words].length > MOST_LETTERS) return { ok: false, errors: [{ field: 'words', code: 'long' }] }
  const { version } = fields
  return { ok: true, filed: { ticketId: fields.ticket_id || row.ticketId, row: row.row, version, words } }
}
