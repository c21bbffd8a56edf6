import { expect, onTestFinished, test } from 'vitest'
import { ownBroker } from '@timbang/testkit/broker'
import { eventually } from '@timbang/testkit/eventually'
import { ingestWorld, record, somebody } from './world.ts'

test('no 202 while the broker is paused, and afterwards every id that was acknowledged is in the log', async () => {
  const broker = await ownBroker()
  onTestFinished(() => broker.close())
  const world = await ingestWorld({ brokers: broker.brokers, acknowledgeWithin: 1_500 })
  onTestFinished(() => world.close())
  const ani = somebody()
  const token = await world.issuer.person(ani)
  const acknowledged = new Set<string>()
  const send = async (one = record()) => {
    const answer = await world.post(token, JSON.stringify(one))
    if (answer.status === 202) acknowledged.add(one.record_id)
    return answer
  }
  expect((await send()).status).toBe(202)

  broker.pause()
  const held = Array.from({ length: 20 }, () => record())
  const batch = Array.from({ length: 5 }, () => record())
  const [singles, many] = await Promise.all([
    Promise.all(held.map(send)),
    world.post(token, batch.map((one) => JSON.stringify(one)).join('\n'), 'application/x-ndjson'),
  ])
  for (const answer of [...singles, many]) {
    expect([answer.status, answer.lines[0].code]).toEqual([503, 'service.unavailable'])
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  }
  expect(acknowledged.size).toBe(1)

  // The clients keep their records and send them again.
  broker.resume()
  await eventually(
    async () => {
      for (const one of held) if (!acknowledged.has(one.record_id)) await send(one)
      expect(acknowledged.size).toBe(21)
    },
    { within: 60_000, every: 500 },
  )
  const stored = new Set(
    (await world.events()).map(({ event }) => (event.body!.value as { recordId: string }).recordId),
  )
  for (const recordId of acknowledged) expect(stored.has(recordId)).toBe(true)
})

test('beyond the memory for requests in hand clients are told to wait, imports first', async () => {
  const broker = await ownBroker()
  onTestFinished(() => broker.close())
  const world = await ingestWorld({ brokers: broker.brokers, acknowledgeWithin: 2_000, memoryBytes: 400_000 })
  onTestFinished(() => world.close())
  const [importer, wild] = await Promise.all([world.issuer.machine('importer'), world.issuer.person(somebody())])
  broker.pause()
  const line = JSON.stringify(record({ employee_id: somebody(), agency_id: somebody() }))
  const importing = Array.from({ length: 8 }, () =>
    world.post(importer, Array.from({ length: 100 }, () => line).join('\n'), 'application/x-ndjson'),
  )
  const clicking = Array.from({ length: 60 }, () => world.post(wild, JSON.stringify(record())))
  const calm = world.post(await world.issuer.person(somebody()), JSON.stringify(record()))
  const codes = (answers: Awaited<ReturnType<typeof world.post>>[]) =>
    new Set(answers.map((answer) => `${answer.status} ${answer.lines[0].code}`))
  expect(codes(await Promise.all(importing))).toContain('429 request.too-many')
  expect(codes(await Promise.all(clicking))).toContain('429 request.too-many')
  // Let in, and only not acknowledged: the wild ones did not take the room of the calm one.
  expect((await calm).lines[0].code).toBe('service.unavailable')
  broker.resume()
})
