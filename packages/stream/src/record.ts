/** A record as it lay in the log. */
export interface RawRecord {
  readonly offset: bigint
  readonly key: string
  readonly value: Uint8Array | null
  /** Read from the bytes each time they are asked for: a fold needs those of one record in a thousand. */
  readonly headers: Readonly<Record<string, string>>
  /** When the broker appended it, epoch milliseconds. */
  readonly appendedAt: number
}

/** A record with where it lay. `topic` is the name in the table, without a prefix. */
export interface PlacedRecord extends RawRecord {
  readonly topic: string
  readonly partition: number
}

/** A message as a client library brings it. */
interface Fetched {
  readonly offset: string
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly timestamp: string
  readonly headers?: Readonly<Record<string, Buffer | string | readonly (Buffer | string)[] | undefined>>
}

export const toRecord = (topic: string, partition: number, message: Fetched): PlacedRecord => ({
  topic,
  partition,
  offset: BigInt(message.offset),
  key: message.key?.toString() ?? '',
  value: message.value,
  appendedAt: Number(message.timestamp),
  get headers() {
    return headersOf(message)
  },
})

/** The client gives buffers, and a list where a name stands twice. */
const headersOf = (message: Fetched): Record<string, string> => {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(message.headers ?? {}))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.map(String).join(',') : value.toString()
  return headers
}

/** The identity by which a record is recognised when it is read again: its event id, or its place where it has none. */
export const identityOf = (record: Pick<RawRecord, 'headers' | 'offset'>): string =>
  storable(record.headers['ce_id'] ?? `offset:${record.offset}`)

/** Postgres keeps every character but one. */
export const storable = (text: string): string => text.replaceAll('\u0000', '\uFFFD')
