import { FlattenedSign, importJWK, type JWK } from 'jose'
import { SealKind } from '@timbang/contracts/gen/timbang/seal/v1/cut_off'
import type { SealedFigures } from '@timbang/contracts/gen/timbang/scoring/v1/events'
import { isRefusal, refuse, type Refusal } from '@timbang/contracts/refusal'
import { topics } from '@timbang/contracts/topics'
import { said } from '@timbang/contracts/said'
import type { Pool, Tx } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import { boundsOf, isPeriod } from '@timbang/rules/civil-date'
import type { IndexPack } from '@timbang/rules/kernel/1/pack'
import type { Receipt } from '@timbang/rules/kernel/1/receipt'
import { INDEX, inForce, namesFor } from '@timbang/rules/published'
import { canonicalBytes } from '@timbang/rules/receipt'
import { topicEnds, type Kafka } from '@timbang/stream/kafka'
import { enqueue } from '@timbang/stream/outbox'
import { packsAt } from '@timbang/rulebook/pack'
import { positionsOf } from '@timbang/stream/position'
import { CONSUMER } from '../config.ts'
import { decideRequest, type Manifest } from './domain.ts'
import { readChains } from '../fold/store/chain.ts'
import { readKnown } from '../score/store.ts'
import { partsOf } from '../fold/store/parts.ts'
import {
  insertRequest,
  lockSeals,
  markersThere,
  readReceiptsBefore,
  readSeals,
  saveSealed,
  type SealedPerson,
  type SealId,
  type SealRow,
} from './store.ts'
import { evaluateAll, hex, quarterKey, reachOf, sealPerson, treeOf } from './receipts.ts'

export interface SealDeps {
  readonly pool: Pool
  readonly kafka: Kafka
  readonly now: () => number
  readonly masterKey: Uint8Array
  readonly signingKey: JWK
}

/** Owners whose marker must stand in every partition of their topic before a quarter is sealed. */
export const owners = [topics.directory, topics.journal, topics.appraisal, topics.feedback] as const
/** What has no owner's marker and is read up to its end at the cut-off. */
const logs = [topics.activity] as const

export type Progress = {
  stage: 'waiting' | 'reading' | 'sealing' | 'sealed'
  done: number
  total: number
  seal?: SealRow
  awaited: readonly string[]
}

/** Asks the owners, or goes on with a request that is open already. */
async function request(deps: SealDeps, period: string, kind: SealKind, actor: string): Promise<SealRow | Refusal> {
  if (!isPeriod(period) || kind !== SealKind.SEAL_KIND_EVIDENCE) return refuse('seal.unknown', { period })
  return transaction(deps.pool, async (tx): Promise<SealRow | Refusal> => {
    await lockSeals(tx)
    const mine = (await readSeals(tx, period)).filter((seal) => seal.kind === kind)
    const open = mine.find((seal) => seal.sealedAt === undefined)
    const index = inForce(await packsAt(tx), INDEX, boundsOf(period).to)?.content as IndexPack | undefined
    if (index === undefined) return refuse('pack.unknown')
    const decided = decideRequest(
      { period, now: deps.now() },
      {
        open: open !== undefined,
        last: mine.at(-1)?.edition ?? 0,
        pack: index,
        windows: (await readKnown(tx)).windows,
      },
    )
    if (isRefusal(decided)) return decided
    if (open !== undefined) return open
    const cutOff = deps.now()
    const id = { period, kind, edition: decided.edition }
    await insertRequest(tx, id, cutOff)
    await enqueue(tx, deps.kafka, topics.scoring, [
      said({ $case: 'sealRequested', value: { ...id, cutOff: BigInt(cutOff) } }, { decidedAt: cutOff, actor }),
    ])
    return {
      ...id,
      cutOff,
      sealedAt: undefined,
      root: undefined,
      manifest: undefined,
      signature: undefined,
      people: undefined,
    }
  })
}

