import { expect, test } from 'vitest'
import { dayAsked, findMembers, findQuery, readFind } from './find.ts'
import type { Member, StateName } from './view.ts'

const member = (name: string, state: StateName): Member => ({
  employeeId: name,
  name,
  position: '',
  day: {
    date: '2026-11-19',
    state,
    away: null,
    entries: 0,
    waiting: 0,
    verified: 0,
    toMend: 0,
    latestAt: null,
    permissions: [],
  },
  before: null,
  waiting: 0,
})
const all = [
  member('Siti Aminah', 'sudah'),
  member('Ahmad Fauzi', 'belum'),
  member("Nur'aini Siregar", 'belum'),
  member('Ümit Akbar', 'libur'),
]
const asked = (query: string, name = '') =>
  readFind(new URLSearchParams(query), { fields: { cari: name }, errors: [], refusals: [] })
const names = (query: string, name = '') => findMembers(all, asked(query, name)).map((one) => one.name)

test('people stand by name, whatever they have done', () => {
  expect(names('')).toEqual(['Ahmad Fauzi', "Nur'aini Siregar", 'Siti Aminah', 'Ümit Akbar'])
})

test('every word that is typed must be in the name, whatever its case and signs', () => {
  expect(names('', 'SI')).toEqual(["Nur'aini Siregar", 'Siti Aminah'])
  expect(names('', 'ami si')).toEqual(['Siti Aminah'])
  expect(names('', 'nuraini')).toEqual(["Nur'aini Siregar"])
  expect(names('', 'umit')).toEqual(['Ümit Akbar'])
  expect(names('', 'zzz')).toEqual([])
})

test('a state that there is filters, another one does not', () => {
  expect(names('saring=belum')).toEqual(['Ahmad Fauzi', "Nur'aini Siregar"])
  expect(names('saring=terbaik')).toHaveLength(4)
})

test('an address asks for what its page shows, and says no name', () => {
  expect(findQuery(asked('tanggal=2026-11-18&saring=sudah', 'siti aminah'))).toBe(
    '/tim?tanggal=2026-11-18&saring=sudah&isi=cari',
  )
  expect(findQuery(asked(''))).toBe('/tim')
  expect(readFind(new URLSearchParams('cari=siti'), null).name).toBe('')
})

test('no day is asked for as today, and what is none is not guessed', () => {
  expect(dayAsked(null, '2026-11-19')).toBe('2026-11-19')
  expect(dayAsked('2026-11-18', '2026-11-19')).toBe('2026-11-18')
  expect(dayAsked('2026-02-30', '2026-11-19')).toBeNull()
  expect(dayAsked('kemarin', '2026-11-19')).toBeNull()
})
