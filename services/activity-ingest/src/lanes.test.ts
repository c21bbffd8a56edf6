import type { Outgoing } from '@timbang/contracts/envelope'
import { expect, test } from 'vitest'
import { createLanes, type Departure, type Place } from './lanes.ts'

const message = (key: string): Outgoing => ({ key, value: new Uint8Array(), headers: {}, partition: 0 })

/** A log whose acknowledgements the test gives by hand. The lanes know it only as a function, so this is no double of a component. */
function logByHand() {
  const sends: { keys: string[]; acknowledge(most?: number): void; fail(): void }[] = []
  let offset = 0n
  let inFlight = 0
  let most = 0
  return {
    sends,
    most: () => most,
    send: (messages: Outgoing[]) => {
      most = Math.max(most, ++inFlight)
      return new Promise<Place[]>((resolve, reject) =>
        sends.push({
          keys: messages.map((one) => one.key),
          acknowledge: (most = messages.length) => {
            inFlight--
            resolve(messages.slice(0, most).map(() => ({ partition: 0, offset: offset++, appendedAt: 1 })))
          },
          fail: () => {
            inFlight--
            reject(new Error('no broker'))
          },
        }),
      )
    },
  }
}
const turn = async () => {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve))
}

function setUp() {
  const texts = logByHand()
  const events = logByHand()
  const figures = logByHand()
  const faults: unknown[] = []
  const settled: Record<string, Place | undefined> = {}
  const lanes = createLanes({
    sendTexts: texts.send,
    sendEvents: events.send,
    sendFigures: figures.send,
    onFault: (error) => faults.push(error),
  })
  const departure = (key: string, bytes = 100): Departure => ({
    text: message(key),
    event: message(key),
    bytes,
    settle: (place) => {
      settled[key] = place
    },
  })
  return { texts, events, figures, faults, settled, lanes, departure }
}

test('words go first, and nothing is settled before the log has acknowledged both', async () => {
  const { texts, events, settled, lanes, departure } = setUp()
  lanes.take('people', departure('a'))
  await turn()
  expect([texts.sends.length, events.sends.length, Object.keys(settled)]).toEqual([1, 0, []])
  texts.sends[0]!.acknowledge()
  await turn()
  expect([events.sends.length, Object.keys(settled)]).toEqual([1, []])
  events.sends[0]!.acknowledge()
  await turn()
  expect(settled['a']).toMatchObject({ partition: 0, offset: 0n })
})

test('what arrives while a send is in flight is the next batch, and there is never a second send', async () => {
  const { texts, lanes, departure } = setUp()
  lanes.take('people', departure('a'))
  await turn()
  for (const key of ['b', 'c', 'd']) lanes.take('people', departure(key))
  await turn()
  expect(texts.sends.map((one) => one.keys)).toEqual([['a']])
  texts.sends[0]!.acknowledge()
  await turn()
  expect(texts.sends.map((one) => one.keys)).toEqual([['a'], ['b', 'c', 'd']])
  expect(texts.most()).toBe(1)
})

test('imports travel only where people leave room', async () => {
  const { texts, lanes, departure } = setUp()
  lanes.take('people', departure('first'))
  await turn()
  lanes.take('imports', departure('import', 500_000))
  lanes.take('people', departure('person', 500_000))
  texts.sends[0]!.acknowledge()
  await turn()
  texts.sends[1]!.acknowledge()
  await turn()
  expect(texts.sends.map((one) => one.keys)).toEqual([['first'], ['person'], ['import']])
})

test('a send that fails settles its own records without a place, and the next batch leaves', async () => {
  const { texts, events, settled, faults, lanes, departure } = setUp()
  lanes.take('people', departure('a'))
  await turn()
  lanes.take('people', departure('b'))
  texts.sends[0]!.fail()
  await turn()
  texts.sends[1]!.acknowledge()
  await turn()
  events.sends[0]!.acknowledge()
  await lanes.drained()
  expect(settled['a']).toBeUndefined()
  expect(Object.keys(settled)).toEqual(['a', 'b'])
  expect(settled['b']).toBeDefined()
  expect(faults).toHaveLength(1)
})

test('a log that acknowledges a part of a batch has acknowledged none of it: no words are believed to be there, no receipt is given', async () => {
  const { texts, events, settled, faults, lanes, departure } = setUp()
  for (const key of ['a', 'b']) lanes.take('people', departure(key))
  await turn()
  texts.sends[0]!.acknowledge(1)
  await turn()
  expect([events.sends.length, settled]).toEqual([0, { a: undefined, b: undefined }])
  for (const key of ['c', 'd']) lanes.take('people', departure(key))
  await turn()
  texts.sends[1]!.acknowledge()
  await turn()
  events.sends[0]!.acknowledge(1)
  await lanes.drained()
  expect(Object.entries(settled)).toEqual(['a', 'b', 'c', 'd'].map((key) => [key, undefined]))
  expect(faults).toHaveLength(2)
})
test('a batch is never larger than the broker takes, and one record always travels', async () => {
  const { texts, lanes, departure } = setUp()
  for (const key of ['a', 'b', 'c']) lanes.take('people', departure(key, 600_000))
  lanes.take('people', departure('huge', 2_000_000))
  for (let i = 0; i < 4; i++) {
    await turn()
    texts.sends[i]!.acknowledge()
  }
  await turn()
  expect(texts.sends.map((one) => one.keys)).toEqual([['a'], ['b'], ['c'], ['huge']])
})

test('a figure of a unit does not wait for people, and a stop waits for it', async () => {
  const { texts, figures, settled, lanes, departure } = setUp()
  lanes.take('people', departure('a'))
  lanes.takeFigure('people', { ...departure('f'), text: undefined })
  await turn()
  expect([texts.sends.length, figures.sends.length]).toEqual([1, 1])
  let stopped = false
  const drained = lanes.drained().then(() => (stopped = true))
  texts.sends[0]!.fail()
  await turn()
  expect([stopped, Object.keys(settled)]).toEqual([false, ['a']])
  figures.sends[0]!.acknowledge()
  await drained
  expect(settled['f']).toMatchObject({ partition: 0 })
})
