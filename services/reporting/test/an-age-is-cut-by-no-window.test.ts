import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { JournalEvent } from '@timbang/contracts/gen/timbang/journal/v1/events'
import { topics } from '@timbang/contracts/topics'
import { addDays, dateAt, startOf } from '@timbang/rules/civil-date'
import { eventually } from '@timbang/testkit/eventually'
import { agency, envelope, frame, structure, world, type World } from './world.ts'

let here: World
const ours = agency('OURS')
beforeAll(async () => {
  here = await world()
  await here.publish(topics.directory, structure(ours))
  await here.publish(topics.scoringLive, [frame(ours, 1n, 3)])
  await eventually(async () => expect(await board()).toMatchObject({ figures: { entriesToday: 3 } }))
})
afterAll(() => here.close())

const today = dateAt(Date.now(), 'WIB')
const recordedAt = (daysAgo: number) => BigInt(startOf(addDays(today, -daysAgo), 'WIB') + 3_600_000)
const admitted = (recordId: string, daysAgo: number): JournalEvent => ({
  ...envelope(ours.staff, ours.agencyId),
  body: {
    $case: 'entryAdmitted',
    value: {
      entry: {
        recordId,
        revision: 1,
        workDate: addDays(today, -daysAgo),
        resultId: undefined,
        quantityThousandths: undefined,
        unit: undefined,
        startMinute: undefined,
        endMinute: undefined,
        writtenAt: undefined,
        withdrawn: false,
        hasEvidence: false,
        evidenceHashes: [],
        contentDigest: Buffer.alloc(0),
        importId: undefined,
        recordedAt: recordedAt(daysAgo),
        activityPartition: 0,
        activityOffset: 0n,
        activityEventId: randomUUID(),
        sourceRecordedAt: undefined,
        wordingDigest: Buffer.alloc(0),
      },
      timeliness: 1,
      checkCodes: [],
      reinstatedBy: undefined,
      timelyAt: undefined,
      arrivedAfter: undefined,
    },
  },
})
/** The same entry as its next revision: taken back by its writer, or refused. */
const second = (
  $case: 'entryWithdrawn' | 'entryRefused',
  recordId: string,
  daysAgo: number,
  revision = 2,
): JournalEvent => {
  const { body, ...rest } = admitted(recordId, daysAgo)
  const { entry } = (body as Extract<typeof body, { $case: 'entryAdmitted' }>).value
  const value = {
    entry: { ...entry!, revision, withdrawn: $case === 'entryWithdrawn' },
    code: 'activity.result-unknown',
    timelyAt: undefined,
    arrivedAfter: undefined,
  }
  return { ...rest, body: { $case, value } }
}
const verdict = (
  $case: 'entryVerified' | 'verificationUndone',
  recordId: string,
  daysAgo: number,
  verdictVersion: number,
) =>
  ({
    ...envelope(ours.staff, ours.agencyId),
    body: {
      $case,
      value: {
        recordId,
        revision: 1,
        workDate: addDays(today, -daysAgo),
        entryRecordedAt: recordedAt(daysAgo),
        verdictVersion,
      },
    },
  }) as JournalEvent

const board = async () => {
  const answer = await here.client.getAgencyBoard(
    { agencyCode: 'OURS' },
    { token: await here.issuer.person(ours.head) },
  )
  return (answer as { board?: { longWaiting?: unknown } }).board
}
const waits = (entries: number, daysAgo: number) => ({
  entries,
  oldestAt: recordedAt(daysAgo),
  units: [{ unitId: ours.units[0]!.unitId, entries }],
})

test('an entry that has waited for 103 days is 103 days old on the board, until somebody verifies it or its writer takes it back, and again when a verdict is undone', async () => {
  const [oldest, old, recent] = [randomUUID(), randomUUID(), randomUUID()]
  const head = await here.listen('papan=OURS', await here.issuer.person(ours.head))
  // The frame counts the recent one itself.
  await here.publish(topics.journal, [admitted(oldest, 103), admitted(old, 29), admitted(recent, 28)])
  await eventually(async () => expect(await board()).toMatchObject({ longWaiting: waits(2, 103) }), { within: 15_000 })
  await eventually(
    async () =>
      expect(head.of('long').at(-1)).toMatchObject({
        agencyId: ours.agencyId,
        long: { entries: 2, oldestAt: Number(recordedAt(103)) },
      }),
    { within: 15_000 },
  )
  await here.publish(topics.journal, [verdict('entryVerified', oldest, 103, 1)])
  await eventually(async () => expect(await board()).toMatchObject({ longWaiting: waits(1, 29) }), { within: 15_000 })
  await here.publish(topics.journal, [verdict('verificationUndone', oldest, 103, 2)])
  await eventually(async () => expect(await board()).toMatchObject({ longWaiting: waits(2, 103) }), { within: 15_000 })
  await here.publish(topics.journal, [
    verdict('entryVerified', oldest, 103, 3),
    second('entryWithdrawn', old, 29),
    verdict('entryVerified', recent, 28, 1),
  ])
  await eventually(async () => expect((await board())?.longWaiting).toBeUndefined(), { within: 15_000 })
  await eventually(async () => expect(head.of('long').at(-1)).toMatchObject({ long: { entries: 0, units: [] } }), {
    within: 15_000,
  })
  const { rows } = await here.database.pool.query('select * from waiting')
  expect(rows).toEqual([])
}, 60_000)

test('a correction that is refused leaves the entry waiting; the refusal of what waits ends it, and so does a verdict whatever is refused after it', async () => {
  const ids: string[] = Array.from({ length: 6 }, () => randomUUID())
  const [later, at, own, verified, together, alone] = ids as [string, string, string, string, string, string]
  const waiting = async () =>
    (await here.database.pool.query<{ record_id: string }>('select record_id from waiting')).rows
      .map((row) => ids.indexOf(row.record_id))
      .sort()
  await here.publish(topics.journal, [
    ...[later, own, verified].map((id) => admitted(id, 2)),
    // In one batch or in several.
    admitted(at, 2),
    second('entryRefused', at, 2),
    admitted(together, 2),
    verdict('entryVerified', together, 2, 1),
    second('entryRefused', together, 2),
    second('entryRefused', alone, 2),
  ])
  await eventually(async () => expect(await waiting()).toEqual([0, 1, 2, 3]))
  await here.publish(topics.journal, [
    second('entryRefused', later, 2),
    second('entryRefused', own, 2, 1),
    verdict('entryVerified', verified, 2, 1),
    second('entryRefused', verified, 2),
  ])
  await eventually(async () => expect(await waiting()).toEqual([0, 1]))
})
