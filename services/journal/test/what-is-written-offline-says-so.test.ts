import { afterAll, beforeAll, expect, test } from 'vitest'
import { Timeliness } from '@timbang/contracts/gen/timbang/journal/v1/events'
import { EntryState } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { isRefusal } from '@timbang/contracts/refusal'
import { topics } from '@timbang/contracts/topics'
import { addDays, dateAt } from '@timbang/rules/civil-date'
import { activityEvent, journalWorld, people, recordIdOf, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await journalWorld()
})
afterAll(() => world.close())

const HOUR = 3_600_000
const entryOf = async (employeeId: string, recordId: string) => {
  await world.settled()
  const found = await world.client.getEntry({ recordId }, { token: await world.issuer.person(employeeId) })
  if (isRefusal(found)) throw new Error(found.code)
  return found.entry!
}

test('what was written offline counts from its writing up to the allowance, says how much later it arrived, and its correction says it too', async () => {
  const {
    head,
    staff: [ani],
  } = await people(world)
  /** In time only by its writing: written in the window of its work date, which closed long before it came. */
  const writtenBefore = async (hours: number, days = 3) => {
    const writtenAt = world.clock.now() - hours * HOUR
    const event = activityEvent(ani!, {
      workDate: addDays(dateAt(writtenAt, 'WIB'), -days),
      writtenAt: BigInt(writtenAt),
    })
    await world.publish(topics.activity, [event])
    return { ...(await entryOf(ani!, recordIdOf(event))), recordId: recordIdOf(event), writtenAt }
  }
  const within = await writtenBefore(71)
  expect(within).toMatchObject({ state: EntryState.ENTRY_STATE_WAITING, timeliness: Timeliness.TIMELINESS_IN_TIME })
  expect(within.arrivedAfter).toBe(within.facts!.recordedAt - BigInt(within.writtenAt))
  const token = await world.issuer.person(head)
  const queue = await world.client.listQueue({ filter: ani!, limit: 10, after: '' }, { token })
  expect(queue).toMatchObject({ entries: [{ arrivedAfter: within.arrivedAfter }] })

  // Of a day whose grace still runs when it comes, whatever the hour.
  const beyond = await writtenBefore(73, 2)
  expect(beyond).toMatchObject({ timeliness: Timeliness.TIMELINESS_LATE, arrivedAfter: undefined })

  // Returned and mended, it is as timely as it was, and still only by what was said.
  const { recordId } = within
  await world.client.returnEntry({ recordId, revision: 1, reasonCode: 'unclear', note: '' }, { token })
  const { workDate } = within.facts!
  for (const revision of [2, 3]) {
    await world.publish(topics.activity, [activityEvent(ani!, { recordId, revision, workDate })])
    expect(await entryOf(ani!, recordId)).toMatchObject({
      facts: { revision },
      timeliness: revision === 2 ? Timeliness.TIMELINESS_IN_TIME : Timeliness.TIMELINESS_LATE,
      arrivedAfter: revision === 2 ? within.arrivedAfter : undefined,
    })
  }
})
