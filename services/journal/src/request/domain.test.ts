import { GRACE_AHEAD_DAYS, OWN_ENTRY_DAYS } from '@timbang/rules/own-entry'
import { expect, test } from 'vitest'
import { AGENCY } from '../entry/domain/given.ts'
import { decide, evolve, type GraceRequest, type RequestCommand } from './domain.ts'

const TODAY = '2026-11-30'
const ask: Extract<RequestCommand, { type: 'ask' }> = {
  type: 'ask',
  workFrom: '2026-11-10',
  workTo: '2026-11-11',
  reasonCode: 'network',
  note: '',
  today: TODAY,
  post: { agencyId: AGENCY, unitId: 'u' },
  asked: false,
}
const of = { employeeId: 'ani', agencyId: AGENCY, at: 1_000, actor: 'ani' }
const open: GraceRequest = evolve(
  undefined,
  {
    type: 'GraceRequested',
    requestId: 'r',
    workFrom: ask.workFrom,
    workTo: ask.workTo,
    reasonCode: 'network',
    unitId: 'u',
    hasNote: false,
  },
  of,
)!
const grant: Extract<RequestCommand, { type: 'grant' }> = {
  type: 'grant',
  graceId: 'g',
  until: '2026-12-02',
  untilInstant: 5_000,
  note: '',
  today: TODAY,
  by: 'officer',
}
const refused: RequestCommand = { type: 'refuse', reasonCode: 'days-wrong', note: '', by: 'officer' }
const after = (request: GraceRequest, command: RequestCommand, by = 'officer') => {
  const decision = decide(request, 'r', command)
  if (decision.refused) throw new Error(decision.code)
  return decision.events.reduce((state, event) => evolve(state, event, { ...of, actor: by, at: 2_000 })!, request)
}

test('days are asked for as far back as the door takes them, and none to come', () => {
  expect(decide(undefined, 'r', ask)).toMatchObject({ events: [{ type: 'GraceRequested', unitId: 'u' }] })
  const oldest = { ...ask, workFrom: '2026-10-16', workTo: '2026-10-16' }
  expect(OWN_ENTRY_DAYS).toBe(45)
  expect(decide(undefined, 'r', oldest)).not.toHaveProperty('code')
  expect(decide(undefined, 'r', { ...oldest, workFrom: '2026-10-15' })).toMatchObject({ code: 'grace-request.too-old' })
  expect(decide(undefined, 'r', { ...ask, workTo: TODAY })).not.toHaveProperty('code')
  expect(decide(undefined, 'r', { ...ask, workTo: '2026-12-01' })).toMatchObject({ field: 'work_to' })
  expect(decide(undefined, 'r', { ...ask, workTo: '2026-11-09' })).toMatchObject({ field: 'work_to' })
})

test('a reason is one of the list, and the last of it is nothing without words', () => {
  expect(decide(undefined, 'r', { ...ask, reasonCode: 'rain' })).toMatchObject({ field: 'reason_code' })
  const other = { ...ask, reasonCode: 'other' }
  expect(decide(undefined, 'r', other)).toMatchObject({ code: 'grace-request.reason-missing' })
  expect(decide(undefined, 'r', { ...other, note: 'Banjir' })).not.toHaveProperty('code')
  const unsaid: RequestCommand = { type: 'refuse', reasonCode: 'other', note: '', by: 'officer' }
  expect(decide(open, 'r', unsaid)).toMatchObject({ code: 'grace-request.reason-missing' })
  expect(decide(open, 'r', { ...unsaid, reasonCode: 'rain' })).toMatchObject({ field: 'reason_code' })
})

test('whoever has no one post on these days, or asks for them already, is told so', () => {
  expect(decide(undefined, 'r', { ...ask, post: undefined })).toMatchObject({ code: 'grace-request.post-unknown' })
  expect(decide(undefined, 'r', { ...ask, asked: true })).toMatchObject({ code: 'grace-request.open-already' })
})

test('a request twice is once; the same id for other days is none', () => {
  expect(decide(open, 'r', { ...ask, asked: true })).toEqual({ events: [] })
  expect(decide(open, 'r', { ...ask, workTo: '2026-11-12' })).toMatchObject({ field: 'request_id' })
})

test('what is granted lasts from today on, and so many days at most', () => {
  expect(after(open, grant)).toMatchObject({ state: 'granted', graceId: 'g', decidedBy: 'officer', decidedAt: 2_000 })
  expect(GRACE_AHEAD_DAYS).toBe(45)
  for (const until of ['2026-11-29', '2027-01-15'])
    expect(decide(open, 'r', { ...grant, until })).toMatchObject({ code: 'request.value-invalid', field: 'until' })
  for (const until of [TODAY, '2027-01-14'])
    expect(decide(open, 'r', { ...grant, until })).toMatchObject({ events: [{ type: 'GraceGranted' }] })
})

test('a request is answered once: the same answer of the same officer is that one, any other is told that it is over', () => {
  const granted = after(open, grant)
  expect(decide(granted, 'r', { ...grant, graceId: 'other' })).toEqual({ events: [] })
  expect(decide(granted, 'r', { ...grant, by: 'another' })).toMatchObject({ code: 'grace-request.not-open' })
  expect(decide(granted, 'r', refused)).toMatchObject({ code: 'grace-request.not-open' })
  const no = after(open, refused)
  expect(no).toMatchObject({ state: 'refused', answerCode: 'days-wrong' })
  expect(decide(no, 'r', refused)).toEqual({ events: [] })
  expect(decide(no, 'r', grant)).toMatchObject({ code: 'grace-request.not-open' })
  expect(decide(undefined, 'r', grant)).toMatchObject({ code: 'grace-request.not-found' })
})

test('who asked takes it back while nobody has answered', () => {
  const back = after(open, { type: 'withdraw' }, 'ani')
  expect(back.state).toBe('withdrawn')
  expect(decide(back, 'r', { type: 'withdraw' })).toEqual({ events: [] })
  expect(decide(back, 'r', grant)).toMatchObject({ code: 'grace-request.not-open' })
  expect(decide(after(open, grant), 'r', { type: 'withdraw' })).toMatchObject({ code: 'grace-request.not-open' })
})

test('a grace for others answers what is open and leaves what is answered', () => {
  const answer: RequestCommand = { type: 'answer', graceId: 'h', untilInstant: 9_000, by: 'officer' }
  expect(after(open, answer)).toMatchObject({ state: 'granted', graceId: 'h' })
  expect(decide(after(open, refused), 'r', answer)).toEqual({ events: [] })
})
