import type { Pool, Tx } from '@timbang/postgres/pool'

/** A file that waits for its owner's word. */
export interface WaitingFile {
  readonly owner: string
  readonly fileId: string
  readonly agencyId: string
  readonly kind: string
  readonly device: string
  readonly zone: string
  readonly name: string
  readonly content: Buffer
  /** Epoch milliseconds. */
  readonly keptAt: number
}

/** One file of each owner: another one takes its place. */
export const putFile = (tx: Tx, file: WaitingFile) =>
  tx.query(
    `insert into waiting_file (owner, file_id, agency_id, kind, device, zone, name, content, kept_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (owner) do update set file_id = excluded.file_id, agency_id = excluded.agency_id, kind = excluded.kind, device = excluded.device,
       zone = excluded.zone, name = excluded.name, content = excluded.content, kept_at = excluded.kept_at`,
    [file.owner, file.fileId, file.agencyId, file.kind, file.device, file.zone, file.name, file.content, file.keptAt],
  )

/** @param since epoch ms: what was kept before is gone, swept or not */
export async function loadFile(
  pool: Pool,
  { fileId, owner, since }: { fileId: string; owner: string; since: number },
): Promise<Omit<WaitingFile, 'owner'> | undefined> {
  const { rows } = await pool.query<Omit<WaitingFile, 'owner' | 'keptAt'> & { keptAt: bigint }>(
    `select file_id as "fileId", agency_id as "agencyId", kind, device, zone, name, content, kept_at as "keptAt"
     from waiting_file where file_id = $1 and owner = $2 and kept_at > $3`,
    [fileId, owner, since],
  )
  return rows[0] && { ...rows[0], keptAt: Number(rows[0].keptAt) }
}

/** @returns whether it was there */
export const dropFile = async (pool: Pool, fileId: string, owner: string): Promise<boolean> =>
  (await pool.query(`delete from waiting_file where file_id = $1 and owner = $2`, [fileId, owner])).rowCount === 1

export const dropFiles = (tx: Tx, fileIds: readonly string[]) =>
  tx.query(`delete from waiting_file where file_id = any ($1::uuid[])`, [fileIds])
