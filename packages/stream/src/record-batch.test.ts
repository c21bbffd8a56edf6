import { createRequire } from 'node:module'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { crc32c, recordBatch, type Sender, type Written } from './record-batch.ts'

// The client's own, of which nothing is documented: what it wrote before, and what it reads.
const own = createRequire(import.meta.url)
const { RecordBatch } = own('kafkajs/src/protocol/recordBatch/v0')
const Record = own('kafkajs/src/protocol/recordBatch/record/v0')
const theirCrc = own('kafkajs/src/protocol/recordBatch/crc32C')

const theirs = async (records: readonly Written[], { producerId, ...sender }: Sender): Promise<Buffer> =>
  (
    await RecordBatch({
      ...sender,
      records: records.map((one, offsetDelta) => Record({ ...one, offsetDelta, timestampDelta: 0 })),
      firstTimestamp: NOW,
      maxTimestamp: NOW,
      producerId: String(producerId),
      lastOffsetDelta: records.length - 1,
    })
  ).buffer

const NOW = 1_790_000_000_000
const bytes = fc.uint8Array({ maxLength: 90 }).map((array) => Buffer.from(array))
const record: fc.Arbitrary<Written> = fc.record({
  key: fc.oneof(fc.uuid(), fc.string({ unit: 'grapheme' })),
  value: fc.oneof(
    bytes,
    fc.constant(null),
    fc.integer({ min: 8_000, max: 9_000 }).map((length) => Buffer.alloc(length, 7)),
  ),
  headers: fc.dictionary(
    fc.string({ unit: 'grapheme', minLength: 1 }).filter((name) => name !== '__proto__'),
    fc.string({ unit: 'grapheme' }),
    { noNullPrototype: true, maxKeys: 4 },
  ),
})

test('a batch is the bytes that the client itself would write, whatever stands in its records', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(record, { minLength: 1, maxLength: 8 }),
      fc.bigInt({ min: 0n, max: 2n ** 62n }),
      fc.nat(0x7fff),
      fc.nat(),
      async (records, producerId, producerEpoch, firstSequence) => {
        const sender = { producerId, producerEpoch, firstSequence }
        expect(recordBatch(records, sender, NOW).equals(await theirs(records, sender))).toBe(true)
      },
    ),
    { numRuns: 100 },
  ))

test('a batch of thousands numbers its records as the client does', async () => {
  const records = Array.from({ length: 9_000 }, (_, at) => ({ key: String(at), value: null, headers: {} }))
  const sender = { producerId: 7n, producerEpoch: 0, firstSequence: 2 ** 31 - 1 }
  expect(recordBatch(records, sender, NOW).equals(await theirs(records, sender))).toBe(true)
})

test('a checksum of any span is the one that the client computes byte by byte', () => {
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283)
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(8), (array, from) => {
      const part = array.subarray(Math.min(from, array.length))
      expect(crc32c(array, Math.min(from, array.length))).toBe(theirCrc(Buffer.from(part)))
    }),
  )
})
