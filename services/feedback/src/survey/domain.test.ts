import { expect, test } from 'vitest'
import { refuse } from '@timbang/contracts/refusal'
import { closeSurvey, elements, openSurvey, type Survey } from './domain.ts'

const asked = {
  surveyId: 's',
  unitId: 'u',
  agencyId: 'a',
  fromDate: '2026-07-01',
  toDate: '2026-09-30',
  elements,
  threshold: 10,
}
const survey: Survey = { ...asked, closedOn: undefined, version: 1 }

test('a survey opens with its elements and threshold fixed', () => {
  expect(openSurvey(undefined, asked, 10)).toMatchObject({
    events: [{ type: 'SurveyOpened', version: 1, threshold: 10 }],
  })
  expect(openSurvey(survey, asked, 10)).toEqual({ events: [] })
  expect(openSurvey(survey, { ...asked, threshold: 20 }, 10)).toEqual(refuse('survey.already-open'))
  expect(openSurvey(undefined, { ...asked, threshold: 4 }, 10)).toMatchObject({ code: 'survey.threshold-too-low' })
  expect(openSurvey(undefined, { ...asked, elements: ['u1', 'u10'] }, 10)).toMatchObject({
    code: 'survey.elements-invalid',
  })
})
test('what a survey asks, and from how many answers on they are shown, is fixed once it is open', () => {
  for (const changed of [
    { threshold: 11 },
    { threshold: 5 },
    { elements: elements.slice(1) },
    { unitId: 'other' },
    { agencyId: 'other' },
    { fromDate: '2026-07-02' },
    { toDate: '2026-10-01' },
  ])
    expect(openSurvey(survey, { ...asked, ...changed }, 10)).toEqual(refuse('survey.already-open'))
})
test('a survey closes once, on a day that has been, and not before its last answer', () => {
  const close = (closedOn: string, lastAnswered?: string, of = survey) =>
    closeSurvey(of, closedOn, '2026-08-20', lastAnswered)
  expect(close('2026-08-20', '2026-08-20')).toMatchObject({ events: [{ closedOn: '2026-08-20', version: 2 }] })
  expect(close('2026-08-19', undefined, { ...survey, closedOn: '2026-08-01' })).toEqual({ events: [] })
  for (const refused of [close('2026-08-21'), close('2026-06-30'), close('2026-08-10', '2026-08-11')])
    expect(refused).toMatchObject({ code: 'survey.span-invalid', field: 'closed_on' })
})

test('a survey that says no threshold has the standard one, keeps it when that changes, and none is below the floor', () => {
  const opened = openSurvey(undefined, { ...asked, threshold: 0 }, 12)
  expect(opened).toMatchObject({ events: [{ threshold: 12 }] })
  expect(openSurvey({ ...survey, threshold: 12 }, { ...asked, threshold: 0 }, 20)).toEqual({ events: [] })
  expect(openSurvey(undefined, { ...asked, threshold: 0 }, 4)).toMatchObject({ code: 'survey.threshold-too-low' })
})
