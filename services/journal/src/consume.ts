import type { ActivityEvent, ActivityTextEvent } from '@timbang/contracts/gen/timbang/activity/v1/events'
import { type AppraisalEvent, Aspect } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import type { ScoringEvent } from '@timbang/contracts/gen/timbang/scoring/v1/events'
import type { DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'
import { topics } from '@timbang/contracts/topics'
import type { Tx } from '@timbang/postgres/pool'
import { foldDirectory } from '@timbang/roster/fold'
import { foldRulebook, packOf, packsAt } from '@timbang/rulebook/pack'
import { dateAt } from '@timbang/rules/civil-date'
import { INDEX } from '@timbang/rules/published'
import { rememberSealRequests } from '@timbang/seal/cut-off'
import type { AppliedRecord, Handle } from '@timbang/stream/batch'
import { takeDrafts } from './draft/store.ts'
import { oweErasing } from './evidence/due.ts'
import { judgeBatch, release } from './entry/handle/judge.ts'
import type { Means } from './tell.ts'
import { saveDailyResults, savePermissions, savePunches } from './presence/store.ts'
import { presenceOf } from './presence/wire.ts'
import { closePlans, type Plan, savePlans } from './entry/store/plan.ts'
import { takeTurns } from './entry/store/turn.ts'
import { eraseWords, saveWords } from './entry/store/words.ts'
import { oweAnew } from './window/due.ts'

/** What the journal folds. */
export const inputs = [
  topics.activity,
  topics.activityText,
  topics.directory,
  topics.appraisal,
  topics.scoring,
] as const

/** What judges comes before what is judged: a record does not wait for a plan that the same fetch brought. */
export const handle =
  (means: Means): Handle =>
  async (tx, batch) => {
    const teaching = [...batch.byPartition(topics.directory), ...batch.byPartition(topics.appraisal)]
    const judging = batch.byPartition(topics.activity)
    await takeTurns(tx, {
      teaching: teaching.map(([partition]) => partition),
      judging: judging.map(([partition]) => partition),
    })
    await foldPacks(means, tx, batch.events(topics.scoring))
    await foldPeople(means, tx, batch.events(topics.directory))
    await foldPlans(means, tx, batch.events(topics.appraisal))
    await judgeBatch(means)(tx, batch.of(topics.activity) as readonly AppliedRecord<ActivityEvent>[])
    await foldDrafts(tx, batch.events(topics.activity))
    await foldPresence(tx, batch.events(topics.activity))
    await foldWords(means, tx, batch.of(topics.activityText))
    await rememberSealRequests(tx, batch.events(topics.scoring))
  }

/** What came before the first pack waits for it: nobody could say whether it was in time. A later one begins days after its publication. */
async function foldPacks({ clock }: Means, tx: Tx, events: readonly ScoringEvent[]): Promise<void> {
  const published = events.flatMap(packOf).filter(({ name }) => name === INDEX)
  const [first] = published
  const known = first === undefined || (await packsAt(tx)).some(({ name }) => name === INDEX)
  await foldRulebook(tx, events)
  if (known || first === undefined) return
  const now = clock.now()
  const reach = { id: INDEX, version: first.version, agencyId: null, from: '2000-01-01', to: dateAt(now, 'WIT') }
  await oweAnew(tx, reach, now)
}

/** What a colleague wrote and she has sent is hers, and waits no more. */
async function foldDrafts(tx: Tx, events: readonly ActivityEvent[]): Promise<void> {
  const sent = events.flatMap(({ employeeId, body }) =>
    body?.$case === 'activityRecorded' && employeeId !== undefined
      ? [{ recordId: body.value.recordId, employeeId }]
      : [],
  )
  if (sent.length > 0) await takeDrafts(tx, sent)
}

/** Presence is told, not judged: what day it makes is computed when somebody reads it. */
async function foldPresence(tx: Tx, events: readonly ActivityEvent[]): Promise<void> {
  const { punches, results, permissions } = presenceOf(events)
  if (punches.length > 0) await savePunches(tx, punches)
  if (results.length > 0) await saveDailyResults(tx, results)
  if (permissions.length > 0) await savePermissions(tx, permissions)
}

/** In the order of the log: the words of an event, then perhaps its tombstone. */
async function foldWords(
  { clock }: Means,
  tx: Tx,
  records: readonly AppliedRecord<ActivityTextEvent | undefined>[],
): Promise<void> {
  const last = new Map(records.map((record) => [record.key, record.event]))
  const written = [...last.values()].filter((event): event is ActivityTextEvent => event !== undefined)
  const erased = [...last].filter(([, event]) => event === undefined).map(([key]) => key)
  if (written.length > 0)
    await saveWords(
      tx,
      written.map((event) => ({ ...event })),
    )
  if (erased.length > 0) await oweErasing(tx, await eraseWords(tx, erased), clock.now())
}

/** An assignment may be what a held record of its person waits for. */
async function foldPeople(means: Means, tx: Tx, events: readonly DirectoryEvent[]): Promise<void> {
  const people = new Set(
    events.flatMap(({ body }) => (body?.$case === 'assignmentChanged' ? [body.value.employeeId] : [])),
  )
  await foldDirectory(tx, events)
  if (people.size > 0) await release(means)(tx, [...people])
}

async function foldPlans(means: Means, tx: Tx, events: readonly AppraisalEvent[]): Promise<void> {
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
  if (agreed.length > 0) await release(means)(tx, [...new Set(agreed.map((plan) => plan.employeeId))])
}
