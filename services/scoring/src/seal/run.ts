import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { FlattenedSign, importJWK, type JWK } from 'jose'
import { SealedFigures, type ScoringEvent } from '@timbang/contracts/gen/timbang/scoring/v1/events'
import { said } from '@timbang/contracts/said'
import { unitPages, unitsHash } from '@timbang/contracts/sealed-units'
import { topics, type Topic } from '@timbang/contracts/topics'
import type { Tx } from '@timbang/postgres/pool'
import { owe } from '@timbang/due/owe'
import { transaction } from '@timbang/postgres/transaction'
import { packsInLog } from '@timbang/rulebook/pack'
import { boundsOf } from '@timbang/rules/civil-date'
import type { IndexPack } from '@timbang/rules/kernel/1/pack'
import { INDEX, inForce, namesFor } from '@timbang/rules/published'
import { canonicalBytes } from '@timbang/rules/canonical'
import { endsAt } from '@timbang/stream/kafka'
import { enqueue } from '@timbang/stream/outbox'
import { positionsOf } from '@timbang/stream/position'
import { CONSUMER } from '../config.ts'
import { readChains, readConflicts, readSkipped } from '../fold/store/chain.ts'
import { COMPACT } from '../fold/compact.ts'
import { partsOf } from '../fold/store/parts.ts'
import { agenciesToSeal, peopleOfAgency, readKnown } from '../score/store.ts'
import { namedConflicts, type Manifest } from './domain.ts'
import { hindrance, type SealDeps } from './handle.ts'
import {
  addFigures,
  agencyTree,
  hex,
  parseReceipt,
  quarterKey,
  reachOf,
  receiptsOf,
  sealPerson,
  sha256,
  treeOver,
  withoutInstant,
} from './receipts.ts'
import {
  beginRun,
  exportSnapshot,
  forgetOtherRuns,
  holdRun,
  lockRun,
  markersThere,
  readAgenciesOf,
  readReceiptsBefore,
  readSeal,
  readSealsOf,
  refuseSeal,
  saveAgency,
  saveReceipts,
  saveSealed,
  saveUnchanged,
  takeAgency,
  tryToLead,
  type SealRow,
} from './store.ts'

export type RunDeps = SealDeps & { readonly masterKey: Uint8Array; readonly signingKey: JWK }

/** Owners whose marker must stand in every partition of their topic before a quarter is sealed. */
export const owners = [topics.directory, topics.journal, topics.appraisal, topics.feedback] as const
/** What has no owner's marker and is read up to where it ended at the cut-off, whatever arrives meanwhile. */
const logs: readonly Topic<any>[] = [topics.activity, topics.figure, topics.scoring]
/** The broker's clock stamps the records and ours compares: leave a second between the two. */
const SKEW_MS = 1_000

/** Who is still awaited: owners without all their markers, and this service's own reading. */
export async function awaitedOf({ pool, kafka, now }: SealDeps, seal: SealRow): Promise<string[]> {
  const missing: string[] = []
  const there = await markersThere(pool, seal)
  for (const topic of owners)
    if ((there.get(topic.name) ?? 0) < (await kafka.partitions(kafka.name(topic)))) missing.push(topic.writer)
  const positions = new Map(
    (await positionsOf(pool, CONSUMER)).map((row) => [`${row.topic}/${row.partition}`, row.position]),
  )
  const behind = async (topic: Topic<any>) =>
    (await endsAt(kafka, kafka.name(topic), seal.cutOff)).some(
      ({ partition, end }) => (positions.get(`${topic.name}/${partition}`) ?? 0n) < end,
    )
  const read = await Promise.all(logs.map(behind))
  if (now() < seal.cutOff + SKEW_MS || read.includes(true)) missing.push('scoring')
  return missing
}

const REPEATABLE = 'begin isolation level repeatable read read only'
const PAGE = 200
const NOBODY = '00000000-0000-0000-0000-000000000000'

