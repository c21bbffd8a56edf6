import { expect, test } from 'vitest'
import { isNip, odditiesOf, readNip, tailOf, type Nip } from './nip.ts'

const today = '2026-11-26'
const code = (typed: string) => {
  const read = readNip(typed, today)
  return isNip(read) ? 'read' : read.code
}
const nip = (typed: string): Nip => {
  const read = readNip(typed, today)
  if (!isNip(read)) throw new Error(read.code)
  return read
}

test('a tab, and any sign but digits, spaces and dots, is refused', () => {
  for (const sign of ['\t', '\n', '-', '/', '٣', '\u200b'])
    expect(code(`198503172010011${sign}002`), JSON.stringify(sign)).toBe('nip.characters')
})

test('a PNS is read from 18 digits', () => {
  expect(nip('198503172010011002')).toEqual({
    digits: '198503172010011002',
    birthDate: '1985-03-17',
    sex: 'male',
    employment: 'pns',
    appointedFrom: '2010-01-01',
    appointedUntil: '2010-01-31',
  })
})

test.each(['21', '22', '25', '28', '29'])(
  'a PPPK has %s where a PNS has a month, and only the year is known',
  (month) => {
    expect(nip(`19900101 2022${month} 2 001`)).toMatchObject({
      employment: 'pppk',
      sex: 'female',
      appointedFrom: '2022-01-01',
      appointedUntil: '2022-12-31',
    })
  },
)

test.each(['00', '13', '20', '30', '99'])('%s is no month and no mark of a PPPK', (month) =>
  expect(code(`199001012022${month}2001`)).toBe('nip.month-invalid'),
)

test('spaces and dots may stand anywhere', () => {
  expect(nip(' 1985.0317 201001\u00a01 0 0 2. ').digits).toBe('198503172010011002')
})

test.each(['19850317-201001-1-002', '19850317201001100x', '١٩٨٥٠٣١٧٢٠١٠٠١١٠٠٢'])(
  'anything else between the digits is refused: %s',
  (typed) => expect(code(typed)).toBe('nip.characters'),
)
test.each(['', '19850317201001100', '1985031720100110022'])('18 digits, neither more nor fewer: "%s"', (typed) =>
  expect(code(typed)).toBe('nip.length'),
)

test('29 February is a birthday in leap years only', () => {
  expect(code('199602292020011001')).toBe('read')
  expect(code('199702292020011001')).toBe('nip.birth-date-invalid')
  expect(code('190002292020011001')).toBe('nip.birth-date-invalid')
})

test('nobody is born tomorrow, on a day that is none, or in the year 0', () => {
  expect(code('202611262026112001')).toBe('read')
  expect(code('202611272026122001')).toBe('nip.birth-in-future')
  expect(code('199013012020011001')).toBe('nip.birth-date-invalid')
  expect(code('000001012020011001')).toBe('nip.birth-date-invalid')
})

test('an appointment before birth is refused, one in the month of birth is odd but possible', () => {
  expect(code('199005171990041001')).toBe('nip.appointed-before-birth')
  expect(code('199005171990051001')).toBe('read')
  expect(code('199005171989211001')).toBe('nip.appointed-before-birth')
  expect(code('199005171990211001')).toBe('read')
})

test('sex is 1 or 2 and the serial starts at 001', () => {
  expect(code('198503172010013002')).toBe('nip.sex-invalid')
  expect(code('198503172010010002')).toBe('nip.sex-invalid')
  expect(code('198503172010011000')).toBe('nip.serial-invalid')
  expect(code('198503172010011001')).toBe('read')
})

test('an appointment in the future is a warning', () => {
  expect(odditiesOf(nip('198503172026111001'), today)).toEqual([])
  expect(odditiesOf(nip('198503172026121001'), today)).toEqual(['nip.appointed-in-future'])
  expect(odditiesOf(nip('198503172026211001'), today)).toEqual([])
  expect(odditiesOf(nip('198503172027211001'), today)).toEqual(['nip.appointed-in-future'])
})

test('who is under 18 on the last day that the number allows is a warning', () => {
  expect(odditiesOf(nip('200001312018011001'), today)).toEqual([])
  expect(odditiesOf(nip('200002012018011001'), today)).toEqual(['nip.under-eighteen'])
  expect(odditiesOf(nip('200012312018211001'), today)).toEqual([])
  expect(odditiesOf(nip('200101012018211001'), today)).toEqual(['nip.under-eighteen'])
})

test('who is born on 29 February is 18 on 1 March, so an appointment in that February is too early', () => {
  expect(odditiesOf(nip('200002292018021001'), today)).toEqual(['nip.under-eighteen'])
  expect(odditiesOf(nip('200002292018031001'), today)).toEqual([])
})

test('a record that says another birth date or sex is a warning: a slip of one digit passes the number itself', () => {
  expect(odditiesOf(nip('198503172010011002'), today, { birthDate: '1985-03-17', sex: 'male' })).toEqual([])
  expect(odditiesOf(nip('198503172010011002'), today, { birthDate: '1985-03-11', sex: 'female' })).toEqual([
    'nip.birth-date-differs',
    'nip.sex-differs',
  ])
})

test('outside, three digits are enough', () => expect(tailOf('198503172010011002')).toBe('002'))
