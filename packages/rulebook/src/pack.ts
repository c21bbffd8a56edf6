import { createHash } from 'node:crypto'
import type { ScoringEvent } from '@timbang/contracts/gen/timbang/scoring/v1/events'
import { columns, type Pool, type Tx } from '@timbang/postgres/pool'
import type { Packs, PublishedPack } from '@timbang/rules/published'
import { canonicalBytes } from '@timbang/rules/canonical'

/** A version of a pack as it lies here: canonical JSON and its SHA-256. */
export interface PackRow {
  readonly name: string
  readonly version: number
  readonly effectiveFrom: string
  readonly publishedAt: number
  readonly hash: Uint8Array
  readonly content: Uint8Array
}

/** A pack as it is published at an instant: its canonical bytes and their hash. */
export function rowOf(
  pack: { readonly name: string; readonly version: number; readonly effectiveFrom: string },
  publishedAt: number,
): PackRow {
  const { name, version, effectiveFrom } = pack
  const content = canonicalBytes(pack)
  return { name, version, effectiveFrom, publishedAt, hash: createHash('sha256').update(content).digest(), content }
}

/** Of an event the pack that it publishes, if it does. */
export const packOf = ({ body, decidedAt }: ScoringEvent): PackRow[] =>
  body?.$case === 'packPublished' ? [{ ...body.value, publishedAt: Number(decidedAt ?? 0n) }] : []

/** Folds events of scoring.v1; in `scoring` itself the same function is the one writer of the table. */
export const foldRulebook = (tx: Tx, events: readonly ScoringEvent[]): Promise<void> =>
  savePacks(tx, events.flatMap(packOf))

export async function savePacks(tx: Tx, packs: readonly PackRow[]): Promise<void> {
  if (packs.length === 0) return
  const rows = packs.map((pack) => ({ ...pack, hash: Buffer.from(pack.hash), content: Buffer.from(pack.content) }))
  await tx.query(
    `insert into rulebook.pack (name, version, effective_from, published_at, hash, content)
     select * from unnest($1::text[], $2::integer[], $3::date[], $4::bigint[], $5::bytea[], $6::bytea[]) on conflict do nothing`,
    columns(rows, 'name', 'version', 'effectiveFrom', 'publishedAt', 'hash', 'content'),
  )
}

/** Says when the log had versions: what is not there yet may still fail to come. One that came again came when it came first. */
export async function noteInLog(
  tx: Tx,
  packs: readonly { readonly name: string; readonly version: number; readonly appendedAt: number }[],
): Promise<void> {
  if (packs.length === 0) return
  await tx.query(
    `update rulebook.pack set appended_at = least(pack.appended_at, given.appended_at)
     from unnest($1::text[], $2::integer[], $3::bigint[]) as given (name, version, appended_at)
     where pack.name = given.name and pack.version = given.version`,
    columns(packs, 'name', 'version', 'appendedAt'),
  )
}

export const readPacks = async (reader: Tx | Pool, hashes?: readonly Uint8Array[]): Promise<PackRow[]> =>
  (
    await reader.query<PackRow>(
      `select name, version, effective_from as "effectiveFrom", published_at::float8 as "publishedAt", hash, content from rulebook.pack
       where $1::bytea[] is null or hash = any($1::bytea[]) order by name, version`,
      [hashes?.map((hash) => Buffer.from(hash)) ?? null],
    )
  ).rows

/** The same versions are the same list, so that what was computed for an agency by them is not computed again. */
const lists = new Map<string, Packs>()
const MOST_LISTS = 64

/** Rows as the rules want them. */
export function published(rows: readonly PackRow[]): Packs {
  const packs = rows.map(({ hash, ...row }) => ({ ...row, hash: Buffer.from(hash).toString('hex') }))
  const key = packs.map(({ hash }) => hash).join()
  let list = lists.get(key)
  if (list === undefined) {
    if (lists.size >= MOST_LISTS) lists.delete(lists.keys().next().value!)
    list = packs.map(
      ({ name, version, effectiveFrom, hash, content }): PublishedPack => ({
        name,
        version,
        effectiveFrom,
        hash,
        content: JSON.parse(Buffer.from(content).toString('utf8')),
      }),
    )
    lists.set(key, list)
  }
  return list
}

/** Every pack that had been published by an instant (all that are, without one). */
export const packsAt = async (reader: Tx | Pool, asOf = Number.POSITIVE_INFINITY): Promise<Packs> =>
  published((await readPacks(reader)).filter(({ publishedAt }) => publishedAt <= asOf))

/** Every pack that the log had at an instant: what a seal takes. */
export const packsInLog = async (reader: Tx | Pool, asOf: number): Promise<Packs> => {
  const { rows } = await reader.query<PackRow>(
    `select name, version, effective_from as "effectiveFrom", published_at::float8 as "publishedAt", hash, content from rulebook.pack
     where appended_at <= $1 order by name, version`,
    [asOf],
  )
  return published(rows)
}
