import { randomUUID, randomUUIDv7 } from 'node:crypto'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { topics } from '@timbang/contracts/topics'
import { addDays } from '@timbang/rules/civil-date'
import { eventually } from '@timbang/testkit/eventually'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { activityEvent, journalWorld, people, type World } from './world.ts'

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
const WORDS = 'Menutup loket tiga sesudah jam layanan.'
const leave = async (
  writer: string,
  employeeId: string,
  more: { draftId?: string; workDate?: string; sentence?: string } = {},
) =>
  world.client.leaveDraft(
    { draftId: randomUUIDv7(), employeeId, workDate: world.today(), sentence: WORDS, ...more },
    await by(writer),
  )
const list = async (who: string, replica = 0) => value(await world.clients[replica]!.listDrafts({}, await by(who)))
const drop = async (who: string, draftId: string) => world.client.dropDraft({ draftId }, await by(who))
const heardOf = async (writer: string) => (await list(writer)).left.map(({ state }) => state)
const kept = async (text: string) =>
  (await world.database.pool.query(`select draft_id from draft where sentence = $1`, [text])).rows.length

test('what a colleague writes waits for her at every replica, and counts only as the record that she sends', async () => {
  const { staff } = await people(world, 2)
  const [ani, budi] = staff as [string, string]
  const sentence = `${WORDS} ${randomUUID()}`
  const draftId = randomUUIDv7()
  for (let tap = 0; tap < 2; tap++) expect(said(await leave(budi, ani, { draftId, sentence }))).toBe('yes')
  for (const replica of [0, 1]) {
    const { waiting } = await list(ani, replica)
    expect(waiting).toMatchObject([{ draftId, writerId: budi, sentence, workDate: world.today() }])
  }
  // Its writer reads who and when, and not even his own words.
  expect((await list(budi)).left).toMatchObject([{ draftId, employeeId: ani, state: 'waiting' }])
  expect(
    JSON.stringify((await list(budi)).left, (_, one) => (typeof one === 'bigint' ? Number(one) : one)),
  ).not.toContain(WORDS)
  const { recordId } = (await list(ani)).waiting[0]!
  await world.publish(topics.activity, [activityEvent(ani, { recordId, sentence })])
  await world.settled()
  expect((await list(ani)).waiting).toEqual([])
  expect(await heardOf(budi)).toEqual(['taken'])
  expect(await kept(sentence)).toBe(0)
  expect(value(await world.client.getEntry({ recordId }, await by(ani))).entry).toMatchObject({ employeeId: ani })
  expect(said(await drop(ani, draftId))).toBe('draft.taken')
  const told = (await world.told()).map((event) =>
    JSON.stringify(event, (_, one) => (typeof one === 'bigint' ? Number(one) : one)),
  )
  expect(told.some((event) => event.includes(sentence) || event.includes(budi))).toBe(false)
})

test('another person’s record under its number takes nothing', async () => {
  const { staff } = await people(world, 2)
  const [ani, budi] = staff as [string, string]
  await leave(budi, ani)
  const { recordId } = (await list(ani)).waiting[0]!
  await world.publish(topics.activity, [activityEvent(budi, { recordId })])
  await world.settled()
  expect((await list(ani)).waiting).toHaveLength(1)
})

test('it is dropped by her or taken back by its writer, its words are gone at once, and to anybody else it is not there', async () => {
  const { head, staff } = await people(world, 3)
  const [ani, budi, cici] = staff as [string, string, string]
  for (const who of [ani, budi]) {
    const sentence = `${WORDS} ${randomUUID()}`
    const draftId = randomUUIDv7()
    value(await leave(budi, ani, { draftId, sentence }))
    for (const other of [cici, head]) expect(said(await drop(other, draftId))).toBe('draft.not-found')
    expect((await list(cici)).waiting).toEqual([])
    for (let tap = 0; tap < 2; tap++) expect(said(await drop(who, draftId))).toBe('yes')
    expect(await kept(sentence)).toBe(0)
    expect((await list(ani)).waiting).toEqual([])
  }
  // He does not hear whether she dropped it.
  expect(await heardOf(budi)).toEqual(['not-taken', 'not-taken'])
  const { rows } = await world.database.pool.query<{ row: string }>(
    `select distinct concat_ws(' ', kind, reader, operation, array_to_string(subjects, ',')) as row from audit.look
     where reader = any ($1) and operation in ('journal.LeaveDraft', 'journal.DropDraft') order by 1`,
    [[ani, budi]],
  )
  expect(rows.map(({ row }) => row).sort()).toEqual(
    [
      `decision ${ani} journal.DropDraft ${budi}`,
      `decision ${budi} journal.DropDraft ${ani}`,
      `decision ${budi} journal.LeaveDraft ${ani}`,
    ].sort(),
  )
})

test('only who works in one unit with her leaves her a draft, of a day of the last week', async () => {
  const { staff } = await people(world, 2)
  const [ani, budi] = staff as [string, string]
  expect(said(await leave(randomUUID(), ani))).toBe('draft.not-together')
  expect(said(await leave(budi, randomUUID()))).toBe('draft.not-together')
  expect(said(await leave(budi, budi))).toBe('draft.not-together')
  for (const days of [-8, 1])
    expect(said(await leave(budi, ani, { workDate: addDays(world.today(), days) }))).toBe('request.value-invalid')
  expect(said(await leave(budi, ani, { sentence: 'x'.repeat(1_001) }))).toBe('request.value-invalid')
  expect(said(await leave(budi, ani, { sentence: ' ' }))).toBe('request.value-invalid')
})

test('five wait for one person, also when two leave the fifth and the sixth at once', async () => {
  const { staff } = await people(world, 3)
  const [ani, budi, cici] = staff as [string, string, string]
  for (let nth = 0; nth < 4; nth++) value(await leave(budi, ani))
  const client = await world.database.pool.connect()
  await client.query('begin')
  await client.query(`select pg_advisory_xact_lock(hashtextextended('draft ' || $1, 0))`, [ani])
  const both = [leave(budi, ani), leave(cici, ani)]
  await eventually(async () => {
    const { rows } = await world.database.pool.query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`,
    )
    if (rows[0]!.waiting < 2) throw new Error(`${rows[0]!.waiting} wait`)
  })
  await client.query('rollback')
  client.release()
  expect((await Promise.all(both)).map(said).sort()).toEqual(['draft.too-many', 'yes'])
})

test('a week after it was left nothing of it is here', async () => {
  const { staff } = await people(world, 2)
  const [ani, budi] = staff as [string, string]
  const noon = world.clock.now()
  const draftId = randomUUIDv7()
  const { expiresAt } = value(await leave(budi, ani, { draftId }))
  try {
    world.clock.set(Number(expiresAt) - 1)
    expect((await list(ani)).waiting).toHaveLength(1)
    world.clock.set(Number(expiresAt))
    expect((await list(ani)).waiting).toEqual([])
    expect(said(await drop(ani, draftId))).toBe('draft.not-found')
    await eventually(async () => {
      const { rows } = await world.database.pool.query('select from draft where draft_id = $1', [draftId])
      if (rows.length > 0) throw new Error('it is still here')
    })
  } finally {
    world.clock.set(noon)
  }
})
