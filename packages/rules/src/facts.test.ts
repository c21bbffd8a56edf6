import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  canonical,
  leaveReasons,
  pack,
  permissionReasons,
  punchKeys,
  unpack,
  verdictStates,
  type Fact,
} from './facts.ts'

const id = fc.oneof(fc.uuid(), fc.constant('no-uuid'))
const instant = fc.integer({ min: 0, max: 2_000_000_000_000 })
const head = { recordId: id, revision: fc.integer({ min: 1, max: 9 }), offset: fc.bigInt({ min: 0n, max: 1n << 62n }) }
const fact: fc.Arbitrary<Fact> = fc.oneof(
  fc.record({
    kind: fc.constant('entry' as const),
    ...head,
    resultId: fc.option(id, { nil: undefined }),
    quantityThousandths: fc.option(fc.nat(), { nil: undefined }),
    recordedAt: instant,
    sourceRecordedAt: fc.option(instant, { nil: undefined }),
    writtenAt: fc.option(instant, { nil: undefined }),
    withdrawn: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('attendance' as const),
    ...head,
    recordedAt: instant,
    occurredAt: instant,
    settlement: fc.boolean(),
    agencyId: fc.option(id, { nil: undefined }),
    present: fc.boolean(),
    lateMinutes: fc.nat(600),
    earlyLeaveMinutes: fc.nat(600),
    withdrawn: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('leave' as const),
    ...head,
    recordedAt: instant,
    reason: fc.constantFrom(...leaveReasons),
    from: fc.constant('2026-07-01'),
    to: fc.constant('2026-12-31'),
    withdrawn: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('verdict' as const),
    recordId: id,
    revision: fc.integer({ min: 1, max: 9 }),
    state: fc.constantFrom(...verdictStates),
    version: fc.nat(40),
    recordedAt: instant,
    timelyAt: fc.option(instant, { nil: undefined }),
  }),
  fc.record({
    kind: fc.constant('punch' as const),
    ...head,
    recordedAt: instant,
    at: instant,
    key: fc.constantFrom(undefined, ...punchKeys),
    device: fc.string({ maxLength: 64 }),
    agencyId: id,
    withdrawn: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('permission' as const),
    ...head,
    recordedAt: instant,
    reason: fc.constantFrom(...permissionReasons),
    date: fc.constant('2026-07-01'),
    fromMinute: fc.nat(1439),
    untilMinute: fc.nat(2879),
    withdrawn: fc.boolean(),
  }),
)

test('what is packed is unpacked', () => {
  fc.assert(
    fc.property(fact, (one) => {
      expect(unpack(pack([one]))).toEqual([one])
    }),
  )
})
test('an entry that nobody takes back has the bytes that it always had', () => {
  const bytes = pack([
    {
      kind: 'entry',
      recordId: '019ac000-0000-7000-8000-000000000001',
      revision: 1,
      offset: 4821n,
      resultId: undefined,
      quantityThousandths: 12_000,
      recordedAt: 1_780_000_000_000,
      sourceRecordedAt: undefined,
      writtenAt: undefined,
      withdrawn: false,
    },
  ])
  expect(Buffer.from(bytes).toString('hex')).toBe('200101019ac00000007000800000000000000101d525e15d80909282e733000000')
})
test('order and repetition say nothing: equal sets have equal bytes', () => {
  fc.assert(
    fc.property(fc.array(fact, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (facts, dice) => {
      const shuffled = facts
        .map((one) => ({ one, at: dice.next().value! }))
        .sort((a, b) => a.at - b.at)
        .map(({ one }) => one)
      const twice = new Uint8Array([...pack(shuffled), ...pack(facts)])
      expect(canonical(twice)).toEqual(canonical(pack(facts)))
    }),
  )
})

test('facts are the same whether they lie sorted or not, and one that ends behind its place is refused', () => {
  fc.assert(
    fc.property(fc.array(fact, { minLength: 1, maxLength: 8 }), (facts) => {
      const sorted = canonical(pack(facts))
      expect(unpack(pack(facts.toReversed()))).toEqual(unpack(sorted))
    }),
  )
  const whole = pack([
    { kind: 'verdict', recordId: 'a', revision: 1, state: 'admitted', version: 1, recordedAt: 1, timelyAt: undefined },
    { kind: 'verdict', recordId: 'b', revision: 1, state: 'admitted', version: 1, recordedAt: 1, timelyAt: undefined },
  ])
  const short = Uint8Array.from(whole)
  short[0]!--
  expect(() => unpack(short)).toThrow(RangeError)
})
