import { expect, test } from 'vitest'
import { dutyOf, scopeOf } from './ask.ts'

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

test('whoever heads one unit is led to its schedule, an officer and whoever heads several to the list, others nowhere', () => {
  const unit = (code: string) => ({ code })
  expect(dutyOf({ roles: [], headedUnits: [unit('RS.1')] })).toEqual({ href: '/jaga/unit/RS.1' })
  expect(dutyOf({ roles: [], headedUnits: [unit('A'), unit('B')] })).toEqual({ href: '/jaga/unit' })
  expect(dutyOf({ roles: ['personnel_officer'], headedUnits: [unit('A')] })).toEqual({ href: '/jaga/unit' })
  expect(dutyOf({ roles: ['bkd'], headedUnits: [] })).toBeNull()
})
