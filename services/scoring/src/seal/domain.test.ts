import { expect, test } from 'vitest'
import { refuse } from '@timbang/contracts/refusal'
import { startOf } from '@timbang/rules/civil-date'
import { indeksDaerah as pack } from '@timbang/rules/packs/indeks-daerah'
import { decideRequest } from './domain.ts'

const ask = (now: number, known: Partial<Parameters<typeof decideRequest>[1]> = {}) =>
  decideRequest({ period: '2026-Q3', now }, { open: false, last: 0, pack, windows: [], ...known })

test('the evidence is sealed after the grace and the days for verifying: three, three and seven after the thirtieth of September', () => {
  expect(ask(startOf('2026-10-14', 'WIB') - 1)).toEqual(refuse('seal.too-early', { from: '2026-10-14' }))
  expect(ask(startOf('2026-10-14', 'WIB'))).toEqual({ edition: 1 })
})
test('the agency with the widest window is waited for', () => {
  const windows = [
    { days: 3, graceDays: 3 },
    { days: 7, graceDays: 3 },
  ]
  expect(ask(startOf('2026-10-17', 'WIB'), { windows })).toEqual(refuse('seal.too-early', { from: '2026-10-18' }))
  expect(ask(startOf('2026-10-18', 'WIB'), { windows })).toEqual({ edition: 1 })
})
test('an open request is gone on with, a sealed quarter gets its next edition', () => {
  expect(ask(startOf('2026-11-01', 'WIB'), { open: true, last: 1 })).toEqual({ edition: 1 })
  expect(ask(startOf('2026-11-01', 'WIB'), { last: 1 })).toEqual({ edition: 2 })
})
