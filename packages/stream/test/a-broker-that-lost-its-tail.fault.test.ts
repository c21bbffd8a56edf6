import { randomUUID } from 'node:crypto'
import { stat, truncate } from 'node:fs/promises'
import { expect, onTestFinished, test } from 'vitest'
import { topics } from '@timbang/contracts/topics'
import { ownBroker } from '@timbang/testkit/broker'
import { testDatabase } from '@timbang/testkit/database'
import { eventually } from '@timbang/testkit/eventually'
import { testTopics } from '@timbang/testkit/topic'
import type { Handle } from '../src/batch.ts'
import { topicEnds } from '../src/kafka.ts'
import { consume, fact, probeTable, publish, see, seenIds } from './spine.ts'

const facts = (count: number) => Array.from({ length: count }, () => fact(randomUUID()))

/** A consumer on topics of its own that has applied nine records, and has a tenth before it. */
async function follower(brokers: string) {
  const kafka = await testTopics({ partitions: 1, brokers })
  onTestFinished(() => kafka.close())
  const database = await testDatabase()
  onTestFinished(() => database.close())
  await probeTable(database)
  let held: Promise<void> | undefined
  let holding = false
  let crashed: Error | undefined
  const handle: Handle = async (tx, batch) => {
    await see(tx, batch)
    holding = held !== undefined
    await held
  }
  const consumer = await consume(kafka, database, {
    handle,
    onCrash: (error) => {
      crashed = error
    },
  })
  onTestFinished(() => consumer.stop())
  for (let turn = 0; turn < 9; turn++) await publish(kafka, facts(1))
  await eventually(async () => expect(await seenIds(database)).toHaveLength(9))
  return {
    kafka,
    hold: (until: Promise<void>) => {
      held = until
    },
    holding: () => holding,
    seen: async () => (await seenIds(database)).length,
    why: () => crashed?.message,
    end: async () => Number((await topicEnds(kafka, kafka.name(topics.directory)))[0]!.high),
    segment: `${kafka.name(topics.directory)}-0/00000000000000000000.log`,
  }
}

test('a broker that comes back without its tail is noticed by consumers that never stopped, also when the log has grown past it again', async () => {
  const broker = await ownBroker()
  onTestFinished(() => broker.close())
  const [idle, busy] = [await follower(broker.brokers), await follower(broker.brokers)]
  // In the middle of a batch while the broker is away: when it looks again, all is as if nothing had been.
  let release = () => {}
  busy.hold(
    new Promise((resolve) => {
      release = resolve
    }),
  )
  for (const { kafka } of [idle, busy]) await publish(kafka, facts(1))
  await eventually(async () => expect([await idle.seen(), busy.holding()]).toEqual([10, true]))

  // The later half is gone, as a power cut takes what was not yet on disk.
  await broker.restart(async (logs) => {
    for (const { segment } of [idle, busy])
      await truncate(`${logs}/${segment}`, Math.floor((await stat(`${logs}/${segment}`)).size / 2))
  })
  expect(await eventually(idle.end, { within: 30_000 })).toBeLessThan(10)
  expect(await eventually(busy.end, { within: 30_000 })).toBeLessThan(10)
  await eventually(() => publish(busy.kafka, facts(12)), { within: 30_000 })
  release()

  await eventually(() => expect(idle.why()).toMatch(/lost its tail/), { within: 60_000 })
  await eventually(() => expect(busy.why()).toMatch(/stands another record/), { within: 60_000 })
  expect(await busy.seen()).toBe(10)
})
