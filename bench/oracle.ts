import { fromMessage, isPoison } from '../packages/contracts/src/envelope.ts'
import type { ActivityEvent } from '../packages/contracts/gen/timbang/activity/v1/events.ts'
import type { JournalEvent } from '../packages/contracts/gen/timbang/journal/v1/events.ts'
import { topics, type Topic } from '../packages/contracts/src/topics.ts'
import { createPool } from '../packages/postgres/src/pool.ts'
import { unpack } from '../packages/rules/src/facts.ts'
import { entriesOf } from '../packages/rules/src/kernel/1/standing.ts'
import { connectKafka, type Kafka, topicEnds } from '../packages/stream/src/kafka.ts'
import { readTopic, wholeTopic } from '../packages/stream/src/read.ts'
import type { Platform } from './platform.ts'

/** What a client was told: this record is in the log, there. */
export interface Acknowledged {
  readonly recordId: string
  readonly employeeId: string
  readonly workDate: string
  readonly quantityThousandths: number
  readonly partition: number
  readonly offset: bigint
}
export interface Found {
  /** Empty: every promise held. */
  readonly broken: readonly string[]
  readonly onTopic: number
  readonly repeated: number
}

async function* recordsOf<E>(kafka: Kafka, topic: Topic<E>) {
  for await (const batch of readTopic(kafka, topic, await wholeTopic(kafka, topic))) {
    for (const record of batch) {
      const event = fromMessage(topic, record)
      if (!isPoison(event)) yield { event, partition: record.partition, offset: record.offset }
    }
  }
}

/** Waits until these consumers have applied all that their inputs hold, and told all that they had to tell. @throws naming what is behind */
async function settled(kafka: Kafka, environment: Platform['environment'], within: number): Promise<void> {
  const inputs = {
    journal: [topics.directory, topics.appraisal, topics.activity],
    scoring: [topics.activity, topics.journal],
  } as const
  const behind = async (service: 'journal' | 'scoring'): Promise<string | undefined> => {
    const pool = createPool(environment[`${service.toUpperCase()}_POSTGRES_URL`]!, { max: 1 })
    try {
      const { rows } = await pool.query<{ topic: string; partition: number; position: bigint }>(
        'select topic, partition, position from stream.consumer_position',
      )
      const applied = new Map(rows.map((row) => [`${row.topic}/${row.partition}`, row.position]))
      for (const topic of inputs[service]) {
        for (const { partition, high } of await topicEnds(kafka, kafka.name(topic)))
          if ((applied.get(`${topic.name}/${partition}`) ?? 0n) < high)
            return `${service} has not applied ${topic.name}/${partition} to its end, ${high}`
      }
      const { rowCount } = await pool.query('select from stream.outbox limit 1')
      return rowCount === 0 ? undefined : `the outbox of ${service} is not empty`
    } finally {
      await pool.end()
    }
  }
  for (const until = performance.now() + within; ; await new Promise((resolve) => setTimeout(resolve, 200))) {
    // In this order: what the journal tells last is an input of scoring.
    const late = (await behind('journal')) ?? (await behind('scoring'))
    if (late === undefined) return
    if (performance.now() > until) throw new Error(`after ${within / 1_000} s of quiet ${late}`)
  }
}

/**
 * Holds what clients were told against the log, the journal and scoring: every acknowledged record lies where its receipt says, and counts once.
 * @param acknowledged every record of the load; none was left without an answer
 */
