import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  checkedUnits,
  organisationPredicates,
  patternOf,
  type Distribution,
  type OrganisationPredicate,
  type PatternUnit,
} from './pattern.ts'
import { permenpanrb } from '../../packs/permenpanrb-6-2022.ts'
import { predicates, type Predicate } from './predicate.ts'

const counts = (sb: number, b: number, bp: number, k: number, sk: number): Distribution => ({
  'sangat-baik': sb,
  baik: b,
  'butuh-perbaikan': bp,
  kurang: k,
  'sangat-kurang': sk,
})
const fits = (organisation: OrganisationPredicate, of: Distribution) =>
  patternOf(of, organisation, permenpanrb).map(({ met }) => met)

test('the pattern of SE MenPANRB 3/2023, row by row, at its edges', () => {
  const rows: readonly [OrganisationPredicate, Distribution, boolean[]][] = [
    ['istimewa', counts(7, 3, 0, 0, 0), [true, true]],
    ['istimewa', counts(8, 2, 0, 0, 0), [true, false]],
    ['istimewa', counts(4, 6, 0, 0, 0), [false, true]],
    ['baik', counts(2, 7, 1, 0, 0), [true, true, true]],
    ['baik', counts(2, 7, 0, 1, 0), [true, true, true]],
    ['baik', counts(2, 8, 0, 0, 0), [true, false, false]],
    ['baik', counts(2, 7, 0, 0, 1), [true, true, false]],
    ['butuh-perbaikan', counts(1, 3, 6, 0, 0), [true, true]],
    ['butuh-perbaikan', counts(2, 3, 5, 0, 0), [false, false]],
    ['kurang', counts(1, 2, 1, 6, 0), [true, true, true]],
    ['kurang', counts(2, 3, 0, 5, 0), [false, false, false]],
    ['sangat-kurang', counts(0, 3, 1, 0, 6), [true, true, true]],
    ['sangat-kurang', counts(0, 3, 0, 1, 6), [true, true, true]],
    ['sangat-kurang', counts(1, 4, 0, 0, 5), [false, false, false]],
  ]
  for (const [organisation, of, met] of rows)
    expect([organisation, of, fits(organisation, of)]).toEqual([organisation, of, met])
})
test('a tie is still the largest share', () => {
  expect(fits('istimewa', counts(5, 5, 0, 0, 0))[0]).toBe(true)
  expect(fits('baik', counts(5, 5, 0, 0, 0))[0]).toBe(true)
  expect(fits('baik', counts(5, 4, 5, 0, 0))[0]).toBe(false)
})
test('shares are compared without rounding: 70.0 of a hundred and not 70.1 of a thousand', () => {
  expect(fits('istimewa', counts(70, 30, 0, 0, 0))[1]).toBe(true)
  expect(fits('istimewa', counts(701, 299, 0, 0, 0))[1]).toBe(false)
  // Seven of eleven is 63.6 per cent, eight is 72.7.
  expect(fits('istimewa', counts(7, 4, 0, 0, 0))[1]).toBe(true)
  expect(fits('istimewa', counts(8, 3, 0, 0, 0))[1]).toBe(false)
})
test('nobody rated, nothing to check', () => {
  for (const organisation of organisationPredicates)
    expect(patternOf(counts(0, 0, 0, 0, 0), organisation, permenpanrb)).toEqual([])
})
test('a line says of how many people it speaks', () => {
  expect(patternOf(counts(2, 7, 1, 1, 0), 'baik', permenpanrb)[2]).toEqual({
    rule: { share: ['butuh-perbaikan', 'kurang'], leastPeople: 1 },
    people: 2,
    rated: 11,
    met: true,
  })
})

const unit = (unitId: string, parentUnitId?: string): PatternUnit => ({ unitId, parentUnitId })
const people = (unitId: string, count: number, predicate: Predicate = 'baik') =>
  Array.from({ length: count }, () => ({ unitId, headsUnit: false, predicate }))
const head = (unitId: string) => ({ unitId, headsUnit: true, predicate: 'sangat-baik' as const })
const sizes = (units: PatternUnit[], rated: Parameters<typeof checkedUnits>[1]) =>
  Object.fromEntries(
    [...checkedUnits(units, rated, permenpanrb)].map(([id, of]) => [
      id,
      predicates.reduce((total, one) => total + of[one], 0),
    ]),
  )

test('a unit of ten is checked, one of nine counts in its parent, and a topmost unit under ten is not checked', () => {
  const units = [unit('dinas'), unit('bidang-a', 'dinas'), unit('bidang-b', 'dinas')]
  expect(sizes(units, [...people('bidang-a', 10), ...people('bidang-b', 9)])).toEqual({ 'bidang-a': 10 })
  expect(sizes(units, [...people('bidang-a', 10), ...people('bidang-b', 9), ...people('dinas', 1)])).toEqual({
    'bidang-a': 10,
    dinas: 10,
  })
})
test('a head counts in the unit above, and the topmost head nowhere', () => {
  const units = [unit('dinas'), unit('bidang', 'dinas')]
  expect(sizes(units, [...people('bidang', 9), head('bidang'), head('dinas')])).toEqual({ dinas: 10 })
  expect(sizes(units, [...people('bidang', 10), head('bidang'), ...people('dinas', 9)])).toEqual({
    bidang: 10,
    dinas: 10,
  })
})
test('however the tree grows, nobody counts twice and every checked unit has ten', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ above: fc.nat(), rated: fc.nat(14) }), { minLength: 1, maxLength: 12 }),
      (drawn) => {
        const units = drawn.map(({ above }, at) => unit(`u${at}`, at === 0 ? undefined : `u${above % at}`))
        const rated = drawn.flatMap(({ rated: count }, at) => people(`u${at}`, count))
        const checked = Object.values(sizes(units, rated))
        const total = checked.reduce((sum, size) => sum + size, 0)
        expect(checked.every((size) => size >= 10)).toBe(true)
        expect(total).toBeLessThanOrEqual(rated.length)
        // Only the topmost unit can drop people, and then fewer than ten.
        expect(rated.length - total).toBeLessThan(10)
        expect(sizes(units.toReversed(), rated.toReversed())).toEqual(sizes(units, rated))
      },
    ),
  )
})
