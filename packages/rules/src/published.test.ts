import { expect, test } from 'vitest'
import { inForce, inForceBy, namesFor, type PublishedPack } from './published.ts'

const pack = (name: string, version: number, effectiveFrom: string): PublishedPack => ({
  name,
  version,
  effectiveFrom,
  hash: `${name}/${version}`,
  content: {},
})
const index = (version: number, from: string) => pack('indeks-daerah', version, from)
const predicate = pack('permenpanrb-6-2022', 1, '2022-01-01')

test('in force is the highest version that has begun, from its first day on', () => {
  const packs = [index(2, '2026-08-01'), index(1, '2022-01-01'), predicate]
  const on = (date: string) => inForce(packs, 'indeks-daerah', date)?.version
  expect([on('2021-12-31'), on('2022-01-01'), on('2026-07-31'), on('2026-08-01')]).toEqual([undefined, 1, 1, 2])
  // A higher version that begins earlier holds from then on.
  expect(inForce([index(3, '2026-06-01'), index(2, '2026-08-01')], 'indeks-daerah', '2026-09-01')?.version).toBe(3)
})
test('a score needs what weighs and what makes a predicate', () => {
  expect(inForceBy([index(1, '2026-01-01'), predicate], '2026-09-30')).toBe(true)
  expect(inForceBy([index(1, '2026-01-01')], '2026-09-30')).toBe(false)
  expect(inForceBy([index(1, '2026-10-01'), predicate], '2026-09-30')).toBe(false)
})
test('a span is judged by the packs of its last day, and by all whose windows its days had', () => {
  const packs = [index(1, '2022-01-01'), index(2, '2026-08-01'), index(3, '2026-10-01'), predicate]
  const names = (from: string, to: string) => namesFor(packs, { from, to }).map(({ hash }) => hash)
  expect(names('2026-07-01', '2026-09-30')).toEqual(['indeks-daerah/1', 'indeks-daerah/2', 'permenpanrb-6-2022/1'])
  expect(names('2026-08-01', '2026-08-31')).toEqual(['indeks-daerah/2', 'permenpanrb-6-2022/1'])
  expect(names('2026-10-01', '2026-12-31')).toEqual(['indeks-daerah/3', 'permenpanrb-6-2022/1'])
  // One that was in force on days between the first and the last.
  expect(names('2026-07-01', '2026-12-31')).toHaveLength(4)
})
