import { expect, test } from 'vitest'
import { find } from './find.ts'
import type { PublishedAgency } from './view.ts'

const agency = (code: string, name: string, units: readonly string[] = []): PublishedAgency => ({
  code,
  name,
  period: '2026-Q3',
  whole: null,
  surveys: [],
  units,
})
const all = [
  agency('DINKES', 'Dinas Kesehatan', ['Bidang Pelayanan', 'RSUD Raden Mattaher']),
  agency('DISDIK', 'Dinas Pendidikan', ['Bidang SMA']),
]
const found = (asked: string) => find(all, asked).map(({ agency, unit }) => [agency.code, unit])

test('an agency is found by a part of its name, by its code and by a unit of it', () => {
  expect(found('KESEHAT')).toEqual([['DINKES', null]])
  expect(found('disdik')).toEqual([['DISDIK', null]])
  expect(found('raden')).toEqual([['DINKES', 'RSUD Raden Mattaher']])
})
test('every word counts, and signs do not', () => {
  expect(found('dinas pendidikan')).toEqual([['DISDIK', null]])
  expect(found('<b>dinas</b> kesehatan?')).toEqual([])
  expect(found('dinas, kesehatan.')).toEqual([['DINKES', null]])
  expect(found('   ')).toHaveLength(2)
})
