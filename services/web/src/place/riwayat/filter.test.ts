import { expect, test } from 'vitest'
import { findQuery, isNarrow, monthsFrom, readFind } from './filter.ts'

const read = (query: string) => readFind(new URLSearchParams(query))
const result = '5b0c0f9e-6a0f-4c0e-9d1f-6f0f0a1b2c3d'

test('what the address says is what it is made of again', () => {
  const query = `bulan=2026-11&hari=2026-11-19&cari=izin+klinik&rhk=${result}&keadaan=menunggu&sesudah=2026-11-02~a`
  const find = read(query)
  expect(find).toEqual({
    month: '2026-11',
    day: '2026-11-19',
    words: 'izin klinik',
    result,
    state: 'menunggu',
    after: '2026-11-02~a',
  })
  expect(read(findQuery(find, { after: find.after }).split('?')[1]!)).toEqual(find)
})

test('another filter begins at its first page', () => {
  expect(findQuery(read('bulan=2026-11&sesudah=x'), { state: 'belum' })).toBe('/riwayat?bulan=2026-11&keadaan=belum')
})

test('what cannot be asked is not asked', () => {
  const nothing = { month: null, day: null, words: '', result: '', state: null, after: null }
  for (const query of [
    '',
    'bulan=2026-13',
    'bulan=1999-12',
    'bulan=x',
    'hari=2026-11-19',
    'rhk=x',
    'keadaan=semua',
    `sesudah=${encodeURIComponent("' or 1=1")}`,
    'cari=%20',
  ])
    expect(read(query), query).toEqual(nothing)
  // A day of another month is none of this one.
  expect(read('bulan=2026-11&hari=2026-10-31').day).toBeNull()
  expect([...read(`cari=${'👍'.repeat(200)}`).words]).toHaveLength(80)
  expect(isNarrow(read('bulan=2026-11'))).toBe(false)
  expect(isNarrow(read('cari=x'))).toBe(true)
})

test('months go over the year', () => {
  expect([monthsFrom('2026-01', -1), monthsFrom('2026-12', 1), monthsFrom('2026-11', -12)]).toEqual([
    '2025-12',
    '2027-01',
    '2025-11',
  ])
})