/** Who is still awaited: owners without all their markers, and this service's own reading of the activities. */
async function awaited(deps: SealDeps, seal: SealRow): Promise<string[]> {
  const there = await markersThere(deps.pool, seal)
  const missing: string[] = []
  for (const topic of owners)
    if ((there.get(topic.name) ?? 0) < (await deps.kafka.partitions(deps.kafka.name(topic)))) missing.push(topic.writer)
  const client = await deps.pool.connect()
  const positions = await positionsOf(client, CONSUMER).finally(() => client.release())
  for (const topic of logs) {
    const ends = await topicEnds(deps.kafka, deps.kafka.name(topic))
    if (
      ends.some(
        (end) =>
          (positions.find((row) => row.topic === topic.name && row.partition === end.partition)?.position ?? 0n) <
          end.high,
      )
    )
      missing.push('scoring')
  }
  return missing
}

const withoutInstant = (receipt: Receipt): string =>
  Buffer.from(canonicalBytes({ ...receipt, asOf: 0 })).toString('utf8')

async function changedOnly(tx: Tx, seal: SealId, people: SealedPerson[]): Promise<SealedPerson[]> {
  const before = new Map<string, string>()
  for await (const { employeeId, receipt } of readReceiptsBefore(tx, seal))
    before.set(employeeId, withoutInstant(JSON.parse(Buffer.from(receipt).toString('utf8')) as Receipt))
  return people.filter(
    (person) =>
      before.get(person.employeeId) !==
      withoutInstant(JSON.parse(Buffer.from(person.receipt).toString('utf8')) as Receipt),
  )
}

async function sign(deps: SealDeps, manifest: Uint8Array): Promise<string> {
  const key = await importJWK({ ...deps.signingKey, alg: 'EdDSA' }, 'EdDSA')
  const signed = await new FlattenedSign(manifest)
    .setProtectedHeader({ alg: 'EdDSA', kid: deps.signingKey.kid ?? 'seal', b64: false, crit: ['b64'] })
    .sign(key)
  return `${signed.protected}..${signed.signature}`
}

/** Adds a person to the sums of the unit of his last counted day. */
function addFigures(figures: Map<string, SealedFigures>, receipt: Receipt): void {
  const last = receipt.segments.filter((segment) => segment.counted).at(-1)
  if (last === undefined) return
  const unit = figures.get(last.unitId) ?? {
    agencyId: last.agencyId,
    unitId: last.unitId,
    people: 0,
    daysDue: 0,
    daysOnTime: 0,
    daysLate: 0,
    withIndex: 0,
  }
  const { trace } = last.criteria.find((line) => line.criterion === 'timeliness')!
  unit.people++
  unit.daysDue += trace.due
  unit.daysOnTime += trace.onTime
  unit.daysLate += trace.late
  if (receipt.index !== undefined) unit.withIndex++
  figures.set(last.unitId, unit)
}

