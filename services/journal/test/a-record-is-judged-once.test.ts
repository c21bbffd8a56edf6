import { afterAll, beforeAll, expect, test } from 'vitest'
import { isRefusal } from '@timbang/contracts/refusal'
import { EntryState, type GetEntryResponse } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { topics } from '@timbang/contracts/topics'
import { withTrace } from '@timbang/contracts/trace'
import { addDays } from '@timbang/rules/civil-date'
import { eventsOf, readTopic, wholeTopic } from '@timbang/stream/read'
import { eventually } from '@timbang/testkit/eventually'
import { randomUUID } from 'node:crypto'
import {
  activityEvent,
  assignmentEvent,
  journalWorld,
  people,
  planEvent,
  positionEvent,
  recordIdOf,
  type World,
} from './world.ts'

let world: World
beforeAll(async () => {
  world = await journalWorld()
})
afterAll(() => world.close())

/** The entry as its writer sees it, once it is there. */
const seen = (employeeId: string, recordId: string, check: (entry: GetEntryResponse) => void) =>
  eventually(async () => {
    const entry = await world.client.getEntry({ recordId }, { token: await world.issuer.person(employeeId) })
    if (isRefusal(entry)) throw new Error(entry.code)
    check(entry)
    return entry
  })

test('a recorded activity becomes a waiting entry with its receipt, its words and its result', async () => {
  const {
    staff: [ani],
  } = await people(world)
  const event = activityEvent(ani!)
  const recordId = recordIdOf(event)
  await world.publish(topics.activityText, [
    {
      eventId: event.eventId,
      employeeId: ani!,
      recordId,
      revision: 1,
      sentence: 'Melayani pemohon izin',
      evidenceLink: undefined,
      occurredAt: 0n,
    },
  ])
  const [place] = await world.publish(topics.activity, [event])
  const { entry, steps } = await seen(ani!, recordId, ({ entry }) =>
    expect(entry).toMatchObject({ state: EntryState.ENTRY_STATE_WAITING, sentence: 'Melayani pemohon izin' }),
  )
  expect(entry).toMatchObject({
    checkCodes: [],
    resultCode: 'RHK 1',
    targetThousandths: 240_000n,
    facts: {
      activityPartition: place!.partition,
      activityOffset: place!.offset,
      recordedAt: BigInt(place!.appendedAt),
    },
  })
  expect(steps.map((step) => step.what)).toEqual(['ActivityRecorded', 'EntryAdmitted'])
})

test('a record whose plan is unknown is held until the plan arrives', async () => {
  const {
    staff: [ani],
  } = await people(world, 1, { plan: false })
  const event = activityEvent(ani!)
  await world.publish(topics.activity, [event])
  await seen(ani!, recordIdOf(event), ({ entry }) =>
    expect(entry).toMatchObject({ state: EntryState.ENTRY_STATE_HELD, code: 'entry.plan-unknown' }),
  )
  await world.publish(topics.appraisal, [planEvent(ani!)])
  await seen(ani!, recordIdOf(event), ({ entry }) =>
    expect(entry).toMatchObject({ state: EntryState.ENTRY_STATE_WAITING, code: '' }),
  )
})

test('a record whose person is unknown is held until the assignment arrives', async () => {
  const [ani, post] = [randomUUID(), randomUUID()]
  const event = activityEvent(ani)
  await world.publish(topics.activity, [event])
  await seen(ani, recordIdOf(event), ({ entry }) =>
    expect(entry).toMatchObject({ state: EntryState.ENTRY_STATE_HELD, code: 'entry.person-unknown' }),
  )
  await world.publish(topics.appraisal, [planEvent(ani)])
  await world.publish(topics.directory, [positionEvent(post), assignmentEvent(ani, post)])
  await seen(ani, recordIdOf(event), ({ entry }) =>
    expect(entry).toMatchObject({ state: EntryState.ENTRY_STATE_WAITING }),
  )
})

test('a result that no plan holds is refused, and stands once a plan holds it', async () => {
  const {
    staff: [ani],
  } = await people(world)
  const event = activityEvent(ani!, { resultId: 'r9' })
  await world.publish(topics.activity, [event])
  await seen(ani!, recordIdOf(event), ({ entry }) =>
    expect(entry).toMatchObject({ state: EntryState.ENTRY_STATE_REFUSED, code: 'activity.result-unknown' }),
  )
  await world.publish(topics.appraisal, [planEvent(ani!, { results: ['r8', 'r9'] })])
  await seen(ani!, recordIdOf(event), ({ entry }) =>
    expect(entry).toMatchObject({ state: EntryState.ENTRY_STATE_WAITING, resultCode: 'RHK 2' }),
  )
})

