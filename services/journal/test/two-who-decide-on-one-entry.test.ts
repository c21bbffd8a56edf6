import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ActivityEvent } from '@timbang/contracts/gen/timbang/activity/v1/events'
import { EntryState } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { Timeliness } from '@timbang/contracts/gen/timbang/journal/v1/events'
import { isRefusal } from '@timbang/contracts/refusal'
import { topics } from '@timbang/contracts/topics'
import type { Caller } from '@timbang/identity/caller'
import type { AppliedRecord } from '@timbang/stream/batch'
import { eventually } from '@timbang/testkit/eventually'
import { addDays, startOf } from '@timbang/rules/civil-date'
import { randomUUID } from 'node:crypto'
import { judgeBatch } from '../src/entry/handle/judge.ts'
import { lockRecords } from '../src/entry/store/entry.ts'
import { decide } from '../src/verdict/domain.ts'
import { tell, told } from '../src/tell.ts'
import {
  activityEvent,
  blocked,
  inHand,
  journalWorld,
  judgedAnew,
  meansOf,
  people,
  recordIdOf,
  type World,
} from './world.ts'

// Everything here happens at the same time: who comes second decides on what the first has made of it.
let world: World
beforeAll(async () => {
  world = await journalWorld({ replicas: 2 })
})
afterAll(() => world.close())

const entryOf = async (employeeId: string, recordId: string) => {
  await world.settled()
  const found = await world.client.getEntry({ recordId }, { token: await world.issuer.person(employeeId) })
  if (isRefusal(found)) throw new Error(found.code)
  return found
}
/** A verdict that is given and not committed. */
const verifying = (head: string, recordId: string) =>
  inHand(world, async (tx) => {
    const [entry] = await lockRecords(tx, [recordId])
    const decision = decide(entry, { type: 'verify', revision: entry!.facts.revision })
    if (decision.refused) throw new Error(decision.code)
    const { employeeId, agencyId } = entry!
    const means = meansOf(world)
    await tell(
      tx,
      means.kafka,
      decision.events.map((body) =>
        told(body, {
          employeeId,
          agencyId,
          decidedAt: means.clock.now(),
          sourceRecordedAt: undefined,
          actor: head satisfies Caller['sub'],
        }),
      ),
    )
  })
const recorded = async (employeeId: string, of: Parameters<typeof activityEvent>[1] = {}) => {
  const event = activityEvent(employeeId, of)
  await world.publish(topics.activity, [event])
  await world.settled()
  return recordIdOf(event)
}

test('of two verdicts at once on one entry the second is told that it no longer waits', async () => {
  const {
    head,
    staff: [ani],
  } = await people(world)
  const recordId = await recorded(ani!)
  const token = await world.issuer.person(head)
  const end = await inHand(world, (tx) => lockRecords(tx, [recordId]))
  const verdicts = Promise.all([
    world.clients[0]!.verifyEntries({ entries: [{ recordId, revision: 1 }] }, { token, deadline: 20_000 }),
    world.clients[1]!.returnEntry(
      { recordId, revision: 1, reasonCode: 'unclear', note: '' },
      { token, deadline: 20_000 },
    ),
  ])
  await blocked(world, 2)
  await end()
  const [verified, returned] = await verdicts
  // Returned behind it is allowed of a verified one; verified behind a return is not.
  const { entry, steps } = await entryOf(ani!, recordId)
  const versions = steps.filter(({ what }) => what === 'EntryVerified' || what === 'EntryReturned')
  expect(entry).toMatchObject({ verdictVersion: versions.length })
  const refusal = isRefusal(verified) ? '' : verified.outcomes[0]!.refusalCode
  expect(versions.map(({ what }) => what)).toEqual(
    refusal === '' ? ['EntryVerified', 'EntryReturned'] : ['EntryReturned'],
  )
  expect(isRefusal(returned)).toBe(false)
})

