import { isRefusal } from '@timbang/contracts/refusal'
import { expect, test } from 'vitest'
import { thousandthsOf } from './field.ts'
import { type Line, linesOf } from './lines.ts'
import { fromJson, fromJsonText, fromRecordMessage } from './record.ts'

const id = '019ac000-0000-7000-8000-000000000001'
const activity = { work_date: '2026-11-26', sentence: 'Melayani 12 pemohon izin' }
const refusalOf = (value: unknown) => {
  const read = fromJson(value)
  return isRefusal(read) ? [read.code, read.field ?? ''] : 'read'
}

test('a whole record is read', () => {
  expect(
    fromJson({
      record_id: id.toUpperCase(),
      activity: {
        ...activity,
        sentence: '  Cafe\u0301 ',
        quantity: '12.5',
        unit: 'berkas',
        start: '08:00',
        end: '24:00',
      },
    }),
  ).toMatchObject({
    recordId: id,
    revision: 1,
    body: {
      kind: 'activity',
      sentence: 'Café',
      quantityThousandths: 12_500,
      unit: 'berkas',
      startMinute: 480,
      endMinute: 1_440,
    },
  })
})

test('what is not JSON, or not a record, is malformed', () => {
  for (const text of ['', '{', 'null', '[]', '"x"', '{"record_id":'])
    expect(fromJsonText(text)).toMatchObject({ code: 'request.malformed' })
})

test('an unknown field is named, at every depth', () => {
  expect(refusalOf({ record_id: id, activity, extra: 1 })).toEqual(['request.unknown-field', 'extra'])
  expect(refusalOf({ record_id: id, activity: { ...activity, nip: '1' } })).toEqual([
    'request.unknown-field',
    'activity.nip',
  ])
  expect(fromJsonText(`{"record_id":"${id}","__proto__":{"activity":1}}`)).toMatchObject({
    code: 'request.unknown-field',
    field: '__proto__',
  })
})

test('a missing or wrong value is named with a hint', () => {
  expect(refusalOf({ activity })).toEqual(['request.value-invalid', 'record_id'])
  expect(fromJson({ record_id: '0b0f3c3e-0000-4000-8000-000000000001', activity })).toMatchObject({
    code: 'request.value-invalid',
    field: 'record_id',
    details: { hint: 'UUIDv7' },
  })
  expect(refusalOf({ record_id: id, activity: { sentence: 'x' } })).toEqual([
    'request.value-invalid',
    'activity.work_date',
  ])
  expect(refusalOf({ record_id: id, activity: { ...activity, quantity: '1,5' } })).toEqual([
    'request.value-invalid',
    'activity.quantity',
  ])
  expect(refusalOf({ record_id: id, activity: { ...activity, quantity: 1.2345 } })).toEqual([
    'request.value-invalid',
    'activity.quantity',
  ])
  expect(refusalOf({ record_id: id, activity: { ...activity, start: '8:00' } })).toEqual([
    'request.value-invalid',
    'activity.start',
  ])
  expect(refusalOf({ record_id: id, activity: { ...activity, written_at: '2026-11-26' } })).toEqual([
    'request.value-invalid',
    'activity.written_at',
  ])
  expect(
    refusalOf({ record_id: id, leave: { from_date: '2026-11-26', to_date: '2026-11-26', kind: 'holiday' } }),
  ).toEqual(['request.value-invalid', 'leave.kind'])
  const permission = { date: '2026-11-26', from: '13:00', until: '16:00', kind: 'personal' }
  for (const [field, wrong] of [
    ['kind', 'leave'],
    ['from', '25:00'],
    ['until', '4 PM'],
    ['date', 'besok'],
  ] as const)
    expect(refusalOf({ record_id: id, permission: { ...permission, [field]: wrong } })).toEqual([
      'request.value-invalid',
      `permission.${field}`,
    ])
})

test('a number names nobody and nothing at the door: JSON keeps no eighteen digits of it', () => {
  for (const field of ['record_id', 'employee_id', 'agency_id', 'import_id'])
    expect(
      fromJsonText(JSON.stringify({ record_id: id, activity }).replace(/}$/, `,"${field}":198507122010012003}`)),
    ).toMatchObject({ code: 'request.value-invalid', field })
  expect(refusalOf({ record_id: id, activity: { ...activity, result_id: 1.1 } })).toEqual([
    'request.value-invalid',
    'activity.result_id',
  ])
})

