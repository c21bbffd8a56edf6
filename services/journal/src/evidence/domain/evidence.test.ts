import { expect, test } from 'vitest'
import { decide, type Evidence, instantAfter, MOST_A_MONTH } from './evidence.ts'

const [recordId, sent] = ['019ac000-0000-7000-8000-000000000001', 'aa']
const file = { kept: 'bb', mediaType: 'image/webp', bytes: 9 } as const
const evidence = (of: Partial<Evidence> = {}): Evidence => ({
  employeeId: 'e',
  recordId,
  sent,
  named: true,
  file: undefined,
  decidedAt: undefined,
  ...of,
})
const keep = (used = 0) => ({ type: 'keep', recordId, sent, file, used }) as const
const forget = (erased = false) => ({ type: 'forget', recordId, sent, erased }) as const
const kept = { type: 'EvidenceKept', recordId, sent, ...file }

test('a file is kept whether its record has named it or not', () => {
  for (const before of [undefined, evidence(), evidence({ named: false })])
    expect(decide(before, keep())).toEqual({ events: [kept] })
})

test('the same file again is kept once, also when the month is full', () => {
  expect(decide(evidence({ file }), keep(MOST_A_MONTH))).toEqual({ events: [] })
})

test('the sixty-first file of a month is refused with the number', () => {
  expect(decide(undefined, keep(MOST_A_MONTH - 1))).toEqual({ events: [kept] })
  expect(decide(undefined, keep(MOST_A_MONTH))).toMatchObject({
    code: 'evidence.too-many',
    details: { limit: MOST_A_MONTH },
  })
})

test('what no record names is forgotten, what one names stays until its words are erased', () => {
  const gone = (reasonCode: string) => ({ events: [{ type: 'EvidenceDiscarded', recordId, sent, reasonCode }] })
  expect(decide(evidence({ named: false, file }), forget())).toEqual(gone('not-named'))
  expect(decide(evidence({ file }), forget())).toEqual({ events: [] })
  expect(decide(evidence({ file }), forget(true))).toEqual(gone('words-erased'))
  expect(decide(evidence(), forget(true))).toEqual({ events: [] })
  expect(decide(undefined, forget())).toEqual({ events: [] })
})

test('what is decided next is later than what was decided before, whatever the clock says', () => {
  expect([undefined, 5, 10, 11].map((decidedAt) => instantAfter(evidence({ decidedAt }), 10))).toEqual([10, 10, 11, 12])
})
