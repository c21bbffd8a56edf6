import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { JWK } from 'jose'
import type { CutOffReached, SealKind } from '@timbang/contracts/gen/timbang/seal/v1/cut_off'
import type { Refusal } from '@timbang/contracts/refusal'
import { columns, type Pool, type Tx } from '@timbang/postgres/pool'

export type SealState = 'waiting' | 'counting' | 'sealed' | 'unchanged' | 'refused'

export interface SealRow {
  readonly id: string
  readonly period: string
  readonly kind: SealKind
  readonly edition: number
  readonly cutOff: number
  readonly requestedBy: string
  readonly state: SealState
  /** Who is waited for. */
  readonly awaited: readonly string[]
  readonly refusal: Refusal | undefined
  readonly run: string | undefined
  readonly snapshot: string | undefined
  readonly draft: Uint8Array | undefined
  readonly sealedAt: number | undefined
  readonly root: Uint8Array | undefined
  readonly manifest: Uint8Array | undefined
  readonly signature: string | undefined
  readonly publicKey: JWK | undefined
  readonly people: number | undefined
}

type Raw = {
  id: string
  period: string
  kind: SealKind
  edition: number
  cut_off: bigint
  requested_by: string
  state: SealState
  awaited: string[]
  refusal: Refusal | null
  run: string | null
  snapshot: string | null
  draft: Buffer | null
  sealed_at: bigint | null
  root: Buffer | null
  manifest: Buffer | null
  signature: string | null
  public_key: JWK | null
  people: number | null
}
const fromRaw = (row: Raw): SealRow => ({
  id: row.id,
  period: row.period,
  kind: row.kind,
  edition: row.edition,
  cutOff: Number(row.cut_off),
  requestedBy: row.requested_by,
  state: row.state,
  awaited: row.awaited,
  refusal: row.refusal ?? undefined,
  run: row.run ?? undefined,
  snapshot: row.snapshot ?? undefined,
  draft: row.draft ?? undefined,
  sealedAt: row.sealed_at === null ? undefined : Number(row.sealed_at),
  root: row.root ?? undefined,
  manifest: row.manifest ?? undefined,
  signature: row.signature ?? undefined,
  publicKey: row.public_key ?? undefined,
  people: row.people ?? undefined,
})

// Requests

/** One request of a quarter at a time: whoever asks while one is open gets that one. */
export const lockQuarter = (tx: Tx, period: string, kind: SealKind) =>
  tx.query(`select pg_advisory_xact_lock(hashtextextended('seal ' || $1, $2))`, [period, kind])

export const readSeal = async (reader: Tx | Pool, id: string): Promise<SealRow | undefined> =>
  (await reader.query<Raw>(`select * from seal where id = $1`, [id])).rows.map(fromRaw)[0]

export const readSealOfCommand = async (reader: Tx | Pool, commandId: string): Promise<SealRow | undefined> =>
  (
    await reader.query<Raw>(
      `select seal.* from seal_command join seal on seal.id = seal_id where seal_command.id = $1`,
      [commandId],
    )
  ).rows.map(fromRaw)[0]

/** Every request of a quarter, the editions in their order. */
export const readSealsOf = async (reader: Tx | Pool, period: string, kind: SealKind): Promise<SealRow[]> =>
  (
    await reader.query<Raw>(`select * from seal where period = $1 and kind = $2 order by edition, cut_off, id`, [
      period,
      kind,
    ])
  ).rows.map(fromRaw)

/** What is sealed, the latest edition of a quarter last. */
export const readSealed = async (reader: Tx | Pool): Promise<SealRow[]> =>
  (await reader.query<Raw>(`select * from seal where state = 'sealed' order by period, kind, edition`)).rows.map(
    fromRaw,
  )

/** What is to be done, the oldest first. */
export const readOpen = async (reader: Tx | Pool): Promise<SealRow[]> =>
  (await reader.query<Raw>(`select * from seal where state in ('waiting', 'counting') order by cut_off, id`)).rows.map(
    fromRaw,
  )

export const insertSeal = (
  tx: Tx,
  seal: Pick<SealRow, 'id' | 'period' | 'kind' | 'edition' | 'cutOff' | 'requestedBy'>,
) =>
  tx.query(`insert into seal (id, period, kind, edition, cut_off, requested_by) values ($1, $2, $3, $4, $5, $6)`, [
    seal.id,
    seal.period,
    seal.kind,
    seal.edition,
    seal.cutOff,
    seal.requestedBy,
  ])
export const insertCommand = (tx: Tx, commandId: string, sealId: string) =>
  tx.query(`insert into seal_command (id, seal_id) values ($1, $2)`, [commandId, sealId])

export const saveAwaited = (pool: Pool, id: string, awaited: readonly string[]) =>
  pool.query(`update seal set awaited = $2 where id = $1 and state = 'waiting' and awaited <> $2`, [id, awaited])
