import { expect, test } from 'vitest'
import { compare, type Content, refusedLater } from './compare.ts'
import { admitted, facts, given, refusedFor, withdrawn } from './given.ts'

const IMPORT = '00000000-0000-4000-8000-0000000000f4'
const words = { sentence: 'Menulis surat', evidenceLink: undefined }
const content = (of: Partial<Content> = {}): Content => ({
  ...words,
  workDate: facts().workDate,
  resultId: 'r1',
  quantityThousandths: 12_000,
  unit: 'berkas',
  startMinute: undefined,
  endMinute: undefined,
  ...of,
})
const imported = given(admitted({ importId: IMPORT }))
const own = given(admitted({ importId: IMPORT }), admitted({ revision: 2, quantityThousandths: 9_000 }))

test('a row of a record that nobody knows is new, one that says the same is the same', () => {
  expect(compare(undefined, undefined, content())).toBe('new')
  expect(compare(imported, words, content())).toBe('same')
})

test.each<[string, Partial<Content>]>([
  ['result', { resultId: 'r2' }],
  ['number', { quantityThousandths: 13_000 }],
  ['unit', { unit: 'surat' }],
  ['end', { endMinute: 540 }],
  ['start', { startMinute: 480 }],
  ['link', { evidenceLink: 'https://berkas.example/1' }],
  ['day', { workDate: '2026-11-25' }],
  ['words', { sentence: 'Menulis nota' }],
])('a row with another %s is a change of what an import said last', (_, changed) => {
  expect(compare(imported, words, content(changed))).toBe('changed')
})

test('another link is a change too, where there was one', () => {
  const entry = given(admitted({ importId: IMPORT, hasEvidence: true }))
  const linked = { ...words, evidenceLink: 'https://berkas.example/1' }
  expect(compare(entry, linked, content(linked))).toBe('same')
  expect(compare(entry, linked, content({ evidenceLink: 'https://berkas.example/2' }))).toBe('changed')
})

test('what the person mended is no change of the file, unless it says the same', () => {
  expect(compare(own, words, content())).toBe('mended')
  expect(compare(own, words, content({ quantityThousandths: 9_000 }))).toBe('same')
})

test('what was taken back is not the same any more: by the person it stays so, by an import the file brings it back', () => {
  const back = (importId?: string) => given(admitted({ importId: IMPORT }), withdrawn(2, { importId }))
  expect(compare(back(), words, content())).toBe('mended')
  expect(compare(back(IMPORT), words, content())).toBe('changed')
})

test('words that are not here are not compared', () => {
  expect(compare(imported, undefined, content({ sentence: 'Lain' }))).toBe('same')
})

test('a revision that was refused while the earlier one stands is told with its reason', () => {
  expect(refusedLater(imported!)).toBeUndefined()
  expect(
    refusedLater(given(admitted(), refusedFor('activity.result-unknown', { revision: 2, resultId: 'r9' }))!),
  ).toEqual({ revision: 2, code: 'activity.result-unknown' })
})
