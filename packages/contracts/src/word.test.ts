import { expect, test } from 'vitest'
import { isCode, isCursor, isDate, isId, isMonth, isPeriod, isSeen, isText, isUuid } from './word.ts'

const those = (is: (text: string) => boolean, texts: readonly string[]) => texts.filter(is)

test('a date is a day that exists, in years that this platform believes in', () => {
  const days = ['2026-02-28', '2024-02-29', '1900-01-01', '2200-12-31', '2000-02-29']
  expect(those(isDate, days)).toEqual(days)
  expect(
    those(isDate, [
      '2026-02-29',
      '2026-02-31',
      '1900-02-29',
      '2026-04-31',
      '2026-13-01',
      '2026-00-10',
      '2026-1-1',
      '1899-12-31',
      '2201-01-01',
      '9999-12-31',
      '+010000-01-01',
      '2026-11-30T00:00',
      ' 2026-11-30',
      '2026-11-30\n',
      '',
    ]),
  ).toEqual([])
})

test('months and quarters have bounded years', () => {
  expect(those(isMonth, ['2026-11', '2200-12', '2026-13', '9999-12', '2026-1', '0000-01', '2026-11\n'])).toEqual([
    '2026-11',
    '2200-12',
  ])
  expect(those(isPeriod, ['2026-Q3', '9999-Q4', '2026-Q5', '2026-Q0', 'Q1', '2026-Q3 '])).toEqual(['2026-Q3'])
})

test('an id has no space, no sign that is not its own, and no more than a hundred letters', () => {
  expect(those(isUuid, ['a0000000-0000-4000-8000-000000000001', 'A0000000-0000-4000-8000-000000000001', 'x'])).toEqual([
    'a0000000-0000-4000-8000-000000000001',
  ])
  expect(those(isId, ['to-open', 'a:b', '', '-a', 'a b', 'a\0', 'é', 'x'.repeat(101)])).toEqual(['to-open', 'a:b'])
  expect(those(isCode, ['1.02.01', 'DINKES', '1/2', '', ' 1', "1' or 1=1", 'x'.repeat(65)])).toEqual([
    '1.02.01',
    'DINKES',
    '1/2',
  ])
  expect(those(isCursor, ['eyJhIjoxfQ==', '', 'a b', 'x'.repeat(401)])).toEqual(['eyJhIjoxfQ=='])
})

test('a text holds writing: no control sign, no half of a letter, nothing that turns its direction; its letters are counted as a person does', () => {
  const good = ['Rapat\tpukul\n9', '👩‍⚕️ 👍', 'عمل', 'a'.repeat(20)]
  expect(good.filter((text) => isText(text, 20))).toEqual(good)
  for (const bad of [
    'a\0',
    'a\u001b[1m',
    'a\u0085',
    '\ud800',
    'a\ufffd',
    'gpj.\u202etxt',
    '\u2066a\u2069',
    'a'.repeat(21),
  ])
    expect(isText(bad, 20), JSON.stringify(bad)).toBe(false)
  expect([isText('👍'.repeat(20), 20), isText('👍'.repeat(21), 20)]).toEqual([true, false])
})

test('white space, joiners and marks alone are nothing to be seen', () => {
  expect(['', ' \n\t', '\u200b\u200d\ufeff', '\u3164', '\u2800', '\u00ad', '\u0301'].filter(isSeen)).toEqual([])
  expect(['.', '7', 'a', '👍', '√'].filter(isSeen)).toHaveLength(5)
})
