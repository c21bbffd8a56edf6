import type { ActivityEvent } from '@timbang/contracts/gen/timbang/activity/v1/events'
import { topics, type Topic } from '@timbang/contracts/topics'
import { foldDirectory } from '@timbang/roster/fold'
import { foldRulebook, noteInLog, packOf } from '@timbang/rulebook/pack'
import type { Handle } from '@timbang/stream/batch'
import { saveMarkers } from '../seal/store.ts'
import { lengthenChains, saveConflicts } from './store/chain.ts'
import { saveFigures } from './store/figures.ts'
import { markPeople, sweepAgencies } from './store/marks.ts'
import { appendFacts } from './store/parts.ts'
import { saveStates } from './store/states.ts'
import { factsOfActivity } from './wire/activity.ts'
import { figuresOf } from './wire/figure.ts'
import { conflictsOf, factsOfJournal } from './wire/journal.ts'
import { markersOf } from './wire/marker.ts'
import { EVERY_AGENCY, statesOf, type State, type Stateful } from './wire/state.ts'

export const inputs = [
  topics.activity,
  topics.figure,
  topics.directory,
  topics.journal,
  topics.appraisal,
  topics.feedback,
  topics.scoring,
] as const

/** What carries states of the context, and markers of seals. */
const telling: readonly Topic<any>[] = [topics.directory, topics.journal, topics.appraisal, topics.feedback]

/** Whose figures a state changes, besides those of the person whose it is: everybody of an agency, or of all. */
function sweptBy({ kind, id, about, within }: State): string[] {
  switch (kind) {
    case 'agency':
      return [id]
    case 'window':
    case 'outage':
    case 'attendance-outage':
      return [about!]
    case 'grace':
      return within === undefined ? [about!] : []
    case 'calendar':
      return [EVERY_AGENCY]
    default:
      return []
  }
}

/**
 * The fold. It judges nothing and joins nothing: what a record does depends on itself and on rows of its own partition, so the order
 * between topics, partitions and batches never matters. What it means is `evaluate`'s to say. Whose figures it changes is marked with it.
 */
export const handle: Handle = async (tx, batch) => {
  await lengthenChains(tx, batch.records)

  const entries = batch
    .of(topics.activity)
    .flatMap(({ event, offset, appendedAt }) => factsOfActivity(event as ActivityEvent, offset, appendedAt))
  await appendFacts(tx, 'entry_part', entries)
  const verdicts = batch
    .of(topics.journal)
    .flatMap(({ event, appendedAt }) => (event === undefined ? [] : factsOfJournal(event, appendedAt)))
  await appendFacts(tx, 'verdict_part', verdicts)
  await saveConflicts(
    tx,
    batch
      .of(topics.journal)
      .flatMap(({ event, appendedAt }) => (event === undefined ? [] : conflictsOf(event, appendedAt))),
  )

  await saveFigures(
    tx,
    batch
      .of(topics.figure)
      .flatMap(({ event, offset, appendedAt }) => (event === undefined ? [] : figuresOf(event, offset, appendedAt))),
  )

  await foldDirectory(tx, batch.events(topics.directory))
  await foldRulebook(tx, batch.events(topics.scoring))
  const packs = batch
    .of(topics.scoring)
    .flatMap(({ event, appendedAt }) =>
      event === undefined ? [] : packOf(event).map((pack) => ({ ...pack, appendedAt })),
    )
  await noteInLog(tx, packs)

  const states = telling.flatMap((topic) =>
    batch
      .of<Stateful>(topic)
      .flatMap(({ event, appendedAt }) => (event === undefined ? [] : statesOf(event, appendedAt))),
  )
  await saveStates(tx, states)
  for (const topic of telling)
    for (const [partition, records] of batch.byPartition<Stateful>(topic))
      await saveMarkers(tx, topic.name, partition, markersOf(records.map(({ event }) => event!)))

  await markPeople(tx, [
    ...[...entries, ...verdicts].map(({ employeeId }) => employeeId),
    ...states.flatMap(({ kind, about, within }) =>
      kind === 'assignment' || kind === 'duty' || (kind === 'grace' && within !== undefined) ? (about ?? []) : [],
    ),
  ])
  await sweepAgencies(tx, [...states.flatMap(sweptBy), ...packs.map(() => EVERY_AGENCY)])
}
