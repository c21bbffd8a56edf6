import { expect, test } from 'vitest'
import { readSettling, type SettleFields } from './form.ts'

const read = (more: Partial<SettleFields>) =>
  readSettling({ what: 'settle', employee: 'e', date: '2026-11-24', version: '2', record: '', reason: '', ...more })

test('a day is settled by one of its facts and a reason of at most five hundred letters', () => {
  expect(read({ record: 'r', reason: ' Berita acara ' })).toEqual({
    ok: true,
    settling: {
      what: 'settle',
      employeeId: 'e',
      date: '2026-11-24',
      version: 2,
      recordId: 'r',
      reason: 'Berita acara',
    },
  })
  expect(read({})).toMatchObject({
    errors: [
      { field: 'record', code: 'chosen' },
      { field: 'reason', code: 'reason' },
    ],
  })
  expect(read({ record: 'r', reason: '😀'.repeat(500) })).toMatchObject({ ok: true })
  expect(read({ record: 'r', reason: 'x'.repeat(501) })).toMatchObject({ errors: [{ code: 'long' }] })
})
test('what was settled is taken back without a reason', () => {
  expect(read({ what: 'withdraw' })).toEqual({
    ok: true,
    settling: { what: 'withdraw', employeeId: 'e', date: '2026-11-24', version: 2 },
  })
})
