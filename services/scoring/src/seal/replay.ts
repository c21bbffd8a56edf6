import { flattenedVerify, importJWK, type JWK } from 'jose'
import { allTopics, topics } from '@timbang/contracts/topics'
import { packOf, published, type PackRow } from '@timbang/rulebook/pack'
import { boundsOf } from '@timbang/rules/civil-date'
import type { IndexPack } from '@timbang/rules/kernel/1/pack'
import { kernels } from '@timbang/rules/kernels'
import { INDEX, inForce, namesFor, type Packs } from '@timbang/rules/published'
import { canonicalBytes } from '@timbang/rules/receipt'
import { pack as packed } from '@timbang/rules/facts'
import type { Kafka } from '@timbang/stream/kafka'
import { eventsOf, readTopic } from '@timbang/stream/read'
import type { ActivityEvent } from '@timbang/contracts/gen/timbang/activity/v1/events'
import type { JournalEvent } from '@timbang/contracts/gen/timbang/journal/v1/events'
import type { ScoringEvent } from '@timbang/contracts/gen/timbang/scoring/v1/events'
import { nothingKnown } from '../score/domain.ts'
import type { Manifest } from './domain.ts'
import { CHAIN_START, link } from '../fold/store/chain.ts'
import { evaluateAll, hex, reachOf, sealPerson, sha256, treeOf } from './receipts.ts'
import { keepHighest, learn } from '../score/learn.ts'
import { lay, layLeave, type LaidParts } from '../fold/store/parts.ts'
import type { SealedPerson } from './store.ts'
import { factsOfActivity, factsOfJournal, statesOf, type State } from '../fold/wire.ts'

/** What an auditor has besides the log. */
export interface AuditBundle {
  readonly manifest: Uint8Array
  readonly signature: string
  readonly quarterKey: Uint8Array
  readonly publicKey: JWK
}

export type Replayed =
  | {
      readonly same: true
      readonly root: string
      readonly people: number
      readonly records: number
      readonly milliseconds: number
    }
  | { readonly same: false; readonly why: string }

/** Keeps memory for what a quarter needs. */
const within = (date: string, { from, to }: { from: string; to: string }) => date >= from && date <= to

/**
 * Computes a sealed quarter again from the log alone: reads exactly the records that the manifest names, holds the chain of each partition against
 * it, folds them in memory, evaluates everybody and compares the root. It reaches no database.
 * @param onProgress records read so far, and how many there are
 */
export async function replay(
  kafka: Kafka,
  bundle: AuditBundle,
  onProgress: (read: number, of: number) => void = () => undefined,
): Promise<Replayed> {
  const begun = performance.now()
  const [header, , signature] = bundle.signature.split('.') as [string, string, string]
  try {
    await flattenedVerify(
      { protected: header, payload: bundle.manifest, signature },
      await importJWK({ ...bundle.publicKey, alg: 'EdDSA' }, 'EdDSA'),
    )
  } catch {
    return { same: false, why: 'the signature does not fit the manifest' }
  }
  const manifest = JSON.parse(Buffer.from(bundle.manifest).toString('utf8')) as Manifest
  if (!Object.hasOwn(kernels, manifest.kernel))
    return { same: false, why: `the quarter was computed by kernel ${manifest.kernel}, which is not here` }
  const cluster = await kafka.clusterId()
  if (cluster !== manifest.clusterId)
    return { same: false, why: `the manifest names cluster ${manifest.clusterId}; this is ${cluster}` }
  if (manifest.edition > 1)
    return {
      same: false,
      why: 'a later edition holds changed people only: replay the first, and compare the others line by line',
    }

  const reach = reachOf(manifest.period)
  const people = new Map<string, LaidParts>()
  const states = new Map<string, State>()
  const rows: PackRow[] = []
  const total = manifest.partitions.reduce((sum, partition) => sum + Number(partition.records), 0)
  let read = 0
  for (const topic of allTopics) {
    const partitions = manifest.partitions.filter((partition) => partition.topic === topic.name)
    const chains = new Map(
      partitions.map(({ partition }) => [partition, { digest: CHAIN_START as Uint8Array, records: 0n }]),
    )
    for await (const batch of readTopic(
      kafka,
      topic,
      partitions.map(({ partition, position }) => ({ partition, from: 0n, to: BigInt(position) })),
    )) {
      const chain = chains.get(batch[0]!.partition)!
      for (const { event, record } of eventsOf(topic, batch)) {
        chain.digest = link(chain.digest, record.offset, topic.id(event))
        chain.records++
        read++
        const placed =
          topic.name === topics.activity.name
            ? factsOfActivity(event as ActivityEvent, record.offset, record.appendedAt)
            : topic.name === topics.journal.name
              ? factsOfJournal(event as JournalEvent, record.appendedAt)
              : []
        for (const { employeeId, workDate, fact } of placed)
          if (fact.kind === 'leave') layLeave(people, employeeId, Buffer.from(packed([fact])))
          // A correction is kept wherever it lies: it may have taken its record from the quarter.
          else if (within(workDate, reach) || fact.revision > 1)
            lay(people, employeeId, workDate, Buffer.from(packed([fact])))
        const later = record.appendedAt > manifest.asOf
        for (const state of later || topic.name === topics.activity.name || topic.name === topics.scoring.name
          ? []
          : statesOf(event as JournalEvent, record.appendedAt))
          keepHighest(states, state)
        if (topic.name === topics.scoring.name) rows.push(...packOf(event as ScoringEvent))
      }
      onProgress(read, total)
    }
    for (const { partition, records, digest } of partitions) {
      const chain = chains.get(partition)!
      if (String(chain.records) !== records || hex(chain.digest) !== digest)
        return { same: false, why: `${topic.name}/${partition} holds other records than those that were sealed` }
    }
  }

  const packs: Packs = published(rows.filter(({ publishedAt }) => publishedAt <= manifest.asOf))
  const faked = rows.some(({ hash, content }) => Buffer.compare(sha256(content), hash) !== 0)
  const kernel = (inForce(packs, INDEX, boundsOf(manifest.period).to)?.content as IndexPack | undefined)?.kernel
  const same = (a: unknown, b: unknown) => Buffer.compare(canonicalBytes(a), canonicalBytes(b)) === 0
  if (faked || kernel !== manifest.kernel || !same(namesFor(packs, boundsOf(manifest.period)), manifest.packs))
    return { same: false, why: 'the rule packs on the log are not those that the manifest names' }
  const known = nothingKnown()
  for (const [, state] of [...states].sort(([a], [b]) => (a < b ? -1 : 1))) learn(known, state)
  const sealed: Pick<SealedPerson, 'employeeId' | 'agencyId' | 'leaf'>[] = []
  for await (const { receipt, agencyId } of evaluateAll(
    known,
    manifest.period,
    manifest.asOf,
    packs,
    async () => people,
  )) {
    const { employeeId, leaf } = sealPerson(receipt, agencyId, bundle.quarterKey, manifest.edition)
    sealed.push({ employeeId, agencyId, leaf })
  }
  const root = hex(treeOf(sealed).root)
  if (root !== manifest.root)
    return { same: false, why: `the root computed from the log is ${root}, the sealed one ${manifest.root}` }
  return { same: true, root, people: sealed.length, records: read, milliseconds: Math.round(performance.now() - begun) }
}