export const refuseSeal = (tx: Tx | Pool, id: string, refusal: Refusal) =>
  tx.query(
    `update seal set state = 'refused', refusal = $2, awaited = '{}', run = null, snapshot = null where id = $1 and state in ('waiting', 'counting')`,
    [id, JSON.stringify(refusal)],
  )

// Markers

export async function saveMarkers(
  tx: Tx,
  topic: string,
  partition: number,
  markers: readonly CutOffReached[],
): Promise<void> {
  if (markers.length === 0) return
  await tx.query(
    `insert into cut_off_marker (period, kind, edition, cut_off, topic, partition)
     select p, k, e, c, $5, $6 from unnest($1::text[], $2::integer[], $3::integer[], $4::bigint[]) as given (p, k, e, c) on conflict do nothing`,
    [...columns(markers, 'period', 'kind', 'edition', 'cutOff'), topic, partition],
  )
}

/** How many partitions of each topic have their marker. */
export async function markersThere(
  reader: Tx | Pool,
  seal: Pick<SealRow, 'period' | 'kind' | 'edition' | 'cutOff'>,
): Promise<Map<string, number>> {
  const { rows } = await reader.query<{ topic: string; partitions: bigint }>(
    `select topic, count(*) as partitions from cut_off_marker where period = $1 and kind = $2 and edition = $3 and cut_off = $4 group by topic`,
    [seal.period, seal.kind, seal.edition, seal.cutOff],
  )
  return new Map(rows.map((row) => [row.topic, Number(row.partitions)]))
}

// Runs

/** Whether this transaction is the one that leads a seal, for as long as it lasts. */
export const tryToLead = async (tx: Tx, id: string): Promise<boolean> =>
  (
    await tx.query<{ leads: boolean }>(`select pg_try_advisory_xact_lock(hashtextextended('run ' || $1, 0)) as leads`, [
      id,
    ])
  ).rows[0]!.leads
export const exportSnapshot = async (tx: Tx): Promise<string> =>
  (await tx.query<{ snapshot: string }>(`select pg_export_snapshot() as snapshot`)).rows[0]!.snapshot

