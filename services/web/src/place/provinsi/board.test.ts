import { expect, test } from 'vitest'
import { figures, limits, survey } from '../shared/board/scene.ts'
import { now } from '../shared/scene.ts'
import { byNeed, groupingOf, provinceBoard, wholeProvince, type ProvinceAgency } from './board.ts'
import type { ProvinceView } from './view.ts'

const agency = (code: string, share: number, index: number, waitingDays = 0): ProvinceAgency => ({
  agencyId: code,
  code,
  name: code,
  figures: figures(code, 100, share, { oldestWaitingAt: now - waitingDays * 86_400_000 }),
  long: null,
  asOf: now,
  surveys: [survey(code, 100, index)],
  published: true,
})
const view = (...agencies: ProvinceAgency[]): ProvinceView => ({ now, zone: 'WIB', name: '', limits, agencies })

test('nobody with a signal stands under “as planned”, and the groups add up to all', () => {
  const all = view(
    agency('none', 95, 8000),
    agency('one', 95, 7000),
    agency('waits', 95, 8000, 22),
    agency('two', 50, 7000),
    { ...agency('silent', 95, 8000), figures: null },
  )
  const groups = byNeed(all)
  expect(groups.fine.map(({ agency: { code } }) => code)).toEqual(['none'])
  expect(groups.one.map(({ agency: { code } }) => code).sort()).toEqual(['one', 'waits'])
  expect(groups.attention.map(({ agency: { code } }) => code)).toEqual(['two'])
  expect(groups.silent.map(({ code }) => code)).toEqual(['silent'])
  expect(groups.fine.length + groups.one.length + groups.attention.length + groups.silent.length).toBe(
    all.agencies.length,
  )
})
test('an agency that passes a limit changes the grouping, another figure does not', () => {
  const before = groupingOf(view(agency('a', 95, 8000)))
  expect(groupingOf(view(agency('a', 94, 8000)))).toBe(before)
  expect(groupingOf(view(agency('a', 70, 8000)))).not.toBe(before)
})
test('what waits for 103 days is shown as 103 days and counted, though the figures look 28 days back', () => {
  const waits = { ...agency('a', 95, 8000), figures: figures('a', 100, 95, { entriesWaiting: 0, oldestWaitingAt: 0 }) }
  const long = { entries: 6, oldestAt: now - 103 * 86_400_000, units: [] }
  const { texts } = provinceBoard(wholeProvince(view({ ...waits, long })), 'id')
  expect(texts['a.waiting']).toBe('103\u00a0hari')
  expect(texts['a.waitingNote']).toBe('6 menunggu')
  expect(byNeed(wholeProvince(view({ ...waits, long }))).one.map(({ agency: { code } }) => code)).toEqual(['a'])
  expect(byNeed(wholeProvince(view(waits))).fine.map(({ agency: { code } }) => code)).toEqual(['a'])
})
