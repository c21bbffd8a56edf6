import { expect, test } from 'vitest'
import { isRefusal } from '@timbang/contracts/refusal'
import { approve, ask, faultOf, nameFirst, REQUEST_DAYS, type RoleRequest, type Somebody } from './domain.ts'

const E = 'e0000000-0000-4000-8000-000000000001'
const known = {
  roles: new Set(['bkd', 'personnel_officer', 'agency_head']),
  agencies: new Set(['a', 'b']),
  employees: new Set([E]),
}
const code = (role: string, agencyIds: string[] = [], subject = 's') =>
  faultOf({ subject, role, agencyIds }, known)?.code

test('a role of the province needs no agency', () => expect(code('bkd')).toBeUndefined())
test('an agency-bound role names its agencies', () => {
  expect(code('personnel_officer')).toBe('role.agency-missing')
  expect(code('agency_head', ['a'])).toBeUndefined()
  expect(code('agency_head', ['x'])).toBe('staff.agency-unknown')
})
test('a role that does not exist is refused, so is one for nobody', () => {
  expect(code('assessor')).toBe('role.unknown')
  for (const subject of [
    '',
    '198503122010011001',
    'nip198503122010011001',
    E.replace('1', '9').toUpperCase(),
    E.replace(/1$/, '2'),
    'a\nb',
  ])
    expect(code('bkd', [], subject), subject).toBe('role.subject-unknown')
  expect(code('bkd', [], E)).toBeUndefined()
})

const NOW = Date.UTC(2026, 10, 30)
const somebody = (name: string, holdsBkd = true, ...more: string[]): Somebody => ({
  name,
  names: new Set([name, ...more]),
  holdsBkd,
})
const [ani, budi, citra] = [somebody('ani'), somebody('budi'), somebody('citra', false, E)]
const asked = { requestId: 'r', subject: E, role: 'agency_head', agencyIds: ['b', 'a', 'b'], revoke: false }
const told = (answer: ReturnType<typeof ask>) => (isRefusal(answer) ? answer.code : (answer.request ?? 'nothing new'))
const waiting: RoleRequest = {
  ...asked,
  agencyIds: ['a', 'b'],
  requestedBy: 'ani',
  requestedAt: NOW,
  approvedBy: undefined,
  version: 1,
}

test('one who holds bkd asks, once; the same again is the same request, another one under its id is none', () => {
  expect(told(ask(undefined, asked, { by: ani, subject: citra }, known, NOW))).toEqual(waiting)
  expect(told(ask(waiting, asked, { by: ani, subject: citra }, known, NOW))).toBe('nothing new')
  expect(told(ask(waiting, asked, { by: budi, subject: citra }, known, NOW))).toBe('role.request-differs')
  expect(told(ask(waiting, { ...asked, revoke: true }, { by: ani, subject: citra }, known, NOW))).toBe(
    'role.request-differs',
  )
})
test('who holds no bkd asks nothing, and nobody asks for himself, under whatever name', () => {
  expect(told(ask(undefined, asked, { by: somebody('x', false), subject: citra }, known, NOW))).toBe('access.denied')
  expect(told(ask(undefined, asked, { by: somebody('akun', true, E), subject: citra }, known, NOW))).toBe('role.own')
})

const decided = (by: Somebody, request: RoleRequest | undefined = waiting, requester = ani, now = NOW) =>
  told(approve(request, { by, subject: citra, requester }, now))
test('another one who holds bkd approves, once', () => {
  expect(decided(budi)).toEqual({ ...waiting, approvedBy: 'budi', version: 2 })
  const done = { ...waiting, approvedBy: 'budi', version: 2 }
  expect(decided(budi, done)).toBe('nothing new')
  expect(decided(somebody('dewi'), done)).toBe('role.request-decided')
})
test('neither who asked, nor who gets it, nor who holds no bkd approves', () => {
  expect(decided(ani)).toBe('role.same-person')
  expect(decided(somebody('akun-ani', true, 'ani'))).toBe('role.same-person')
  expect(decided(somebody('akun', true, E))).toBe('role.own')
  expect(decided(somebody('budi', false))).toBe('access.denied')
})
test('a request dies with the role of its asker, and after a month', () => {
  expect(decided(budi, waiting, somebody('ani', false))).toBe('role.requester-gone')
  expect(decided(budi, waiting, ani, NOW + REQUEST_DAYS * 86_400_000 + 1)).toBe('role.request-old')
  expect(approve(undefined, { by: budi, subject: citra, requester: ani }, NOW)).toMatchObject({
    code: 'role.request-not-found',
  })
})

test('the first two are named once, and one alone is none', () => {
  const first = (...subjects: string[]) => subjects.map((subject) => ({ subject, role: 'bkd', agencyIds: [] }))
  expect(nameFirst(first('a', 'b'), known, false)).toEqual({ holders: first('a', 'b') })
  expect(nameFirst(first('a', 'a'), known, false)).toMatchObject({ code: 'role.first-too-few' })
  expect(nameFirst(first('a', 'b'), known, true)).toMatchObject({ code: 'role.first-named' })
})