/** Begins a run; what an earlier one did falls away. @returns false: the seal has ended meanwhile */
export async function beginRun(
  tx: Tx,
  id: string,
  run: { run: string; snapshot: string; draft: Uint8Array },
  agencies: readonly { agencyId: string; people: number }[],
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update seal set state = 'counting', awaited = '{}', run = $2, snapshot = $3, draft = $4 where id = $1 and state in ('waiting', 'counting')`,
    [id, run.run, run.snapshot, Buffer.from(run.draft)],
  )
  if (rowCount === 0) return false
  await tx.query(
    `insert into seal_agency (run, seal_id, agency_id, people) select $1, $2, * from unnest($3::uuid[], $4::integer[])`,
    [run.run, id, ...columns(agencies, 'agencyId', 'people')],
  )
  return true
}

/** Takes an agency that no other worker has in hand, the largest first. */
export const takeAgency = async (tx: Tx, run: string): Promise<string | undefined> =>
  (
    await tx.query<{ agency_id: string }>(
      `select agency_id from seal_agency where run = $1 and not done order by people desc, agency_id limit 1 for update skip locked`,
      [run],
    )
  ).rows[0]?.agency_id

/** Whether a run still counts; it does until the end of the transaction. */
export const holdRun = async (tx: Tx, id: string, run: string): Promise<boolean> =>
  ((await tx.query(`select 1 from seal where id = $1 and run = $2 and state = 'counting' for share`, [id, run]))
    .rowCount ?? 0) > 0

export interface SealedPerson {
  readonly employeeId: string
  readonly agencyId: string
  readonly leaf: Uint8Array
  readonly receipt: Uint8Array
}

export async function saveReceipts(tx: Tx, run: string, people: readonly SealedPerson[]): Promise<void> {
  if (people.length === 0) return
  const rows = people.map((person) => ({
    ...person,
    leaf: Buffer.from(person.leaf),
    receipt: zstdCompressSync(person.receipt),
  }))
  await tx.query(
    `insert into sealed_receipt (run, employee_id, agency_id, leaf, receipt)
     select $5, * from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::bytea[])`,
    [...columns(rows, 'employeeId', 'agencyId', 'leaf', 'receipt'), run],
  )
}

export const saveAgency = (
  tx: Tx,
  run: string,
  agency: { agencyId: string; root: Uint8Array | undefined; sealed: number; figures: readonly Uint8Array[] },
) =>
  tx.query(
    `update seal_agency set done = true, root = $3, sealed = $4, figures = $5 where run = $1 and agency_id = $2`,
    [
      run,
      agency.agencyId,
      agency.root === undefined ? null : Buffer.from(agency.root),
      agency.sealed,
      agency.figures.map((figures) => Buffer.from(figures)),
    ],
  )

export interface CountedAgency {
  readonly agencyId: string
  readonly people: number
  readonly done: boolean
  readonly root: Uint8Array | null
  readonly sealed: number
  readonly figures: readonly Uint8Array[]
}
export const readAgenciesOf = async (reader: Tx | Pool, run: string): Promise<CountedAgency[]> =>
  (
    await reader.query<CountedAgency>(
      `select agency_id as "agencyId", people, done, root, sealed, figures from seal_agency where run = $1 order by agency_id`,
      [run],
    )
  ).rows

export const progressOf = async (reader: Tx | Pool, run: string): Promise<{ done: number; total: number }> =>
  (
    await reader.query<{ done: number; total: number }>(
      `select coalesce(sum(people) filter (where done), 0)::integer as done, coalesce(sum(people), 0)::integer as total from seal_agency where run = $1`,
      [run],
    )
  ).rows[0]!

/** Locks a seal whose run still counts. */
export const lockRun = async (tx: Tx, id: string, run: string): Promise<SealRow | undefined> =>
  (
    await tx.query<Raw>(`select * from seal where id = $1 and run = $2 and state = 'counting' for update`, [id, run])
  ).rows.map(fromRaw)[0]

export const saveSealed = (
  tx: Tx,
  id: string,
  done: {
    sealedAt: number
    root: Uint8Array
    manifest: Uint8Array
    signature: string
    publicKey: JWK
    people: number
  },
) =>
  tx.query(
    `update seal set state = 'sealed', snapshot = null, sealed_at = $2, root = $3, manifest = $4, signature = $5, public_key = $6, people = $7 where id = $1`,
    [
      id,
      done.sealedAt,
      Buffer.from(done.root),
      Buffer.from(done.manifest),
      done.signature,
      JSON.stringify(done.publicKey),
      done.people,
    ],
  )
export const saveUnchanged = (tx: Tx, id: string) =>
  tx.query(`update seal set state = 'unchanged', run = null, snapshot = null where id = $1`, [id])

/** What runs left that count no more. Rows that a worker still has in hand are left to the next. */
export async function forgetOtherRuns(tx: Tx, id: string): Promise<void> {
  await tx.query(
    `with gone as (
       delete from seal_agency where (run, agency_id) in (
         select a.run, a.agency_id from seal_agency a join seal on seal.id = a.seal_id
         where a.seal_id = $1 and a.run is distinct from seal.run for update of a skip locked) returning run, agency_id)
     delete from sealed_receipt using gone where sealed_receipt.run = gone.run and sealed_receipt.agency_id = gone.agency_id`,
    [id],
  )
}

// What is sealed

/** The latest sealed receipt of a person's quarter. */
export async function readSealedReceipt(
  reader: Tx | Pool,
  employeeId: string,
  period: string,
): Promise<{ seal: SealRow; agencyId: string; leaf: Uint8Array; receipt: Uint8Array } | undefined> {
  const { rows } = await reader.query<Raw & { agency_id: string; leaf: Buffer; receipt: Buffer }>(
    `select seal.*, r.agency_id, r.leaf, r.receipt from sealed_receipt r join seal on seal.run = r.run
     where r.employee_id = $1 and seal.period = $2 and seal.state = 'sealed' order by kind desc, edition desc limit 1`,
    [employeeId, period],
  )
  const row = rows[0]
  return row === undefined
    ? undefined
    : { seal: fromRaw(row), agencyId: row.agency_id, leaf: row.leaf, receipt: zstdDecompressSync(row.receipt) }
}

/** The leaves of an agency in an edition, to lead one of them to the root. */
export const readLeaves = async (
  reader: Tx | Pool,
  run: string,
  agencyId: string,
): Promise<{ employeeId: string; leaf: Uint8Array }[]> =>
  (
    await reader.query<{ employeeId: string; leaf: Buffer }>(
      `select employee_id as "employeeId", leaf from sealed_receipt where run = $1 and agency_id = $2`,
      [run, agencyId],
    )
  ).rows

/** People's latest sealed receipts of a quarter, by employee. */
export async function readReceiptsBefore(
  reader: Tx | Pool,
  seal: Pick<SealRow, 'period' | 'kind' | 'edition'>,
  employeeIds: readonly string[],
): Promise<Map<string, Uint8Array>> {
  const { rows } = await reader.query<{ employee_id: string; receipt: Buffer }>(
    `select distinct on (r.employee_id) r.employee_id, r.receipt from sealed_receipt r join seal on seal.run = r.run
     where r.employee_id = any($4::uuid[]) and seal.period = $1 and seal.kind = $2 and seal.edition < $3 and seal.state = 'sealed'
     order by r.employee_id, seal.edition desc`,
    [seal.period, seal.kind, seal.edition, employeeIds],
  )
  return new Map(rows.map((row) => [row.employee_id, zstdDecompressSync(row.receipt)]))
}
