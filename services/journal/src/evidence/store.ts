import type { Pool, Tx } from '@timbang/postgres/pool'
import type { Told } from '../entry/domain/entry.ts'
import type { Key } from '../entry/store/entry.ts'
import type { Evidence, EvidenceEvent, MediaType } from './domain/evidence.ts'

interface Row {
  employee_id: string
  record_id: string
  sent: string
  named: boolean
  kept: string | null
  media_type: MediaType | null
  bytes: number | null
  decided_at: bigint | null
}
const COLUMNS = `employee_id, record_id, encode(sent, 'hex') as sent, named, encode(kept, 'hex') as kept, media_type, bytes, decided_at`
const toEvidence = (row: Row): Evidence => ({
  employeeId: row.employee_id,
  recordId: row.record_id,
  sent: row.sent,
  named: row.named,
  file: row.kept === null ? undefined : { kept: row.kept, mediaType: row.media_type!, bytes: row.bytes! },
  decidedAt: row.decided_at === null ? undefined : Number(row.decided_at),
})

const KEEPING = 7_411_014
/** A person's files come and go one after the other: two at once see each other's number, and each other's bytes. */
export const lockKeeping = (tx: Tx, employeeId: string) =>
  tx.query('select pg_advisory_xact_lock($1, hashtext($2))', [KEEPING, employeeId])

export interface EvidenceKey extends Key {
  readonly sent: string
}

export const findEvidence = async (
  db: Pool | Tx,
  { employeeId, recordId, sent }: EvidenceKey,
): Promise<Evidence | undefined> =>
  (
    await db.query<Row>(
      `select ${COLUMNS} from evidence where employee_id = $1 and record_id = $2 and sent = decode($3, 'hex')`,
      [employeeId, recordId, sent],
    )
  ).rows.map(toEvidence)[0]

/** All of these records, come or not. */
export const evidenceOf = async (db: Pool | Tx, keys: readonly Key[]): Promise<Evidence[]> =>
  (
    await db.query<Row>(
      `select ${COLUMNS} from evidence join unnest($1::uuid[], $2::uuid[]) as key (employee_id, record_id) using (employee_id, record_id)`,
      [keys.map((key) => key.employeeId), keys.map((key) => key.recordId)],
    )
  ).rows.map(toEvidence)

/** How many of a person's came between two instants and are here still. */
export const countCame = async (db: Pool | Tx, employeeId: string, from: number, until: number): Promise<number> =>
  (
    await db.query<{ came: number }>(
      `select count(*)::int as came from evidence where employee_id = $1 and kept is not null and came_at >= $2 and came_at < $3`,
      [employeeId, from, until],
    )
  ).rows[0]!.came

/** Whether another record of the person has the same bytes: they are one file. */
export const isKeptBeside = async (tx: Tx, { employeeId, recordId, sent }: EvidenceKey, kept: string) =>
  (
    await tx.query(
      `select from evidence where employee_id = $1 and kept = decode($4, 'hex') and (record_id, sent) <> ($2, decode($3, 'hex')) limit 1`,
      [employeeId, recordId, sent, kept],
    )
  ).rowCount! > 0

/** Which of these files some record has. */
export const stillKept = async (tx: Tx, names: readonly { owner: string; hash: string }[]) =>
  (
    await tx.query<{ owner: string; hash: string }>(
      `select owner, hash from unnest($1::uuid[], $2::text[]) as name (owner, hash)
       where exists (select from evidence where employee_id = owner and kept = decode(hash, 'hex'))`,
      [names.map(({ owner }) => owner), names.map(({ hash }) => hash)],
    )
  ).rows

/** What records name; once named is named. */
export const nameEvidence = (tx: Tx, named: readonly EvidenceKey[]) =>
  tx.query(
    `insert into evidence (employee_id, record_id, sent, named)
     select distinct employee_id, record_id, decode(sent, 'hex'), true from unnest($1::uuid[], $2::uuid[], $3::text[]) as named (employee_id, record_id, sent)
     order by 1, 2, 3
     on conflict (employee_id, record_id, sent) do update set named = true where not evidence.named`,
    [named.map((one) => one.employeeId), named.map((one) => one.recordId), named.map((one) => one.sent)],
  )

/** What came and went, the last of each; one that is told again changes nothing. */
export async function saveEvidence(tx: Tx, told: readonly Told<EvidenceEvent>[]): Promise<void> {
  const last = new Map<string, Told<EvidenceEvent>>()
  for (const one of told) {
    const key = `${one.employeeId} ${one.body.recordId} ${one.body.sent}`
    const before = last.get(key)
    if (before === undefined || one.decidedAt > before.decidedAt) last.set(key, one)
  }
  const rows = [...last.keys()].sort().map((key) => {
    const { employeeId, decidedAt, body } = last.get(key)!
    const { recordId, sent } = body
    return body.type === 'EvidenceKept'
      ? [employeeId, recordId, sent, body.kept, body.mediaType, body.bytes, decidedAt, null, decidedAt]
      : [employeeId, recordId, sent, null, null, null, null, body.reasonCode, decidedAt]
  })
  await tx.query(
    `insert into evidence (employee_id, record_id, sent, named, kept, media_type, bytes, came_at, gone_code, decided_at)
     select employee_id, record_id, decode(sent, 'hex'), false, decode(kept, 'hex'), media_type, bytes, came_at, gone_code, decided_at
     from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::int[], $7::bigint[], $8::text[], $9::bigint[])
       as told (employee_id, record_id, sent, kept, media_type, bytes, came_at, gone_code, decided_at)
     on conflict (employee_id, record_id, sent) do update set kept = excluded.kept, media_type = excluded.media_type, bytes = excluded.bytes,
       came_at = excluded.came_at, gone_code = excluded.gone_code, decided_at = excluded.decided_at
     where evidence.decided_at is null or evidence.decided_at < excluded.decided_at`,
    Array.from({ length: 9 }, (_, at) => rows.map((row) => row[at])),
  )
}
