import type { ActivityEvent } from '@timbang/contracts/gen/timbang/activity/v1/events'
import type { JournalEvent } from '@timbang/contracts/gen/timbang/journal/v1/events'
import { fromMessage, isPoison } from '@timbang/contracts/envelope'
import { topics, type Topic } from '@timbang/contracts/topics'
import { isUuid } from '@timbang/contracts/word'
import { periodOf } from '@timbang/rules/civil-date'
import { commitNotes } from '@timbang/stream/commit'
import { endsAt, topicEnds, type Kafka } from '@timbang/stream/kafka'
import { readTopic, type Span } from '@timbang/stream/read'
import type { PlacedRecord } from '@timbang/stream/record'
import { progress, Stopped } from './province.ts'

/** An id is made with its record: nothing of it is on the log before. The clocks of two machines may lie so far apart. */
const SKEW_MS = 60_000

/** What is on a topic from an instant on. @param only one of its partitions */
async function since(kafka: Kafka, topic: Topic<any>, instant: number, only?: number): Promise<Span[]> {
  const name = kafka.name(topic)
  const [from, ends] = [await endsAt(kafka, name, instant), await topicEnds(kafka, name)]
  return ends
    .filter(({ partition }) => only === undefined || partition === only)
    .map(({ partition, low, high }) => {
      const end = from.find((one) => one.partition === partition)?.end ?? low
      // Of an instant behind the last record the broker gives -1.
      return { partition, from: end < 0n ? high : end < low ? low : end, to: high }
    })
}

async function* eventsSince<E>(kafka: Kafka, topic: Topic<E>, instant: number, only?: number) {
  let read = 0
  for await (const batch of readTopic(kafka, topic, await since(kafka, topic, instant, only)))
    for (const record of batch) {
      if (++read % 10_000 === 0) progress(`${topic.name}: ${read}`)
      const event = fromMessage(topic, record)
      if (!isPoison(event)) yield { event, record }
    }
}

/** One hop: where it lies, what it is, and how long after the one before it the log had it. */
const line = (
  { topic, partition, offset, appendedAt, headers }: PlacedRecord,
  before: number | undefined,
  what: string,
) =>
  [
    new Date(appendedAt).toISOString(),
    `${topic}/${partition}/${offset}`.padEnd(28),
    before === undefined ? ''.padStart(9) : `+${appendedAt - before} ms`.padStart(9),
    what,
    ...(headers['traceparent'] === undefined ? [] : [headers['traceparent'].split('-')[1]]),
  ].join('  ')
const typeOf = (record: PlacedRecord): string => (record.headers['ce_type'] ?? '?').split('.').at(-1)!

/** What an event of the journal says of a record; undefined: it speaks of another. Codes and instants, no words. */
function saysOf({ body }: JournalEvent, recordId: string): string | undefined {
  switch (body?.$case) {
    case 'entryAdmitted':
    case 'entryHeld':
    case 'entryRefused':
    case 'entryWithdrawn': {
      if (body.value.entry?.recordId !== recordId) return undefined
      const told =
        body.$case === 'entryAdmitted'
          ? [['', 'in-time', 'late'][body.value.timeliness] ?? '', ...body.value.checkCodes]
          : body.$case === 'entryWithdrawn'
            ? []
            : [body.value.code]
      return [`revision ${body.value.entry.revision}`, ...told].filter((part) => part !== '').join(' ')
    }
    case 'entryVerified':
    case 'entryReturned':
    case 'verificationUndone':
      return body.value.recordId !== recordId
        ? undefined
        : `revision ${body.value.revision} verdict ${body.value.verdictVersion}${body.$case === 'entryReturned' ? ` ${body.value.reasonCode}` : ''}`
    case 'entryOpened':
      return body.value.recordId === recordId ? '' : undefined
    case 'recordConflicted':
      return body.value.recordId === recordId ? `offset ${body.value.otherOffset} counts for nothing` : undefined
    default:
      return undefined
  }
}

