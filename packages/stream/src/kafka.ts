import { setTimeout as sleep } from 'node:timers/promises'
import { createRequire } from 'node:module'
import { connect as connectSocket } from 'node:net'
import { connect as connectSecurely } from 'node:tls'
import { promisify } from 'node:util'
import { zstdCompress, zstdDecompress } from 'node:zlib'
import { CompressionTypes, Kafka as Client, logLevel, type Admin, type ISocketFactory, type Message } from 'kafkajs'
import type { Outgoing } from '@timbang/contracts/envelope'
import type { Topic } from '@timbang/contracts/topics'
import { adminOf, clientOf, INNER, type Inner } from './client.ts'
import { recordBatch, type Sender } from './record-batch.ts'

// An ES module cannot see these of the library; the second one is our patch's.
const library = createRequire(import.meta.url)
const { CompressionCodecs } = library('kafkajs') as typeof import('kafkajs')
const { written } = library('kafkajs/src/protocol/recordBatch/v0') as {
  written: {
    by: (
      records: readonly Outgoing[],
      sender: { producerId: string } & Omit<Sender, 'producerId'>,
      now: number,
    ) => Buffer
  }
}
written.by = (records, sender, now) => recordBatch(records, { ...sender, producerId: BigInt(sender.producerId) }, now)
const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)
// A topic may be kept compressed: the broker's setting, or an archive's. Nothing of ours has to know.
CompressionCodecs[CompressionTypes.ZSTD] = () => ({
  compress: ({ buffer }: { buffer: Buffer }) => compress(buffer),
  decompress: (buffer: Buffer) => decompress(buffer),
})

/** A cluster, seen through this package. Nothing else imports the client library, so that another can take its place. */
export interface Kafka {
  readonly [INNER]: unknown
  /** In front of every topic, group and dead topic: lets tests share a cluster. */
  readonly prefix: string
  /** The name in the cluster of a topic of the table, or of a name that is none of the table's. */
  name(topic: Pick<Topic, 'name'> | string): string
  /** How many partitions a topic has in this cluster; asked once. @param name with its prefix */
  partitions(name: string): Promise<number>
  /** Calls back when a broker closed a connection of ours: it may come back with another log, and the client tells nobody. @returns how to be called no more */
  onLost(listener: () => void): () => void
  /** Identity of the cluster: a log of another one is another log. */
  clusterId(): Promise<string>
  /** Whether it is there, for readiness. */
  answers(): Promise<boolean>
  close(): Promise<void>
}

/** A place in the log, as the broker told it when it acknowledged. */
export interface Placed {
  readonly partition: number
  readonly offset: bigint
  /** Epoch milliseconds by the broker's clock (LogAppendTime). */
  readonly appendedAt: number
}

/** Sockets without Nagle's wait, which a heartbeat or a commit beside a long fetch would meet; they tell when the other side closed them. */
const socketsTelling =
  (lost: () => void): ISocketFactory =>
  ({ host, port, ssl, onConnect }) => {
    const socket = ssl
      ? connectSecurely({ host, port, servername: host, ...(ssl as object) }, onConnect)
      : connectSocket({ host, port }, onConnect)
    socket.once('end', () => {
      if (!socket.writableEnded) lost()
    })
    socket.once('error', lost)
    return socket.setNoDelay(true).setKeepAlive(true, 60_000)
  }

/** The addresses without the login before them; one login serves all, the first one's. */
export function asWhom(brokers: readonly string[]): {
  addresses: string[]
  login: { username: string; password: string } | undefined
} {
  const split = brokers.map((broker) => /^(?:([^:@]+):([^@]+)@)?([^@]+)$/.exec(broker.trim()))
  const wrong = split.findIndex((one) => one === null)
  if (wrong >= 0) throw new Error(`broker ${wrong + 1} of the list is neither host:port nor user:password@host:port`)
  const known = split.find((one) => one![1] !== undefined)
  return {
    addresses: split.map((one) => one![3]!),
    login: known === undefined ? undefined : { username: known![1]!, password: known![2]! },
  }
}

/**
 * Connects to a cluster.
 * @param options.brokers `host:port`, or as whom one comes before it: `user:password@host:port` (SCRAM-SHA-512), like the addresses of the other stores
 */
