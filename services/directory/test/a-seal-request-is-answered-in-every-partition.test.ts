import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toMessage } from '@timbang/contracts/envelope'
import { topics } from '@timbang/contracts/topics'
import { NO_AGENCY } from '@timbang/contracts/said'
import { createProducer } from '@timbang/stream/kafka'
import { eventually } from '@timbang/testkit/eventually'
import { TEST_PARTITIONS } from '@timbang/testkit/topic'
import { eventsIn, NOW, startDirectory, structure, type Directory } from './given.ts'

let directory: Directory
beforeAll(async () => {
  directory = await startDirectory()
})
afterAll(() => directory.stop())

test('a seal request is answered in every partition of the directory, once', async () => {
  await directory.client.registerStructure(structure(), { token: directory.importer })
  const producer = createProducer(directory.kafka)
  const partitions = await directory.kafka.partitions(directory.kafka.name(topics.scoring))
  const request = toMessage(
    topics.scoring,
    {
      eventId: randomUUID(),
      occurredAt: BigInt(NOW),
      decidedAt: undefined,
      sourceRecordedAt: undefined,
      employeeId: undefined,
      agencyId: NO_AGENCY,
      actor: undefined,
      body: { $case: 'sealRequested', value: { period: '2026-Q3', kind: 1, edition: 1, cutOff: BigInt(NOW) } },
    },
    { partitions },
  )
  await producer.send(directory.kafka.name(topics.scoring), [request, request])
  await producer.close()
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect((await eventsIn(directory.kafka)).filter((event) => event.body?.$case === 'cutOffReached')).toEqual([])

  directory.clock.set(NOW + 2_000)
  const markers = await eventually(async () => {
    const reached = (await eventsIn(directory.kafka)).filter((event) => event.body?.$case === 'cutOffReached')
    expect(reached).toHaveLength(TEST_PARTITIONS)
    return reached
  })
  expect(markers.map((marker) => marker.agencyId)).toEqual([NO_AGENCY, NO_AGENCY, NO_AGENCY])
  expect(markers[0]!.body?.value).toMatchObject({ period: '2026-Q3', kind: 1, edition: 1, cutOff: BigInt(NOW) })
})
