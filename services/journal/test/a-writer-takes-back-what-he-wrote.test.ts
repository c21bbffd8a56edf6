import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EntryState } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import type { ActivityRecorded } from '@timbang/contracts/gen/timbang/activity/v1/events'
import { isRefusal } from '@timbang/contracts/refusal'
import { topics } from '@timbang/contracts/topics'
import { addDays, startOf } from '@timbang/rules/civil-date'
import { activityEvent, journalWorld, judgedAnew, people, planEvent, recordIdOf, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await journalWorld()
})
afterAll(() => world.close())

type Of = Partial<ActivityRecorded> & { sentence?: string }
const recorded = async (employeeId: string, ...all: Of[]): Promise<string> => {
  const recordId = all[0]?.recordId ?? recordIdOf(activityEvent(employeeId))
  const sentence = `Menata arsip ${recordId.replace(/[^a-f]/g, '')}`
  await world.publish(
    topics.activity,
    all.map((of) => activityEvent(employeeId, { recordId, sentence, ...of })),
  )
  await world.settled()
  return recordId
}
const entryOf = async (employeeId: string, recordId: string) => {
  const found = await world.client.getEntry({ recordId }, { token: await world.issuer.person(employeeId) })
  if (isRefusal(found)) throw new Error(found.code)
  return found
}
const stateOf = async (employeeId: string, recordId: string) => (await entryOf(employeeId, recordId)).entry!.state
const dayOf = async (employeeId: string, date: string) => {
  const answer = await world.client.getMonth(
    { employeeId, month: date.slice(0, 7) },
    { token: await world.issuer.person(employeeId) },
  )
  if (isRefusal(answer)) throw new Error(answer.code)
  return answer.days.find((day) => day.date === date)!
}
const queueOf = async (head: string) => {
  const queue = await world.client.listQueue(
    { filter: 'all', limit: 0, after: '' },
    { token: await world.issuer.person(head) },
  )
  if (isRefusal(queue)) throw new Error(queue.code)
  return queue
}
const { ENTRY_STATE_WITHDRAWN, ENTRY_STATE_WAITING, ENTRY_STATE_REFUSED, ENTRY_STATE_VERIFIED } = EntryState
const back = { revision: 2, withdrawn: true } as const

test('an entry that its writer takes back leaves the queue of the assessor and the counts of the month, and stays with its story', async () => {
  const {
    head,
    staff: [ani],
  } = await people(world)
  const recordId = await recorded(ani!, {})
  expect((await queueOf(head)).total).toBe(1)
  expect(await dayOf(ani!, world.today())).toMatchObject({ entries: 1, inTime: true })
  await recorded(ani!, { recordId, ...back })
  expect(await queueOf(head)).toMatchObject({ total: 0, entries: [], people: [] })
  expect(await dayOf(ani!, world.today())).toMatchObject({ entries: 0, toMend: 0, inTime: false, late: false })
  const { entry, steps } = await entryOf(ani!, recordId)
  expect(entry).toMatchObject({ state: ENTRY_STATE_WITHDRAWN, facts: { revision: 2 } })
  expect(steps.map(({ what }) => what)).toEqual(['EntryAdmitted', 'ActivityRecorded', 'EntryWithdrawn'])
  const record = await fetch(`${world.service.addresses.http}/records/${recordId}`, {
    headers: { authorization: `Bearer ${await world.issuer.person(ani!)}` },
  })
  expect(await record.json()).toMatchObject({ state: 'withdrawn', revision: 2, late: false })
  // No longer what the assessor has before him.
  const token = await world.issuer.person(head)
  for (const revision of [1, 2])
    expect(await world.client.verifyEntries({ entries: [{ recordId, revision }] }, { token })).toMatchObject({
      outcomes: [{ refusalCode: 'entry.not-waiting' }],
    })
})

