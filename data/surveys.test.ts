import { expect, test } from 'vitest'
import { province } from './province.ts'
import { elements, surveysOf } from './surveys.ts'

const whole = province(1_200)
const surveys = surveysOf(whole, '2026-Q3')

test('of the units that serve citizens some have thirty answers, some too few, and some were never asked', () => {
  const complete = surveys.map(({ answers }) => answers.filter(({ scores }) => !scores.includes(0)).length)
  expect(complete.filter((n) => n >= 30).length).toBeGreaterThan(5)
  expect(complete.filter((n) => n > 0 && n < 30).length).toBeGreaterThan(2)
  expect(surveys.length).toBeLessThan(whole.units.filter((unit) => unit.public).length)
})

test('an answer has nine scores of 1 to 4, but for a few that are not complete, on a day of the quarter', () => {
  const answers = surveys.flatMap((survey) => survey.answers)
  expect(
    answers.filter(({ scores }) => scores.length !== elements.length || scores.some((score) => score < 0 || score > 4)),
  ).toEqual([])
  expect(answers.filter(({ day }) => day < '2026-07-01' || day > '2026-09-30')).toEqual([])
  expect(answers.some(({ scores }) => scores.includes(0))).toBe(true)
})

test('the same quarter is answered in the same way, another quarter in another', () => {
  expect(JSON.stringify(surveysOf(province(1_200), '2026-Q3'))).toBe(JSON.stringify(surveys))
  expect(surveysOf(whole, '2026-Q4').map(({ surveyId }) => surveyId)).not.toEqual(
    surveys.map(({ surveyId }) => surveyId),
  )
})

test('the counter of the story is asked in every quarter, in a province of any size', () => {
  for (const people of [300, 5_000]) {
    const { units, ...rest } = province(people)
    const counter = { ...rest, units: units.filter(({ code }) => code === 'DPMPTSP.1') }
    for (const quarter of ['2026-Q3', '2026-Q4', '2027-Q1'])
      expect(surveysOf(counter, quarter)[0]?.answers.length).toBeGreaterThan(33)
  }
})
