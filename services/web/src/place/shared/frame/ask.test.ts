import { expect, test } from 'vitest'
import { scopeOf } from './ask.ts'

test('the board and the auditor look everywhere, officers and heads in their agency, assessors among their people', () => {
  expect(scopeOf({ roles: ['auditor', 'agency_head'], leads: true })).toBe('province')
  expect(scopeOf({ roles: ['bkd'], leads: false })).toBe('province')
  expect(scopeOf({ roles: ['personnel_officer'], leads: true })).toBe('agency')
  expect(scopeOf({ roles: ['agency_head'], leads: true })).toBe('agency')
  expect(scopeOf({ roles: [], leads: true })).toBe('team')
})
test('whoever holds none of it looks nowhere', () => {
  expect(scopeOf({ roles: ['governor', 'operator'], leads: false })).toBeNull()
  expect(scopeOf({ roles: [], leads: false })).toBeNull()
})
