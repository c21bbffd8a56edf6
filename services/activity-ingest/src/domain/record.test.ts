import { expect, test } from 'vitest'
import {
  type Activity,
  type Attendance,
  canonicalContent,
  canonicalWording,
  check,
  type Figure,
  type Leave,
  type Permission,
  type Punch,
  type Sent,
} from './record.ts'

const [hash, other] = ['a'.repeat(64), 'b'.repeat(64)] as const
const NOON_WIB = Date.UTC(2026, 10, 26, 5)
const DAY = 86_400_000
const idOf = (instant: number) => {
  const hex = instant.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7abc-8abc-0123456789ab`
}

const worked = (activity: Partial<Activity> = {}): Activity => ({
  kind: 'activity',
  workDate: '2026-11-26',
  sentence: 'Melayani 12 pemohon izin',
  resultId: undefined,
  quantityThousandths: undefined,
  unit: undefined,
  startMinute: undefined,
  endMinute: undefined,
  evidenceLink: undefined,
  writtenAt: undefined,
  withdrawn: false,
  evidence: [],
  ...activity,
})
const sent = (body: Sent['body'] = worked(), with_: Partial<Sent> = {}): Sent => ({
  recordId: idOf(NOON_WIB),
  revision: 1,
  employeeId: undefined,
  agencyId: undefined,
  sourceRecordedAt: undefined,
  importId: undefined,
  body,
  ...with_,
})
const codeOf = (one: Sent, history = false) => check(one, NOON_WIB, history)?.code

test('an ordinary record passes', () => {
  expect(check(sent(), NOON_WIB, false)).toBeUndefined()
})

test('a day is in the future only when it has not begun in the east either', () => {
  expect(codeOf(sent(worked({ workDate: '2026-11-27' })))).toBe('activity.date-in-future')
  const lateEveningUtc = Date.UTC(2026, 10, 26, 15, 1)
  expect(check(sent(worked({ workDate: '2026-11-27' })), lateEveningUtc, false)).toBeUndefined()
  expect(check(sent(worked({ workDate: '2026-11-27' })), lateEveningUtc - 120_000, false)?.code).toBe(
    'activity.date-in-future',
  )
})

test('a date that no calendar has is refused', () => {
  for (const workDate of ['2026-02-29', '2026-13-01', '26-11-26', '2026-11-00', '1999-12-31', '2026-11-26T00:00'])
    expect(codeOf(sent(worked({ workDate })))).toBe('request.value-invalid')
  expect(codeOf(sent(worked({ workDate: '2024-02-29' })))).toBeUndefined()
})

test('an id older than 45 days is refused, unless it is registered history', () => {
  const old = sent(worked(), { recordId: idOf(NOON_WIB - 46 * DAY) })
  expect(codeOf(old)).toBe('activity.record-id-stale')
  expect(codeOf(old, true)).toBeUndefined()
  expect(codeOf(sent(worked(), { recordId: idOf(NOON_WIB - 45 * DAY) }))).toBeUndefined()
  expect(codeOf(sent(worked(), { recordId: idOf(NOON_WIB - 45 * DAY - 1) }))).toBe('activity.record-id-stale')
  expect(codeOf(sent(worked(), { recordId: idOf(NOON_WIB + 2 * DAY) }))).toBe('request.value-invalid')
})

test('a correction of leave, permission or attendance is not refused for the age of its id: a source mends the past', () => {
  const id = { recordId: idOf(NOON_WIB - 200 * DAY), revision: 2 }
  const leave: Leave = {
    kind: 'leave',
    fromDate: '2026-06-01',
    toDate: '2026-06-02',
    leaveKind: 'leave',
    withdrawn: true,
  }
  const day: Attendance = {
    kind: 'attendance',
    workDate: '2026-06-01',
    present: true,
    lateMinutes: 0,
    earlyLeaveMinutes: 0,
  }
  const permission: Permission = {
    kind: 'permission',
    date: '2026-06-01',
    fromMinute: 780,
    untilMinute: 960,
    permissionKind: 'medical',
    withdrawn: true,
  }
  for (const body of [leave, permission, day]) expect(codeOf(sent(body, id))).toBeUndefined()
})

test('quantity, times and link have bounds', () => {
  const bad: Partial<Activity>[] = [
    { quantityThousandths: 0 },
    { quantityThousandths: -1 },
    { quantityThousandths: 1_000_000_001 },
    { startMinute: 1_441 },
    { startMinute: 540, endMinute: 540 },
    { endMinute: 600 },
    { evidenceLink: 'http://a.example/x' },
    { evidenceLink: 'https://u:p@a.example/' },
    { evidenceLink: 'javascript:alert(1)' },
    { evidenceLink: `https://a.example/${'x'.repeat(2_000)}` },
  ]
  for (const one of bad) expect(codeOf(sent(worked(one)))).toBe('request.value-invalid')
  expect(
    codeOf(
      sent(
        worked({
          quantityThousandths: 1,
          startMinute: 0,
          endMinute: 1_440,
          evidenceLink: 'https://drive.example/a?b=c',
        }),
      ),
    ),
  ).toBeUndefined()
})

