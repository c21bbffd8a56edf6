import { expect, test } from 'vitest'
import { publication, type SurveySums, type UnitSums } from './publication.ts'

const K = 10
/** Nine in ten days on time, where nothing else is said. */
const unit = (name: string, people: number, daysOnTime = people * 9): UnitSums => ({
  unitId: name,
  name,
  people,
  daysDue: people * 10,
  daysOnTime,
})
const survey = (answers: number): SurveySums => ({
  unitName: 'Loket',
  from: '2026-07-01',
  to: '2026-09-30',
  closed: true,
  threshold: K,
  elements: ['u1', 'u2'],
  answers,
  incomplete: 1,
  sums: [answers * 3, answers * 4],
})
const published = (units: UnitSums[], surveys: SurveySums[] = []) =>
  publication({ code: '1.01', name: 'Dinas' }, { period: '2026-Q3', edition: 1, issuedAt: 0 }, units, surveys, [], K)
const shares = (...units: UnitSums[]) => published(units).units.map(({ share }) => share)
const shown = ({ people, daysDue, daysOnTime }: UnitSums) => ({ state: 'shown', people, daysDue, daysOnTime })

test('of a unit under ten people and of its cover nothing is published, not even how many they are', () => {
  const [small, cover, other] = [unit('a', 9), unit('b', 12), unit('c', 40)]
  expect(shares(small, cover, other)).toEqual([{ state: 'hidden' }, { state: 'hidden' }, shown(other)])
  expect(shares(unit('a', 10), cover)).toEqual([shown(unit('a', 10)), shown(cover)])
})
test('of a unit wholly in one class, and of its cover, people are told and their days are not', () => {
  const [all, cover, other] = [unit('a', 20, 200), unit('b', 25), unit('c', 40)]
  expect(shares(all, cover, other)).toEqual([
    { state: 'hidden', people: 20 },
    { state: 'hidden', people: 25 },
    shown(other),
  ])
})
test('the whole is told where it gives nobody away: its people alone where all are of one class, nothing under ten', () => {
  const whole = (...units: UnitSums[]) => published(units).whole
  expect(whole(unit('a', 20), unit('b', 30))).toEqual(shown(unit('', 50)))
  expect(whole(unit('a', 20, 200), unit('b', 30, 300))).toEqual({ state: 'hidden', people: 50 })
  expect(whole(unit('a', 4), unit('b', 5))).toEqual({ state: 'hidden' })
  expect(whole(unit('a', 0))).toEqual({ state: 'empty' })
})
test('an empty unit is told as empty', () => expect(shares(unit('a', 0), unit('b', 30))[0]).toEqual({ state: 'empty' }))
test('of a survey with fewer answers than its threshold nothing is published but the threshold, from then on all of it', () => {
  const result = (answers: number) => published([unit('a', 20)], [survey(answers)]).surveys[0]!.result
  expect(result(9)).toEqual({ state: 'below-threshold', threshold: 10 })
  expect(result(10)).toMatchObject({ state: 'shown', answers: 10, incomplete: 1, indexHundredths: 8750, class: 'B' })
})
