import { expect, test } from 'vitest'
import { readAssessment, seenDraftIn, typedIn, type AssessFields } from './form.ts'

const whole: AssessFields = {
  quality: '4',
  teamwork: '4',
  innovation: '3',
  result: 'above',
  result_reason: ' Target terlampaui. ',
  behaviour: 'meets',
  behaviour_reason: 'Ringan membantu.',
  seen: '2',
  draft: '',
}

test('a whole judgement is read as it was typed, without the spaces around it', () =>
  expect(readAssessment(whole)).toEqual({
    ok: true,
    read: {
      answers: { quality: 4, teamwork: 4, innovation: 3 },
      result: 'above',
      resultReason: 'Target terlampaui.',
      behaviour: 'meets',
      behaviourReason: 'Ringan membantu.',
      seen: 2,
    },
  }))

test('each field says what it lacks, and nonsense is no answer', () => {
  const wrong = (fields: Partial<AssessFields>) => {
    const read = readAssessment({ ...whole, ...fields })
    return read.ok ? [] : read.errors.map(({ field, code }) => `${field} ${code}`)
  }
  expect(wrong({ quality: '6', teamwork: '', innovation: '4.5' })).toEqual([
    'quality answer',
    'teamwork answer',
    'innovation answer',
  ])
  expect(wrong({ result: 'best', behaviour: '' })).toEqual(['result rating', 'behaviour rating'])
  expect(wrong({ result_reason: '  ', behaviour_reason: 'x'.repeat(501) })).toEqual([
    'result_reason reason',
    'behaviour_reason long',
  ])
  expect(wrong({ seen: 'x' })).toEqual([])
})

test('what is typed so far is whatever it is, cut where nothing more is kept, and nonsense is nothing', () => {
  expect(
    typedIn({ ...whole, quality: '9', result: 'best', behaviour_reason: 'ا'.repeat(600), teamwork: '' }),
  ).toMatchObject({
    answers: { quality: 0, teamwork: 0, innovation: 3 },
    result: null,
    resultReason: 'Target terlampaui.',
    behaviourReason: 'ا'.repeat(500),
  })
  const seen = ['', '1796000000000', '0', 'x', '99999999999999999999', '-179600000000'].map((draft) =>
    seenDraftIn({ ...whole, draft }),
  )
  expect(seen).toEqual([null, 1_796_000_000_000, null, null, null, null])
})
