import { expect, test } from 'vitest'
import { readSettling, settleFieldsOf, type SettleFields } from './form.ts'

const empty = settleFieldsOf(new FormData())
const read = (more: Partial<SettleFields>) =>
  readSettling({ ...empty, what: 'settle', employee: 'e', date: '2026-11-24', version: '2', ...more })

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
test('an outage is a begin, a later end at the clock of the workplace, and a cause', () => {
  const outage = (more: Partial<SettleFields>) =>
    read({ what: 'outage', employee: '', outage: 'o', zone: 'WITA', ...more })
  expect(outage({})).toMatchObject({ errors: [{ field: 'from' }, { field: 'to' }, { field: 'cause' }] })
  const span = { fromDate: '2026-11-24', fromTime: '07:00', toDate: '2026-11-24', toTime: '08:05' }
  expect(outage({ ...span, cause: 'power', instansi: 'DPMPTSP' })).toEqual({
    ok: true,
    settling: {
      what: 'outage',
      outageId: 'o',
      agencyCode: 'DPMPTSP',
      from: Date.parse('2026-11-23T23:00:00Z'),
      to: Date.parse('2026-11-24T00:05:00Z'),
      cause: 'power',
      withdrawn: false,
      devices: [],
    },
  })
  const chosen = new FormData()
  for (const device of ['M-2', 'M-1']) chosen.append('devices', device)
  const { devices } = settleFieldsOf(chosen)
  expect(outage({ ...span, cause: 'power', devices })).toMatchObject({ settling: { devices: ['M-2', 'M-1'] } })
  expect(outage({ what: 'outage-withdraw', from: '1', to: '5', cause: 'power', devices })).toMatchObject({
    settling: { withdrawn: true, devices: ['M-2', 'M-1'] },
  })
  expect(outage({ ...span, toTime: '07:00', cause: 'power' })).toMatchObject({
    errors: [{ field: 'to', code: 'span' }],
  })
  expect(outage({ what: 'outage-withdraw', from: 'x', to: '5', cause: 'power' })).toMatchObject({ ok: false })
})
