import { IndicatorMeasure } from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { FigureSum, IndicatorSum } from '@timbang/contracts/gen/timbang/reporting/v1/figure'
import { expect, test } from 'vitest'
import type { Figure } from './domain.ts'
import { promiseOf } from './promise.ts'

const figure = (span: string, amount: number): Figure => ({
  recordId: span,
  revision: 1,
  offset: 0n,
  occurredAt: 0,
  indicatorId: 'i',
  span,
  amount,
  per: undefined,
  withdrawn: false,
  unitId: 'u',
  digest: '',
  imported: false,
})
const sum = (measure: IndicatorMeasure): IndicatorSum => ({
  indicator: {
    indicatorId: 'i',
    agencyId: 'a',
    code: 'ANTREAN',
    meaningId: 'Antrean',
    meaningEn: 'Queue',
    unit: 'berkas',
    perUnit: '',
    measure,
    lessIsBetter: true,
    version: 1,
    targets: [],
    source: 's',
    verifiedBy: 'v',
    fromDate: '2026-01-01',
    toDate: undefined,
  },
  quarter: { span: '2026-Q3', daysDue: 0, daysKnown: 0, enough: false } as FigureSum,
  months: [],
  unitIds: ['a', 'b'],
  unknownDates: [],
  lastSpan: '',
})
const told = new Map([
  ['b', [figure('2026-07-02', 4), figure('2026-07-01', 3)]],
  ['a', [figure('2026-07-02', 9)]],
])
const Q3 = { period: '2026-Q3', from: '2026-07-01', to: '2026-09-30' }
const rows = (measure: IndicatorMeasure) => promiseOf(sum(measure), told, Q3, (unit) => `Bidang ${unit}`)!.rows

test('days of several units are one row that adds them up; levels do not add up, and stand by their units', () => {
  expect(rows(IndicatorMeasure.INDICATOR_MEASURE_COUNT)).toEqual([
    { span: '2026-07-01', amount: 3, per: null, units: 1 },
    { span: '2026-07-02', amount: 13, per: null, units: 2 },
  ])
  expect(rows(IndicatorMeasure.INDICATOR_MEASURE_LEVEL)).toEqual([
    { span: '2026-07-01', amount: 3, per: null, units: 1, unit: 'Bidang b' },
    { span: '2026-07-02', amount: 9, per: null, units: 1, unit: 'Bidang a' },
    { span: '2026-07-02', amount: 4, per: null, units: 1, unit: 'Bidang b' },
  ])
})
test('an indicator promises nothing of a quarter in which it holds on no day, and of its first and last day it does', () => {
  const holding = (fromDate: string, toDate?: string) => {
    const { indicator, ...rest } = sum(IndicatorMeasure.INDICATOR_MEASURE_COUNT)
    return promiseOf({ ...rest, indicator: { ...indicator!, fromDate, toDate } }, told, Q3, () => '') !== undefined
  }
  expect([holding('2026-10-01'), holding('2026-09-30'), holding('2026-01-01', '2026-06-30')]).toEqual([
    false,
    true,
    false,
  ])
  expect(holding('2026-01-01', '2026-07-01')).toBe(true)
})
