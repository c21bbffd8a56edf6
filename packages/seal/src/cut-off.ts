import { setTimeout as sleep } from 'node:timers/promises'
import type { ScoringEvent } from '@timbang/contracts/gen/timbang/scoring/v1/events'
import type { InputPosition, SealKind } from '@timbang/contracts/gen/timbang/seal/v1/cut_off'
import { toPartition } from '@timbang/contracts/envelope'
import { said } from '@timbang/contracts/said'
import type { Topic } from '@timbang/contracts/topics'
import { columns, type Pool, type Tx } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import { drawLine, haveEnded } from '@timbang/postgres/writers'
import { endsAt, type Kafka } from '@timbang/stream/kafka'
import { enqueueMessages, isSent, outboxEnd } from '@timbang/stream/outbox'
import { positionsOf } from '@timbang/stream/position'
import type { StreamLog } from '@timbang/stream/relay'

/** Remembers what scoring asks for. A handler of scoring.v1 calls it with its batch; a request twice is one. */
export async function rememberSealRequests(tx: Tx, events: readonly ScoringEvent[]): Promise<void> {
  const requests = events.flatMap(({ body }) => (body?.$case === 'sealRequested' ? [body.value] : []))
  if (requests.length === 0) return
  await tx.query(
    `insert into seal.request (period, kind, edition, cut_off)
     select * from unnest($1::text[], $2::integer[], $3::integer[], $4::bigint[]) on conflict do nothing`,
    columns(requests, 'period', 'kind', 'edition', 'cutOff'),
  )
}

interface Owed {
  readonly period: string
  readonly kind: SealKind
  readonly edition: number
  readonly cutOff: bigint
}

export interface CutOffOptions<E> {
  readonly pool: Pool
  readonly kafka: Kafka
  readonly log: StreamLog
  readonly clock: { now(): number }
  /** The owner's consumer, and everything that it folds. */
  readonly consumer: string
  readonly inputs: readonly Topic<any>[]
  /** The owner's topic: its envelope holds a marker. */
  readonly topic: Topic<E>
  readonly onCrash: (error: Error) => void
}

const EVERY_MS = 250
/** The broker's clock stamps the records and ours compares: leave a second between the two. */
const SKEW_MS = 1_000
const LOOK_MS = 20
const TRIES = 8

/**
 * Answers seal requests: once everything appended to the inputs up to the cut-off was folded and whatever was decided by then is on the log, a marker goes into
 * every partition of the owner's topic, through the outbox, exactly once per seal.
 */
export function startCutOff<E>(options: CutOffOptions<E>): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const running = (async () => {
    for (let failures = 0; !stopping.signal.aborted; ) {
      try {
        for (const owed of await requestsOwed(options.pool, options.clock.now() - SKEW_MS))
          if (await isPast(options, owed)) await answer(options, owed, stopping.signal)
        failures = 0
      } catch (error) {
        if (++failures >= TRIES) return options.onCrash(error instanceof Error ? error : new Error(String(error)))
        options.log.warn(
          { err: error, consumer: options.consumer },
          'a seal request could not be answered yet; trying again',
        )
      }
      // Only the abort of `stop` rejects it, and the loop asks for that itself.
      await sleep(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  })()
  return {
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

const requestsOwed = async (pool: Pool, until: number): Promise<Owed[]> =>
  (
    await pool.query<Owed>(
      `select period, kind, edition, cut_off as "cutOff" from seal.request where answered_at is null and cut_off <= $1 order by cut_off, period, kind, edition`,
      [until],
    )
  ).rows

/** Whether every record that was appended to the inputs up to the cut-off has been folded. */
async function isPast<E>({ pool, kafka, consumer, inputs }: CutOffOptions<E>, { cutOff }: Owed): Promise<boolean> {
  const folded = await readPositions(pool, consumer)
  for (const topic of inputs) {
    for (const { partition, end } of await endsAt(kafka, kafka.name(topic), Number(cutOff)))
      if ((folded.get(`${topic.name}/${partition}`)?.position ?? 0n) < end) return false
  }
  return true
}

async function readPositions(pool: Pool, consumer: string): Promise<Map<string, InputPosition>> {
  const rows = await positionsOf(pool, consumer)
  return new Map(
    rows.map(({ topic, partition, position }) => [`${topic}/${partition}`, { topic, partition, position }]),
  )
}

/** @returns false: it is to stop */
async function until(so: () => Promise<boolean>, stopping: AbortSignal): Promise<boolean> {
  while (!(await so())) {
    if (stopping.aborted) return false
    await sleep(LOOK_MS)
  }
  return true
}

async function answer<E>(options: CutOffOptions<E>, owed: Owed, stopping: AbortSignal): Promise<void> {
  const { pool, kafka, topic, consumer, inputs, clock, log } = options
  // Whoever writes now may have decided at or before the cut-off. What comes after it need not be waited for: there is always something.
  const line = await drawLine(pool)
  if (!(await until(() => haveEnded(pool, line), stopping))) return
  const end = await outboxEnd(pool)
  if (!(await until(() => isSent(pool, end), stopping))) return
  const partitions = await kafka.partitions(kafka.name(topic))
  const answered = await transaction(pool, async (tx) => {
    // Of several replicas one answers.
    const { rowCount } = await tx.query(
      `update seal.request set answered_at = $4 where period = $1 and kind = $2 and edition = $3 and cut_off = $5 and answered_at is null`,
      [owed.period, owed.kind, owed.edition, clock.now(), owed.cutOff],
    )
    if (rowCount === 0) return false
    const names = new Set(inputs.map((input) => input.name))
    const positions = (await positionsOf(tx, consumer))
      .filter((row) => names.has(row.topic))
      .map(({ topic: name, partition, position }) => ({ topic: name, partition, position }))
    const markers = Array.from({ length: partitions }, (_, partition) => {
      const marker = said({ $case: 'cutOffReached', value: { ...owed, inputs: positions } }, { decidedAt: clock.now() })
      return toPartition(topic, marker as E, partition)
    })
    await enqueueMessages(tx, topic.name, markers)
    return true
  })
  if (answered)
    log.info(
      { consumer, period: owed.period, kind: owed.kind, edition: owed.edition, partitions },
      'reached the cut-off of a seal',
    )
}
