import { randomUUID } from 'node:crypto'
import { EntryState } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { topics } from '@timbang/contracts/topics'
import { addDays, startOf } from '@timbang/rules/civil-date'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  activityEvent,
  assignmentEvent,
  delegationEvent,
  journalWorld,
  people,
  planEvent,
  positionEvent,
  recordIdOf,
  type World,
} from './world.ts'

let world: World
beforeAll(async () => {
  world = await journalWorld({ replicas: 2 })
})
afterAll(() => world.close())

const by = async (employeeId: string) => ({ token: await world.issuer.person(employeeId) })
const value = <T>(answer: T | Refusal): T => {
  if (isRefusal(answer)) throw new Error(answer.code)
  return answer
}
const said = (answer: unknown) => (isRefusal(answer) ? answer.code : 'yes')
const refs = (...recordIds: string[]) => recordIds.map((recordId) => ({ recordId, revision: 1 }))

async function record(employeeId: string, count = 1): Promise<string[]> {
  const events = Array.from({ length: count }, () => activityEvent(employeeId))
  await world.publish(topics.activity, events)
  await world.settled()
  return events.map(recordIdOf).sort()
}

/** A head with two people, and a colleague of hers who leads one of his own; unless it is said otherwise he stands in for her, today and for nine days. */
async function away(of: { from?: number; to?: number; delegate?: 'colleague' | 'ani' } = {}) {
  const { head, staff } = await people(world, 2)
  const colleague = randomUUID()
  const [post, below, own] = [randomUUID(), randomUUID(), randomUUID()]
  const delegationId = randomUUID()
  const today = world.today()
  const span = { delegationId, from: addDays(today, of.from ?? 0), to: addDays(today, of.to ?? 9) }
  const delegate = of.delegate === 'ani' ? staff[0]! : colleague
  await world.publish(topics.directory, [
    positionEvent(post),
    positionEvent(below, post),
    assignmentEvent(colleague, post),
    assignmentEvent(own, below),
    delegationEvent(head, delegate, span),
  ])
  await world.publish(topics.appraisal, [planEvent(own)])
  await world.settled()
  const ended = async (endedAt: number) => {
    await world.publish(topics.directory, [delegationEvent(head, delegate, { ...span, endedAt, version: 2 })])
    await world.settled()
  }
  return { head, staff: staff as [string, string], colleague, own, delegationId, span, ended }
}
const queue = async (who: string, replica = 0) =>
  value(await world.clients[replica]!.listQueue({ filter: 'all', limit: 50, after: '' }, await by(who)))
const verify = async (who: string, ...recordIds: string[]) =>
  value(await world.client.verifyEntries({ entries: refs(...recordIds) }, await by(who))).outcomes.map(
    (outcome) => outcome.refusalCode,
  )
const get = async (who: string, recordId: string) => world.client.getEntry({ recordId }, await by(who))

test('what waits for who is away waits for who stands in, beside what is his own, and the queue says in whose place', async () => {
  const { head, staff, colleague, own, span } = await away()
  const [theirs] = await record(staff[0])
  const [his] = await record(own)
  for (const replica of [0, 1]) {
    const held = await queue(colleague, replica)
    expect(held.entries.map((entry) => entry.facts!.recordId).sort()).toEqual([theirs, his].sort())
    expect(held).toMatchObject({ total: 2, standingIn: [{ employeeId: head, toDate: span.to }], stoodInBy: [] })
    expect(new Map(held.people.map((one) => [one.employeeId, one.onBehalfOf]))).toEqual(
      new Map([
        [staff[0], head],
        [own, ''],
      ]),
    )
  }
  // Who is away keeps what is hers, and reads who stands in.
  const hers = await queue(head)
  expect(hers.entries.map((entry) => entry.facts!.recordId)).toEqual([theirs])
  expect(hers).toMatchObject({ standingIn: [], stoodInBy: [{ employeeId: colleague, toDate: span.to }] })
  expect(await verify(head, theirs!)).toEqual([''])
})

test('a decision stands under the name of who gave it, and says in whose place', async () => {
  const { head, staff, colleague, own } = await away()
  const [one, two] = (await record(staff[0], 2)) as [string, string]
  const [his] = await record(own)
  expect(said(await world.client.openEntry({ recordId: one, revision: 1 }, await by(colleague)))).toBe('yes')
  expect(await verify(colleague, one, his!)).toEqual(['', ''])
  const back = { recordId: two, revision: 1, reasonCode: 'unclear', note: 'Sebut nomornya' }
  expect(said(await world.client.returnEntry(back, await by(colleague)))).toBe('yes')
  for (const reader of [staff[0], head, colleague]) {
    const { entry, steps } = value(await get(reader, one))
    expect(entry).toMatchObject({ state: EntryState.ENTRY_STATE_VERIFIED, decidedBy: colleague })
    expect(steps.at(-1)).toMatchObject({ what: 'EntryVerified', actor: colleague, onBehalfOf: head })
  }
  expect(value(await get(staff[0], two)).steps.at(-1)).toMatchObject({ what: 'EntryReturned', onBehalfOf: head })
  const told = new Map(
    (await world.told()).flatMap(({ body, actor }) =>
      body?.$case === 'entryVerified' || body?.$case === 'entryReturned'
        ? [[body.value.recordId, [actor, body.value.onBehalfOf]] as const]
        : [],
    ),
  )
  expect([one, two, his!].map((recordId) => told.get(recordId))).toEqual([
    [colleague, head],
    [colleague, head],
    [colleague, undefined],
  ])
  const { verdicts } = value(await world.client.listVerdicts({ limit: 50, after: '' }, await by(colleague)))
  expect(verdicts.map(({ recordId, onBehalfOf }) => [recordId, onBehalfOf])).toEqual(
    expect.arrayContaining([
      [one, head],
      [two, head],
      [his, ''],
    ]),
  )
  // Within ten seconds he takes it back himself; she cannot, since it was his.
  expect(
    value(await world.client.undoVerification({ entries: refs(one) }, await by(head))).outcomes[0]!.refusalCode,
  ).toBe('access.denied')
  expect(
    value(await world.client.undoVerification({ entries: refs(one) }, await by(colleague))).outcomes[0]!.refusalCode,
  ).toBe('')
})

