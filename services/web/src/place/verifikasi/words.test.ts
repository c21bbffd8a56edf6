import { expect, test } from 'vitest'
import { entry } from './scenes.ts'
import { emptyAmountText, offlineText } from './words.ts'

const arrived = (milliseconds: number | null) =>
  entry(1, 'Sari', 'x', '2026-11-18', '08.31', 1, { arrivedAfter: milliseconds })

test('what counts from its writing says how much later it arrived, in hours, and what counts from its recording says nothing', () => {
  expect(offlineText(arrived(71 * 3_600_000 + 59_000), 'id')).toBe('ditulis luring, tiba 71 jam kemudian')
  expect(offlineText(arrived(71 * 3_600_000), 'en')).toBe('written offline, arrived 71 h later')
  expect(offlineText(arrived(5 * 60_000), 'id')).toBe('ditulis luring, tiba 5 menit kemudian')
  expect(offlineText(arrived(900), 'id')).toBeNull()
  expect(offlineText(arrived(null), 'id')).toBeNull()
})

test('an entry without an amount says so where its result counts one, and only there', () => {
  const target = { verifiedThousandths: 0, targetThousandths: 40_000, unit: 'berkas' }
  const said = (quantity: number | null, of: typeof target | null) =>
    emptyAmountText(entry(1, 'Sari', 'x', '2026-11-18', '08.31', quantity, { target: of }), 'id')
  expect(said(null, target)).toBe('Jumlah kosong: catatan ini tidak menambah berkas pada target.')
  expect([said(3, target), said(null, null), said(null, { ...target, targetThousandths: 0 })]).toEqual([
    null,
    null,
    null,
  ])
})
