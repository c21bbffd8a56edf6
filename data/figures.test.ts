import { expect, test } from 'vitest'
import { boundsOf, startOf } from '@timbang/rules/civil-date'
import { isWorkingDay } from './calendars.ts'
import { figuresOf, idOf, namedBy, services, soFar } from './figures.ts'
import { plansOf } from './plans.ts'
import { province } from './province.ts'

const before = startOf('2026-11-30', 'WIB')
const told = services.map((service) => ({ service, figures: figuresOf(service, '2026-07-01', before) }))
const of = (code: string) => told.find(({ service }) => service.code === code)!.figures
const counted = (code: string, from: string, to: string) =>
  of(code).filter(
    (figure) =>
      figure.span >= from &&
      figure.span <= to &&
      !of(code).some((other) => other.recordId === figure.recordId && other.revision > figure.revision),
  )
const ratio = (from: string, to: string) => {
  const figures = counted('TUNGGU-RJ', from, to)
  return figures.reduce((sum, { amount }) => sum + amount, 0) / figures.reduce((sum, { per }) => sum + per!, 0)
}

test('waiting grows shorter from month to month, and its mean is that of the sums', () => {
  const months = ['07', '08', '09', '10', '11'].map((month) => ratio(`2026-${month}-01`, `2026-${month}-31`))
  expect(months).toEqual(months.toSorted((a, b) => b - a))
  expect(months[0]).toBeGreaterThan(24)
  expect(months.at(-1)).toBeLessThan(21)
})
test('a system tells of the days that it works, misses some of them, and mends a slip by a second revision', () => {
  for (const { service, figures } of told.filter(({ service: { told: by } }) => by === 'day')) {
    expect(
      figures.filter(({ span }) => !isWorkingDay(service.calendar, span)),
      service.code,
    ).toEqual([])
    const days = new Set(figures.map(({ span }) => span))
    const { from, to } = boundsOf('2026-Q3')
    const worked = [...Array(92).keys()]
      .map((n) => new Date(Date.parse(from) + n * 86_400_000).toISOString().slice(0, 10))
      .filter((date) => date <= to && isWorkingDay(service.calendar, date))
    const missing = worked.filter((date) => !days.has(date))
    expect(missing.length, service.code).toBeGreaterThan(0)
    expect(missing.length / worked.length, service.code).toBeLessThan(0.15)
    const mended = figures.filter(({ revision }) => revision === 2)
    expect(mended.length, service.code).toBeGreaterThan(0)
    for (const { recordId, amount } of mended)
      expect(figures.find((one) => one.recordId === recordId)!.amount).toBe(amount * 10)
  }
})
test('nothing is told of a day before its evening, and of a month before it is over', () => {
  expect(told.flatMap(({ figures }) => figures).filter(({ toldAt }) => toldAt >= before)).toEqual([])
  expect(of('JP-SMA').map(({ span }) => span)).toEqual(['2026-07', '2026-08', '2026-09', '2026-10'])
  expect(
    figuresOf(services[0]!, '2026-07-01', startOf('2026-07-02', 'WIB')).every(({ span }) => span === '2026-07-01'),
  ).toBe(true)
})
test('while a day runs its figure grows with every revision, and at its end it is the day’s', () => {
  for (const { service, figures } of told.filter(({ service: { told: by } }) => by === 'day')) {
    const { span, amount, per } = figures.findLast(({ revision }) => revision === 1)!
    const minutes = [...Array(24 * 60).keys()].flatMap((minute) => soFar(service, span, minute) ?? [])
    const revisions = new Map(minutes.map((one) => [one.revision, one]))
    // Of a few permits a day none has come in the first minutes.
    const all = [...Array(54).keys()].map((n) => n + 1)
    expect([...revisions.keys()], service.code).toEqual(all.slice(minutes[0]!.revision - 1))
    expect(minutes[0]!.revision, service.code).toBeLessThan(5)
    for (const one of minutes) expect(one).toEqual(revisions.get(one.revision))
    expect(minutes.map((one) => one.amount)).toEqual(minutes.map((one) => one.amount).toSorted((a, b) => a - b))
    expect(minutes.at(-1)).toMatchObject({ recordId: figures.at(-1)!.recordId, amount, per })
    const days = new Set(figures.map((one) => one.span))
    const other = ['2026-08-01', '2026-08-02', '2026-08-03', '2026-08-04'].filter((date) => !days.has(date))
    for (const date of other) expect(soFar(service, date, 23 * 60), `${service.code} ${date}`).toBeUndefined()
  }
})
test('the plans of three heads name an indicator of their own agency, in a province of any size', () => {
  for (const people of [300, 1_200]) {
    const whole = province(people)
    for (const quarter of ['2026-Q3', '2026-Q4']) {
      const results = [...plansOf(whole, quarter)].flatMap(({ assignment: { post }, results: planned }) =>
        planned.flatMap((result) => (result.indicatorId === undefined ? [] : [{ post, result }])),
      )
      expect(results.map(({ post }) => post.code).sort()).toEqual(['DISDIK.1.KA', 'DPMPTSP.1.KA', 'RSUDRM.1.KA'])
      for (const { post, result } of results) {
        const { service } = namedBy(post.code)!
        expect([service.agencyCode, service.unitCode]).toEqual([post.agencyCode, post.unitCode])
        expect(result).toMatchObject({ indicatorId: idOf(service), unit: service.unit })
      }
    }
  }
})
