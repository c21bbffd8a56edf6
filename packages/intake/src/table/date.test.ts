import { expect, test } from 'vitest'
import { isSerialDate, readDate } from './date.ts'
import { readNip } from './nip.ts'

test('dates are ISO or of the order of their column, and real', () => {
  expect(readDate('2026-11-26', 'dmy')).toBe('2026-11-26')
  expect(readDate('26/11/2026', 'dmy')).toBe('2026-11-26')
  expect(readDate('1/2/2026', 'dmy')).toBe('2026-02-01')
  expect(readDate('1/2/2026', 'mdy')).toBe('2026-01-02')
  expect(readDate('26.11.2026', 'dmy')).toBe('2026-11-26')
  expect(readDate('2026-11-26 00:00:00', 'iso')).toBe('2026-11-26')
  expect(readDate('30/02/2026', 'dmy')).toBeUndefined()
  expect(readDate('11/26/2026', 'dmy')).toBeUndefined()
  expect(readDate('26/11/2026', 'iso')).toBeUndefined()
  expect(readDate('26/11/26', 'dmy')).toBeUndefined()
})
test('what a spreadsheet counts days with is no date', () => {
  expect(['46352', '46352.5', '2026', '20261126'].map(isSerialDate)).toEqual([true, true, false, false])
})
test.each([
  ['198507122010012003', { nip: '198507122010012003' }],
  ['19850712 201001 2 003', { nip: '198507122010012003' }],
  ["'198507122010012003", { nip: '198507122010012003' }],
  ['’19850712.201001.2.003', { nip: '198507122010012003' }],
  ['1.98507E+17', { reason: 'nip-rounded' }],
  ['1,98507e17', { reason: 'nip-rounded' }],
  ['198507122010012000', { reason: 'nip-rounded' }],
  ['1985071220100120', { reason: 'nip-invalid' }],
  ['19850712201001200O', { reason: 'nip-invalid' }],
])('a NIP typed as %s', (typed, read) => {
  expect(readNip(typed)).toEqual(read)
})
