import { allTopics, againTopicName, consumers, deadTopicName } from '@timbang/contracts/topics'
import { placeOfLetter, recordOf } from '@timbang/stream/dead-letter'
import { createProducer, topicEnds, type Kafka } from '@timbang/stream/kafka'
import { readTopic, wholeTopic } from '@timbang/stream/read'
import type { PlacedRecord } from '@timbang/stream/record'
import { Stopped } from './province.ts'
import type { Consumer } from './refold.ts'

/** A consumer's letters, the oldest first. */
async function lettersOf(kafka: Kafka, consumer: string): Promise<PlacedRecord[]> {
  const topic = { name: deadTopicName(consumer) }
  const letters: PlacedRecord[] = []
  for await (const batch of readTopic(kafka, topic, await wholeTopic(kafka, topic))) letters.push(...batch)
  return letters.sort((a, b) => a.appendedAt - b.appendedAt)
}

const line = (letter: PlacedRecord): string =>
  [
    new Date(letter.appendedAt).toISOString().slice(0, 19),
    placeOfLetter(letter).padEnd(28),
    (letter.headers['ce_type'] ?? '?').padEnd(44),
    `${letter.headers['dead_reason']}: ${letter.headers['dead_detail']}`,
  ].join('  ')

/** How much every consumer could not read; of one consumer, each of them on a line. */
export async function listDead(kafka: Kafka, consumer: Consumer | undefined): Promise<string[]> {
  if (consumer !== undefined) return (await lettersOf(kafka, consumer)).map(line)
  return Promise.all(
    consumers.map(async (name) => {
      const ends = await topicEnds(kafka, kafka.name(deadTopicName(name)))
      return `${name.padEnd(12)} ${ends.reduce((sum, { low, high }) => sum + high - low, 0n)}`
    }),
  )
}

/** One of them as it is: where it lay, why it is dead, its headers, its bytes. @param place `topic/partition/offset` */
export async function showDead(kafka: Kafka, consumer: Consumer, place: string): Promise<string[]> {
  const letter = (await lettersOf(kafka, consumer)).findLast((one) => placeOfLetter(one) === place)
  if (letter === undefined) throw unknown(consumer, place)
  const { key, value, headers } = await whole(kafka, letter)
  return [
    line(letter),
    `key: ${key}`,
    ...Object.entries(headers).map(([name, text]) => `${name}: ${text}`),
    value === null ? '-' : Buffer.from(value).toString('base64'),
  ]
}

/**
 * Puts letters back, for their consumer to apply once: the version that runs now knows what an older one did not.
 * @param place `topic/partition/offset`, or `all`
 * @returns how many
 */
export async function putBack(kafka: Kafka, consumer: Consumer, place: string): Promise<number> {
  // Its quarters name the records of each partition in their order: one that comes later would be none of them.
  if (consumer === 'scoring')
    throw new Stopped(
      'scoring tidak membaca surat kembali: bangun ulang databasenya dari log. / scoring takes nothing back: its database is folded anew, from an empty one.',
    )
  const letters = (await lettersOf(kafka, consumer)).filter((one) => place === 'all' || placeOfLetter(one) === place)
  if (letters.length === 0) throw unknown(consumer, place)
  const again = await Promise.all(
    [...new Map(letters.map((one) => [placeOfLetter(one), one])).values()].map((one) => whole(kafka, one)),
  )
  const producer = createProducer(kafka)
  try {
    await producer.send(
      kafka.name(againTopicName(consumer)),
      again.map(({ key, value, headers, partition }) => ({ key, value, headers, partition })),
    )
  } finally {
    await producer.close()
  }
  return again.length
}

/** A letter with its record's bytes: those that were too many to be carried still lie where they lay. */
async function whole(kafka: Kafka, letter: PlacedRecord): Promise<PlacedRecord> {
  if (recordOf(letter) !== undefined) return letter
  const topic = allTopics.find(({ name }) => name === letter.headers['dead_topic'])!
  const partition = Number(letter.headers['dead_partition'])
  const from = BigInt(letter.headers['dead_offset']!)
  for await (const [record] of readTopic(kafka, topic, [{ partition, from, to: from + 1n }]))
    return { ...letter, value: record!.value, headers: withoutBytes(letter.headers) }
  return letter
}
const withoutBytes = ({ dead_bytes: _, ...headers }: Readonly<Record<string, string>>) => headers

const unknown = (consumer: string, place: string) =>
  new Stopped(
    `Tidak ada catatan mati ${place} pada ${consumer}. / ${consumer} has no dead record ${place}. timbang dead list ${consumer}`,
  )
