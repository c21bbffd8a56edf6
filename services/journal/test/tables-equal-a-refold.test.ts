import { expect, test, onTestFinished } from 'vitest'
import { createHash, randomUUID } from 'node:crypto'
import { GraceScope } from '@timbang/contracts/gen/timbang/journal/v1/request'
import type { JournalEvent } from '@timbang/contracts/gen/timbang/journal/v1/events'
import { topics } from '@timbang/contracts/topics'
import type { Pool } from '@timbang/postgres/pool'
import { addDays } from '@timbang/rules/civil-date'
import { refold } from '@timbang/stream/refold'
import { eventually } from '@timbang/testkit/eventually'
import { testDatabase } from '@timbang/testkit/database'
import { eventsOf, readTopic, wholeTopic } from '@timbang/stream/read'
import { transaction } from '@timbang/postgres/transaction'
import { own } from '../src/refold.ts'
import { apply } from '../src/apply.ts'
import { fromEvent } from '../src/wire.ts'
import { activityEvent, AGENCY, journalWorld, judgedAnew, people, planEvent, recordIdOf } from './world.ts'

const tables = async (pool: Pool) => {
  const rows: Record<string, unknown[]> = {}
  for (const [table, key] of [
    ['entry', 'record_id'],
    ['entry_window', 'window_id'],
    ['outage', 'outage_id'],
    ['grace', 'grace_id'],
    ['grace_request', 'request_id'],
    ['evidence', 'sent'],
    ['verdict', 'event_id'],
    ['settlement', 'employee_id, work_date'],
    ['attendance_outage', 'outage_id'],
  ] as const)
    rows[table] = (await pool.query(`select to_jsonb(t) as row from ${table} t order by ${key}`)).rows
  return rows
}

/** Every kind of event that the tables are made of: a new one does not compile until it stands here, and does not pass until it is in the story. */
const told = {
  attendanceOutageRecorded: 0,
  attendanceSettled: 0,
  entryAdmitted: 0,
  entryHeld: 0,
  entryOpened: 0,
  entryRefused: 0,
  entryReturned: 0,
  entryVerified: 0,
  entryWithdrawn: 0,
  entryWindowChanged: 0,
  evidenceDiscarded: 0,
  evidenceKept: 0,
  graceGranted: 0,
  graceOpened: 0,
  graceRefused: 0,
  graceRequestWithdrawn: 0,
  graceRequested: 0,
  outageRecorded: 0,
  recordConflicted: 0,
  verificationUndone: 0,
} satisfies Record<Exclude<NonNullable<JournalEvent['body']>['$case'], 'cutOffReached'>, 0>

