import { expect, test } from 'vitest'
import { entry } from '@timbang/rules/example'
import { canonical, pack } from '@timbang/rules/facts'
import { daysOfQuarter, packQuarter, quarterOf } from './quarter.ts'

test('a day belongs to the quarter that began last', () => {
  expect(['2026-01-01', '2026-03-31', '2026-07-01', '2026-09-30', '2026-12-31'].map(quarterOf)).toEqual([
    '2026-01-01',
    '2026-01-01',
    '2026-07-01',
    '2026-07-01',
    '2026-10-01',
  ])
})

test('the days of a quarter come out as they went in, the first and the last too, each fact once', () => {
  const days = new Map(
    ['2026-09-30', '2026-07-01'].map((date) => {
      const facts = pack(entry(date))
      return [date, Buffer.concat([facts, facts])]
    }),
  )
  const out = new Map(daysOfQuarter('2026-07-01', packQuarter('2026-07-01', days)))
  expect([...out.keys()]).toEqual(['2026-07-01', '2026-09-30'])
  for (const [date, facts] of out) expect(Buffer.from(facts)).toEqual(Buffer.from(canonical(days.get(date)!)))
  expect(packQuarter('2026-07-01', out)).toEqual(packQuarter('2026-07-01', days))
  expect([...daysOfQuarter('2026-07-01', Buffer.alloc(0))]).toEqual([])
})
