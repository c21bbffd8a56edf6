import { expect, test } from 'vitest'
import { faultOf } from './role.ts'

const known = { roles: new Set(['bkd', 'personnel_officer', 'agency_head']), agencies: new Set(['a']) }
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
  expect(code('bkd', [], '')).toBe('request.value-invalid')
})
