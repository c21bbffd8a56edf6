import { expect, test } from 'vitest'
import { dutyForm, dutyRowOf, readShift } from './duty.ts'
import { columnOf } from '@timbang/intake/table/form'

const NIP = '198507122010012003'
const form = dutyForm('2026-12')
const cellsOf = (cells: Readonly<Record<string, string>>) =>
  ({
    ...Object.fromEntries(Object.keys(form.columns).map((column) => [column, ''])),
    nip: NIP,
    ...cells,
  }) as Parameters<typeof dutyRowOf>[0]['cells']
const read = (cells: Readonly<Record<string, string>>, month = '2026-12') =>
  dutyRowOf({ line: 5, cells: cellsOf(cells) }, month)
const shift = (code: string, beginMinute = 0, endMinute = 0) => ({ code, beginMinute, endMinute, breakMinutes: 0 })

test('a column is a day, by its number or by its whole date', () => {
  for (const name of ['1', '01', 'Tgl. 1', '2026-12-01', '01/12/2026', '1-12-2026'])
    expect(columnOf(form, name), name).toBe('1')
  expect(columnOf(form, '01/11/2026')).toBeUndefined()
})

test('a cell is a shift, its hours, or a day off; what is none of these is told where it stands', () => {
  expect(read({ '1': 'P', '2': 'l', '3': '21:00-07:00', '4': 'P,S' })).toEqual({
    nip: NIP,
    days: [
      { date: '2026-12-01', turns: [shift('P')] },
      { date: '2026-12-03', turns: [shift('', 1260, 1860)] },
      { date: '2026-12-04', turns: [shift('P'), shift('S')] },
    ],
    problems: [],
  })
  expect(read({ '7': 'P,S,M' }).problems).toMatchObject([{ line: 5, column: '7', warning: false, value: 'P,S,M' }])
})

test('what stands under a day that the month does not have is refused, an empty cell there is not', () => {
  expect(read({ '1': 'P', '31': '' }, '2026-11').problems).toEqual([])
  expect(read({ '1': 'P', '31': 'P' }, '2026-11').problems).toMatchObject([{ column: '31', warning: false }])
})

test('a row without a cell is no month of days off: it is passed over, and said', () => {
  expect(read({})).toMatchObject({ nip: undefined, problems: [{ column: 'nip', warning: true }] })
  expect(read({ '1': 'L' })).toMatchObject({ nip: NIP, days: [], problems: [] })
})

test('a NIP that a spreadsheet rounded is told, and not shown', () => {
  expect(read({ nip: '1,98507E+17', '1': 'P' })).toMatchObject({
    nip: undefined,
    problems: [{ column: 'nip', value: '' }],
  })
})

test('a shift is said with its code, its hours and its break', () => {
  expect(readShift('M=21:00-07:00/60')).toEqual({ ...shift('M', 1260, 1860), breakMinutes: 60 })
  expect(readShift('P=07.00-14.00')).toEqual(shift('P', 420, 840))
  for (const none of ['P', 'P=', 'p=07:00-14:00', 'P=S', 'P=07:00-14:00,15:00-16:00'])
    expect(readShift(none)).toBeUndefined()
})
