import type { Outgoing } from '@timbang/contracts/envelope'

/** Where a message stands in the log: what a receipt is made of. */
export interface Place {
  readonly partition: number
  readonly offset: bigint
  readonly appendedAt: number
}

/** One record on its way: its words (when it has any) and its event; `settle` is called once, without a place when the log did not acknowledge. */
export interface Departure {
  readonly text: Outgoing | undefined
  readonly event: Outgoing
  /** A batch holds no more than so many: about what the two messages weigh. */
  readonly bytes: number
  readonly settle: (place: Place | undefined) => void
}

/** `people` go first. What `imports` brings fills the batches that people leave room in: it is held back first. */
export type Lane = 'people' | 'imports'
export type Send = (messages: Outgoing[]) => Promise<readonly Place[]>

/** A broker refuses a batch of one partition over 1 MiB, and in the worst case all of a send is one person's. */
const BATCH_BYTES = 900_000
const BATCH_RECORDS = 4_000

/**
 * Carries records into the log, text first, then the event. There is never more than one send in flight per producer (an idempotent
 * producer loses an acknowledged batch otherwise); what arrives meanwhile is the next batch. So the batch grows with the load by itself:
 * a lone record leaves at once, and no timer delays it. The events of one batch travel while the words of the next do.
 */
export function createLanes({
  sendTexts,
  sendEvents,
  sendFigures,
  onFault,
}: {
  sendTexts: Send
  sendEvents: Send
  sendFigures: Send
  onFault: (error: unknown) => void
}) {
  const texts = createStage(
    sendTexts,
    (one) => one.text!,
    (one) => events.take('people', one),
    onFault,
  )
  const events = createStage(
    sendEvents,
    (one) => one.event,
    (one, place) => one.settle(place),
    onFault,
  )

  const figures = createStage(
    sendFigures,
    (one) => one.event,
    (one, place) => one.settle(place),
    onFault,
  )

  return {
    take(lane: Lane, departure: Departure): void {
      if (departure.text) texts.take(lane, departure)
      else events.take(lane, departure)
    },
    /** Figures of units have a topic of their own, and never wait for people's records. */
    takeFigure: (lane: Lane, departure: Departure): void => figures.take(lane, departure),
    /** Resolves when everything taken so far has been settled. */
    drained: async (): Promise<void> => {
      await texts.drained()
      await Promise.all([events.drained(), figures.drained()])
    },
  }
}

interface Queue {
  items: Departure[]
  head: number
}

function createStage(
  send: Send,
  messageOf: (one: Departure) => Outgoing,
  arrived: (one: Departure, place: Place) => void,
  onFault: (error: unknown) => void,
) {
  const queues: Record<Lane, Queue> = { people: { items: [], head: 0 }, imports: { items: [], head: 0 } }
  let running: Promise<void> | undefined

  function gather(): Departure[] {
    const batch: Departure[] = []
    let bytes = 0
    for (const queue of [queues.people, queues.imports]) {
      while (queue.head < queue.items.length && batch.length < BATCH_RECORDS) {
        const next = queue.items[queue.head]!
        if (batch.length > 0 && bytes + next.bytes > BATCH_BYTES) return batch
        bytes += next.bytes
        batch.push(next)
        queue.head++
      }
      if (queue.head === queue.items.length) Object.assign(queue, { items: [], head: 0 })
    }
    return batch
  }

  async function run(): Promise<void> {
    // One turn of the loop lets the requests that came in with this one into the same batch.
    await new Promise<void>((resolve) => setImmediate(resolve))
    for (let batch = gather(); batch.length > 0; batch = gather()) {
      let places: readonly Place[] | undefined
      try {
        places = await send(batch.map(messageOf))
        if (places.length !== batch.length)
          throw new Error(`the log acknowledged ${places.length} of ${batch.length} messages`)
      } catch (error) {
        // The edge of this process towards the log: nobody gets a receipt, everybody is told to send again.
        places = undefined
        onFault(error)
      }
      for (let i = 0; i < batch.length; i++) {
        if (places) arrived(batch[i]!, places[i]!)
        else batch[i]!.settle(undefined)
      }
    }
    running = undefined
  }

  return {
    take(lane: Lane, one: Departure): void {
      queues[lane].items.push(one)
      running ??= run()
    },
    drained: async (): Promise<void> => {
      while (running) await running
    },
  }
}
