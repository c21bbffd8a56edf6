import type { ActivityEvent, ActivityTextEvent } from '@timbang/contracts/gen/timbang/activity/v1/events'
import { type AppraisalEvent, Aspect } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import type { DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { ScoringEvent } from '@timbang/contracts/gen/timbang/scoring/v1/events'
import { topics } from '@timbang/contracts/topics'
import type { Tx } from '@timbang/postgres/pool'
import { foldDirectory } from '@timbang/roster/fold'
import type { AppliedRecord, Batch } from '@timbang/stream/apply-batch'
import { rememberSealRequests } from '@timbang/seal/cut-off'
import { judgeBatch, release } from './entry/handle/judge.ts'
import type { Means } from './tell.ts'
import { closePlans, type Plan, savePlans } from './entry/store/plan.ts'
import { takeTurn } from './entry/store/turn.ts'
import { eraseWords, saveWords } from './entry/store/words.ts'

/** What the journal folds. */
export const inputs = [
  topics.activity,
  topics.activityText,
  topics.directory,
  topics.appraisal,
  topics.scoring,
] as const

export const handle =
  (means: Means) =>
  async (tx: Tx, { topic, partition, records }: Batch): Promise<void> => {
    switch (topic.name) {
      case topics.activity.name:
        return judgeBatch(means)(tx, partition, records as readonly AppliedRecord<ActivityEvent>[])
      case topics.activityText.name:
        return foldWords(tx, records as readonly AppliedRecord<ActivityTextEvent | undefined>[])
      case topics.directory.name:
        return foldPeople(
          means,
          tx,
          partition,
          records.map((record) => record.event as DirectoryEvent),
        )
      case topics.appraisal.name:
        return foldPlans(
          means,
          tx,
          partition,
          records.map((record) => record.event as AppraisalEvent),
        )
      case topics.scoring.name:
        return rememberSealRequests(
          tx,
          records.map((record) => record.event as ScoringEvent),
        )
      default:
        throw new Error(`the journal folds no ${topic.name}`)
    }
  }

/** In the order of the log: the words of an event, then perhaps its tombstone. */
async function foldWords(tx: Tx, records: readonly AppliedRecord<ActivityTextEvent | undefined>[]): Promise<void> {
  const last = new Map(records.map((record) => [record.key, record.event]))
  const written = [...last.values()].filter((event): event is ActivityTextEvent => event !== undefined)
  const erased = [...last].filter(([, event]) => event === undefined).map(([key]) => key)
  if (written.length > 0)
    await saveWords(
      tx,
      written.map((event) => ({ ...event })),
    )
  if (erased.length > 0) await eraseWords(tx, erased)
}

/** An assignment may be what a held record of its person waits for. */
async function foldPeople(means: Means, tx: Tx, partition: number, events: readonly DirectoryEvent[]): Promise<void> {
  const people = new Set(
    events.flatMap(({ body }) => (body?.$case === 'assignmentChanged' ? [body.value.employeeId] : [])),
  )
  if (people.size > 0) await takeTurn(tx, [partition], 'teaching')
  await foldDirectory(tx, events)
  if (people.size > 0) await release(means)(tx, [...people])
}

async function foldPlans(means: Means, tx: Tx, partition: number, events: readonly AppraisalEvent[]): Promise<void> {
  await takeTurn(tx, [partition], 'teaching')
  const agreed: Plan[] = []
  const closed: { planId: string; closedOn: string; version: number }[] = []
  for (const { employeeId, body } of events) {
    if (body?.$case === 'planClosed') closed.push(body.value)
    if (body?.$case !== 'planAgreed' || employeeId === undefined) continue
    const { planId, fromDate, toDate, version } = body.value
    const results = body.value.results.map(({ resultId, code, indicators }) => {
      const quantity = indicators.find((indicator) => indicator.aspect === Aspect.ASPECT_QUANTITY)
      return {
        resultId,
        code,
        ...(quantity ? { unit: quantity.unit, targetThousandths: Number(quantity.targetThousandths) } : {}),
      }
    })
    agreed.push({ planId, employeeId, fromDate, toDate, closedOn: undefined, results, version })
  }
  if (agreed.length > 0) await savePlans(tx, agreed)
  if (closed.length > 0) await closePlans(tx, closed)
  await release(means)(tx, [...new Set(agreed.map((plan) => plan.employeeId))])
}
