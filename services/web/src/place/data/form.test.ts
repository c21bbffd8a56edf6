import { expect, test } from 'vitest'
import { keyOf, type MendFields, readAnswer, readMending } from './form.ts'

const read = (verdict: string, words = '') => readAnswer({ verdict, words })

test('what was mended needs no words, a refusal says why, and neither too much', () => {
  expect(read('mended')).toEqual({ ok: true, answer: { mended: true, words: '' } })
  expect(read('refused', ' SK belum terbit ')).toEqual({
    ok: true,
    answer: { mended: false, words: 'SK belum terbit' },
  })
  expect(read('refused', ' ')).toMatchObject({ errors: [{ code: 'reason' }] })
  expect(read('', 'x')).toMatchObject({ errors: [{ code: 'verdict' }] })
  for (const verdict of ['mended', 'refused'])
    expect(read(verdict, 'x'.repeat(1001))).toMatchObject({ errors: [{ code: 'long' }] })
})

const empty: MendFields = {
  what: '',
  position: 'p',
  version: '3',
  superior: '',
  assignment: '',
  withdrawn: '',
  employee: '',
  capacity: '',
  from: '',
  to: '',
  reason: '',
}
const mend = (more: Partial<MendFields>) => readMending({ ...empty, ...more })
const wrong = (read: ReturnType<typeof readMending>) => (read.ok ? [] : read.errors.map(({ field }) => field))
test('a superior is chosen with a day and what it rests on, an end is a day or none at all, and who stands in has a capacity and days', () => {
  const told = { what: 'superior', superior: 's', from: '2026-11-01', reason: ' SK 821 ' }
  expect(mend(told)).toMatchObject({
    mending: { superiorPositionId: 's', version: 3, fromDate: '2026-11-01', reason: 'SK 821' },
  })
  expect(wrong(mend({ what: 'superior' }))).toEqual(['superior', 'from', 'reason'])
  expect(wrong(mend({ ...told, reason: 'x'.repeat(201) }))).toEqual(['reason'])
  expect(mend({ ...told, reason: 'x'.repeat(200) }).ok).toBe(true)
  expect(mend({ what: 'end', assignment: 'a', to: '2026-09-27' })).toMatchObject({ mending: { toDate: '2026-09-27' } })
  expect(mend({ what: 'end', assignment: 'a', withdrawn: '1', to: '2026-09-27' })).toMatchObject({
    mending: { toDate: '', withdrawn: true },
  })
  expect(wrong(mend({ what: 'end', to: '2026-02-30' }))).toEqual(['to'])
  expect(wrong(mend({ what: 'acting' }))).toEqual(['employee', 'capacity', 'from', 'to'])
  const days = { employee: 'e', capacity: 'plh', from: '2026-11-19', to: '2026-11-18' }
  expect(wrong(mend({ what: 'acting', ...days }))).toEqual(['to'])
  expect(mend({ what: 'acting', ...days, to: '2026-11-19' })).toMatchObject({ mending: { capacity: 'plh' } })
  expect(keyOf({ position: 'p', assignment: '' })).toBe('p')
  expect(keyOf({ position: 'p', assignment: 'a' })).toBe('a')
})
