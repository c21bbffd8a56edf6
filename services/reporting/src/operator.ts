import type { GetOperatorBoardResponse } from '@timbang/contracts/gen/timbang/reporting/v1/service'
import { allTopics, consumers, deadTopicName, topics } from '@timbang/contracts/topics'
import type { Pool } from '@timbang/postgres/pool'
import type { Log } from '@timbang/process/log'
import { startOf, dateAt } from '@timbang/rules/civil-date'
import { commitNotes, membersOf } from '@timbang/stream/commit'
import { topicEnds, type Kafka } from '@timbang/stream/kafka'
import { readArrivals, saveArrival } from './store.ts'

const LOOK_MS = 1_000
/** How long ends are remembered, to tell the age of a record that is not processed yet. */
const REMEMBERED = 600
const MINUTE = 60_000
const MINUTES_SHOWN = 240

type Ends = ReadonlyMap<string, bigint>

/** The operator's figures, looked at once a second: ends of the topics, positions beside the groups' commits, and the ages that follow. */
export function watchLog(options: {
  pool: Pool
  kafka: Kafka
  now: () => number
  log: Log
  onLook: (board: GetOperatorBoardResponse) => void
}) {
  const { pool, kafka, now, log } = options
  const history: { at: number; ends: Ends }[] = []
  const lastSeen = new Map<string, number>()
  let latest: GetOperatorBoardResponse = {
    asOf: 0n,
    arrivals: [],
    consumers: [],
    oldestUnprocessedMs: 0n,
    acceptedToday: 0n,
    dead: [],
  }
  let stopped = false

  /** When the record at an offset was there at the latest: the first look at which the partition ended behind it. */
  const ageOf = (place: string, offset: bigint, at: number): number =>
    at - (history.find((look) => (look.ends.get(place) ?? 0n) > offset)?.at ?? at)

  const look = async () => {
    const at = now()
    const ends = new Map<string, bigint>()
    const read = await Promise.all(
      allTopics.map(async (topic) => ({ topic, ends: await topicEnds(kafka, kafka.name(topic)) })),
    )
    for (const { topic, ends: list } of read)
      for (const { partition, high } of list) ends.set(`${topic.name}/${partition}`, high)
    history.push({ at, ends })
    if (history.length > REMEMBERED) history.shift()

    const total = [...ends]
      .filter(([place]) => place.startsWith(`${topics.activity.name}/`))
      .reduce((sum, [, high]) => sum + high, 0n)
    await saveArrival(pool, Math.floor(at / MINUTE) * MINUTE, total)
    const midnight = startOf(dateAt(at, 'WIB'), 'WIB')
    const looks = await readArrivals(pool, Math.min(midnight, at - MINUTES_SHOWN * MINUTE))
    const arrivals = looks
      .map((one, index) => ({ minute: one.minute, count: (looks[index + 1]?.total ?? total) - one.total }))
      .filter(({ minute }) => Number(minute) >= at - MINUTES_SHOWN * MINUTE)
    const first = looks.find(({ minute }) => Number(minute) >= midnight)

    for (const consumer of consumers) if ((await membersOf(kafka, consumer)) > 0) lastSeen.set(consumer, at)
    const lines: GetOperatorBoardResponse['consumers'] = []
    let oldest = 0
    for (const consumer of consumers) {
      const notes = await commitNotes(
        kafka,
        consumer,
        allTopics.map((topic) => kafka.name(topic)),
      )
      for (const topic of allTopics) {
        const mine = [...notes].filter(([place]) => place.startsWith(`${kafka.name(topic)}/`))
        if (mine.length === 0) continue
        let behind = 0n
        let lag = 0
        for (const [place, high] of ends) {
          if (!place.startsWith(`${topic.name}/`)) continue
          const position = BigInt(notes.get(kafka.prefix + place)?.position ?? '0')
          if (high <= position) continue
          behind += high - position
          lag = Math.max(lag, ageOf(place, position, at))
        }
        if (topic.name === topics.activity.name) oldest = Math.max(oldest, lag)
        lines.push({
          consumer,
          topic: topic.name,
          recordsBehind: behind,
          lagMs: BigInt(lag),
          lastSeenAt: BigInt(lastSeen.get(consumer) ?? 0),
        })
      }
    }
    const dead = await Promise.all(
      consumers.map(async (consumer) => ({
        consumer,
        count: (await topicEnds(kafka, kafka.name(deadTopicName(consumer)))).reduce((sum, { high }) => sum + high, 0n),
      })),
    )
    latest = {
      asOf: BigInt(at),
      arrivals,
      consumers: lines,
      oldestUnprocessedMs: BigInt(oldest),
      acceptedToday: total - (first?.total ?? total),
      dead: dead.filter(({ count }) => count > 0n),
    }
    options.onLook(latest)
  }

  const running = (async () => {
    while (!stopped) {
      try {
        await look()
      } catch (error) {
        // The age of what is shown tells that nobody has looked since.
        log.warn({ err: error }, 'the log could not be looked at')
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    }
  })()
  return {
    latest: () => latest,
    stop: async () => {
      stopped = true
      await running
    },
  }
}
