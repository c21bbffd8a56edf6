import { expect, test } from 'vitest'
import { murmur2, partitionOf } from './envelope.ts'

// Printed by org.apache.kafka.common.utils.Utils.murmur2 of Kafka's own test (UtilsTest.testMurmur2).
const fromJava: readonly [string, number][] = [
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
]

test('the partition of a key is the one that Java would choose', () => {
  for (const [key, hash] of fromJava) {
    expect(murmur2(new TextEncoder().encode(key))).toBe(hash)
    expect(partitionOf(key, 24)).toBe((hash & 0x7fffffff) % 24)
  }
})
