import { permenpanrb } from '@timbang/rules/packs/permenpanrb-6-2022'
import { expect, test } from 'vitest'
import { windowsOf, type Assessment, type Judgement } from '../assessment/domain.ts'
import { keep, type Draft, type Typed } from './domain.ts'

const windows = windowsOf('2026-Q3', permenpanrb, 'WIB')
const at = Date.parse('2026-10-20T10:00:00+07:00')
const typed: Judgement = {
  answers: { quality: 4, teamwork: 0, innovation: 0 },
  result: undefined,
  resultReason: 'Target berkas',
  behaviour: undefined,
  behaviourReason: '',
}
const whole: Judgement = { ...typed, result: 'above', behaviour: 'meets', behaviourReason: 'Ringan membantu.' }
const open: Assessment = { state: 'open' }
const decided: Assessment = {
  state: 'decided',
  self: undefined,
  decision: { judgement: whole, standing: { as: 'assessor' }, version: 1, at },
}
const keeps = (known: Draft | undefined, more: Partial<Typed> = {}, assessment: Assessment = open) =>
  keep(known, { judgement: typed, seen: 0, seenDraft: undefined, at, ...more }, assessment, windows)
const known: Draft = { judgement: typed, keptAt: at }
const longer = { ...typed, resultReason: 'Target berkas terlampaui.' }

test('what is typed is kept, whatever is missing in it, and the same again is the same', () => {
  expect(keeps(undefined)).toEqual(known)
  expect(keeps(known, { at: at + 5_000 })).toBe(known)
})

test('of two drafts the later is kept at a later instant, whatever the clocks of two replicas say', () => {
  expect(keeps(known, { judgement: longer, seenDraft: at, at: at - 40 })).toEqual({ judgement: longer, keptAt: at + 1 })
})

test('an older tab keeps nothing over a newer draft, nor over one that was thrown away', () => {
  const changed = { refused: true, code: 'assessment.draft-changed' }
  expect(keeps(known, { judgement: longer })).toMatchObject(changed)
  expect(keeps(known, { judgement: undefined, seenDraft: at - 1 })).toMatchObject(changed)
  expect(keeps(undefined, { judgement: longer, seenDraft: at })).toMatchObject(changed)
  expect(keeps(known, { judgement: undefined, seenDraft: at })).toBeUndefined()
  expect(keeps(undefined, { judgement: undefined, seenDraft: at })).toBeUndefined()
})

test('nothing is kept over a decision that was not seen, and what says no more than the decision is no draft', () => {
  expect(keeps(undefined, {}, decided)).toMatchObject({ code: 'assessment.changed-meanwhile' })
  expect(keeps(undefined, { seen: 1 }, decided)).toEqual(known)
  expect(keeps(known, { judgement: whole, seen: 1, seenDraft: at }, decided)).toBeUndefined()
})

test('nothing is kept before it can be decided, nor after', () => {
  expect(keeps(undefined, { at: windows.selfFrom - 1 })).toMatchObject({ code: 'assessment.quarter-runs' })
  expect(keeps(undefined, { at: windows.selfUntil - 1 })).toMatchObject({ code: 'assessment.self-awaited' })
  expect(keeps(undefined, { at: windows.decideUntil })).toMatchObject({ code: 'assessment.decision-closed' })
})
