import { columns, type Pool, type Tx } from '@timbang/postgres/pool'

/** What a person wrote, by the event that recorded it. */
export interface Words {
  readonly eventId: string
  readonly employeeId: string
  readonly recordId: string
  readonly revision: number
  readonly sentence: string
  readonly evidenceLink?: string | undefined
}

export const saveWords = (tx: Tx, words: readonly Words[]) =>
  tx.query(
    `insert into entry_words (event_id, employee_id, record_id, revision, sentence, evidence_link)
   select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::text[], $6::text[]) on conflict (event_id) do nothing`,
    columns(words, 'eventId', 'employeeId', 'recordId', 'revision', 'sentence', 'evidenceLink'),
  )

/** A tombstone: the words are gone for good, the facts stay. @returns the records that lost theirs */
export const eraseWords = async (
  tx: Tx,
  eventIds: readonly string[],
): Promise<{ employeeId: string; recordId: string }[]> =>
  (
    await tx.query<{ employeeId: string; recordId: string }>(
      `delete from entry_words where event_id = any($1::uuid[]) returning employee_id as "employeeId", record_id as "recordId"`,
      [eventIds],
    )
  ).rows

export async function wordsOf(
  pool: Pool | Tx,
  eventIds: readonly string[],
): Promise<Map<string, { sentence: string; evidenceLink: string }>> {
  const { rows } = await pool.query<{ event_id: string; sentence: string; evidence_link: string | null }>(
    'select event_id, sentence, evidence_link from entry_words where event_id = any($1::uuid[])',
    [eventIds],
  )
  return new Map(rows.map((row) => [row.event_id, { sentence: row.sentence, evidenceLink: row.evidence_link ?? '' }]))
}

/** The words that go with a return, for the person who must mend it. */
export const saveNotes = (
  tx: Tx,
  notes: readonly { eventId: string; employeeId: string; recordId: string; note: string }[],
) =>
  tx.query(
    'insert into verdict_note (event_id, employee_id, record_id, note) select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[])',
    columns(notes, 'eventId', 'employeeId', 'recordId', 'note'),
  )

/** A return that was taken back within its ten seconds was a slip: its words go with it. */
export const eraseNotes = (tx: Tx, eventIds: readonly string[]) =>
  tx.query('delete from verdict_note where event_id = any($1::uuid[])', [eventIds])

export async function notesOf(pool: Pool | Tx, eventIds: readonly string[]): Promise<Map<string, string>> {
  if (eventIds.length === 0) return new Map()
  const { rows } = await pool.query<{ event_id: string; note: string }>(
    'select event_id, note from verdict_note where event_id = any($1::uuid[])',
    [eventIds],
  )
  return new Map(rows.map((row) => [row.event_id, row.note]))
}
