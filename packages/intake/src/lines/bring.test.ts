import { expect, test } from 'vitest'
import { lookAt } from '../table/file.ts'
import { lineForm, lineRows } from './bring.ts'

async function read(...lines: readonly string[]) {
  const source = Buffer.from(lines.join('\n'))
  const looked = await lookAt(source, lineForm)
  if (!looked.ok) throw new Error(JSON.stringify(looked.why))
  return lineRows(source, looked)
}

test('a superior holds from the day of his row on, under whatever name the column has, and from today where none stands', async () => {
  for (const title of ['mulai', 'Berlaku', 'sejak', 'TMT', 'Mulai berlaku'])
    expect((await read(`kode jabatan;kode atasan;${title};No. SK`, 'P1;P2;13/12/2026;821/9', 'P3;P2;;')).rows).toEqual([
      { line: 2, positionCode: 'P1', superiorCode: 'P2', fromDate: '2026-12-13', reason: '821/9' },
      { line: 3, positionCode: 'P3', superiorCode: 'P2', fromDate: '', reason: '' },
    ])
  expect((await read('jabatan;atasan', 'P1;P2')).rows).toEqual([
    { line: 2, positionCode: 'P1', superiorCode: 'P2', fromDate: '', reason: '' },
  ])
})

test('a row whose day or basis cannot be read is told by its line', async () => {
  const { rows, faults } = await read(
    'kode jabatan;kode jabatan atasan;mulai;dasar',
    'P1;P2;2026-02-30;x',
    `P3;P2;2026-12-01;${'x'.repeat(201)}`,
    ';P2;2026-12-01;',
    `P5;P2;2026-12-01;${'x'.repeat(200)}`,
  )
  expect(rows.map(({ line }) => line)).toEqual([5])
  expect(faults.map(({ line, column, reason }) => `${line} ${column} ${reason}`)).toEqual([
    '2 mulai date-invalid',
    '3 dasar staff.text-invalid',
    '4 kode jabatan code-invalid',
  ])
})