export async function judge({ environment }: Platform, acknowledged: readonly Acknowledged[]): Promise<Found> {
  const kafka = connectKafka({ brokers: environment['KAFKA_BROKERS']!.split(','), clientId: 'oracle' })
  const broken: string[] = []
  const claim = (held: boolean, sentence: () => string) => {
    if (!held && broken.length < 20) broken.push(sentence())
  }
  const wanted = new Map(acknowledged.map((one) => [one.recordId, one]))
  try {
    await settled(kafka, environment, 45_000)

    const places = new Map<string, string[]>()
    for await (const { event, partition, offset } of recordsOf(kafka, topics.activity)) {
      const body = (event as ActivityEvent).body
      if (body?.$case !== 'activityRecorded') continue
      places.set(body.value.recordId, [...(places.get(body.value.recordId) ?? []), `${partition}-${offset}`])
    }
    for (const { recordId, partition, offset } of acknowledged)
      claim(
        places.get(recordId)?.includes(`${partition}-${offset}`) === true,
        () => `${recordId} was acknowledged at ${partition}-${offset} and is not there`,
      )
    for (const recordId of places.keys())
      claim(wanted.has(recordId), () => `${recordId} is on the topic and nobody sent it`)

    const admitted = new Map<string, Set<string>>()
    for await (const { event } of recordsOf(kafka, topics.journal)) {
      const { body, eventId } = event as JournalEvent
      if (body?.$case !== 'entryAdmitted') continue
      const recordId = body.value.entry!.recordId
      admitted.set(recordId, (admitted.get(recordId) ?? new Set()).add(eventId))
    }
    for (const { recordId } of acknowledged)
      claim(
        admitted.get(recordId)?.size === 1,
        () => `${recordId} was admitted ${admitted.get(recordId)?.size ?? 0} times`,
      )

    const journal = createPool(environment['JOURNAL_POSTGRES_URL']!, { max: 1 })
    const { rows: entries } = await journal
      .query<{ record_id: string; employee_id: string; state: string; conflicted: boolean; quantity: bigint }>(
        'select record_id, employee_id, state, conflicted, quantity_thousandths as quantity from entry',
      )
      .finally(() => journal.end())
    claim(
      entries.length === wanted.size,
      () => `the journal keeps ${entries.length} entries of ${wanted.size} acknowledged records`,
    )
    for (const entry of entries) {
      const one = wanted.get(entry.record_id)
      claim(
        one?.employeeId === entry.employee_id &&
          entry.state === 'waiting' &&
          !entry.conflicted &&
          Number(entry.quantity) === one.quantityThousandths,
        () =>
          `the journal keeps ${entry.record_id} as ${entry.state}${entry.conflicted ? ', in conflict' : ''}, ${entry.quantity}`,
      )
    }

    const scoring = createPool(environment['SCORING_POSTGRES_URL']!, { max: 1 })
    const { rows: parts } = await scoring
      .query<{ employee_id: string; facts: Buffer }>(
        'select employee_id, facts from entry_part union all select employee_id, facts from verdict_part',
      )
      .finally(() => scoring.end())
    const people = new Map<string, Buffer[]>()
    for (const { employee_id, facts } of parts) people.set(employee_id, [...(people.get(employee_id) ?? []), facts])
    const standing = new Map(
      [...people].map(([employeeId, bytes]) => [employeeId, entriesOf(unpack(Buffer.concat(bytes)))]),
    )
    for (const [employeeId, own] of Map.groupBy(acknowledged, (one) => one.employeeId)) {
      const counted = standing.get(employeeId) ?? []
      const sum = counted.reduce((total, { fact }) => total + (fact.quantityThousandths ?? 0), 0)
      claim(
        counted.length === own.length &&
          sum === own.reduce((total, { quantityThousandths }) => total + quantityThousandths, 0),
        () => `scoring counts ${counted.length} entries and ${sum} thousandths of ${employeeId}, who has ${own.length}`,
      )
      claim(
        counted.every(({ verdict }) => verdict?.state === 'admitted'),
        () => `scoring has not heard the journal's judgement of every entry of ${employeeId}`,
      )
    }
    const onTopic = [...places.values()].reduce((sum, list) => sum + list.length, 0)
    return { broken, onTopic, repeated: onTopic - places.size }
  } finally {
    await kafka.close()
  }
}