/** The quarters whose newest seal holds a record of the activity's topic: its partition was read behind it. */
async function sealsHolding(kafka: Kafka, { partition, offset, appendedAt }: PlacedRecord, period: string) {
  const seals: { record: PlacedRecord; edition: number }[] = []
  for await (const { event, record } of eventsSince(kafka, topics.scoring, appendedAt)) {
    const { body } = event
    if (body?.$case !== 'quarterSealed' || body.value.period !== period || body.value.cutOff < BigInt(appendedAt))
      continue
    const manifest = JSON.parse(body.value.manifest.toString()) as {
      partitions: { topic: string; partition: number; position: string }[]
    }
    const place = manifest.partitions.find((one) => one.topic === topics.activity.name && one.partition === partition)
    if (place !== undefined && BigInt(place.position) > offset) seals.push({ record, edition: body.value.edition })
  }
  return seals
}

/**
 * Follows one record over the log, from the door to the score: where it lies, what the journal said of it and when, who has read it, which seals
 * hold it. It reads topics that carry no words and prints no person.
 * @returns a line a hop: when the log had it, where, milliseconds after the hop before, what it is, the trace that set it off
 */
export async function trace(kafka: Kafka, recordId: string): Promise<string[]> {
  if (!isUuid(recordId)) throw new Stopped(`"${recordId}" bukan nomor catatan. / is no record's id.`, 2)
  const made = Number.parseInt(recordId.slice(0, 8) + recordId.slice(9, 13), 16)
  const records: { record: PlacedRecord; workDate: string | undefined; saidAt: number; revision: number }[] = []
  for await (const { event, record } of eventsSince(kafka, topics.activity, Math.max(0, made - SKEW_MS))) {
    const { body, occurredAt } = event as ActivityEvent
    const value = body?.value as { recordId?: string; revision?: number; workDate?: string } | undefined
    if (value?.recordId === recordId)
      records.push({ record, workDate: value.workDate, saidAt: Number(occurredAt), revision: value.revision ?? 1 })
  }
  const [first] = records
  if (first === undefined)
    throw new Stopped(`Tidak ada catatan ${recordId} di log. / The log holds no record of this id.`)

  const { partition } = first.record
  const hops = records.map(({ record, revision, saidAt }) => ({
    record,
    what: `${typeOf(record)} revision ${revision}, ce_time ${record.headers['ce_time'] ?? '?'} (${record.appendedAt - saidAt} ms)`,
  }))
  for await (const { event, record } of eventsSince(kafka, topics.journal, first.record.appendedAt - 1, partition)) {
    const said = saysOf(event, recordId)
    if (said !== undefined) hops.push({ record, what: `${typeOf(record)} ${said}`.trim() })
  }
  const period = first.workDate === undefined ? undefined : periodOf(first.workDate)
  const sealed = period === undefined ? [] : await sealsHolding(kafka, first.record, period)
  for (const { record, edition } of sealed)
    hops.push({ record, what: `${typeOf(record)} ${period} edition ${edition}` })
  hops.sort((a, b) => a.record.appendedAt - b.record.appendedAt)

  const last = hops.findLast(({ record }) => record.topic === topics.journal.name)?.record
  const readers = await Promise.all(
    (['journal', 'scoring'] as const).map(async (consumer) => {
      const wanted = consumer === 'scoring' && last !== undefined ? [first.record, last] : [first.record]
      const notes = await commitNotes(
        kafka,
        consumer,
        wanted.map(({ topic }) => kafka.name({ name: topic })),
      )
      const read = wanted.every(({ topic, partition: at, offset }) => {
        const note = notes.get(`${kafka.name({ name: topic })}/${at}`)
        return note !== undefined && BigInt(note.position) > offset
      })
      return `${consumer}: ${read ? 'sudah membaca / has read it' : 'belum membaca / has not read it yet'}`
    }),
  )
  progress('')
  return [
    ...hops.map(({ record, what }, at) => line(record, hops[at - 1]?.record.appendedAt, what)),
    ...readers,
    period === undefined
      ? 'Tidak dihitung pada satu hari. / It counts for no single day.'
      : `Dihitung untuk / counts for ${first.workDate}, ${period}${sealed.length === 0 ? ' (belum dikunci / not sealed)' : ''}`,
  ]
}