test('a sentence must be there and be one', () => {
  expect(codeOf(sent(worked({ sentence: '' })))).toBe('activity.sentence-empty')
  expect(codeOf(sent(worked({ sentence: 'a'.repeat(1_001) })))).toBe('activity.sentence-too-long')
})

test('a permission is for a part of a day, may lie ahead, and lasts no longer than half a day', () => {
  const permission = (changed: Partial<Permission> = {}): Permission => ({
    kind: 'permission',
    date: '2026-12-01',
    fromMinute: 780,
    untilMinute: 960,
    permissionKind: 'personal',
    withdrawn: false,
    ...changed,
  })
  const said = (changed: Partial<Permission>) => codeOf(sent(permission(changed)))
  expect(said({})).toBeUndefined()
  expect(said({ fromMinute: 1380, untilMinute: 1380 + 720 })).toBeUndefined()
  expect(said({ date: '2028-12-01' })).toBe('activity.date-in-future')
  for (const wrong of [
    { date: '2026-02-30' },
    { date: '1999-12-31' },
    { untilMinute: 780 },
    { untilMinute: 779 },
    { untilMinute: 780 + 721 },
    { untilMinute: 800.5 },
    { fromMinute: -1 },
    { fromMinute: 1440, untilMinute: 1500 },
  ])
    expect([wrong, said(wrong)]).toEqual([wrong, 'request.value-invalid'])
})

test('leave may lie ahead, and ends after it begins', () => {
  const leave = (fromDate: string, toDate: string): Leave => ({
    kind: 'leave',
    fromDate,
    toDate,
    leaveKind: 'leave',
    withdrawn: false,
  })
  expect(codeOf(sent(leave('2026-12-01', '2026-12-05')))).toBeUndefined()
  expect(codeOf(sent(leave('2026-12-05', '2026-12-01')))).toBe('request.value-invalid')
  expect(codeOf(sent(leave('2028-12-01', '2028-12-02')))).toBe('activity.date-in-future')
})

test('content is equal when the same thing is said, and differs with each field of it', () => {
  const me = '0b0f3c3e-0000-4000-8000-000000000001'
  const base = canonicalContent(me, sent())
  expect(canonicalContent(me, sent(worked(), { agencyId: 'x', importId: 'y', sourceRecordedAt: 5 }))).toBe(base)
  const others = [
    canonicalContent('0b0f3c3e-0000-4000-8000-000000000002', sent()),
    canonicalContent(me, sent(worked(), { revision: 2 })),
    canonicalContent(me, sent(worked({ sentence: 'Melayani 13 pemohon izin' }))),
    canonicalContent(me, sent(worked({ quantityThousandths: 1 }))),
    canonicalContent(me, sent(worked({ startMinute: 1 }))),
    canonicalContent(me, sent(worked({ writtenAt: 1 }))),
    canonicalContent(me, sent(worked({ resultId: 'r' }))),
    canonicalContent(me, sent(worked({ unit: 'r' }))),
    canonicalContent(me, sent(worked({ withdrawn: true }))),
    canonicalContent(me, sent(worked({ evidence: [hash] }))),
    canonicalContent(me, sent(worked({ evidence: [hash, other] }))),
  ]
  expect(new Set([base, ...others]).size).toBe(others.length + 1)
  // Digests that lie in the log already must stay what they are: what is not taken back says nothing of it.
  expect(base).toBe(
    `["activity",1,"${me}","${sent().recordId}",1,"2026-11-26","Melayani 12 pemohon izin",null,null,null,null,null,null,null]`,
  )
})