test('a leave is told by the code of its kind; leave and no more is that of the year', () => {
  const said = (kind: string) =>
    fromJson({ record_id: id, leave: { from_date: '2026-11-26', to_date: '2026-11-26', kind } })
  expect(said('maternity')).toMatchObject({ body: { leaveKind: 'maternity' } })
  expect(said('leave')).toMatchObject({ body: { leaveKind: 'annual' } })
})

test('a permission that does not end after it begins ends on the next day', () => {
  const said = (from: string, until: string) =>
    fromJson({ record_id: id, permission: { date: '2026-11-26', from, until, kind: 'official' } })
  expect(said('13:00', '16:00')).toMatchObject({
    body: { fromMinute: 780, untilMinute: 960, permissionKind: 'official' },
  })
  expect(said('23:00', '05:30')).toMatchObject({ body: { fromMinute: 1380, untilMinute: 1770, withdrawn: false } })
})

test('a record says exactly one thing', () => {
  expect(refusalOf({ record_id: id })).toEqual(['request.value-invalid', 'activity'])
  expect(refusalOf({ record_id: id, activity, attendance: { work_date: '2026-11-26', present: true } })).toEqual([
    'request.value-invalid',
    'activity',
  ])
})

test('a quantity is exact to thousandths, as number and as text', () => {
  expect(['0', '1', '0.1', '12.5', '12.505', '1000000'].map(thousandthsOf)).toEqual([
    0, 1_000, 100, 12_500, 12_505, 1_000_000_000,
  ])
  expect([1, 0.1, 12.505, 1.001, 4.35, 999_999.999].map(thousandthsOf)).toEqual([
    1_000, 100, 12_505, 1_001, 4_350, 999_999_999,
  ])
  expect(thousandthsOf(0.0001)).toBeNaN()
})

const lines = (body: Buffer, most = 10): readonly Line[] => {
  const read = linesOf(body, most)
  if (isRefusal(read)) throw new Error(read.code)
  return read
}
test('a body of more lines than may be, or of empty lines without end, is refused before any is read', () => {
  const tooMany = { code: 'request.too-many-items', details: { limit: 3 } }
  expect(lines(Buffer.from('{}\n{}\n{}\n\n'), 3)).toHaveLength(3)
  expect(linesOf(Buffer.from('{}\n{}\n{}\n{}'), 3)).toMatchObject(tooMany)
  expect(linesOf(Buffer.alloc(1_000_000, '\n'), 3)).toMatchObject(tooMany)
  expect(linesOf(Buffer.from(' \n\t\n'), 3)).toMatchObject({ code: 'request.malformed' })
})

test('lines are numbered as they stand, empty ones skipped, and another encoding spoils only its own line', () => {
  expect(lines(Buffer.from('\uFEFF{"a":1}\r\n\n{"b":2}')).map((one) => [one.line, one.text?.trim()])).toEqual([
    [1, '{"a":1}'],
    [3, '{"b":2}'],
  ])
  const mixed = Buffer.concat([
    Buffer.from('{"a":1}\n'),
    Buffer.from([0x7b, 0xe9, 0x7d, 0x0a]),
    Buffer.from('{"é":2}\n'),
  ])
  expect(lines(mixed).map((one) => one.text)).toEqual(['{"a":1}', undefined, '{"é":2}'])
})

