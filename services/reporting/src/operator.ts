import type { GetOperatorBoardResponse } from '@timbang/contracts/gen/timbang/reporting/v1/service'
import { allTopics, consumers, deadTopicName, topics } from '@timbang/contracts/topics'
import type { Pool } from '@timbang/postgres/pool'
import type { Log } from '@timbang/process/log'
import { addDays, dateAt, startOf, type CivilDate } from '@timbang/rules/civil-date'
import { commitNotes, membersOf } from '@timbang/stream/commit'
import { topicEnds, type Kafka } from '@timbang/stream/kafka'
import { readArrivals, readQuarters, saveArrival } from './store.ts'

const LOOK_MS = 1_000
/** How long ends are remembered, to tell the age of a record that is not processed yet. */
const REMEMBERED = 600
const MINUTE = 60_000
const MINUTES_SHOWN = 240

const QUARTER_HOURS = 96
const PLACES_SHOWN = 200

/**
 * Days whose curve may stand beside a day's, the most alike first: the last day of a month has its like at the end of the month before, every day
 * its own weekday, and the day before is better than none.
 */
export const alike = (date: CivilDate): CivilDate[] => [
  ...(addDays(date, 1).endsWith('-01') ? [addDays(`${date.slice(0, 7)}-01`, -1)] : []),
  addDays(date, -7),
  addDays(date, -1),
]

/** What arrived in each quarter hour of the first such day that was looked at from its beginning to its end. */
async function earlierDay(
  pool: Pool,
  today: CivilDate,
): Promise<Pick<GetOperatorBoardResponse, 'earlier' | 'earlierDate'>> {
  for (const date of alike(today)) {
    const looks = await readQuarters(pool, startOf(date, 'WIB'), startOf(addDays(date, 1), 'WIB'))
    if (looks.length === QUARTER_HOURS + 1)
      return {
        earlierDate: date,
        earlier: looks
          .slice(0, -1)
          .map(({ minute, total }, index) => ({ from: minute, count: looks[index + 1]!.total - total })),
      }
  }
  return { earlierDate: '', earlier: [] }
}

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
    earlierDate: '',
    earlier: [],
    behind: [],
  }
  let compared: { day: CivilDate; is: Awaited<ReturnType<typeof earlierDay>> } | undefined
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
    const today = dateAt(at, 'WIB')
    const midnight = startOf(today, 'WIB')
    // What a day that is over brought does not change.
    if (compared?.day !== today) compared = { day: today, is: await earlierDay(pool, today) }
    const looks = await readArrivals(pool, Math.min(midnight, at - MINUTES_SHOWN * MINUTE))
    const arrivals = looks
      .map((one, index) => ({ minute: one.minute, count: (looks[index + 1]?.total ?? total) - one.total }))
      .filter(({ minute }) => Number(minute) >= at - MINUTES_SHOWN * MINUTE)
    const first = looks.find(({ minute }) => Number(minute) >= midnight)

    for (const consumer of consumers) if ((await membersOf(kafka, consumer)) > 0) lastSeen.set(consumer, at)
    const lines: GetOperatorBoardResponse['consumers'] = []
    const places: GetOperatorBoardResponse['behind'] = []
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
          const waits = ageOf(place, position, at)
          behind += high - position
          lag = Math.max(lag, waits)
          places.push({
            consumer,
            topic: topic.name,
            partition: Number(place.slice(topic.name.length + 1)),
            offset: position,
            acceptedAt: BigInt(at - waits),
            recordsBehind: high - position,
          })
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
      ...compared.is,
      behind: places.sort((a, b) => Number(a.acceptedAt - b.acceptedAt)).slice(0, PLACES_SHOWN),
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
