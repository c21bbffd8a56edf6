import type { ActivityEvent } from '@timbang/contracts/gen/timbang/activity/v1/events'
import type { DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { JournalEvent } from '@timbang/contracts/gen/timbang/journal/v1/events'
import type { ScoringEvent } from '@timbang/contracts/gen/timbang/scoring/v1/events'
import { topics } from '@timbang/contracts/topics'
import { foldDirectory } from '@timbang/roster/fold'
import type { Handle } from '@timbang/stream/apply-batch'
import { lengthenChain } from './store/chain.ts'
import { saveStates } from './store/states.ts'
import { savePack } from '../pack/store.ts'
import { appendFacts } from './store/parts.ts'
import { saveMarkers } from '../seal/store.ts'
import { factsOfActivity, factsOfJournal, markersOf, statesOf } from './wire.ts'

export const inputs = [
  topics.activity,
  topics.directory,
  topics.journal,
  topics.appraisal,
  topics.feedback,
  topics.scoring,
] as const

/** Whose figures a batch changed: told after it, so that the next tick computes them. */
export type Touched = (employeeIds: Iterable<string>) => void

/**
 * The fold. It judges nothing and joins nothing: what a record does depends on itself and on rows of its own partition, so the order
 * between topics, partitions and batches never matters. What it means is `evaluate`'s to say.
 */
export const handleWith =
  (touched: Touched): Handle =>
  async (tx, { topic, partition, records }) => {
    const events = records.map(
      (record) => record.event as { eventId: string; body?: { $case: string; value: unknown } | undefined },
    )
    await lengthenChain(
      tx,
      topic.name,
      partition,
      records.map((record, at) => ({ offset: record.offset, eventId: events[at]!.eventId })),
    )
    switch (topic.name) {
      case topics.activity.name: {
        const facts = records.flatMap((record) =>
          factsOfActivity(record.event as ActivityEvent, record.offset, record.appendedAt),
        )
        await appendFacts(tx, 'entry_part', facts)
        touched(facts.map(({ employeeId }) => employeeId))
        return
      }
      case topics.journal.name: {
        const facts = records.flatMap((record) => factsOfJournal(record.event as JournalEvent, record.appendedAt))
        await appendFacts(tx, 'verdict_part', facts)
        touched(facts.map(({ employeeId }) => employeeId))
        break
      }
      case topics.directory.name:
        await foldDirectory(tx, events as DirectoryEvent[])
        break
      case topics.scoring.name: {
        for (const { body } of events as ScoringEvent[])
          if (body?.$case === 'packPublished') await savePack(tx, body.value)
        return
      }
      default:
    }
    const states = records.flatMap((record) => statesOf(record.event as DirectoryEvent, record.appendedAt))
    await saveStates(tx, states)
    touched(states.flatMap(({ employeeId }) => employeeId ?? []))
    await saveMarkers(tx, topic.name, partition, markersOf(events))
  }