test('what is held, returned or refused can be taken back too; what is verified cannot, and stands', async () => {
  const {
    head,
    staff: [ani, budi],
  } = await people(world, 2, { plan: false })
  const held = await recorded(budi!, {})
  expect(await stateOf(budi!, held)).toBe(EntryState.ENTRY_STATE_HELD)
  await world.publish(topics.appraisal, [planEvent(ani!)])
  await world.settled()
  const token = await world.issuer.person(head)
  const old = await recorded(ani!, { workDate: addDays(world.today(), -20) })
  expect(await stateOf(ani!, old)).toBe(ENTRY_STATE_REFUSED)
  const [returned, verified] = [await recorded(ani!, {}), await recorded(ani!, {})]
  await world.client.returnEntry({ recordId: returned, revision: 1, reasonCode: 'unclear', note: 'x' }, { token })
  await world.client.verifyEntries({ entries: [{ recordId: verified, revision: 1 }] }, { token })
  for (const recordId of [old, returned, verified]) await recorded(ani!, { recordId, ...back })
  await recorded(budi!, { recordId: held, ...back })
  expect(await Promise.all([old, returned, verified].map((id) => stateOf(ani!, id)))).toEqual([
    ENTRY_STATE_WITHDRAWN,
    ENTRY_STATE_WITHDRAWN,
    ENTRY_STATE_VERIFIED,
  ])
  expect((await entryOf(ani!, verified)).steps.at(-1)).toMatchObject({
    what: 'EntryRefused',
    code: 'entry.already-verified',
    revision: 2,
  })
  // The plan that it waited for releases nothing that is gone.
  await world.publish(topics.appraisal, [planEvent(budi!)])
  await world.settled()
  expect(await stateOf(budi!, held)).toBe(ENTRY_STATE_WITHDRAWN)
})

test('a withdrawal before the entry, without it, twice, or with a lower number ends the same', async () => {
  const {
    staff: [ani],
  } = await people(world)
  const later = await recorded(ani!, { revision: 2, withdrawn: true }, {}, { revision: 2, withdrawn: true })
  const alone = await recorded(ani!, { revision: 2, withdrawn: true })
  const lower = await recorded(ani!, {}, { revision: 3 }, back)
  const higher = await recorded(ani!, {}, back, { revision: 3 })
  expect(await Promise.all([later, alone, lower, higher].map((id) => stateOf(ani!, id)))).toEqual([
    ENTRY_STATE_WITHDRAWN,
    ENTRY_STATE_WITHDRAWN,
    ENTRY_STATE_WAITING,
    ENTRY_STATE_WAITING,
  ])
  const told = (await world.told()).filter((one) => one.employeeId === ani).map((one) => one.body?.$case)
  expect(told.filter((one) => one === 'entryWithdrawn')).toHaveLength(3)
  expect((await entryOf(ani!, higher)).entry).toMatchObject({ facts: { revision: 3 } })
})

test('no outage brings back what its writer took, and he himself only while the window is open', async () => {
  const {
    staff: [ani],
  } = await people(world)
  const workDate = addDays(world.today(), -7)
  const recordId = await recorded(ani!, { workDate })
  await recorded(ani!, { recordId, workDate, ...back })
  const outage = {
    outageId: randomUUID(),
    agencyId: undefined,
    fromInstant: BigInt(startOf(addDays(workDate, 1), 'WIB')),
    toInstant: BigInt(startOf(addDays(workDate, 3), 'WIB')),
    causeCode: 'network',
    version: 0,
    withdrawn: false,
  }
  const token = await world.issuer.machine('operator')
  await world.client.recordOutage({ outage }, { token })
  await judgedAnew(world, outage.outageId)
  expect(await stateOf(ani!, recordId)).toBe(ENTRY_STATE_WITHDRAWN)
  await world.client.recordOutage({ outage: { ...outage, withdrawn: true } }, { token })
  await judgedAnew(world, outage.outageId)
  await recorded(ani!, { recordId, workDate, revision: 3 })
  expect((await entryOf(ani!, recordId)).entry).toMatchObject({
    state: ENTRY_STATE_REFUSED,
    code: 'entry.window-closed',
  })
})

test('the same words again are not near-identical to what was taken back, also when both come at once', async () => {
  const {
    staff: [ani],
  } = await people(world)
  const sentence = 'Menata arsip surat masuk'
  const codes = async (recordId: string) => (await entryOf(ani!, recordId)).entry!.checkCodes
  const first = await recorded(ani!, { sentence })
  const twin = await recorded(ani!, { sentence })
  expect(await codes(twin)).toEqual(['near-identical'])
  await recorded(ani!, { recordId: twin, sentence, ...back })
  const [gone, fresh] = [activityEvent(ani!, { recordId: first, sentence, ...back }), activityEvent(ani!, { sentence })]
  await world.publish(topics.activity, [gone, fresh])
  await world.settled()
  expect(await codes(recordIdOf(fresh))).toEqual([])
  expect(await codes(await recorded(ani!, { sentence }))).toEqual(['near-identical'])
})