test('the gRPC door reads the same record to the same thing', () => {
  const message = {
    recordId: id,
    revision: 0,
    employeeId: '',
    agencyId: '',
    sourceRecordedAt: undefined,
    importId: undefined,
  }
  const value = {
    workDate: '2026-11-26',
    sentence: activity.sentence,
    resultId: undefined,
    quantityThousandths: 12_500n,
    unit: 'berkas',
    startMinute: 480,
    endMinute: 540,
    evidenceLink: undefined,
    writtenAt: 1_780_000_000_000n,
    withdrawn: false,
    evidenceHashes: [],
  }
  expect(fromRecordMessage({ ...message, body: { $case: 'activity', value } })).toEqual(
    fromJson({
      record_id: id,
      activity: {
        ...activity,
        quantity: 12.5,
        unit: 'berkas',
        start: '08:00',
        end: '09:00',
        written_at: 1_780_000_000_000,
      },
    }),
  )
  expect(
    fromRecordMessage({ ...message, body: { $case: 'activity', value: { ...value, withdrawn: true } } }),
  ).toMatchObject({ body: { withdrawn: true } })
  expect(fromJson({ record_id: id, activity: { ...activity, withdrawn: true } })).toMatchObject({
    body: { withdrawn: true },
  })
  const hash = Buffer.alloc(32, 7)
  const named = { body: { evidence: [hash.toString('hex')] } }
  expect(
    fromRecordMessage({ ...message, body: { $case: 'activity', value: { ...value, evidenceHashes: [hash] } } }),
  ).toMatchObject(named)
  expect(fromJson({ record_id: id, activity: { ...activity, evidence: [hash.toString('hex')] } })).toMatchObject(named)
  expect(
    fromRecordMessage({ ...message, body: { $case: 'activity', value: { ...value, workDate: '' } } }),
  ).toMatchObject({ code: 'request.value-invalid', field: 'activity.work_date' })
  expect(fromRecordMessage({ ...message, body: undefined })).toMatchObject({ code: 'request.value-invalid' })
})

test('a punch has no id of its own making: it is read the same with it and without, from both doors', () => {
  const employee_id = '3c8f0c52-0000-4000-8000-000000000001'
  const punch = { device: 'M-1', at: 1_780_000_000_412, key: 'out' }
  const read = fromJson({ employee_id, punch })
  expect(read).toMatchObject({ body: { kind: 'punch', at: 1_780_000_000_000, key: 'out', withdrawn: false } })
  expect(fromJson({ employee_id, record_id: isRefusal(read) ? '' : read.recordId, punch })).toEqual(read)
  expect(
    fromRecordMessage({
      recordId: '',
      revision: 0,
      employeeId: employee_id,
      agencyId: '',
      sourceRecordedAt: undefined,
      importId: undefined,
      body: {
        $case: 'punch',
        value: { device: 'M-1', punchedAt: 1_780_000_000_412n, key: 'out', withdrawn: false },
      },
    }),
  ).toEqual(read)
  expect(refusalOf({ punch })).toEqual(['request.value-invalid', 'employee_id'])
  expect(refusalOf({ employee_id, punch: { ...punch, key: 'break' } })).toEqual(['request.value-invalid', 'punch.key'])
  expect(refusalOf({ employee_id, punch: { ...punch, device: 'Ruang depan' } })).toEqual([
    'request.value-invalid',
    'punch.device',
  ])
  expect(refusalOf({ employee_id, punch: { ...punch, at: '07.28' } })).toEqual(['request.value-invalid', 'punch.at'])
})

test('both doors read a figure to the same thing, its amounts exact to thousandths', () => {
  const [unitId, indicatorId] = ['0b0f3c3e-0000-5000-8000-000000000001', '0b0f3c3e-0000-5000-8000-000000000002']
  const json = {
    unit_id: unitId.toUpperCase(),
    indicator_id: indicatorId,
    date: '2026-11-26',
    amount: '4500.125',
    per: 250,
  }
  const read = fromJson({ record_id: id, figure: json })
  expect(read).toMatchObject({
    body: { kind: 'figure', unitId, amountThousandths: 4_500_125, perThousandths: 250_000, withdrawn: false },
  })
  const message = {
    recordId: id,
    revision: 0,
    employeeId: '',
    agencyId: '',
    sourceRecordedAt: undefined,
    importId: undefined,
  }
  const value = {
    unitId,
    indicatorId,
    date: '2026-11-26',
    month: undefined,
    amountThousandths: 4_500_125n,
    perThousandths: 250_000n,
    withdrawn: false,
  }
  expect(fromRecordMessage({ ...message, body: { $case: 'figure', value } })).toEqual(read)
  expect(fromRecordMessage({ ...message, body: { $case: 'figure', value: { ...value, unitId: 'x' } } })).toMatchObject({
    field: 'figure.unit_id',
  })
  expect(refusalOf({ record_id: id, figure: { ...json, amount: 0.0001 } })).toEqual([
    'request.value-invalid',
    'figure.amount',
  ])
  expect(refusalOf({ record_id: id, figure: { ...json, per: '1.0001' } })).toEqual([
    'request.value-invalid',
    'figure.per',
  ])
  expect(refusalOf({ record_id: id, figure: json, activity })).toEqual(['request.value-invalid', 'activity'])
})