/** The manifest as far as a snapshot gives it. */
async function draftOf(
  { kafka }: SealDeps,
  tx: Tx,
  seal: SealRow,
): Promise<Omit<Manifest, 'agencies' | 'people' | 'root'>> {
  const span = boundsOf(seal.period)
  const packs = await packsInLog(tx, seal.cutOff)
  const [positions, chains, skipped] = [await positionsOf(tx, CONSUMER), await readChains(tx), await readSkipped(tx)]
  const previous = (await readSealsOf(tx, seal.period, seal.kind)).find(
    ({ state, edition }) => state === 'sealed' && edition === seal.edition - 1,
  )
  return {
    period: seal.period,
    kind: 'evidence',
    edition: seal.edition,
    previousRoot: previous === undefined ? null : hex(previous.root!),
    cutOff: seal.cutOff,
    asOf: seal.cutOff,
    kernel: (inForce(packs, INDEX, span.to)!.content as IndexPack).kernel,
    packs: namesFor(packs, span),
    clusterId: await kafka.clusterId(),
    partitions: positions.map(({ topic, partition, position }) => {
      const place = `${topic}/${partition}`
      const chain = chains.get(place)
      const gaps = [...(skipped.get(place) ?? [])]
      const next = chain?.next ?? 0n
      if (next < position) gaps.push({ first: next, last: position - 1n })
      return {
        topic,
        partition,
        position: String(position),
        records: String(chain?.records ?? 0n),
        digest: hex(chain?.digest ?? new Uint8Array(32)),
        skipped: gaps.map(({ first, last }) => ({ first: String(first), last: String(last) })),
      }
    }),
    conflicts: namedConflicts(await readConflicts(tx), seal.cutOff, sha256),
  }
}

const LOOK_MS = 300

/**
 * Leads a seal, if nobody does: one snapshot of all that was read, exported for as long as this lasts, and what is due of it as rows.
 * Another snapshot is another run. @returns when the run has ended, or the process is to
 */
export async function lead(deps: RunDeps, { id }: SealRow, signal: AbortSignal): Promise<void> {
  await transaction(
    deps.pool,
    async (tx) => {
      if (!(await tryToLead(tx, id))) return
      const seal = await readSeal(tx, id)
      if (seal === undefined || !(seal.state === 'waiting' || seal.state === 'counting')) return
      // What had become known at the cut-off may say otherwise than what was known when it was asked for: an outage that was recorded a moment before.
      const hindered = await hindrance(tx, seal.period, await packsInLog(tx, seal.cutOff), seal.cutOff)
      if (hindered !== undefined) return void (await refuseSeal(deps.pool, id, hindered))
      const run = randomUUID()
      const draft = canonicalBytes(await draftOf(deps, tx, seal))
      const agencies = await agenciesToSeal(tx, seal.cutOff)
      const snapshot = await exportSnapshot(tx)
      if (!(await transaction(deps.pool, (own) => beginRun(own, id, { run, snapshot, draft }, agencies)))) return
      for (;;) {
        const now = await readSeal(deps.pool, id)
        if (signal.aborted || now?.run !== run || now.state !== 'counting') return
        await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined)
      }
    },
    { begin: REPEATABLE },
  )
}

/** Of an unknown or lost snapshot Postgres says one of these. */
const isSnapshotGone = (error: unknown) => ['22023', '42704', '55000'].includes((error as { code?: string }).code ?? '')

export type Counted = 'counted' | 'nothing-left' | 'begin-anew'

/**
 * Counts one agency that nobody has in hand, on the run's snapshot: its receipts go straight to rows, only its leaves are held. They count when
 * the run still does. Killed in between, nothing of it was there and the agency is taken again.
 */
export async function countAgency(deps: RunDeps, seal: SealRow): Promise<Counted> {
  const { pool, masterKey } = deps
  const { id, run, snapshot, period, edition, cutOff } = seal
  if (run === undefined || snapshot === undefined || !/^[0-9A-F-]+$/.test(snapshot)) return 'begin-anew'
  try {
    return await transaction(pool, async (tx): Promise<Counted> => {
      const agencyId = await takeAgency(tx, run)
      if (agencyId === undefined) return 'nothing-left'
      const counted = await transaction(pool, (read) => receiptsOfAgency(read), {
        begin: `${REPEATABLE}; set transaction snapshot '${snapshot}'`,
      })
      if (!(await holdRun(tx, id, run))) throw new RunEnded()
      await saveAgency(tx, run, counted)
      return 'counted'

      async function receiptsOfAgency(read: Tx) {
        const span = reachOf(period)
        const packs = await packsInLog(read, cutOff)
        const key = quarterKey(masterKey, period, seal.kind)
        const figures = new Map<string, SealedFigures>()
        const leaves: { employeeId: string; leaf: Uint8Array }[] = []
        for (let after = NOBODY; ; ) {
          const page = await peopleOfAgency(read, agencyId!, after, PAGE)
          if (page.length === 0) break
          after = page.at(-1)!
          const known = await readKnown(read, page, { ...boundsOf(period), asOf: cutOff })
          const parts = await partsOf(read, page, span.from, span.to)
          const before = edition === 1 ? undefined : await readReceiptsBefore(read, seal, page)
          const people = [...receiptsOf(known, page, parts, { period, asOf: cutOff, packs })]
            // Who held his last post elsewhere is counted there.
            .filter((one) => one.agencyId === agencyId)
            .filter(({ receipt }) => {
              addFigures(figures, receipt)
              const last = before?.get(receipt.employeeId)
              return last === undefined || withoutInstant(parseReceipt(last)) !== withoutInstant(receipt)
            })
            .map(({ receipt }) => sealPerson(receipt, agencyId!, key, edition))
          await saveReceipts(tx, run!, people)
          for (const { employeeId, leaf } of people) leaves.push({ employeeId, leaf })
        }
        return {
          agencyId: agencyId!,
          root: leaves.length === 0 ? undefined : agencyTree(agencyId!, leaves).root,
          sealed: leaves.length,
          figures: [...figures.values()]
            .sort((a, b) => (a.unitId < b.unitId ? -1 : 1))
            .map((unit) => SealedFigures.encode(unit).finish()),
        }
      }
    })
  } catch (error) {
    if (error instanceof RunEnded) return 'nothing-left'
    if (isSnapshotGone(error)) return 'begin-anew'
    throw error
  }
}
/** Another run counts now: what was counted for this one goes without a trace. */
class RunEnded extends Error {}

