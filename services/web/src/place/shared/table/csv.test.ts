import { expect, test } from 'vitest'
import { csv } from './csv.ts'

test('a name cannot become a formula or break a row', async () => {
  const text = await csv(
    'unit',
    ['unit', 'orang'],
    [
      ['=HYPERLINK("x")', 3],
      ['Bidang "A", lantai 2', -1],
      ['baris\nbaru', null],
    ],
  ).text()
  expect(text).toBe('unit,orang\r\n"\'=HYPERLINK(""x"")",3\r\n"Bidang ""A"", lantai 2",-1\r\n"baris\nbaru",\r\n')
})
test('a file is marked as UTF-8 for spreadsheets', async () => {
  expect(new Uint8Array(await csv('unit', ['unit'], []).arrayBuffer()).slice(0, 3)).toEqual(
    new Uint8Array([0xef, 0xbb, 0xbf]),
  )
})
