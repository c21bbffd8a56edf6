import { topics } from '@timbang/contracts/topics'
import { expect, test } from 'vitest'
import { type Acquaintance, follows, LogMismatch } from './apply-batch.ts'
import { identityOf } from './record.ts'

/** A record of the log; its place is its id. */
const at = (offset: number) => ({
  key: 'k',
  value: Buffer.from('v'),
  headers: { ce_id: String(offset) },
  offset: BigInt(offset),
  appendedAt: 1,
})
/** Of a batch whose first record has this offset. @param applied the offset of the last record that was applied */
const asked = (
  first: number,
  applied: number | undefined,
  acquaintance: Acquaintance,
  topic: (typeof topics)['journal'] | (typeof topics)['activityText'] = topics.journal,
) =>
  follows({
    consumer: 'scoring',
    topic: topic as never,
    partition: 0,
    stored:
      applied === undefined
        ? undefined
        : { position: BigInt(applied + 1), lastId: identityOf(at(applied)), lastAppendedAt: 1 },
    records: [at(first), at(first + 1)],
    acquaintance,
  })

test('what begins at the position follows, once the last applied record was seen again', () => {
  expect(asked(5, 4, 'known')).toBeUndefined()
  expect(asked(4, 4, 'unknown')).toBeUndefined()
  expect(asked(5, 4, 'unknown')).toBe(4n)
  expect(asked(0, undefined, 'unknown')).toBeUndefined()
})

test('what begins ahead of the position does not follow, however well the partition is known: what lies between is read first', () => {
  expect(asked(7, 4, 'known')).toBe(4n)
  expect(asked(3, undefined, 'unknown')).toBe(0n)
  expect(() => asked(3, undefined, 'sought')).toThrow(LogMismatch)
  expect(() => asked(5, 4, 'sought')).toThrow('cannot be read any more')
})

test('of a compacted topic the middle may be gone, the last applied record too', () => {
  expect(asked(7, 4, 'known', topics.activityText)).toBeUndefined()
  expect(asked(7, 4, 'unknown', topics.activityText)).toBe(4n)
  expect(asked(7, 4, 'sought', topics.activityText)).toBeUndefined()
})
