import { expect, test } from 'vitest'
import { permenpanrb } from '../../packs/permenpanrb-6-2022.ts'
import { predicateOf, type Rating } from './predicate.ts'

test('the matrix of PermenPANRB 6/2022, cell by cell', () => {
  const rows: readonly [Rating, Rating, string][] = [
    ['above', 'below', 'kurang'],
    ['above', 'meets', 'baik'],
    ['above', 'above', 'sangat-baik'],
    ['meets', 'below', 'kurang'],
    ['meets', 'meets', 'baik'],
    ['meets', 'above', 'baik'],
    ['below', 'below', 'sangat-kurang'],
    ['below', 'meets', 'butuh-perbaikan'],
    ['below', 'above', 'butuh-perbaikan'],
  ]
  for (const [result, behaviour, predicate] of rows) expect(predicateOf(result, behaviour, permenpanrb)).toBe(predicate)
})
test('without both ratings there is no predicate', () => {
  expect(predicateOf('above', undefined, permenpanrb)).toBeUndefined()
  expect(predicateOf(undefined, 'above', permenpanrb)).toBeUndefined()
})
