import { createHash } from 'node:crypto'
import type { ActivityEvent } from '@timbang/contracts/gen/timbang/activity/v1/events'
import type { FigureEvent } from '@timbang/contracts/gen/timbang/figure/v1/events'
import type { JournalEvent } from '@timbang/contracts/gen/timbang/journal/v1/events'
import type { ScoringEvent } from '@timbang/contracts/gen/timbang/scoring/v1/events'
import { fromMessage, isPoison, partitionOf } from '@timbang/contracts/envelope'
import { allTopics, topics, type Topic } from '@timbang/contracts/topics'
import { packOf, published, type PackRow } from '@timbang/rulebook/pack'
import { boundsOf } from '@timbang/rules/civil-date'
import { excuses, pack as packed } from '@timbang/rules/facts'
import type { Packs } from '@timbang/rules/published'
import type { Kafka } from '@timbang/stream/kafka'
import { readTopic } from '@timbang/stream/read'
import type { PlacedRecord } from '@timbang/stream/record'
import { CHAIN_START, link } from '../fold/store/chain.ts'
import { lay, layLeave, type LaidParts } from '../fold/store/parts.ts'
import { versions } from '../fold/store/states.ts'
import { factsOfActivity } from '../fold/wire/activity.ts'
import type { PlacedFact } from '../fold/wire/fact.ts'
import { figuresOf } from '../fold/wire/figure.ts'
import { conflictsOf, factsOfJournal } from '../fold/wire/journal.ts'
import { statesOf, type State } from '../fold/wire/state.ts'
import { isSealed, nothingKnown, type Known, type LoggedFigure } from '../score/domain.ts'
import { keepHighest, learn, learnFigure } from '../score/learn.ts'
import type { Conflict, Manifest } from './domain.ts'
import { hex, reachOf, receiptsOf, sealPerson, withoutInstant } from './receipts.ts'

/** A part of a replay: the partitions whose number, divided by `of`, leaves `nth`. A person has one number everywhere. */
export interface Share {
  readonly of: number
  readonly nth: number
}
export const isOf = ({ of, nth }: Share, partition: number): boolean => partition % of === nth

/** The log is not the one that was sealed. */
export class OtherLog extends Error {}

/** Everything that is no fact of a day: states with their versions, and packs, each with when the log had it. */
export interface Said {
  readonly states: readonly State[]
  readonly packs: readonly (PackRow & { readonly appendedAt: number })[]
  readonly conflicts: readonly Conflict[]
  /** Of records that speak of the quarter, every revision. */
  readonly figures: readonly LoggedFigure[]
  readonly records: number
}

/** Records of partitions as they were sealed, each in its order. @throws OtherLog when they are others */
async function* recordsOf<E>(
  kafka: Kafka,
  topic: Topic<E>,
  places: Manifest['partitions'],
): AsyncGenerator<{ event: E; record: PlacedRecord }> {
  const chains = new Map(
    places.map((place) => [
      place.partition,
      {
        place,
        skipped: place.skipped.map(({ first, last }) => ({ first: BigInt(first), last: BigInt(last) })),
        digest: CHAIN_START as Uint8Array,
        records: 0n,
      },
    ]),
  )
  const other = (partition: number, why: string) => new OtherLog(`${topic.name}/${partition} ${why}`)
  const spans = places.map(({ partition, position }) => ({ partition, from: 0n, to: BigInt(position) }))
  for await (const batch of readTopic(kafka, topic, spans)) {
    const chain = chains.get(batch[0]!.partition)!
    for (const record of batch) {
      if (chain.skipped.some(({ first, last }) => first <= record.offset && record.offset <= last)) continue
      const event = fromMessage(topic, record)
      if (isPoison(event))
        throw other(record.partition, `holds at ${record.offset} what cannot be read, and the manifest does not say so`)
      chain.digest = link(chain.digest, record.offset, topic.id(event))
      chain.records++
      yield { event, record }
    }
  }
  for (const { place, digest, records } of chains.values())
    if (String(records) !== place.records || hex(digest) !== place.digest)
      throw other(place.partition, 'holds other records than those that were sealed')
}

