import { expect, test } from 'vitest'
import { checkOf, checkOfMethod, registry } from './edge.ts'

const check = (typeName: string) => checkOf(`timbang.${typeName}`) as (message: unknown) => unknown

test('every field of every request says which word it is, how long and how many', () => {
  let methods = 0
  for (const service of registry)
    if (service.kind === 'service')
      for (const method of service.methods) {
        checkOfMethod(`/${service.typeName}/${method.name}`)
        methods++
      }
  expect(methods).toBeGreaterThan(30)
})

test('a fault is told by the path of its field, and by what it should have been', () => {
  const id = 'a0000000-0000-4000-8000-000000000001'
  const month = check('journal.v1.GetMonthRequest')
  expect(month({ employeeId: id, month: '2026-11' })).toBeUndefined()
  expect(month({ employeeId: id, month: '9999-12' })).toMatchObject({ field: 'month', details: { hint: 'YYYY-MM' } })
  expect(month({ employeeId: id.toUpperCase(), month: '2026-11' })).toMatchObject({ field: 'employee_id' })
  const verify = check('journal.v1.VerifyEntriesRequest')
  const good = { recordId: id, revision: 1 }
  expect(verify({ entries: [good, { ...good, recordId: 'x' }] })).toMatchObject({ field: 'entries.1.record_id' })
  expect(verify({ entries: Array.from({ length: 1_001 }, () => good) })).toMatchObject({
    code: 'request.too-many-items',
    field: 'entries',
    details: { limit: 1_000 },
  })
  const record = check('activity.v1.Record')
  const said = { recordId: id, revision: 1, employeeId: '', agencyId: '' }
  const leave = { fromDate: '2026-02-28', toDate: '2026-02-31', kind: 'leave' }
  expect(record({ ...said, body: { $case: 'leave', value: leave } })).toMatchObject({ field: 'leave.to_date' })
})

test('two dates lie in their order, and no farther apart than the message allows', () => {
  const plans = check('appraisal.v1.GetPlansRequest')
  const id = 'a0000000-0000-4000-8000-000000000001'
  const of = (fromDate: string, toDate: string) => plans({ employeeId: id, fromDate, toDate })
  expect(of('2026-01-01', '2026-12-31')).toBeUndefined()
  expect(of('2026-01-02', '2026-01-01')).toMatchObject({ field: 'to_date' })
  expect(of('1900-01-01', '2199-12-31')).toMatchObject({ field: 'to_date' })
})
