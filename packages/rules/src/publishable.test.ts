import { expect, test } from 'vitest'
import { indeksDaerah } from './packs/indeks-daerah.ts'
import { checks, faultsOf, faultsOfVersion } from './publishable.ts'

const version = (version: number, effectiveFrom: string) => ({ version, effectiveFrom })
const known = [version(1, '2022-01-01'), version(2, '2026-07-01')]

test('a version begins on the third civil day after its publication at the earliest; the first of a name when it will', () => {
  expect(faultsOfVersion(version(3, '2026-12-03'), known, '2026-11-30')).toEqual([])
  expect(faultsOfVersion(version(3, '2026-12-02'), known, '2026-11-30')).toEqual([
    'it begins on 2026-12-03 at the earliest',
  ])
  expect(faultsOfVersion(version(1, '2022-01-01'), [], '2026-11-30')).toEqual([])
})
test('versions follow each other, in number and in time', () => {
  expect(faultsOfVersion(version(4, '2027-01-01'), known, '2026-11-30')).toEqual(['the next version is 3'])
  expect(faultsOfVersion(version(3, '2027-01-01'), [...known].reverse(), '2026-11-30')).toEqual([])
  const later = [...known, version(3, '2027-07-01')]
  expect(faultsOfVersion(version(4, '2027-07-01'), later, '2026-11-30')).toEqual([
    'an earlier version begins then or later: their validity would overlap',
  ])
})
test('a pack is judged by the kernel that it names, and one that names none that is here is refused', () => {
  const other = { ...checks, '2': () => ['by the second'] }
  expect(faultsOf({ ...indeksDaerah, kernel: '2' }, other)).toEqual(['by the second'])
  expect(faultsOf(indeksDaerah, other)).toEqual([])
  for (const kernel of ['2', 'toString', undefined, null, 1])
    expect(faultsOf({ ...indeksDaerah, kernel })).toEqual(['the kernel is not known'])
})
