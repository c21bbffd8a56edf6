import { expect, test } from 'vitest'
import { readAnswer, readAsk } from './form.ts'

const days = { earliest: '2026-10-05', today: '2026-11-19', latest: '2027-01-03' }
const ask = (over: Record<string, string> = {}) =>
  readAsk({ request_id: 'r', work_from: '2026-11-10', work_to: '', reason_code: 'network', note: '', ...over }, days)
const wrongOf = (read: { ok: boolean; errors?: readonly { field: string }[] }) =>
  read.ok ? [] : read.errors!.map(({ field }) => field)

test('one day is asked for when no last one is said', () => {
  expect(ask()).toEqual({
    ok: true,
    asked: { requestId: 'r', from: '2026-11-10', to: '2026-11-10', reason: 'network', note: '' },
  })
})
test('a day that is too old, to come, or none is told at its field', () => {
  for (const work_from of ['2026-10-04', '2026-11-20', '2026-02-30', ''])
    expect(wrongOf(ask({ work_from }))).toEqual(['work_from'])
  for (const work_to of ['2026-11-09', '2026-11-20', 'x']) expect(wrongOf(ask({ work_to }))).toEqual(['work_to'])
})
test('a reason is chosen, and another one than those is written', () => {
  expect(wrongOf(ask({ reason_code: '' }))).toEqual(['reason_code'])
  expect(wrongOf(ask({ reason_code: 'rain' }))).toEqual(['reason_code'])
  expect(wrongOf(ask({ reason_code: 'other', note: ' ' }))).toEqual(['note'])
  expect(ask({ reason_code: 'other', note: ' Banjir ' })).toMatchObject({ asked: { note: 'Banjir' } })
  expect(wrongOf(ask({ note: 'x'.repeat(501) }))).toEqual(['note'])
})
const answer = (over: Record<string, string>) =>
  readAnswer({ verdict: '', until: '', scope: '', reason_code: '', note: '', ...over }, days)
test('a grant says until when and for whom, a refusal why', () => {
  expect(answer({ verdict: 'grant', until: '2026-11-22', scope: 'unit' })).toEqual({
    ok: true,
    answer: { grant: true, until: '2026-11-22', scope: 'unit', note: '' },
  })
  expect(wrongOf(answer({ verdict: 'grant' }))).toEqual(['until', 'scope'])
  for (const until of ['2026-11-18', '2027-01-04'])
    expect(wrongOf(answer({ verdict: 'grant', scope: 'person', until }))).toEqual(['until'])
  expect(answer({ verdict: 'refuse', reason_code: 'days-wrong' })).toMatchObject({ answer: { grant: false } })
  expect(wrongOf(answer({ verdict: 'refuse' }))).toEqual(['reason_code'])
  expect(wrongOf(answer({ verdict: 'refuse', reason_code: 'other' }))).toEqual(['note'])
  expect(wrongOf(answer({}))).toEqual(['until'])
})