test('looks and decisions of who stands in are on record with the delegation, those of his own without', async () => {
  const { staff, colleague, own, delegationId } = await away()
  const [theirs] = (await record(staff[0])) as [string]
  const [his] = (await record(own)) as [string]
  await queue(colleague)
  await get(colleague, theirs)
  await get(colleague, his)
  await verify(colleague, theirs, his)
  const { rows } = await world.database.pool.query<{ row: string }>(
    `select concat_ws(' ', kind, operation, array_to_string(subjects, ','), object) as row from audit.look where reader = $1`,
    [colleague],
  )
  expect(rows.map(({ row }) => row).sort()).toEqual(
    [
      `look journal.ListQueue ${staff[0]} ${delegationId}`,
      `look journal.ListQueue ${own}`,
      `look journal.GetEntry ${staff[0]} ${delegationId}`,
      `look journal.GetEntry ${own}`,
      `decision journal.VerifyEntries ${staff[0]} ${delegationId}`,
      `decision journal.VerifyEntries ${own}`,
    ].sort(),
  )
})

test('who stands in verifies and does no more: presence, month and team of these people are not his to read', async () => {
  const { staff, colleague, span } = await away()
  const [theirs] = (await record(staff[0])) as [string]
  const employeeId = staff[0]
  const today = span.from
  expect(said(await get(colleague, theirs))).toBe('yes')
  const listed = {
    employeeId,
    fromDate: today,
    toDate: today,
    limit: 0,
    after: '',
    recordIds: [],
    words: '',
    resultId: '',
  }
  expect(said(await world.client.listEntries({ ...listed, states: [], counted: false }, await by(colleague)))).toBe(
    'yes',
  )
  expect(said(await world.client.getMonth({ employeeId, month: today.slice(0, 7) }, await by(colleague)))).toBe(
    'access.denied',
  )
  expect(
    said(await world.client.getPresence({ employeeId, fromDate: today, toDate: today }, await by(colleague))),
  ).toBe('access.denied')
  const team = value(await world.client.getTeamDay({ date: today }, await by(colleague)))
  expect(team.people.map((one) => one.employeeId)).not.toContain(employeeId)
})

test('nobody verifies his own work, whoever hands it to him', async () => {
  const { staff } = await away({ delegate: 'ani' })
  const [ani, budi] = staff
  const [hers] = (await record(ani)) as [string]
  const [his] = (await record(budi)) as [string]
  expect((await queue(ani)).entries.map((entry) => entry.facts!.recordId)).toEqual([his])
  expect(await verify(ani, hers, his)).toEqual(['entry.not-found', ''])
  expect(said(await world.client.openEntry({ recordId: hers, revision: 1 }, await by(ani)))).toBe('entry.not-found')
})

test('what was handed over goes no further: who stands in for who stands in has nothing of it', async () => {
  const { staff, colleague, own } = await away()
  await world.publish(topics.directory, [delegationEvent(colleague, own, { from: world.today(), to: world.today() })])
  await world.settled()
  const [theirs] = (await record(staff[0])) as [string]
  expect((await queue(own)).entries).toEqual([])
  expect(await verify(own, theirs)).toEqual(['entry.not-found'])
  expect(said(await get(own, theirs))).toBe('entry.not-found')
})

test('it begins with the first instant of its first day and is over after the last one of its last: what waits is back', async () => {
  const noon = world.clock.now()
  const { head, staff, colleague, span } = await away({ from: 1, to: 2 })
  const [one, two] = (await record(staff[0], 2)) as [string, string]
  const waits = async (who: string) => (await queue(who)).total
  const [begins, ends] = [startOf(span.from, 'WIB'), startOf(addDays(span.to, 1), 'WIB')]
  try {
    world.clock.set(begins - 1)
    expect(await waits(colleague)).toBe(0)
    expect(await verify(colleague, one)).toEqual(['entry.not-found'])
    expect(said(await get(colleague, one))).toBe('entry.not-found')
    world.clock.set(begins)
    expect(await waits(colleague)).toBe(2)
    expect(await verify(colleague, one)).toEqual([''])
    world.clock.set(ends - 1)
    expect(await waits(colleague)).toBe(1)
    world.clock.set(ends)
    expect(await waits(colleague)).toBe(0)
    expect(await waits(head)).toBe(1)
    expect(await verify(colleague, two)).toEqual(['entry.not-found'])
    expect(said(await get(colleague, one))).toBe('entry.not-found')
    // He knows that he decided, and is shown nothing of it any more.
    const { verdicts } = value(await world.client.listVerdicts({ limit: 50, after: '' }, await by(colleague)))
    expect(verdicts).toMatchObject([{ recordId: one, onBehalfOf: head, entry: undefined }])
    expect(await verify(head, two)).toEqual([''])
  } finally {
    world.clock.set(noon)
  }
})

test('what ends before its time is over at once', async () => {
  const { staff, colleague, ended } = await away()
  const [theirs] = (await record(staff[0])) as [string]
  expect((await queue(colleague)).total).toBe(1)
  await ended(world.clock.now())
  expect((await queue(colleague)).total).toBe(0)
  expect((await queue(colleague)).standingIn).toEqual([])
  expect(await verify(colleague, theirs)).toEqual(['entry.not-found'])
})
