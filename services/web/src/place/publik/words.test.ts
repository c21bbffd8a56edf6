import { expect, test } from 'vitest'
import { awaitedAfter } from './ask.ts'
import { hiddenPublication, publication } from './scenes.ts'
import { balance, leadText } from './words.ts'

test('the first sentence says how many promises were kept, and which one was not; without any it says what was recorded', () => {
  expect(leadText(publication, 'id')).toBe(
    'Satu dari dua janji layanan tercapai. Waktu tunggu loket 25,1 menit per orang, targetnya paling banyak 24,0.',
  )
  expect(leadText({ ...publication, promises: publication.promises.slice(0, 1) }, 'en')).toBe(
    'One of one service promise kept.',
  )
  expect(leadText({ ...publication, promises: [] }, 'id')).toContain('hari kerja tepat waktu')
  expect(leadText(hiddenPublication, 'id')).toContain('orangnya terlalu sedikit')
})
test('what was kept stands beside what was not, and days that nobody told are named', () => {
  const { achievements, challenges } = balance(publication, 'id')
  expect(achievements[0]).toBe('Izin terbit: 2.647 berkas, target paling sedikit 2.521,2.')
  expect(challenges.slice(0, 2)).toEqual([
    'Izin terbit: 2 hari tanpa data.',
    'Waktu tunggu loket: 25,1 menit per orang, target paling banyak 24,0.',
  ])
})
test('a publication is old as soon as a later quarter is over', () => {
  expect(awaitedAfter('2026-Q3', '2026-12-31')).toBeNull()
  expect(awaitedAfter('2026-Q3', '2027-01-01')).toBe('2026-Q4')
  expect(awaitedAfter('2026-Q3', '2027-07-15')).toBe('2027-Q2')
})
