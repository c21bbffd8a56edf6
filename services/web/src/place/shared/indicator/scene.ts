import type { IndicatorLine, IndicatorSum } from './view.ts'

const sum = (span: string, over: Partial<IndicatorSum>): IndicatorSum => ({
  span,
  amount: null,
  per: null,
  value: null,
  target: null,
  daysDue: 21,
  daysKnown: 20,
  enough: true,
  ...over,
})
const of = (span: string, value: number | null, target: number | null): IndicatorSum =>
  sum(span, { amount: value, value, target })

export const permits: IndicatorLine = {
  code: 'IZIN-TERBIT',
  meaning: { id: 'Izin terbit', en: 'Permits issued' },
  unit: 'berkas',
  perUnit: null,
  measure: 'count',
  lessIsBetter: false,
  source: 'Sistem perizinan daerah',
  verifiedBy: 'Nomor izin urut',
  from: '2026-01-01',
  to: null,
  period: '2026-Q4',
  agreed: 2_700_000,
  quarter: sum('2026-Q4', { amount: 1_412_000, value: 1_412_000, target: 1_386_000, daysDue: 34, daysKnown: 32 }),
  months: [
    of('2026-07', 901_000, 870_000),
    of('2026-08', 812_000, 840_000),
    of('2026-09', 934_000, 880_000),
    of('2026-10', 922_000, 900_000),
    of('2026-11', 490_000, 486_000),
  ],
  units: 1,
  unknown: ['2026-10-14', '2026-11-06'],
  last: '2026-11-18',
}
export const waiting: IndicatorLine = {
  ...permits,
  code: 'TUNGGU',
  meaning: { id: 'Waktu tunggu loket', en: 'Waiting time at the counter' },
  unit: 'menit',
  perUnit: 'orang',
  measure: 'ratio',
  lessIsBetter: true,
  source: 'Mesin antrean',
  agreed: 15_000,
  quarter: sum('2026-Q4', { amount: 45_000_000, per: 2_431_000, value: 18_511, target: 15_000 }),
  months: [
    of('2026-08', 24_300, null),
    of('2026-09', null, null),
    of('2026-10', 19_100, 15_000),
    of('2026-11', 17_400, 15_000),
  ],
  unknown: [],
}