export function connectKafka(options: {
  brokers: readonly string[]
  clientId: string
  prefix?: string
  requestTimeout?: number
  /** How often the client asks again what failed, 8 times when absent. */
  retries?: number
}): Kafka {
  const listeners = new Set<() => void>()
  const { addresses, login } = asWhom(options.brokers)
  const client = new Client({
    brokers: addresses,
    ...(login === undefined ? {} : { sasl: { mechanism: 'scram-sha-512' as const, ...login } }),
    clientId: options.clientId,
    logLevel: logLevel.NOTHING,
    connectionTimeout: 3_000,
    requestTimeout: options.requestTimeout ?? 10_000,
    enforceRequestTimeout: true,
    socketFactory: socketsTelling(() =>
      listeners.forEach((listener) => {
        listener()
      }),
    ),
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: options.retries ?? 8 },
  })
  const prefix = options.prefix ?? ''
  const counts = new Map<string, Promise<number>>()
  let admin: Promise<Admin> | undefined
  const connectedAdmin = () => {
    admin ??= (async () => {
      const made = client.admin()
      try {
        await made.connect()
      } catch (error) {
        admin = undefined
        throw error
      }
      return made
    })()
    return admin
  }
  const clusterId = async () => (await (await connectedAdmin()).describeCluster()).clusterId
  return {
    [INNER]: { client, admin: connectedAdmin } satisfies Inner,
    prefix,
    name: (topic) => prefix + (typeof topic === 'string' ? topic : topic.name),
    onLost: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    clusterId,
    answers: async () => (await clusterId()) !== '',
    partitions: (name) => {
      let count = counts.get(name)
      if (count === undefined) {
        count = connectedAdmin()
          .then((made) =>
            patiently(async () =>
              some((await made.fetchTopicMetadata({ topics: [name] })).topics[0]?.partitions ?? []),
            ),
          )
          .then(({ length }) => length)
          .catch((error: unknown) => {
            counts.delete(name)
            throw error
          })
        counts.set(name, count)
      }
      return count
    },
    close: async () => {
      if (admin !== undefined) await (await admin).disconnect()
    },
  }
}

export interface Producer {
  /**
   * Sends messages of one topic, waits for the acknowledgement of all in-sync replicas, and tells where each of them landed, in their order.
   * @param topic the name in the cluster
   */
  send(topic: string, messages: readonly Outgoing[]): Promise<Placed[]>
  close(): Promise<void>
}

/**
 * An idempotent producer with exactly one send in flight: with more, one time-out can lose a batch that was acknowledged, because the
 * client rolls its sequence back and uses it again. After any error the producer is thrown away and the next send gets a new one.
 */
export function createProducer(kafka: Kafka, options: { retries?: number } = {}): Producer {
  const make = async () => {
    const made = clientOf(kafka).producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 50, retries: options.retries ?? 5 },
    })
    await made.connect()
    return made
  }
  let current: ReturnType<typeof make> | undefined
  let tail: Promise<unknown> = Promise.resolve()

  const discard = async () => {
    const broken = current
    current = undefined
    // It is thrown away because it failed: that it cannot say goodbye either is no news.
    if (broken !== undefined)
      await broken
        .then(
          (made) => made.disconnect(),
          () => undefined,
        )
        .catch(() => undefined)
  }
  const sendNow = async (topic: string, messages: readonly Outgoing[]): Promise<Placed[]> => {
    current ??= make()
    try {
      const producer = await current
      const answers = await producer.send({
        topic,
        acks: -1,
        timeout: 10_000,
        // As they are: `recordBatch` writes them, and takes a Uint8Array, which the client would write as its text.
        messages: messages as Message[],
      })
      const bases = new Map(
        answers.map((answer) => [
          answer.partition,
          { next: BigInt(answer.baseOffset ?? '-1'), appendedAt: Number(answer.logAppendTime ?? -1) },
        ]),
      )
      return messages.map(({ partition }) => {
        const base = bases.get(partition)
        if (base === undefined || base.next < 0n)
          throw new Error(`the broker did not say where a record of ${topic} landed`)
        return { partition, offset: base.next++, appendedAt: base.appendedAt }
      })
    } catch (error) {
      await discard()
      throw error
    }
  }
  return {
    send: (topic, messages) => {
      if (messages.length === 0) return Promise.resolve([])
      const sent = tail.then(() => sendNow(topic, messages))
      tail = sent.catch(() => undefined)
      return sent
    },
    close: async () => {
      await tail
      await discard()
    },
  }
}

/**
 * Where each partition of a topic begins and ends: the first offset kept, the next to be written.
 */
export async function topicEnds(
  kafka: Kafka,
  name: string,
): Promise<{ partition: number; low: bigint; high: bigint }[]> {
  const admin = await adminOf(kafka)
  const offsets = await patiently(async () => some(await admin.fetchTopicOffsets(name)))
  return offsets
    .map(({ partition, low, high }) => ({ partition, low: BigInt(low), high: BigInt(high) }))
    .sort((a, b) => a.partition - b.partition)
}

/** Behind what was appended to each partition of a topic up to an instant. @param instant epoch milliseconds, by the broker's clock */
export async function endsAt(
  kafka: Kafka,
  name: string,
  instant: number,
): Promise<{ partition: number; end: bigint }[]> {
  const admin = await adminOf(kafka)
  const offsets = await patiently(async () => some(await admin.fetchTopicOffsetsByTimestamp(name, instant + 1)))
  return offsets.map(({ partition, offset }) => ({ partition, end: BigInt(offset) }))
}

/** Right after a topic was made the broker may tell of none of its partitions; no topic has none. */
export function some<T>(partitions: readonly T[]): readonly T[] {
  if (partitions.length === 0)
    throw Object.assign(new Error('the broker told of no partition yet'), { retriable: true })
  return partitions
}

/** Asks again, for twenty seconds at most, what the broker could not answer at the moment: it is electing a leader, or loading a group. */
export async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let look = 1; ; look++) {
    try {
      return await ask()
    } catch (error) {
      if (look >= 200 || (error as { retriable?: boolean }).retriable !== true) throw error
      await sleep(100)
    }
  }
}
