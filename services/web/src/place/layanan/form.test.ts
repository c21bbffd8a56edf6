import { expect, test } from 'vitest'
import { daysOfMonth } from '@timbang/rules/civil-date'
import { barsOf } from './bars.ts'
import { readFigure, readIndicator, seenOf, spanOf, spanToTell, startIndicator, stood } from './form.ts'
import type { IndicatorFields, IndicatorView, MonthView, Span } from './view.ts'

const span = (date: string, over: Partial<Span> = {}): Span => ({
  span: date,
  figure: null,
  beside: false,
  others: [],
  recordId: 'r',
  revision: 0,
  state: 'free',
  ...over,
})
const figure = { recordId: 'r', revision: 1, amount: 20_000, per: 2_000, contradicted: false }
const told = (date: string) => span(date, { figure, revision: 1, state: 'known' })
const fields = (amount: string, per = '') => ({ span: '2026-11-02', seen: '', amount, per })

test('a figure is read as its language writes it, nought is one, and what is no number is said at its field', () => {
  expect(readFigure(fields('1.250'), false, 'id')).toEqual({ ok: true, amount: 1_250_000, per: null })
  expect(readFigure(fields('1,250.5'), false, 'en')).toEqual({ ok: true, amount: 1_250_500, per: null })
  expect(readFigure(fields('0', '0'), true, 'id')).toEqual({ ok: true, amount: 0, per: 0 })
  for (const bad of ['', '-1', 'dua', '1e9', '1000000001', '1,2345'])
    expect(readFigure(fields(bad), false, 'id'), bad).toMatchObject({ errors: [{ field: 'amount' }] })
  expect(readFigure(fields('', ''), true, 'id')).toMatchObject({ errors: [{ field: 'amount' }, { field: 'per' }] })
})

test('what stood there when the form was made is a record in a revision, and taken back is not the same as told', () => {
  const all = [span('2026-11-02'), told('2026-11-02'), span('2026-11-02', { revision: 1 })]
  expect(new Set(all.map(seenOf)).size).toBe(3)
})

const view = (days: readonly Span[], over: Partial<MonthView> = {}) =>
  ({
    days,
    whole: span('2026-11'),
    month: '2026-11',
    indicator: { measure: 'ratio' },
    sum: { target: 5_000 },
    ...over,
  }) as MonthView

test('of two figures told at once under one revision one stands, and whoever said another one hears it', () => {
  const said = { revision: 2, amount: 1_250_000, per: 90_000, withdrawn: false }
  expect(stood(said, said)).toBe(true)
  for (const other of [{ amount: 1_249_000 }, { per: 91_000 }, { per: null }, { withdrawn: true }])
    expect(stood(said, { ...said, ...other })).toBe(false)
  // Mended by somebody since: it stood before that.
  expect(stood(said, { ...said, revision: 3, amount: 1 })).toBe(true)
})
test('the form asks for the first day without a figure, then for today, and only for what can be told', () => {
  const days = [told('2026-11-02'), span('2026-11-03', { state: 'unknown' }), span('2026-11-04', { state: 'today' })]
  expect(spanToTell(view(days), null)?.span).toBe('2026-11-03')
  expect(spanToTell(view([days[0]!, days[2]!]), null)?.span).toBe('2026-11-04')
  expect(spanToTell(view([days[0]!]), null)).toBeNull()
  expect(spanToTell(view(days), '2026-11')?.span).toBe('2026-11')
  expect(spanOf(view([span('2026-11-05', { state: 'outside' })]), '2026-11-05')).toBeNull()
  expect(spanOf(view(days), '2026-12-01')).toBeNull()
})

test('bars stand on zero beside their target, a day without a figure is hatched and none of nought', () => {
  const { days, most, target } = barsOf(
    view([told('2026-11-01'), span('2026-11-02', { state: 'unknown' }), span('2026-11-03')]),
  )
  expect(days).toHaveLength(daysOfMonth('2026-11').length)
  expect(most).toBe(10_000)
  expect(target).toBe(50)
  expect(days.slice(0, 4).map(({ kind, height }) => [kind, height])).toEqual([
    ['dot', 100],
    ['lost', 12],
    ['dot', 0],
    ['dot', 0],
  ])
  const counted = view([told('2026-11-01')], { indicator: { measure: 'count' } as MonthView['indicator'] })
  expect(barsOf(counted).target).toBeNull()
})

const form: IndicatorView = {
  agency: { agencyId: 'a', code: 'RSUD', name: 'RSUD' },
  known: null,
  quarters: ['2026-Q4'],
  today: '2026-11-19',
  mayRegister: true,
}
const typed: IndicatorFields = {
  ...startIndicator(form, 'id'),
  code: ' TUNGGU ',
  meaningId: 'Waktu tunggu',
  meaningEn: 'Waiting time',
  measure: 'ratio',
  unit: 'menit',
  perUnit: 'pasien',
  direction: 'less',
  source: 'SIMRS',
  verifiedBy: 'Rekam medis',
  'target-2026-Q4': '15,5',
}
const read = (over: Partial<IndicatorFields>, of = form) => {
  const answer = readIndicator({ ...typed, ...over } as IndicatorFields, of, 'id')
  return answer.ok ? answer.said : answer.errors.map(({ field, code }) => `${field} ${code}`)
}

test('an indicator is said as a whole, and of a count there is nothing that it is per', () => {
  expect(read({})).toMatchObject({
    code: 'TUNGGU',
    version: 0,
    perUnit: 'pasien',
    lessIsBetter: true,
    targets: [{ period: '2026-Q4', target: 15_500 }],
    from: '2026-01-01',
  })
  expect(read({ measure: 'count' })).toMatchObject({ perUnit: '' })
  expect(read({ 'target-2026-Q4': '' })).toMatchObject({ targets: [] })
})
test('whatever is missing or no such thing is said at its field', () => {
  expect(read(startIndicator(form, 'id'))).toEqual([
    'code code',
    'meaningId text',
    'meaningEn text',
    'measure chosen',
    'unit chosen',
    'direction chosen',
    'source text',
    'verifiedBy text',
  ])
  expect(read({ perUnit: '' })).toEqual(['perUnit chosen'])
  expect(read({ code: '../x', 'target-2026-Q4': '-1', from: '2026-02-30', to: '2025-01-01' })).toEqual([
    'code code',
    'target-2026-Q4 target',
    'from date',
    'to span',
  ])
  expect(read({ source: 'x'.repeat(121) })).toEqual(['source text'])
})
test('what is fixed stays as it is known, and so do targets of other years', () => {
  const known = {
    ...(read({}) as object),
    code: 'TUNGGU',
    meaning: { id: 'Waktu', en: 'Time' },
    unit: 'menit',
    perUnit: 'pasien',
    measure: 'ratio' as const,
    lessIsBetter: true,
    source: 'SIMRS',
    verifiedBy: 'x',
    from: '2026-01-01',
    to: null,
    version: 3,
    targets: [
      { period: '2025-Q4', target: 18_000 },
      { period: '2026-Q4', target: 15_000 },
    ],
  }
  const said = read(
    { code: 'LAIN', measure: 'count', unit: 'jam', direction: 'more', version: '3' },
    { ...form, known },
  )
  expect(said).toMatchObject({
    code: 'TUNGGU',
    version: 3,
    measure: 'ratio',
    unit: 'menit',
    perUnit: 'pasien',
    lessIsBetter: true,
    targets: [
      { period: '2025-Q4', target: 18_000 },
      { period: '2026-Q4', target: 15_500 },
    ],
  })
})