/** Of verdicts there are as many as of entries: what moves windows, and which records are in conflict, is told by the type in their headers. */
const readOfJournal = new Set(
  ['EntryWindowChanged', 'OutageRecorded', 'GraceOpened', 'RecordConflicted'].map(
    (type) => `timbang.journal.v1.${type}`,
  ),
)

/**
 * Figures of records that speak of a quarter. What a record says elsewhere counts too, since the highest revision of it does, and of one revision the
 * first in the log: so the topic is read twice, and only those records are held that speak of the quarter at all.
 */
async function readFiguresOf(
  kafka: Kafka,
  places: Manifest['partitions'],
  { from, to }: { readonly from: string; readonly to: string },
  onRecord: () => void,
): Promise<LoggedFigure[]> {
  const recordOf = ({ unitId, recordId }: LoggedFigure) => `${unitId} ${recordId}`
  const spoken = new Set<string>()
  for await (const { event, record } of recordsOf<FigureEvent>(kafka, topics.figure, places)) {
    onRecord()
    for (const figure of figuresOf(event, record.offset, record.appendedAt))
      if (figure.span >= from.slice(0, 7) && figure.span <= to) spoken.add(recordOf(figure))
  }
  const figures: LoggedFigure[] = []
  if (spoken.size === 0) return figures
  for await (const { event, record } of recordsOf<FigureEvent>(kafka, topics.figure, places))
    for (const figure of figuresOf(event, record.offset, record.appendedAt))
      if (spoken.has(recordOf(figure))) figures.push(figure)
  return figures
}

/** Reads a share of all that makes contexts. Of the journal only what moves windows or is a conflict is decoded; the second reading, which decodes all, holds it against that. */
export async function readSaid(
  kafka: Kafka,
  manifest: Manifest,
  share: Share,
  onRead: (records: number) => void,
): Promise<Said> {
  const states: State[] = []
  const packs: (PackRow & { appendedAt: number })[] = []
  const conflicts: Conflict[] = []
  const figures: LoggedFigure[] = []
  let count = 0
  for (const topic of allTopics as readonly Topic<any>[]) {
    const places = manifest.partitions.filter((one) => one.topic === topic.name && isOf(share, one.partition))
    if (topic.name === topics.activity.name || places.length === 0) continue
    if (topic.name === topics.journal.name) {
      const spans = places.map(({ partition, position }) => ({ partition, from: 0n, to: BigInt(position) }))
      for await (const batch of readTopic(kafka, topic, spans))
        for (const record of batch) {
          if (!readOfJournal.has(record.headers['ce_type'] ?? '')) continue
          const event = fromMessage(topics.journal, record)
          if (isPoison(event)) continue
          states.push(...statesOf(event, record.appendedAt))
          conflicts.push(...conflictsOf(event, record.appendedAt))
        }
      continue
    }
    if (topic.name === topics.figure.name) {
      for (const figure of await readFiguresOf(kafka, places, boundsOf(manifest.period), () => onRead(++count)))
        figures.push(figure)
      continue
    }
    for await (const { event, record } of recordsOf(kafka, topic, places)) {
      onRead(++count)
      if (topic.name !== topics.scoring.name) states.push(...statesOf(event, record.appendedAt))
      else packs.push(...packOf(event as ScoringEvent).map((pack) => ({ ...pack, appendedAt: record.appendedAt })))
    }
  }
  return { states: versions(states), packs, conflicts, figures, records: count }
}

/** The packs that the log had at an instant. */
export const packsOf = ({ packs }: Said, asOf: number): Packs =>
  published(packs.filter(({ appendedAt }) => appendedAt <= asOf))

/** What was known at an instant of all that was said. */
function knownAt({ states, figures }: Said, asOf: number): Known {
  const highest = new Map<string, State>()
  for (const state of states) if (state.appendedAt <= asOf) keepHighest(highest, state)
  const known = nothingKnown()
  for (const [, state] of [...highest].sort(([a], [b]) => (a < b ? -1 : 1))) learn(known, state)
  for (const figure of figures) if (figure.appendedAt <= asOf) learnFigure(known, figure)
  return known
}

/** Records that are read into memory together, about a gigabyte of facts at most. */
const TOGETHER = 1_000_000

