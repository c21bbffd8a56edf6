import { randomUUID, randomUUIDv7 } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { toMessage } from '@timbang/contracts/envelope'
import type { ActivityEvent } from '@timbang/contracts/gen/timbang/activity/v1/events'
import type { JournalEvent } from '@timbang/contracts/gen/timbang/journal/v1/events'
import type { ScoringEvent } from '@timbang/contracts/gen/timbang/scoring/v1/events'
import { SealKind } from '@timbang/contracts/gen/timbang/seal/v1/cut_off'
import { said } from '@timbang/contracts/said'
import { topics, type Topic } from '@timbang/contracts/topics'
import { createProducer } from '@timbang/stream/kafka'
import { testTopics } from '@timbang/testkit/topic'
import { trace } from '../src/trace.ts'

const digest = Buffer.alloc(32)
const [employeeId, agencyId] = [randomUUID(), randomUUID()]
const about = { decidedAt: Date.now(), employeeId, agencyId }
const TRACE = 'a'.repeat(32)
const recorded = (recordId: string, revision = 1): ActivityEvent =>
  said<ActivityEvent>(
    {
      $case: 'activityRecorded',
      value: {
        recordId,
        revision,
        workDate: '2026-08-03',
        resultId: undefined,
        quantityThousandths: 1000n,
        unit: 'berkas',
        startMinute: undefined,
        endMinute: undefined,
        writtenAt: undefined,
        withdrawn: false,
        hasEvidence: false,
        evidenceHashes: [],
        contentDigest: digest,
        importId: undefined,
        wordingDigest: digest,
      },
    },
    about,
  )
const admitted = (recordId: string): JournalEvent =>
  said<JournalEvent>(
    {
      $case: 'entryAdmitted',
      value: {
        entry: {
          recordId,
          revision: 1,
          workDate: '2026-08-03',
          resultId: undefined,
          quantityThousandths: 1000n,
          unit: 'berkas',
          startMinute: undefined,
          endMinute: undefined,
          writtenAt: undefined,
          withdrawn: false,
          hasEvidence: false,
          evidenceHashes: [],
          contentDigest: digest,
          importId: undefined,
          recordedAt: 0n,
          activityPartition: 0,
          activityOffset: 0n,
          activityEventId: randomUUID(),
          sourceRecordedAt: undefined,
          wordingDigest: digest,
        },
        timeliness: 2,
        checkCodes: ['late'],
        reinstatedBy: undefined,
        timelyAt: undefined,
        arrivedAfter: undefined,
      },
    },
    about,
  )
const verified = (recordId: string): JournalEvent =>
  said<JournalEvent>(
    {
      $case: 'entryVerified',
      value: { recordId, revision: 1, workDate: '2026-08-03', entryRecordedAt: 0n, verdictVersion: 1 },
    },
    about,
  )
const sealed = (edition: number, partition: number, position: bigint): ScoringEvent =>
  said<ScoringEvent>(
    {
      $case: 'quarterSealed',
      value: {
        period: '2026-Q3',
        kind: SealKind.SEAL_KIND_EVIDENCE,
        edition,
        cutOff: BigInt(Date.now() + 60_000),
        root: digest,
        previousRoot: Buffer.alloc(0),
        manifest: Buffer.from(
          JSON.stringify({ partitions: [{ topic: 'activity.v1', partition, position: String(position) }] }),
        ),
        signature: 's',
        people: 1,
        unitPages: 0,
        unitsHash: digest,
      },
    },
    { decidedAt: Date.now() },
  )

test('an id whose instant cannot be is one that the log does not hold', async () => {
  const kafka = await testTopics()
  onTestFinished(() => kafka.close())
  for (const recordId of ['00000000-0000-7000-8000-000000000000', 'ffffffff-ffff-7fff-bfff-ffffffffffff'])
    await expect(trace(kafka, recordId), recordId).rejects.toThrow('The log holds no record')
})

test('one record is followed from the door over its verdicts to the seal that holds it, and nobody is named', async () => {
  const kafka = await testTopics()
  onTestFinished(() => kafka.close())
  const producer = createProducer(kafka)
  onTestFinished(() => producer.close())
  const send = async <E>(topic: Topic<E>, events: readonly E[]) => {
    const partitions = await kafka.partitions(kafka.name(topic))
    const messages = events.map((event) =>
      toMessage(topic, event, { partitions, traceparent: `00-${TRACE}-${'b'.repeat(16)}-01` }),
    )
    await producer.send(kafka.name(topic), messages)
    return messages[0]!.partition!
  }
  const [mine, another] = [randomUUIDv7(), randomUUIDv7()]
  const partition = await send(topics.activity, [
    recorded(another),
    recorded(mine),
    recorded(another, 2),
    recorded(mine, 2),
  ])
  await send(topics.journal, [admitted(another), admitted(mine)])
  await send(topics.journal, [verified(another), verified(mine)])
  // The first edition was sealed before the record lay there.
  await send(topics.scoring, [sealed(1, partition, 1n), sealed(2, partition, 2n)])

  const lines = await trace(kafka, mine)
  const places = lines.map((line) => line.split(/\s{2,}/).slice(1, 4))
  expect(places.slice(0, 5)).toEqual([
    [`activity.v1/${partition}/1`, expect.stringMatching(/^ActivityRecorded revision 1, ce_time 20/), TRACE],
    [`activity.v1/${partition}/3`, '+0 ms', expect.stringMatching(/^ActivityRecorded revision 2/)],
    [`journal.v1/${partition}/1`, expect.stringMatching(/^\+\d+ ms$/), 'EntryAdmitted revision 1 late late'],
    [`journal.v1/${partition}/3`, expect.stringMatching(/^\+\d+ ms$/), 'EntryVerified revision 1 verdict 1'],
    [expect.stringMatching(/^scoring.v1/), expect.stringMatching(/^\+\d+ ms$/), 'QuarterSealed 2026-Q3 edition 2'],
  ])
  expect(lines.slice(5)).toEqual([
    'journal: belum membaca / has not read it yet',
    'scoring: belum membaca / has not read it yet',
    'Dihitung untuk / counts for 2026-08-03, 2026-Q3',
  ])
  expect(lines.join('\n')).not.toContain(employeeId)
  await expect(trace(kafka, randomUUIDv7())).rejects.toThrow('no record of this id')
  await expect(trace(kafka, 'x')).rejects.toThrow('no record’s id'.replace('’', "'"))
})
