import { isRefusal } from '@timbang/contracts/refusal'
import { permenpanrb } from '@timbang/rules/packs/permenpanrb-6-2022'
import { expect, test } from 'vitest'
import {
  decide,
  evolve,
  initial,
  windowsOf,
  type Answers,
  type Assessment,
  type AssessmentCommand,
  type AssessmentEvent,
  type Judgement,
  type SelfWords,
} from './domain.ts'

const windows = windowsOf('2026-Q3', permenpanrb, 'WIB')
const on = (date: string, time = '10:00') => Date.parse(`${date}T${time}:00+07:00`)

const answers: Answers = { quality: 4, teamwork: 4, innovation: 3 }
const words: SelfWords = { quality: 'Berkas jarang kembali.', teamwork: '', innovation: '' }
const judgement: Judgement = {
  answers,
  result: 'above',
  resultReason: 'Target berkas terlampaui.',
  behaviour: 'meets',
  behaviourReason: 'Ringan membantu.',
}
const says = (more: object = {}): AssessmentCommand => ({
  type: 'assess-self',
  answers,
  words,
  seen: 0,
  at: on('2026-10-05'),
  ...more,
})
const rates = (more: object = {}, of: Partial<Judgement> = {}): AssessmentCommand => ({
  type: 'decide',
  judgement: { ...judgement, ...of },
  standing: { as: 'assessor' },
  seen: 0,
  at: on('2026-10-20'),
  ...more,
})
/** What became of commands that were taken, one after the other. */
const given = (...commands: readonly AssessmentCommand[]) => {
  let known: Assessment = initial
  for (const command of commands) {
    const decision = decide(known, command, windows)
    if (isRefusal(decision)) throw new Error(decision.code)
    for (const event of decision.events) known = evolve(known, event, command.at)
  }
  return {
    known,
    when: (command: AssessmentCommand) => {
      const decision = decide(known, command, windows)
      return isRefusal(decision)
        ? [decision.code, ...(decision.field ? [decision.field] : []), ...Object.values(decision.details ?? {})].join(
            ' ',
          )
        : decision.events.map((event: AssessmentEvent) => `${event.type} ${event.version}`)
    },
  }
}

test('who is assessed speaks from the first to the seventh day after the quarter, both included, and on no other', () => {
  for (const at of [on('2026-10-01', '00:00'), on('2026-10-07', '23:59')])
    expect(given().when(says({ at }))).toEqual(['SelfAssessed 1'])
  expect(given().when(says({ at: on('2026-09-30', '23:59') }))).toBe('assessment.self-not-open 2026-10-01')
  expect(given().when(says({ at: on('2026-10-08', '00:00') }))).toBe('assessment.self-closed 2026-10-07')
})

test('he says it anew while nobody has decided, and the same again changes nothing', () => {
  const other = { ...answers, quality: 5 }
  expect(given(says()).when(says())).toEqual([])
  expect(given(says()).when(says({ answers: other, seen: 1 }))).toEqual(['SelfAssessed 2'])
  expect(given(says()).when(says({ words: { ...words, quality: '' }, seen: 1 }))).toEqual(['SelfAssessed 2'])
  const decided = given(says(), rates({ at: on('2026-10-06') }))
  expect(decided.when(says({ answers: other, seen: 1, at: on('2026-10-06') }))).toBe('assessment.decided-already')
})

test('each of the three is answered from one to five', () => {
  for (const quality of [undefined, 0, 6, 2.5]) {
    expect(given().when(says({ answers: { ...answers, quality } }))).toBe('assessment.answer-missing quality')
    expect(given(says()).when(rates({}, { answers: { ...answers, quality } }))).toBe(
      'assessment.answer-missing quality',
    )
  }
})

test('nobody rates before the self-assessment is in, or its window has closed', () => {
  expect(given().when(rates({ at: on('2026-10-07', '23:59') }))).toBe('assessment.self-awaited 2026-10-07')
  expect(given().when(rates({ at: on('2026-10-08', '00:00') }))).toEqual(['AssessmentDecided 1'])
  expect(given(says()).when(rates({ at: on('2026-10-05') }))).toEqual(['AssessmentDecided 1'])
})

test('nobody rates a quarter that still runs', () =>
  expect(given().when(rates({ at: on('2026-09-30', '23:59') }))).toBe('assessment.quarter-runs 2026-10-01'))

test('ratings are decided, and changed, within ten weeks after the quarter, its last day included', () => {
  expect(given().when(rates({ at: on('2026-12-09', '23:59') }))).toEqual(['AssessmentDecided 1'])
  expect(given().when(rates({ at: on('2026-12-10', '00:00') }))).toBe('assessment.decision-closed 2026-12-09')
  const changed = rates({ at: on('2026-12-10', '00:00'), seen: 1 }, { result: 'meets' })
  expect(given(rates()).when(changed)).toBe('assessment.decision-closed 2026-12-09')
})

test('each rating has its reason, whatever it is', () => {
  expect(given().when(rates({}, { result: undefined }))).toBe('assessment.rating-missing result')
  expect(given().when(rates({}, { resultReason: '' }))).toBe('assessment.reason-missing result_reason')
  expect(given().when(rates({}, { behaviour: undefined }))).toBe('assessment.rating-missing behaviour')
  expect(given().when(rates({}, { behaviourReason: '' }))).toBe('assessment.reason-missing behaviour_reason')
})

test('a change is the next version; the same again changes nothing, also when it comes late', () => {
  expect(given(rates()).when(rates({ seen: 1 }, { result: 'meets' }))).toEqual(['AssessmentDecided 2'])
  expect(given(rates()).when(rates({ seen: 1 }, { resultReason: 'Lain.' }))).toEqual(['AssessmentDecided 2'])
  expect(given(rates()).when(rates({ at: on('2026-12-24') }))).toEqual([])
})

test('who had not seen the last version decides nothing over it; an import, which saw nothing, does', () => {
  expect(given(rates()).when(rates({}, { result: 'meets' }))).toBe('assessment.changed-meanwhile')
  expect(given(says()).when(says({ answers: { ...answers, quality: 1 } }))).toBe('assessment.changed-meanwhile')
  expect(given(rates()).when(rates({ seen: undefined }, { result: 'meets' }))).toEqual(['AssessmentDecided 2'])
})

test('a decision does not hide what was said before it', () =>
  expect(given(says(), rates()).known).toMatchObject({
    state: 'decided',
    self: { version: 1, at: on('2026-10-05') },
    decision: { version: 1, at: on('2026-10-20'), standing: { as: 'assessor' } },
  }))
