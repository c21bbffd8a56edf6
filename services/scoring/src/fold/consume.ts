import type { ActivityEvent } from '@timbang/contracts/gen/timbang/activity/v1/events'
import { topics, type Topic } from '@timbang/contracts/topics'
import { foldDirectory } from '@timbang/roster/fold'
import { foldRulebook } from '@timbang/rulebook/pack'
import type { Handle } from '@timbang/stream/batch'
import { saveMarkers } from '../seal/store.ts'
import { lengthenChains } from './store/chain.ts'
import { appendFacts } from './store/parts.ts'
import { saveStates } from './store/states.ts'
import { factsOfActivity, factsOfJournal, markersOf, statesOf, type Stateful } from './wire.ts'

export const inputs = [
  topics.activity,
  topics.directory,
  topics.journal,
  topics.appraisal,
  topics.feedback,
  topics.scoring,
] as const

/** What carries states of the context, and markers of seals. */
const telling: readonly Topic<any>[] = [topics.directory, topics.journal, topics.appraisal, topics.feedback]

/** Whose figures a batch changed: told after it, so that the next tick computes them. */
export type Touched = (employeeIds: Iterable<string>) => void

/**
 * The fold. It judges nothing and joins nothing: what a record does depends on itself and on rows of its own partition, so the order
 * between topics, partitions and batches never matters. What it means is `evaluate`'s to say.
 */
export const handleWith =
  (touched: Touched): Handle =>
  async (tx, batch) => {
    await lengthenChains(tx, batch.records)

    const entries = batch
      .of(topics.activity)
      .flatMap(({ event, offset, appendedAt }) => factsOfActivity(event as ActivityEvent, offset, appendedAt))
    if (entries.length > 0) await appendFacts(tx, 'entry_part', entries)
    const verdicts = batch
      .of(topics.journal)
      .flatMap(({ event, appendedAt }) => (event === undefined ? [] : factsOfJournal(event, appendedAt)))
    if (verdicts.length > 0) await appendFacts(tx, 'verdict_part', verdicts)

    await foldDirectory(tx, batch.events(topics.directory))
    await foldRulebook(tx, batch.events(topics.scoring))

    const states = telling.flatMap((topic) =>
      batch
        .of<Stateful>(topic)
        .flatMap(({ event, appendedAt }) => (event === undefined ? [] : statesOf(event, appendedAt))),
    )
    if (states.length > 0) await saveStates(tx, states)
    for (const topic of telling)
      for (const [partition, records] of batch.byPartition<Stateful>(topic))
        await saveMarkers(tx, topic.name, partition, markersOf(records.map(({ event }) => event!)))

    touched([...entries, ...verdicts].map(({ employeeId }) => employeeId))
    touched(states.flatMap(({ employeeId }) => employeeId ?? []))
  }
