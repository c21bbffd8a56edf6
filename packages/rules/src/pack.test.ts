import { expect, test } from 'vitest'
import { faultsOf } from './pack.ts'
import { indeksDaerah } from './packs/indeks-daerah.ts'

test('the shipped pack has no fault, and a pack with one says which', () => {
  expect(faultsOf(indeksDaerah)).toEqual([])
  expect(faultsOf({ ...indeksDaerah, weights: { ...indeksDaerah.weights, pelaksana: { ...indeksDaerah.weights.pelaksana, service: 6 } } })).toEqual(['the weights of pelaksana sum to 101, not to 100'])
})