test('evidence is named by at most three hashes, each once', () => {
  const third = hash.replace('a', 'c')
  expect(codeOf(sent(worked({ evidence: [hash, other, third] })))).toBeUndefined()
  for (const evidence of [
    [hash, hash],
    [hash, other, third, hash.replace('a', 'd')],
    [hash.slice(1)],
    [hash.toUpperCase()],
  ])
    expect(check(sent(worked({ evidence })), NOON_WIB, false)).toMatchObject({
      code: 'request.value-invalid',
      field: 'activity.evidence',
    })
})

test('near-identical wording is seen through case, digits, punctuation and order', () => {
  expect(canonicalWording('e', 'Melayani 12 pemohon izin.')).toBe(canonicalWording('e', 'melayani pemohon izin: 15'))
  expect(canonicalWording('e', 'Melayani pemohon izin')).not.toBe(canonicalWording('e', 'Melayani pemohon pajak'))
  expect(canonicalWording('e', 'Melayani pemohon izin')).not.toBe(canonicalWording('f', 'Melayani pemohon izin'))
})

test('what no database keeps is refused before it reaches the log', () => {
  for (const odd of ['a\u0000b', 'a\ud800b', '\udc00', '\u001b[31m', 'bur\ufffdk']) {
    expect(codeOf(sent(worked({ sentence: odd })))).toBe('request.value-invalid')
    expect(codeOf(sent(worked({ unit: odd })))).toBe('activity.unit-unknown')
    expect(codeOf(sent(worked({ evidenceLink: `https://a.example/${odd}` })))).toBe('request.value-invalid')
  }
  expect(codeOf(sent(worked({ sentence: 'Rapat 👍\tdan\nnotulen' })))).toBeUndefined()
})

test('a sentence of nothing to be seen is empty, and one that turns its direction is no writing', () => {
  for (const empty of ['', '\u200b\u200d', '\u3164', '\u2800', '\u00ad\u0301'])
    expect(codeOf(sent(worked({ sentence: empty }))), JSON.stringify(empty)).toBe('activity.sentence-empty')
  for (const turned of ['gpj.\u202ebukti', '\u2066a\u2069'])
    expect(codeOf(sent(worked({ sentence: turned })))).toBe('request.value-invalid')
})

test('a sentence has a thousand letters, however many bytes each is', () => {
  expect(codeOf(sent(worked({ sentence: '👍'.repeat(1_000) })))).toBeUndefined()
  expect(codeOf(sent(worked({ sentence: '👍'.repeat(1_001) })))).toBe('activity.sentence-too-long')
})

test('a link with signs that a browser drops or turns is refused', () => {
  for (const odd of ['\n', '\t', '\u202e', ' ', '\u0085', '\u2028'])
    expect(codeOf(sent(worked({ evidenceLink: `https://a.example/${odd}x` }))), JSON.stringify(odd)).toBe(
      'request.value-invalid',
    )
})

test('what is counted stands in the list: a name or a number of somebody does not', () => {
  expect(codeOf(sent(worked({ unit: 'berkas' })))).toBeUndefined()
  for (const unit of ['Siti Aminah', '198501012010012001', ''])
    expect(codeOf(sent(worked({ unit })))).toBe('activity.unit-unknown')
})