test('the tables of the journal equal a re-fold of its own topic, also when a relay sent everything twice', async () => {
  const world = await journalWorld()
  onTestFinished(() => world.close())
  const {
    head,
    staff: [ani, budi],
  } = await people(world, 2, { plan: false })
  const token = await world.issuer.person(head)
  const officer = await world.issuer.token({
    sub: 'officer',
    sid: 's',
    roles: ['personnel_officer'],
    agencies: [AGENCY],
  })
  const settle = async (events: Parameters<typeof world.publish>[1]) => {
    await world.publish(topics.activity as never, events)
    await world.settled()
  }

  // A story with every kind of event: held and released, refused and reinstated, conflicted, opened, verified, undone, returned, corrected, taken back, imported.
  const one = Array.from({ length: 6 }, () => activityEvent(ani!))
  const old = activityEvent(ani!, { workDate: addDays(world.today(), -7) })
  const history = activityEvent(budi!, {
    importId: '00000000-0000-4000-8000-0000000000f1',
    sourceRecordedAt: world.clock.now() - 86_400_000,
  })
  await settle([...one, old, history])
  await world.publish(topics.appraisal, [planEvent(ani!), planEvent(budi!)])
  await world.settled()
  await settle([
    activityEvent(ani!, { recordId: recordIdOf(one[0]!), sentence: 'isi lain' }),
    activityEvent(ani!, { resultId: 'r9' }),
    activityEvent(ani!, { unit: 'dokumen' }),
  ])
  const ref = (at: number, revision = 1) => ({ recordId: recordIdOf(one[at]!), revision })
  await world.client.openEntry(ref(1), { token })
  await world.client.verifyEntries({ entries: [ref(1), ref(2), ref(3)] }, { token })
  await world.client.undoVerification({ entries: [ref(2)] }, { token })
  await world.client.returnEntry({ ...ref(4), reasonCode: 'unclear', note: 'x' }, { token })
  await settle([
    activityEvent(ani!, { recordId: recordIdOf(one[4]!), revision: 2 }),
    activityEvent(ani!, { recordId: recordIdOf(one[1]!), revision: 2 }),
    activityEvent(ani!, { recordId: recordIdOf(one[5]!), revision: 2, withdrawn: true }),
    // Of a verified one, and of one that nobody knows.
    activityEvent(ani!, { recordId: recordIdOf(one[3]!), revision: 2, withdrawn: true }),
    activityEvent(ani!, { revision: 2, withdrawn: true }),
  ])
  const moved = Array.from({ length: 3 }, () => randomUUID())
  await world.client.setEntryWindow(
    {
      window: {
        windowId: moved[0]!,
        agencyId: AGENCY,
        days: 3,
        graceDays: 3,
        effectiveFrom: '2026-01-01',
        version: 0,
      },
    },
    { token: officer },
  )
  await world.client.openGrace(
    {
      grace: {
        graceId: moved[1]!,
        agencyId: AGENCY,
        workFrom: addDays(world.today(), -10),
        workTo: world.today(),
        untilInstant: BigInt(world.clock.now() + 1e7),
        reasonCode: 'flood',
        version: 0,
        withdrawn: false,
      },
    },
    { token: officer },
  )
  await world.client.recordOutage(
    {
      outage: {
        outageId: moved[2]!,
        agencyId: AGENCY,
        fromInstant: 1n,
        toInstant: 2n,
        causeCode: 'network',
        version: 0,
        withdrawn: false,
      },
    },
    { token: await world.issuer.machine('bkd') },
  )

  const asked = Array.from({ length: 4 }, () => randomUUID())
  for (const [at, requestId] of asked.entries()) {
    const day = addDays(world.today(), -20 - at)
    await world.client.requestGrace(
      { requestId, workFrom: day, workTo: day, reasonCode: 'device', note: at === 0 ? 'Gawai rusak' : '' },
      { token: await world.issuer.person(at === 3 ? budi! : ani!) },
    )
  }
  const answer = {
    reasonCode: '',
    note: 'Baik',
    until: addDays(world.today(), 3),
    scope: GraceScope.GRACE_SCOPE_PERSON,
  }
  await world.client.decideGraceRequest({ ...answer, requestId: asked[0]!, grant: true }, { token: officer })
  await world.client.decideGraceRequest(
    { ...answer, requestId: asked[1]!, grant: false, reasonCode: 'days-wrong' },
    { token: officer },
  )
  await world.client.withdrawGraceRequest({ requestId: asked[2]! }, { token: await world.issuer.person(ani!) })

  const day = addDays(world.today(), -1)
  const result = (present: boolean) =>
    ({
      ...activityEvent(ani!),
      body: {
        $case: 'attendanceRecorded',
        value: {
          recordId: randomUUID(),
          revision: 1,
          workDate: day,
          present,
          lateMinutes: 0,
          earlyLeaveMinutes: 0,
          contentDigest: Buffer.alloc(32),
          importId: undefined,
        },
      },
    }) as ReturnType<typeof activityEvent>
  const [there, missing] = [result(true), result(false)]
  await settle([there, missing])
  for (const [version, { body }] of [missing, there].entries())
    await world.client.settleAttendance(
      { employeeId: ani!, date: day, recordId: body!.value.recordId, reason: 'Berita acara', version },
      { token: officer },
    )

  for (const withdrawn of [false, true])
    await world.client.recordAttendanceOutage(
      {
        outage: {
          outageId: '00000000-0000-4000-8000-0000000000a1',
          agencyId: AGENCY,
          fromInstant: BigInt(world.clock.now() - 9_000_000),
          toInstant: BigInt(world.clock.now() - 1_000_000),
          causeCode: 'power',
          version: 0,
          withdrawn,
          devices: withdrawn ? [] : ['PUPR-2', 'PUPR-1'],
        },
      },
      { token: officer },
    )

  // A paper that its record names, and one that none does and that goes after two days.
  const papers = ['a', 'b'].map((sign) => Buffer.from(`%PDF-1.7 ${sign} %%EOF`))
  const hashes = papers.map((bytes) => createHash('sha256').update(bytes).digest())
  const proved = activityEvent(ani!, { hasEvidence: true, evidenceHashes: [hashes[0]!] })
  await settle([proved])
  for (const [at, body] of papers.entries()) {
    const { status } = await fetch(
      `${world.service.addresses.http}/records/${recordIdOf(proved)}/evidence/${hashes[at]!.toString('hex')}`,
      {
        method: 'PUT',
        body,
        headers: { 'content-type': 'application/pdf', authorization: `Bearer ${await world.issuer.person(ani!)}` },
      },
    )
    expect(status).toBe(200)
  }
  for (const id of moved) await judgedAnew(world, id)
  world.clock.advance(2 * 86_400_000 + 1)
  await eventually(async () => expect((await world.told()).at(-1)?.body?.$case).toBe('evidenceDiscarded'))

  const kinds = new Set((await world.told()).map((event) => event.body?.$case))
  expect([...kinds].sort()).toEqual(Object.keys(told).sort())
  const live = await tables(world.database.pool)
  expect(live['entry']!.length).toBeGreaterThan(8)

  const fresh = await testDatabase('journal')
  onTestFinished(() => fresh.close())
  const { kafka } = world
  await refold({ pool: fresh.pool, kafka, consumer: 'nobody', ...own })
  expect(await tables(fresh.pool)).toEqual(live)

  // Everything a second time, on top.
  for await (const records of readTopic(world.kafka, topics.journal, await wholeTopic(world.kafka, topics.journal))) {
    await transaction(fresh.pool, (tx) =>
      apply(
        tx,
        eventsOf(topics.journal, records).flatMap(({ event }) => fromEvent(event) ?? []),
      ),
    )
  }
  expect(await tables(fresh.pool)).toEqual(live)
})
