import { isRefusal } from '@timbang/contracts/refusal'
import { permenpanrb } from '@timbang/rules/packs/permenpanrb-6-2022'
import { expect, test } from 'vitest'
import { windowsOf, type DecidedAssessment, type Judgement } from '../assessment/domain.ts'
import { decideLook, evolveLook, type LookCommand, type SecondLook } from './domain.ts'

const windows = windowsOf('2026-Q3', permenpanrb, 'WIB')
const at = Date.parse('2026-10-22T10:00:00+07:00')
const judgement: Judgement = {
  answers: { quality: 4, teamwork: 4, innovation: 3 },
  result: 'above',
  resultReason: 'Target berkas terlampaui.',
  behaviour: 'meets',
  behaviourReason: 'Ringan membantu.',
}
const decision: DecidedAssessment = { judgement, standing: { as: 'assessor' }, version: 2, at: at - 1 }
const agree = { type: 'agree', seen: 2, at } as const
const ask = { type: 'ask', question: 'Berkas yang mana?', seen: 2, at } as const
const keep = { type: 'keep', answer: 'Izin usaha bulan Agustus.', seen: 2, at } as const
const none: SecondLook = { state: 'none', version: 0 }

/** What became of commands that were taken, one after the other. */
const given = (...commands: readonly LookCommand[]) => {
  let known: SecondLook = none
  for (const command of commands) {
    const taken = decideLook(known, command, decision, windows)
    if (isRefusal(taken)) throw new Error(taken.code)
    for (const event of taken.events) known = evolveLook(known, event)
  }
  return { known, when: (command: LookCommand, of = decision) => outcome(decideLook(known, command, of, windows)) }
}
const outcome = (taken: ReturnType<typeof decideLook>) => (isRefusal(taken) ? taken.code : taken.events)

test('his superior agrees, once', () => {
  expect(given().when(agree)).toEqual([{ type: 'Agreed', version: 1, decisionVersion: 2 }])
  expect(given(agree).when(agree)).toEqual([])
  expect(given(agree).when(ask)).toBe('look.agreed-already')
})

test('he asks back once, with a sentence, and agrees with or without an answer', () => {
  expect(given().when(ask)).toEqual([{ type: 'Asked', question: ask.question, version: 1, decisionVersion: 2 }])
  expect(given(ask).when(ask)).toEqual([])
  expect(given(ask).when({ ...ask, question: 'Yang lain?' })).toBe('look.asked-already')
  expect(given(ask, keep).when({ ...ask, question: 'Yang lain?' })).toBe('look.asked-already')
  expect(given().when({ ...ask, question: '' })).toBe('look.words-missing')
  expect(given(ask).when(agree)).toEqual([{ type: 'Agreed', version: 2, decisionVersion: 2 }])
  expect(given(ask, keep, agree).known).toEqual({ state: 'agreed', version: 3 })
})

test('whoever decides answers what was asked, and keeps it', () => {
  expect(given().when(keep)).toBe('look.not-asked')
  expect(given(ask).when({ ...keep, answer: '' })).toBe('look.words-missing')
  expect(given(ask, keep).known).toEqual({ state: 'kept', question: ask.question, answer: keep.answer, version: 2 })
  expect(given(ask, keep).when(keep)).toEqual([])
  expect(given(ask, keep).when({ ...keep, answer: 'Lain.' })).toBe('look.not-asked')
  expect(given(ask, agree).when(keep)).toBe('look.not-asked')
})

test('what is as expected, and what nobody has decided, nobody looks at again', () => {
  const expected = { ...decision, judgement: { ...judgement, result: 'meets' as const } }
  expect(given().when(agree, expected)).toBe('look.nothing-to-look-at')
  expect(given().when(agree, { ...expected, judgement: { ...expected.judgement, behaviour: 'below' } })).toHaveLength(1)
  expect(outcome(decideLook(none, agree, undefined, windows))).toBe('look.nothing-to-look-at')
})

test('nobody agrees to, asks about or keeps a version that he has not read', () => {
  for (const command of [agree, ask, keep])
    expect(given().when({ ...command, seen: 1 })).toBe('assessment.changed-meanwhile')
  expect(given().when({ ...agree, seen: undefined })).toHaveLength(1)
})

test('when nobody can decide any more nobody looks again', () => {
  const late = { at: windows.decideUntil }
  expect(given().when({ ...agree, ...late })).toBe('assessment.decision-closed')
  expect(given().when({ ...ask, ...late })).toBe('assessment.decision-closed')
  expect(given(ask).when({ ...keep, ...late })).toBe('assessment.decision-closed')
  expect(given(agree).when({ ...agree, ...late })).toEqual([])
})