/** Reads one snapshot, computes everybody, and writes the seal; the event that tells of it goes with it. */
async function* seal(deps: SealDeps, row: SealRow, actor: string): AsyncGenerator<Progress, Refusal | void> {
  const { period, kind, edition } = row
  const key = quarterKey(deps.masterKey, period, kind)
  const clusterId = await deps.kafka.clusterId()
  const client = await deps.pool.connect()
  let people: SealedPerson[] = []
  const figures = new Map<string, SealedFigures>()
  let manifestOf: (root: { root: string; agencies: Manifest['agencies']; people: number }) => Manifest
  try {
    await client.query('begin isolation level repeatable read read only')
    const packs = await packsAt(client, row.cutOff)
    const known = await readKnown(client, { asOf: row.cutOff })
    const positions = await positionsOf(client, CONSUMER)
    const chains = new Map((await readChains(client)).map((chain) => [`${chain.topic}/${chain.partition}`, chain]))
    const { from, to } = reachOf(period)
    const total = known.assignments.size
    for await (const { receipt, agencyId } of evaluateAll(known, period, row.cutOff, packs, (ids) =>
      partsOf(client, ids, from, to),
    )) {
      people.push(sealPerson(receipt, agencyId, key, edition))
      addFigures(figures, receipt)
      if (people.length % 100 === 0) yield { stage: 'sealing', done: people.length, total, awaited: [] }
    }
    if (edition > 1) people = await changedOnly(client, row, people)
    const previous = (await readSeals(client, period)).find(
      (other) => other.kind === kind && other.edition === edition - 1,
    )
    manifestOf = (root) => ({
      period,
      kind: 'evidence',
      edition,
      previousRoot: previous?.root === undefined ? null : hex(previous.root),
      cutOff: row.cutOff,
      asOf: row.cutOff,
      kernel: (inForce(packs, INDEX, boundsOf(period).to)!.content as IndexPack).kernel,
      packs: namesFor(packs, boundsOf(period)),
      clusterId,
      partitions: positions.map(({ topic, partition, position }) => {
        const chain = chains.get(`${topic}/${partition}`)
        return {
          topic,
          partition,
          position: String(position),
          records: String(chain?.records ?? 0n),
          digest: hex(chain?.digest ?? new Uint8Array(32)),
        }
      }),
      ...root,
    })
    await client.query('commit')
  } finally {
    client.release()
  }
  const tree = treeOf(people)
  const count = new Map<string, number>()
  for (const person of people) count.set(person.agencyId, (count.get(person.agencyId) ?? 0) + 1)
  const manifest = canonicalBytes(
    manifestOf({
      root: hex(tree.root),
      people: people.length,
      agencies: tree.agencies.map((agency) => ({
        agencyId: agency.agencyId,
        root: hex(agency.root),
        people: count.get(agency.agencyId)!,
      })),
    }),
  )
  const signature = await sign(deps, manifest)
  const sealedAt = deps.now()
  await transaction(deps.pool, async (tx) => {
    await lockSeals(tx)
    const still = (await readSeals(tx, period)).find((other) => other.kind === kind && other.edition === edition)
    // Somebody else finished it meanwhile: a seal's root never changes.
    if (still?.sealedAt !== undefined) return
    await saveSealed(tx, row, { sealedAt, root: tree.root, manifest, signature, people })
    const previousRoot = Buffer.from(JSON.parse(Buffer.from(manifest).toString('utf8')).previousRoot ?? '', 'hex')
    await enqueue(tx, deps.kafka, topics.scoring, [
      said(
        {
          $case: 'quarterSealed',
          value: {
            period,
            kind,
            edition,
            cutOff: BigInt(row.cutOff),
            root: Buffer.from(tree.root),
            previousRoot,
            manifest: Buffer.from(manifest),
            signature,
            people: people.length,
            figures: [...figures.values()].sort((a, b) => (a.unitId < b.unitId ? -1 : 1)),
          },
        },
        { decidedAt: deps.now(), actor },
      ),
    ])
  })
  const done = (await readSeals(deps.pool, period)).find((other) => other.kind === kind && other.edition === edition)!
  yield { stage: 'sealed', done: people.length, total: people.length, seal: done, awaited: [] }
}

const LOOK_MS = 300

/** Seals a quarter and tells how far it is. Broken off, it is taken up again by the next request. */
export async function* sealQuarter(
  deps: SealDeps,
  period: string,
  kind: SealKind,
  actor: string,
  signal: AbortSignal,
): AsyncGenerator<Progress, Refusal | void> {
  const row = await request(deps, period, kind, actor)
  if (isRefusal(row)) return row
  for (;;) {
    if (signal.aborted) return
    const missing = await awaited(deps, row)
    if (missing.length === 0) break
    yield {
      stage: 'waiting',
      done: owners.length - missing.filter((name) => name !== 'scoring').length,
      total: owners.length,
      awaited: missing,
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
  yield { stage: 'reading', done: 0, total: 0, awaited: [] }
  return yield* seal(deps, row, actor)
}
