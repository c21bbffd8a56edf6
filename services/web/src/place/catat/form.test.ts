import { expect, test } from 'vitest'
import type { EntryFields, EntryForm } from '../shared/entry/view.ts'
import { freshFields, readEntry, readQuantity, writeQuantity } from './form.ts'

const fields: EntryFields = {
  record_id: '0199',
  revision: '1',
  sentence: ' Memeriksa  tiga berkas ',
  result_id: 'r1',
  date_choice: 'today',
  date: '',
  quantity: '',
  unit: '',
  start: '',
  end: '',
  evidence_link: '',
  evidence: '',
}
const on = {
  today: '2026-11-19',
  yesterday: '2026-11-18',
  results: [{ id: 'r1', unit: 'berkas' }],
  language: 'id' as const,
  writtenAt: null,
}

test('the form begins with the day that is worked now: behind midnight with the one on which a running night began', () => {
  const form: EntryForm = {
    now: 0,
    zone: 'WIB',
    recordId: '0199',
    today: '2026-11-19',
    yesterday: '2026-11-18',
    begin: '2026-11-19',
    earliest: '2026-11-16',
    results: [],
    mend: null,
    repeat: null,
    evidence: null,
  }
  const begun = (begin: string, date: string | null = null) => {
    const { date_choice: choice, date: day } = freshFields({ ...form, begin }, date)
    return [choice, day]
  }
  expect(begun('2026-11-19')).toEqual(['today', ''])
  expect(begun('2026-11-18')).toEqual(['yesterday', '2026-11-18'])
  expect(begun('2026-11-18', '2026-11-19')).toEqual(['today', '2026-11-19'])
  expect(begun('2026-11-18', '2026-11-17')).toEqual(['other', '2026-11-17'])
})

test('a sentence alone is a record of today', () => {
  expect(readEntry(fields, on)).toEqual({
    ok: true,
    draft: {
      recordId: '0199',
      revision: 1,
      sentence: 'Memeriksa tiga berkas',
      resultId: 'r1',
      workDate: '2026-11-19',
      quantityThousandths: null,
      unit: null,
      start: null,
      end: null,
      evidenceLink: null,
      evidence: [],
      writtenAt: null,
    },
  })
})
test('what the form asks nobody for stays with the entry that is mended', () => {
  const of = { start: '08:00', end: '09:30', evidence_link: 'https://berkas.example/1' }
  expect(readEntry({ ...fields, ...of }, on)).toMatchObject({
    draft: { start: '08:00', end: '09:30', evidenceLink: 'https://berkas.example/1' },
  })
})
test('a quantity without a unit takes the unit of its result', () => {
  expect(readEntry({ ...fields, quantity: '3' }, on)).toMatchObject({
    draft: { quantityThousandths: 3000, unit: 'berkas' },
  })
  expect(readEntry({ ...fields, quantity: '3', unit: 'surat' }, on)).toMatchObject({ draft: { unit: 'surat' } })
  expect(readEntry({ ...fields, unit: 'surat' }, on)).toMatchObject({ draft: { unit: null } })
})
test('all that is wrong is told at once', () => {
  expect(
    readEntry({ ...fields, sentence: ' ', date_choice: 'other', date: '2026-02-30', quantity: 'tiga' }, on),
  ).toEqual({
    ok: false,
    errors: [
      { field: 'sentence', code: 'sentence' },
      { field: 'date', code: 'date' },
      { field: 'quantity', code: 'quantity' },
    ],
  })
  expect(readEntry({ ...fields, date_choice: 'other', date: '2026-11-20' }, on)).toMatchObject({
    errors: [{ code: 'date-future' }],
  })
})
test('a point or a comma means what it means in the language', () => {
  expect(
    ['3', '1,5', '1.5', '1.200', '1.200,5', '0', '-2', '1e3', '1,2345'].map((text) => readQuantity(text, 'id')),
  ).toEqual([3000, 1500, 1500, 1_200_000, 1_200_500, null, null, null, null])
  expect(['1,200', '1.200', '1,200.5', '1,5'].map((text) => readQuantity(text, 'en'))).toEqual([
    1_200_000, 1200, 1_200_500, 1500,
  ])
})

test('a quantity that is written into the form is read as the same again, in both languages', () => {
  for (const language of ['id', 'en'] as const)
    for (const quantity of [1, 125, 1000, 1125, 1500, 12_000, 1_200_500, 999_999_999])
      expect(readQuantity(writeQuantity(quantity, language), language)).toBe(quantity)
  expect(writeQuantity(null, 'id')).toBe('')
})