/** The detached JWS over a manifest. */
async function sign(signingKey: JWK, manifest: Uint8Array): Promise<string> {
  const key = await importJWK({ ...signingKey, alg: 'EdDSA' }, 'EdDSA')
  const signed = await new FlattenedSign(manifest)
    .setProtectedHeader({ alg: 'EdDSA', kid: signingKey.kid ?? 'seal', b64: false, crit: ['b64'] })
    .sign(key)
  return `${signed.protected}..${signed.signature}`
}

/**
 * Ends a run whose agencies are all counted: the tree over their roots, the manifest, its signature and the event, in one transaction. Any worker
 * may, one does. A later edition in which nobody's receipt changed is not made.
 */
export const finish = (deps: RunDeps, { id, run }: SealRow): Promise<boolean> =>
  transaction(deps.pool, async (tx) => {
    const seal = await lockRun(tx, id, run!)
    if (seal === undefined) return false
    const agencies = await readAgenciesOf(tx, run!)
    if (agencies.some(({ done }) => !done)) return false
    const people = agencies.reduce((sum, { sealed }) => sum + sealed, 0)
    if (seal.edition > 1 && people === 0) {
      await saveUnchanged(tx, id)
      await forgetOtherRuns(tx, id)
      return true
    }
    const sealed = agencies.flatMap(({ agencyId, root, sealed: count }) =>
      root === null ? [] : [{ agencyId, root, people: count }],
    )
    const tree = treeOver(sealed)
    const draft = JSON.parse(Buffer.from(seal.draft!).toString('utf8')) as Omit<
      Manifest,
      'agencies' | 'people' | 'root'
    >
    const whole: Manifest = {
      ...draft,
      root: hex(tree.root),
      people,
      agencies: sealed.map(({ agencyId, root, people: count }) => ({ agencyId, root: hex(root), people: count })),
    }
    const manifest = canonicalBytes(whole)
    const signature = await sign(deps.signingKey, manifest)
    const { d: _secret, ...publicKey } = deps.signingKey
    const sealedAt = deps.now()
    await saveSealed(tx, id, { sealedAt, root: tree.root, manifest, signature, publicKey, people })
    await forgetOtherRuns(tx, id)
    await owe(tx, [{ kind: COMPACT, key: seal.period, dueAt: sealedAt, payload: { after: NOBODY } }])
    const pages = unitPages(
      seal,
      agencies.flatMap(({ figures }) => figures.map((bytes) => SealedFigures.decode(bytes))),
    )
    await enqueue(tx, deps.kafka, topics.scoring, [
      ...pages.map((value) =>
        said<ScoringEvent>({ $case: 'unitsSealed', value }, { decidedAt: sealedAt, actor: seal.requestedBy }),
      ),
      said<ScoringEvent>(
        {
          $case: 'quarterSealed',
          value: {
            period: seal.period,
            kind: seal.kind,
            edition: seal.edition,
            cutOff: BigInt(seal.cutOff),
            root: Buffer.from(tree.root),
            previousRoot: Buffer.from(whole.previousRoot ?? '', 'hex'),
            manifest: Buffer.from(manifest),
            signature,
            people,
            unitPages: pages.length,
            unitsHash: unitsHash(pages),
          },
        },
        { decidedAt: sealedAt, actor: seal.requestedBy },
      ),
    ])
    return true
  })