const HIS = '3c8f0c52-0000-4000-8000-000000000001'
const scan = (punch: Partial<Punch> = {}): Sent => {
  const body: Punch = { kind: 'punch', device: 'M-1', at: NOON_WIB, key: undefined, withdrawn: false, ...punch }
  return sent(body, { recordId: idOf(body.at), employeeId: HIS })
}

test('a punch is taken however old, and refused where its machine is far ahead: it stands in another zone', () => {
  expect(codeOf(scan())).toBeUndefined()
  expect(codeOf(scan({ at: NOON_WIB - 400 * DAY }))).toBeUndefined()
  expect(codeOf(scan({ at: NOON_WIB + 600_000 }))).toBeUndefined()
  expect(check(scan({ at: NOON_WIB + 601_000 }), NOON_WIB, false)).toMatchObject({
    code: 'activity.punch-in-future',
    details: { device: 'M-1' },
    field: 'punch.at',
  })
})

test('a punch before this platform, or of a machine without a name, is refused', () => {
  expect(check(scan({ at: 0 }), NOON_WIB, false)).toMatchObject({ field: 'punch.at' })
  for (const device of ['', 'M 1', 'a'.repeat(101)])
    expect(check(scan({ device }), NOON_WIB, false)).toMatchObject({ field: 'punch.device' })
})

test('a punch that is taken back, or pressed with another key, is other content', () => {
  const contents = [scan(), scan({ key: 'in' }), scan({ key: 'out' }), scan({ withdrawn: true })]
  expect(new Set(contents.map((one) => canonicalContent(HIS, one))).size).toBe(4)
})

const waited = (figure: Partial<Figure> = {}): Figure => ({
  kind: 'figure',
  unitId: 'u',
  indicatorId: 'i',
  date: '2026-11-26',
  month: undefined,
  amountThousandths: 4_500_000,
  perThousandths: 250_000,
  withdrawn: false,
  ...figure,
})
const monthly = (month: string): Figure => waited({ date: undefined, month })

test('a figure is of one day or of one month that has begun', () => {
  expect(codeOf(sent(waited()))).toBeUndefined()
  expect(codeOf(sent(monthly('2026-11')))).toBeUndefined()
  expect(codeOf(sent(monthly('2026-12')))).toBe('activity.date-in-future')
  expect(codeOf(sent(waited({ date: '2026-11-27' })))).toBe('activity.date-in-future')
  for (const odd of [
    waited({ month: '2026-11' }),
    waited({ date: undefined }),
    waited({ date: '2026-02-30' }),
    monthly('2026-13'),
    monthly('1999-12'),
  ])
    expect(codeOf(sent(odd)), JSON.stringify(odd)).toBe('request.value-invalid')
})
test('a figure has bounds, and minutes of nobody are none', () => {
  expect(codeOf(sent(waited({ amountThousandths: 0, perThousandths: 0 })))).toBeUndefined()
  expect(codeOf(sent(waited({ amountThousandths: 1, perThousandths: 0 })))).toBe('figure.per-nobody')
  for (const amount of [-1, 0.5, 1_000_000_000_001, Number.NaN]) {
    expect(codeOf(sent(waited({ amountThousandths: amount })))).toBe('request.value-invalid')
    expect(codeOf(sent(waited({ perThousandths: amount })))).toBe('request.value-invalid')
  }
})
test('a source mends figures of the past, and equal content has an equal form', () => {
  expect(
    codeOf(sent(waited({ withdrawn: true }), { recordId: idOf(NOON_WIB - 200 * DAY), revision: 2 })),
  ).toBeUndefined()
  const forms = [
    {},
    { indicatorId: 'j' },
    { date: '2026-11-25' },
    { date: undefined, month: '2026-11' },
    { amountThousandths: 1 },
    { perThousandths: undefined },
    { withdrawn: true },
  ].map((changed) => canonicalContent('u', sent(waited(changed))))
  expect(new Set(forms).size).toBe(forms.length)
  expect(canonicalContent('v', sent(waited()))).not.toBe(forms[0])
  expect(canonicalContent('u', sent(waited(), { agencyId: 'x', importId: 'y' }))).toBe(forms[0])
})
