import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { columns, type Pool, type Tx } from '@timbang/postgres/pool'
import type { CutOffReached, SealKind } from '@timbang/contracts/gen/timbang/seal/v1/cut_off'

export interface SealId {
  readonly period: string
  readonly kind: SealKind
  readonly edition: number
}

export interface SealRow extends SealId {
  readonly cutOff: number
  readonly sealedAt: number | undefined
  readonly root: Uint8Array | undefined
  readonly manifest: Uint8Array | undefined
  readonly signature: string | undefined
  readonly people: number | undefined
}

type Raw = {
  period: string
  kind: SealKind
  edition: number
  cut_off: bigint
  sealed_at: bigint | null
  root: Buffer | null
  manifest: Buffer | null
  signature: string | null
  people: number | null
}
const fromRaw = (row: Raw): SealRow => ({
  period: row.period,
  kind: row.kind,
  edition: row.edition,
  cutOff: Number(row.cut_off),
  sealedAt: row.sealed_at === null ? undefined : Number(row.sealed_at),
  root: row.root ?? undefined,
  manifest: row.manifest ?? undefined,
  signature: row.signature ?? undefined,
  people: row.people ?? undefined,
})

/** Every seal, asked for or done; the latest edition of a quarter last. */
export async function readSeals(reader: Tx | Pool, period?: string): Promise<SealRow[]> {
  const { rows } = await reader.query<Raw>(
    `select * from seal ${period === undefined ? '' : 'where period = $1'} order by period, kind, edition`,
    period === undefined ? [] : [period],
  )
  return rows.map(fromRaw)
}

/** One request at a time: whoever asks while one is open gets that one. */
export const lockSeals = (tx: Tx) => tx.query(`select pg_advisory_xact_lock(7433290203)`)
export const insertRequest = (tx: Tx, seal: SealId, cutOff: number) =>
  tx.query(`insert into seal (period, kind, edition, cut_off) values ($1, $2, $3, $4)`, [
    seal.period,
    seal.kind,
    seal.edition,
    cutOff,
  ])

export async function saveMarkers(
  tx: Tx,
  topic: string,
  partition: number,
  markers: readonly CutOffReached[],
): Promise<void> {
  if (markers.length === 0) return
  await tx.query(
    `insert into cut_off_marker (period, kind, edition, topic, partition) select p, k, e, $4, $5 from unnest($1::text[], $2::integer[], $3::integer[]) as given (p, k, e) on conflict do nothing`,
    [...columns(markers, 'period', 'kind', 'edition'), topic, partition],
  )
}

/** How many partitions of each topic have their marker. */
export async function markersThere(reader: Tx | Pool, seal: SealId): Promise<Map<string, number>> {
  const { rows } = await reader.query<{ topic: string; partitions: bigint }>(
    `select topic, count(*) as partitions from cut_off_marker where period = $1 and kind = $2 and edition = $3 group by topic`,
    [seal.period, seal.kind, seal.edition],
  )
  return new Map(rows.map((row) => [row.topic, Number(row.partitions)]))
}

export interface SealedPerson {
  readonly employeeId: string
  readonly agencyId: string
  readonly leaf: Uint8Array
  readonly receipt: Uint8Array
}

const AT_ONCE = 500

export async function saveSealed(
  tx: Tx,
  seal: SealId,
  done: {
    sealedAt: number
    root: Uint8Array
    manifest: Uint8Array
    signature: string
    people: readonly SealedPerson[]
  },
): Promise<void> {
  for (let from = 0; from < done.people.length; from += AT_ONCE) {
    const rows = done.people
      .slice(from, from + AT_ONCE)
      .map((person) => ({ ...person, leaf: Buffer.from(person.leaf), receipt: zstdCompressSync(person.receipt) }))
    await tx.query(
      `insert into sealed_receipt (period, kind, edition, employee_id, agency_id, leaf, receipt)
       select $5, $6, $7, * from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::bytea[])`,
      [...columns(rows, 'employeeId', 'agencyId', 'leaf', 'receipt'), seal.period, seal.kind, seal.edition],
    )
  }
  await tx.query(
    `update seal set sealed_at = $4, root = $5, manifest = $6, signature = $7, people = $8 where period = $1 and kind = $2 and edition = $3`,
    [
      seal.period,
      seal.kind,
      seal.edition,
      done.sealedAt,
      Buffer.from(done.root),
      Buffer.from(done.manifest),
      done.signature,
      done.people.length,
    ],
  )
}

/** The latest sealed receipt of a person's quarter. */
export async function readSealedReceipt(
  reader: Tx | Pool,
  employeeId: string,
  period: string,
): Promise<{ seal: SealRow; leaf: Uint8Array; receipt: Uint8Array } | undefined> {
  const { rows } = await reader.query<Raw & { leaf: Buffer; receipt: Buffer }>(
    `select seal.*, sealed_receipt.leaf, sealed_receipt.receipt from sealed_receipt join seal using (period, kind, edition)
     where employee_id = $1 and period = $2 order by kind desc, edition desc limit 1`,
    [employeeId, period],
  )
  const row = rows[0]
  return row === undefined
    ? undefined
    : { seal: fromRaw(row), leaf: row.leaf, receipt: zstdDecompressSync(row.receipt) }
}

/** The leaves of an edition, to lead one of them to the root. */
export async function readLeaves(
  reader: Tx | Pool,
  seal: SealId,
): Promise<{ employeeId: string; agencyId: string; leaf: Uint8Array }[]> {
  return (
    await reader.query<{ employeeId: string; agencyId: string; leaf: Buffer }>(
      `select employee_id as "employeeId", agency_id as "agencyId", leaf from sealed_receipt where period = $1 and kind = $2 and edition = $3`,
      [seal.period, seal.kind, seal.edition],
    )
  ).rows
}

/** Everybody's latest receipt before an edition. */
export async function* readReceiptsBefore(
  reader: Tx | Pool,
  seal: SealId,
): AsyncGenerator<{ employeeId: string; receipt: Uint8Array }> {
  const { rows } = await reader.query<{ employeeId: string; receipt: Buffer }>(
    `select distinct on (employee_id) employee_id as "employeeId", receipt from sealed_receipt where period = $1 and kind = $2 and edition < $3 order by employee_id, edition desc`,
    [seal.period, seal.kind, seal.edition],
  )
  for (const row of rows) yield { employeeId: row.employeeId, receipt: zstdDecompressSync(row.receipt) }
}
