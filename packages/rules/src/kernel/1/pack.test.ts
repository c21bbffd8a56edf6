import { expect, test } from 'vitest'
import { faultsOf } from './pack.ts'
import { indeksDaerah } from '../../packs/indeks-daerah.ts'
import { permenpanrb } from '../../packs/permenpanrb-6-2022.ts'

const pack = indeksDaerah
const faulty = (changed: object) => faultsOf({ ...pack, ...changed })

test('the shipped pack has no fault, and survives its way over the wire', () => {
  expect(faultsOf(pack)).toEqual([])
  expect(faultsOf(JSON.parse(JSON.stringify(pack)))).toEqual([])
})
test('a pack with a fault is told which', () => {
  expect(faulty({ weights: { ...pack.weights, pelaksana: { ...pack.weights.pelaksana, service: 6 } } })).toEqual([
    'the weights of pelaksana sum to 101, not to 100',
  ])
  expect(faulty({ sources: { ...pack.sources, peers: 31 } })).toEqual(['the weights of the sources do not sum to 100'])
  expect(faulty({ sources: { ...pack.sources, superior: 0, self: 70 } })).toEqual([
    'the superior has no weight, and without him nothing is rated',
  ])
  expect(faulty({ sources: { ...pack.sources, fewestPeers: 2 } })).toEqual([
    'sources.fewestPeers is no whole number from 3 to 1000',
  ])
  expect(faulty({ suggestion: { ...pack.suggestion, meetsFrom: 90 } })).toEqual([
    '"above" must begin higher than "meets"',
  ])
  expect(faulty({ suggestion: { ...pack.suggestion, result: ['quantity'] } })).toEqual([
    'every criterion belongs to the result or to the behaviour, and to one only',
  ])
  expect(
    faulty({
      discipline: {
        ...pack.discipline,
        bands: [
          { upTo: 30, pointsThousandths: 500 },
          { upTo: 30, pointsThousandths: 1000 },
          { pointsThousandths: 1500 },
        ],
      },
    }),
  ).toEqual(['the bands of discipline do not ascend to an open one'])
  expect(faulty({ discipline: { ...pack.discipline, bands: pack.discipline.bands.slice(0, 3) } })).toEqual([
    'the bands of discipline do not ascend to an open one',
  ])
  expect(faulty({ kernel: '9' })).toEqual(['the kernel is not 1'])
  expect(faulty({ effectiveFrom: '2026-02-30' })).toEqual(['effectiveFrom is no date'])
  expect(faulty({ lateCreditThousandths: 0.5 })).toEqual(['lateCreditThousandths is no whole number from 0 to 1000'])
  expect(faulty({ citations: {} })).toContain('weights has no citation')
  expect(faulty({ citations: { ...pack.citations, windows: { source: '' } } })).toEqual([
    'the citation of windows names no source',
  ])
})
test('whatever JSON somebody sends is answered, never thrown at', () => {
  for (const content of [
    null,
    1,
    'pack',
    [],
    {},
    { weights: null },
    { discipline: { bands: [null] } },
    { ...pack, discipline: { ...pack.discipline, bands: [null] } },
  ])
    expect(faultsOf(content).length).toBeGreaterThan(0)
})
test('every rule of the predicate pack has a citation', () => {
  for (const rule of ['matrix', 'headResult', 'pattern', 'objection', 'followUp'])
    expect(permenpanrb.citations[rule]?.source).toMatch(/\d{4}/)
})
