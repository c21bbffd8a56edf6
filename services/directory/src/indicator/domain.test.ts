import { expect, test } from 'vitest'
import { isRefusal } from '@timbang/contracts/refusal'
import { set, type Indicator } from './domain.ts'

const waiting = (changed: Partial<Indicator> = {}): Indicator => ({
  indicatorId: 'i',
  agencyId: 'a',
  code: 'TUNGGU',
  meaning: { id: 'Waktu tunggu rawat jalan', en: 'Waiting time of outpatients' },
  unit: 'menit',
  perUnit: 'pasien',
  measure: 'ratio',
  lessIsBetter: true,
  targets: [{ period: '2026-Q4', target: 45_000n }],
  source: 'SIMRS',
  verifiedBy: 'Rekam medis',
  fromDate: '2026-01-01',
  toDate: undefined,
  version: 0,
  ...changed,
})
const told = (answer: Indicator | ReturnType<typeof set>) => (isRefusal(answer) ? answer.code : answer.version)
const known = { ...waiting(), version: 3 }

test('a new indicator is the first version, one that is said as it stands is no new one, another word of it is the next', () => {
  expect(told(set(undefined, waiting()))).toBe(1)
  expect(set(known, waiting())).toBe(known)
  expect(set(known, waiting({ unit: 'Menit', version: 2 }))).toBe(known)
  expect(told(set(known, waiting({ source: 'SIMRS baru' })))).toBe(4)
  expect(told(set(known, waiting({ targets: [{ period: '2026-Q4', target: 40_000n }], version: 3 })))).toBe(4)
})
test('who has seen an older version than stands there says nothing over it', () => {
  expect(told(set(known, waiting({ source: 'lain', version: 2 })))).toBe('indicator.changed-meanwhile')
  expect(told(set(undefined, waiting({ version: 1 })))).toBe('indicator.changed-meanwhile')
})
test('who registers a code anew says nothing over what stands there, and twice the same is once', () => {
  expect(told(set(undefined, waiting(), true))).toBe(1)
  expect(set(known, waiting(), true)).toBe(known)
  expect(told(set(known, waiting({ source: 'lain' }), true))).toBe('indicator.code-taken')
})
test('what figures were recorded by does not change: another unit, measure or direction is another indicator', () => {
  for (const changed of [
    { unit: 'jam' },
    { perUnit: 'orang' },
    { measure: 'count', perUnit: undefined },
    { lessIsBetter: false },
  ] as const)
    expect(told(set(known, waiting(changed))), JSON.stringify(changed)).toBe('indicator.meaning-fixed')
})
test('a ratio says what it is per, a count and a level do not', () => {
  expect(told(set(undefined, waiting({ perUnit: undefined })))).toBe('indicator.per-unit')
  expect(told(set(undefined, waiting({ measure: 'count' })))).toBe('indicator.per-unit')
  expect(told(set(undefined, waiting({ measure: 'level', perUnit: undefined })))).toBe(1)
})
test('units are of the list, a measure is one of the three, a quarter has one target, an end is no earlier than its beginning', () => {
  expect(told(set(undefined, waiting({ unit: 'Budi' })))).toBe('indicator.unit-unknown')
  expect(told(set(undefined, waiting({ perUnit: 'Budi' })))).toBe('indicator.unit-unknown')
  expect(told(set(undefined, waiting({ measure: 'unknown' })))).toBe('request.value-invalid')
  const twice = [waiting().targets[0]!, { period: '2026-Q4', target: 1n }]
  expect(told(set(undefined, waiting({ targets: twice })))).toBe('indicator.target-repeated')
  expect(told(set(undefined, waiting({ toDate: '2025-12-31' })))).toBe('request.value-invalid')
})
test('no number of a person gets on the log by a slip', () => {
  for (const text of ['NIP 198503122010011001', 'a.n. 19850312 201001 1 001'])
    for (const changed of [{ source: text }, { verifiedBy: text }, { meaning: { id: text, en: 'x' } }])
      expect(told(set(undefined, waiting(changed)))).toBe('indicator.long-number')
  expect(told(set(undefined, waiting({ source: 'Permenkes 30/2022, SIMRS 4.2' })))).toBe(1)
})
