import { expect, test } from 'vitest'
import type { Receipt } from '@timbang/rules/kernel/1/receipt'
import { figuresTold, receipts } from '../../../test/fixtures/receipts.ts'
import { fedRows, fedSentences } from './evidence-words.ts'
import type { Fed } from './view.ts'

/** A result of a receipt that figures feed, with their rows. @param at its place among the results */
const fed = (name: keyof typeof receipts, at: number): Fed => {
  const quantity = (JSON.parse(receipts[name]) as Receipt).segments[0]!.criteria.find(
    (line) => line.criterion === 'quantity',
  )!
  const line = quantity.trace[at]!
  const rows = figuresTold[line.resultId]!.filter(({ record }) => line.records.includes(record))
  return {
    anchor: 'a',
    line,
    title: '',
    unitName: '',
    indicator: null,
    rows: rows.map(({ date, amount, per }) => ({ span: date, amount, per: per ?? null })),
    href: null,
  }
}

test('the rows are the number: of a count its sum against the days that are known, of a ratio the sum by the sum', () => {
  const count = fed('figures', 1)
  expect(count.rows.reduce((sum, { amount }) => sum + amount, 0)).toBe(count.line.verified)
  expect(fedSentences(count, 'id')).toEqual({
    sum: 'Jumlahnya 2.364 berkas.',
    rule: [
      'Target 2.400 berkas: 2.600 × 60 ÷ 65, yaitu disepakati × hari yang ada angkanya ÷ hari rencana.',
      'Menyumbang 29,6 pada nilai kuantitas.',
      '2 hari tanpa data: tidak diminta, tidak dianggap nol.',
    ],
  })
  const ratio = fed('figures', 2)
  expect(ratio.rows.reduce((sum, { per }) => sum + per!, 0)).toBe(ratio.line.per)
  expect(fedSentences(ratio, 'en')).toEqual({
    sum: '16.4 menit: 106,095 menit for 6,462.',
    rule: ['Target: at most 15.0 menit.', 'Adds 18.3 to the value of quantity.', 'No day was missed.'],
  })
})
test('days without data that follow each other are one row, and no number', () => {
  const awaited = fed('figures-awaited', 1)
  const rows = fedRows(awaited, 'id')
  expect(rows.filter(({ missing }) => missing)).toEqual([
    { name: '14 Jul – 30 Sep', amount: '53 hari tanpa data', per: '', ratio: '', missing: true },
  ])
  expect(rows).toHaveLength(10)
  expect(fedSentences(awaited, 'id').rule[1]).toBe('Baru 9 dari 62 hari ada angkanya, jadi belum dinilai.')
  expect(
    fedRows(fed('figures', 1), 'en').flatMap(({ missing, ...row }) => (missing ? [row.name, row.amount] : [])),
  ).toEqual(['14 Jul', '1 day without data', '2 Sept', '1 day without data'])
})
