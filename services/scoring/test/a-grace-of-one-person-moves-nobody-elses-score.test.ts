import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { GraceOpened } from '@timbang/contracts/gen/timbang/journal/v1/events'
import { isRefusal } from '@timbang/contracts/refusal'
import { transaction } from '@timbang/postgres/transaction'
import { noteInLog, packsAt, rowOf, savePacks } from '@timbang/rulebook/pack'
import { addDays, DAY, startOf } from '@timbang/rules/civil-date'
import { shipped } from '@timbang/rules/packs/shipped'
import { eventually } from '@timbang/testkit/eventually'
import { hindrance } from '../src/seal/handle.ts'
import { cast, NOW, PERIOD, story, tell, world, type Story, type World } from './world.ts'

const dinas = cast(2)
const [ani, budi] = dinas.people as [(typeof dinas.people)[0], (typeof dinas.people)[0]]
/** A Friday of whose work both wrote three weeks later, when its window had long closed. */
const DATE = '2026-09-04'
let here: World

/** What both wrote too late, and a grace. */
function lateStory(grace: Partial<GraceOpened>): Story {
  const told = story(dinas)
  const [activity, journal] = [told.activity, told.journal]
  for (const [nth, { id }] of dinas.people.entries()) {
    const first = activity.find((event) => event.employeeId === id && event.body?.$case === 'activityRecorded')!
    const verdict = journal.find((event) => event.employeeId === id && event.body?.$case === 'entryVerified')!
    if (first.body?.$case !== 'activityRecorded' || verdict.body?.$case !== 'entryVerified') throw new Error()
    const recordId = `${nth}9000000-0000-7000-8000-000000000001`
    activity.push({
      ...first,
      eventId: randomUUID(),
      sourceRecordedAt: BigInt(startOf(addDays(DATE, 21), 'WIB')),
      body: { ...first.body, value: { ...first.body.value, recordId, workDate: DATE } },
    })
    journal.push({
      ...verdict,
      eventId: randomUUID(),
      body: { ...verdict.body, value: { ...verdict.body.value, recordId, workDate: DATE } },
    })
  }
  journal.push({
    ...journal[0]!,
    eventId: randomUUID(),
    employeeId: grace.employeeId,
    body: {
      $case: 'graceOpened',
      value: {
        graceId: randomUUID(),
        agencyId: dinas.agency,
        workFrom: DATE,
        workTo: DATE,
        untilInstant: BigInt(startOf(addDays(DATE, 30), 'WIB')),
        reasonCode: 'device',
        employeeId: undefined,
        unitId: undefined,
        version: 1,
        withdrawn: false,
        ...grace,
      },
    },
  })
  return told
}
const receiptOf = async (employeeId: string) => {
  const answer = await here.scores.getScore(
    { employeeId, period: PERIOD, withFigures: false },
    { token: await here.issuer.person(employeeId) },
  )
  if (isRefusal(answer)) throw new Error(answer.code)
  return Buffer.from(answer.receipt).toString('utf8')
}

beforeAll(async () => {
  here = await world({ live: 0, seal: 0 })
  const packs = shipped.map((pack) => rowOf(pack, 1))
  await transaction(here.database.pool, async (tx) => {
    await savePacks(tx, packs)
    await noteInLog(
      tx,
      packs.map(({ name, version }) => ({ name, version, appendedAt: 1 })),
    )
  })
})
afterAll(() => here.close())

test('an entry that came by a person’s grace counts, late, for him and for nobody beside him; only he is counted anew, and a seal waits', async () => {
  const graceId = randomUUID()
  await tell(here.kafka, lateStory({ graceId, employeeId: ani.id, untilInstant: BigInt(NOW + 60 * DAY) }))
  await eventually(async () => expect(await receiptOf(ani.id)).toContain(graceId), { within: 30_000 })
  expect(await receiptOf(budi.id)).not.toContain(graceId)
  const { pool } = here.database
  const { rows } = await pool.query<{ kind: string; about: string; within: string }>(
    `select kind, about, within from context_state where id = $1`,
    [graceId],
  )
  expect(rows).toEqual([{ kind: 'grace', about: ani.id, within: dinas.agency }])

  const swept = await pool.query<{ agency_id: string }>('select agency_id from live_sweep')
  const packs = await packsAt(pool)
  const at = NOW + 30 * DAY
  expect(await hindrance(pool as never, PERIOD, packs, at)).toMatchObject({ code: 'seal.too-early' })
  expect(await hindrance(pool as never, PERIOD, packs, NOW + 90 * DAY)).toBeUndefined()
  // Once more, now alone.
  await pool.query('truncate live_mark')
  const again = lateStory({ graceId, employeeId: ani.id, version: 2, withdrawn: true })
  await tell(here.kafka, { directory: [], appraisal: [], activity: [], feedback: [], journal: again.journal.slice(-1) })
  await eventually(async () => expect(await receiptOf(ani.id)).not.toContain(graceId), { within: 30_000 })
  const marks = await pool.query<{ employee_id: string }>(`select distinct employee_id from live_mark`)
  expect(marks.rows).toEqual([{ employee_id: ani.id }])
  const still = await pool.query<{ agency_id: string }>('select agency_id from live_sweep')
  expect(still.rows).toHaveLength(swept.rows.length)
  expect(await hindrance(pool as never, PERIOD, packs, at)).toBeUndefined()
})

test('a grace of one unit counts for who had his post there on that day', async () => {
  const [mine, other] = [randomUUID(), randomUUID()]
  const graces = [
    lateStory({ graceId: other, unitId: randomUUID() }).journal.at(-1)!,
    lateStory({ graceId: mine, unitId: dinas.unit }).journal.at(-1)!,
  ]
  await tell(here.kafka, { directory: [], appraisal: [], activity: [], feedback: [], journal: graces })
  for (const { id } of dinas.people) {
    await eventually(async () => expect(await receiptOf(id)).toContain(mine), { within: 30_000 })
    expect(await receiptOf(id)).not.toContain(other)
  }
})
