import type { Pool, Tx } from '@timbang/postgres/pool'

export interface PackRow {
  readonly name: string
  readonly version: number
  readonly effectiveFrom: string
  readonly hash: Uint8Array
  readonly content: Uint8Array
}

export const readPacks = async (reader: Tx | Pool): Promise<PackRow[]> =>
  (
    await reader.query<PackRow>(
      `select name, version, effective_from as "effectiveFrom", hash, content from pack order by name, version`,
    )
  ).rows

/** A version once published stays as it is. */
export const savePack = (tx: Tx, pack: PackRow) =>
  tx.query(
    `insert into pack (name, version, effective_from, hash, content) values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [pack.name, pack.version, pack.effectiveFrom, Buffer.from(pack.hash), Buffer.from(pack.content)],
  )