/** The partitions of a share, as many together as memory allows: a person lies in one of them. */
function batchesOf(manifest: Manifest, partitions: number, share: Share): ReadonlySet<number>[] {
  const batches: Set<number>[] = []
  let records = Number.POSITIVE_INFINITY
  for (let partition = share.nth; partition < partitions; partition += share.of) {
    const mine = manifest.partitions
      .filter(
        (one) =>
          one.partition === partition && (one.topic === topics.activity.name || one.topic === topics.journal.name),
      )
      .reduce((sum, one) => sum + Number(one.records), 0)
    if (records + mine > TOGETHER) {
      batches.push(new Set())
      records = 0
    }
    batches.at(-1)!.add(partition)
    records += mine
  }
  return batches
}

export interface ReplayedPerson {
  readonly employeeId: string
  readonly agencyId: string
  readonly leaf: Uint8Array
}

/**
 * Computes the people of a share again, some partitions at a time, for every edition: each holds those whose receipt is another than the last one.
 * @param said all that was said, of every share
 * @returns by edition
 */
export async function replayShare(
  kafka: Kafka,
  manifests: readonly Manifest[],
  quarterKey: Uint8Array,
  said: Said,
  share: Share,
  onRead: (records: number) => void,
): Promise<{ editions: ReplayedPerson[][]; records: number }> {
  const last = manifests.at(-1)!
  const reach = reachOf(last.period)
  const editions: ReplayedPerson[][] = manifests.map(() => [])
  const known = manifests.map(({ asOf }) => knownAt(said, asOf))
  const packs = manifests.map(({ asOf }) => packsOf(said, asOf))
  const moved = new Set(said.states.map(({ kind, id, version }) => `${kind} ${id} ${version}`))
  const partitions = await kafka.partitions(kafka.name(topics.activity))
  const everybody = [...new Set(said.states.flatMap(({ kind, about }) => (kind === 'assignment' ? (about ?? []) : [])))]
  let records = 0

  for (const some of batchesOf(last, partitions, share)) {
    const people = new Map<string, LaidParts>()
    const keep = (facts: readonly PlacedFact[]) => {
      for (const { employeeId, workDate, fact } of facts)
        if (excuses(fact)) layLeave(people, employeeId, Buffer.from(packed([fact])))
        // A correction is kept wherever it lies: it may have taken its record from the quarter.
        else if ((workDate >= reach.from && workDate <= reach.to) || fact.revision > 1)
          lay(people, employeeId, workDate, Buffer.from(packed([fact])))
    }
    const here = (topic: Topic<any>) =>
      last.partitions.filter((one) => one.topic === topic.name && some.has(one.partition))
    for await (const { event, record } of recordsOf<ActivityEvent>(kafka, topics.activity, here(topics.activity))) {
      onRead(++records)
      keep(factsOfActivity(event, record.offset, record.appendedAt))
    }
    for await (const { event, record } of recordsOf<JournalEvent>(kafka, topics.journal, here(topics.journal))) {
      onRead(++records)
      keep(factsOfJournal(event, record.appendedAt))
      for (const { kind, id, version } of statesOf(event, record.appendedAt))
        if (!moved.has(`${kind} ${id} ${version}`))
          throw new OtherLog(
            `${topics.journal.name}/${record.partition} says at ${record.offset} what its headers do not`,
          )
    }

    const ids = everybody.filter((employeeId) => some.has(partitionOf(employeeId, partitions))).sort()
    const before = new Map<string, string>()
    for (const [at, { period, edition, asOf }] of manifests.entries()) {
      for (const { receipt, agencyId } of receiptsOf(known[at]!, ids, people, {
        period,
        asOf,
        packs: packs[at]!,
      })) {
        if (!isSealed(known[at]!, agencyId)) continue
        const says = createHash('sha256').update(withoutInstant(receipt)).digest('base64')
        if (before.get(receipt.employeeId) === says) continue
        before.set(receipt.employeeId, says)
        const { leaf } = sealPerson(receipt, agencyId, quarterKey, edition)
        editions[at]!.push({ employeeId: receipt.employeeId, agencyId, leaf })
      }
    }
  }
  return { editions, records }
}