test('the same record twice is one entry and one event', async () => {
  const {
    staff: [ani],
  } = await people(world)
  const event = activityEvent(ani!)
  await world.publish(topics.activity, [event, { ...event, eventId: randomUUID() }])
  const after = activityEvent(ani!)
  await world.publish(topics.activity, [after])
  await seen(ani!, recordIdOf(after), ({ entry }) => expect(entry?.state).toBe(EntryState.ENTRY_STATE_WAITING))
  expect((await world.told()).filter((one) => one.employeeId === ani).map((one) => one.body?.$case)).toEqual([
    'entryAdmitted',
    'entryAdmitted',
  ])
})

test('the same id with other content becomes a conflict that the employee sees', async () => {
  const {
    staff: [ani],
  } = await people(world)
  const event = activityEvent(ani!, { sentence: 'Melayani pemohon izin' })
  const other = activityEvent(ani!, { recordId: recordIdOf(event), sentence: 'Melayani pemohon pajak' })
  const [first, second] = await world.publish(topics.activity, [event, other])
  const { entry } = await seen(ani!, recordIdOf(event), ({ entry }) =>
    expect(entry).toMatchObject({ conflicted: true, state: EntryState.ENTRY_STATE_WAITING }),
  )
  expect(entry!.facts!.activityOffset).toBe(first!.offset)
  const conflict = (await world.told()).find((one) => one.employeeId === ani && one.body?.$case === 'recordConflicted')
  expect(conflict?.body?.value).toMatchObject({
    firstOffset: first!.offset,
    otherOffset: second!.offset,
    otherEventId: other.eventId,
  })
  const answer = await fetch(`${world.service.addresses.http}/records/${recordIdOf(event)}`, {
    headers: { authorization: `Bearer ${await world.issuer.person(ani!)}` },
  })
  expect(await answer.json()).toMatchObject({
    state: 'waiting',
    conflicted: true,
    receipt: `${first!.partition}-${first!.offset}`,
  })
})

test('two revisions in one batch are judged one after the other, and the highest stands', async () => {
  const {
    staff: [ani],
  } = await people(world)
  const one = activityEvent(ani!)
  const recordId = recordIdOf(one)
  await world.publish(topics.activity, [
    one,
    activityEvent(ani!, { recordId, revision: 2, workDate: addDays(world.today(), -1) }),
    one,
  ])
  await seen(ani!, recordId, ({ entry }) =>
    expect(entry?.facts).toMatchObject({ revision: 2, workDate: addDays(world.today(), -1) }),
  )
})

test("near-identical wording within the quarter needs opening, in one batch and over batches, and another person's does not", async () => {
  const {
    staff: [ani, budi],
  } = await people(world, 2)
  const same = { sentence: 'Melayani pemohon di loket' }
  const [first, second, others] = [activityEvent(ani!, same), activityEvent(ani!, same), activityEvent(budi!, same)]
  await world.publish(topics.activity, [first, second, others])
  await seen(ani!, recordIdOf(second), ({ entry }) => expect(entry?.checkCodes).toEqual(['near-identical']))
  const third = activityEvent(ani!, same)
  await world.publish(topics.activity, [third])
  await seen(ani!, recordIdOf(third), ({ entry }) => expect(entry?.checkCodes).toEqual(['near-identical']))
  for (const [person, event] of [
    [ani, first],
    [budi, others],
  ] as const)
    await seen(person!, recordIdOf(event), ({ entry }) => expect(entry?.checkCodes).toEqual([]))
})

test('a tombstone erases the words and leaves the entry', async () => {
  const {
    staff: [ani],
  } = await people(world)
  const event = activityEvent(ani!)
  const text = {
    eventId: event.eventId,
    employeeId: ani!,
    recordId: recordIdOf(event),
    revision: 1,
    sentence: 'Rahasia',
    evidenceLink: undefined,
    occurredAt: 0n,
  }
  await world.publish(topics.activityText, [text])
  await world.publish(topics.activity, [event])
  await seen(ani!, recordIdOf(event), ({ entry }) => expect(entry?.sentence).toBe('Rahasia'))
  await world.erase(text)
  await seen(ani!, recordIdOf(event), ({ entry }) =>
    expect(entry).toMatchObject({ sentence: '', state: EntryState.ENTRY_STATE_WAITING }),
  )
})

test('a judgement has the trace of whoever wrote the record, of many in one batch each his own', async () => {
  const {
    staff: [ani],
  } = await people(world)
  const traces = new Map(
    ['a', 'b', 'c'].map((sign) => [activityEvent(ani!), `00-${sign.repeat(32)}-00f067aa0ba902b7-01`] as const),
  )
  for (const [event, trace] of traces) await withTrace(trace, () => world.publish(topics.activity, [event]))
  await world.settled()
  const told = new Map<string, string | undefined>()
  for await (const batch of readTopic(world.kafka, topics.journal, await wholeTopic(world.kafka, topics.journal)))
    for (const { event, record } of eventsOf(topics.journal, batch))
      if (event.body?.$case === 'entryAdmitted' || event.body?.$case === 'entryHeld')
        told.set(event.body.value.entry!.recordId, record.headers['traceparent'])
  for (const [event, trace] of traces) expect(told.get(recordIdOf(event))).toBe(trace)
})
