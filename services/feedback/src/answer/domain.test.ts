import fc from 'fast-check'
import { expect, test } from 'vitest'
import { elements, type Survey } from '../survey/domain.ts'
import { checkAnswer, countToRelease, isComplete } from './domain.ts'

const survey: Survey = {
  surveyId: 's',
  unitId: 'u',
  agencyId: 'a',
  fromDate: '2026-07-01',
  toDate: '2026-09-30',
  elements,
  threshold: 10,
  closedOn: undefined,
  version: 1,
}

test('an answer outside the days of the survey, or with a score beyond 1 to 4, is refused', () => {
  const answer = { day: '2026-08-01', scores: elements.map(() => 3) }
  expect(checkAnswer(survey, answer, '2026-08-01')).toBeUndefined()
  expect(checkAnswer(survey, answer, '2026-07-31')).toMatchObject({ code: 'survey.not-open' })
  expect(checkAnswer(survey, { ...answer, day: '2026-10-01' }, '2026-10-02')).toMatchObject({ code: 'survey.not-open' })
  expect(checkAnswer(survey, { ...answer, scores: [5, ...answer.scores.slice(1)] }, '2026-08-01')).toMatchObject({
    code: 'survey.answer-invalid',
  })
  expect(checkAnswer(survey, { ...answer, scores: answer.scores.map(() => 0) }, '2026-08-01')).toMatchObject({
    code: 'survey.answer-empty',
  })
})
test('the first and the last day of a survey are open to the end, and days beside them are not', () => {
  const on = (day: string) => checkAnswer(survey, { day, scores: elements.map(() => 3) }, day)?.code ?? 'taken'
  expect(['2026-06-30', '2026-07-01', '2026-09-30', '2026-10-01'].map(on)).toEqual([
    'survey.not-open',
    'taken',
    'taken',
    'survey.not-open',
  ])
})
test('an answer counts when each of its elements was answered', () => {
  const scores = elements.map(() => 1)
  expect(isComplete({ day: '2026-08-01', scores })).toBe(true)
  expect(isComplete({ day: '2026-08-01', scores: [0, ...scores.slice(1)] })).toBe(false)
})
test('a survey that was closed takes no answer, whatever its last day was meant to be', () => {
  const answer = { day: '2026-08-01', scores: elements.map(() => 3) }
  expect(checkAnswer({ ...survey, closedOn: '2026-08-01' }, answer, '2026-08-01')).toMatchObject({
    code: 'survey.not-open',
  })
})
test('however answers arrive, every batch holds the threshold, and the close leaves none behind that could be shown', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 30 })), fc.integer({ min: 5, max: 12 }), (arrivals, threshold) => {
      let held = 0
      let total = 0
      const batches: number[] = []
      const take = (closing: boolean) => {
        const count = countToRelease(held, threshold, closing)
        held -= count
        if (count > 0) batches.push(count)
      }
      for (const arrived of arrivals) {
        held += arrived
        total += arrived
        take(false)
      }
      take(true)
      expect(batches.every((count) => count >= threshold)).toBe(true)
      expect(batches.reduce((a, b) => a + b, 0)).toBe(total >= threshold ? total : 0)
    }),
  )
})