test('a correction that comes while its entry is being verified is refused, and the verdict stands', async () => {
  const {
    head,
    staff: [ani],
  } = await people(world)
  const recordId = await recorded(ani!)
  const end = await verifying(head, recordId)
  await world.publish(topics.activity, [activityEvent(ani!, { recordId, revision: 2 })])
  await blocked(world, 1)
  await end()
  const { entry, steps } = await entryOf(ani!, recordId)
  expect(entry).toMatchObject({ state: EntryState.ENTRY_STATE_VERIFIED, facts: { revision: 1 } })
  expect(steps.at(-1)).toMatchObject({ what: 'EntryRefused', code: 'entry.already-verified', revision: 2 })
})

test('a withdrawal that comes while its entry is being verified is refused, and a verdict that comes while it is taken back finds nothing that waits', async () => {
  const {
    head,
    staff: [ani],
  } = await people(world)
  const token = await world.issuer.person(head)
  const [verified, gone] = [await recorded(ani!), await recorded(ani!)]
  const endOfVerdict = await verifying(head, verified)
  await world.publish(topics.activity, [activityEvent(ani!, { recordId: verified, revision: 2, withdrawn: true })])
  await blocked(world, 1)
  await endOfVerdict()
  const { entry, steps } = await entryOf(ani!, verified)
  expect(entry).toMatchObject({ state: EntryState.ENTRY_STATE_VERIFIED, facts: { revision: 1 } })
  expect(steps.at(-1)).toMatchObject({ what: 'EntryRefused', code: 'entry.already-verified', revision: 2 })

  const means = meansOf(world)
  const back = activityEvent(ani!, { recordId: gone, revision: 2, withdrawn: true })
  const end = await inHand(world, (tx) =>
    judgeBatch(means)(tx, [
      { event: back, partition: 0, offset: 1n, appendedAt: means.clock.now() } as AppliedRecord<ActivityEvent>,
    ]),
  )
  const verdict = world.clients[0]!.verifyEntries(
    { entries: [{ recordId: gone, revision: 1 }] },
    { token, deadline: 20_000 },
  )
  await blocked(world, 1)
  await end()
  expect(await verdict).toMatchObject({ outcomes: [{ refusalCode: 'entry.not-waiting' }] })
  expect((await entryOf(ani!, gone)).entry).toMatchObject({ state: EntryState.ENTRY_STATE_WITHDRAWN })
})

test('a verdict that is being given while its entry is judged anew is not lost', async () => {
  const {
    head,
    staff: [ani],
  } = await people(world)
  const daysAgo = (days: number) => addDays(world.today(), -days)
  const recordId = await recorded(ani!, { workDate: daysAgo(5) })
  await world.client.openEntry({ recordId, revision: 1 }, { token: await world.issuer.person(head) })
  const outage = {
    outageId: randomUUID(),
    agencyId: undefined,
    fromInstant: BigInt(startOf(daysAgo(3), 'WIB')),
    toInstant: BigInt(startOf(daysAgo(1), 'WIB')),
    causeCode: 'network',
    version: 0,
    withdrawn: false,
  }
  // Somebody writes, so that the pages wait; the verdict begins behind the line that they wait for.
  const endOfOthers = await inHand(world, (tx) => tx.query('select 1'))
  await world.client.recordOutage({ outage }, { token: await world.issuer.machine('operator') })
  await eventually(async () => {
    const { rows } = await world.database.pool.query(
      `select payload ->> 'line' as line from due.work where kind = 'moved'`,
    )
    expect(rows).toEqual([{ line: expect.stringMatching(/^\d+$/) }])
  })
  const end = await verifying(head, recordId)
  await endOfOthers()
  await blocked(world, 1)
  await end()
  await judgedAnew(world, outage.outageId)
  expect((await entryOf(ani!, recordId)).entry).toMatchObject({
    state: EntryState.ENTRY_STATE_VERIFIED,
    timeliness: Timeliness.TIMELINESS_IN_TIME,
  })
})
