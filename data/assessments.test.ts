import { dateAt } from '@timbang/rules/civil-date'
import { permenpanrb } from '@timbang/rules/packs/permenpanrb-6-2022'
import { predicateOf } from '@timbang/rules/kernel/1/predicate'
import { expect, test } from 'vitest'
import { assessmentsOf } from './assessments.ts'
import { NEWCOMER, SARI } from './cast.ts'
import { province } from './province.ts'

const whole = province(1_200)
const EVER = Date.parse('2026-11-30T00:00:00Z')
const all = [...assessmentsOf(whole, '2026-Q3', EVER)]
const keyOf = new Map(whole.people.map((person) => [person.employeeId, person.cast?.key]))
const ofCast = (key: string, of = all) => of.find(({ employeeId }) => keyOf.get(employeeId) === key)

test('most are decided, some have spoken and wait, a few have said nothing, and everybody once', () => {
  const decided = all.filter(({ decision }) => decision !== undefined)
  expect(new Set(all.map(({ employeeId }) => employeeId)).size).toBe(all.length)
  expect(decided.length / whole.people.length).toBeGreaterThan(0.8)
  expect(all.filter(({ self, decision }) => self !== undefined && decision === undefined).length).toBeGreaterThan(50)
  expect(decided.filter(({ self }) => self === undefined).length).toBeGreaterThan(30)
})

test('one speaks from the first to the seventh, and is rated after that', () => {
  for (const { self, decision } of all) {
    if (self !== undefined) expect(dateAt(self.at, 'WIB')).toMatch(/^2026-10-0[1-7]$/)
    if (decision !== undefined) expect(dateAt(decision.at, 'WIB') > '2026-10-07').toBe(true)
  }
})

test('most predicates are good, some are very good, and a few are not', () => {
  const decided = all.flatMap(({ decision }) => decision ?? [])
  const shares = Map.groupBy(decided, ({ result, behaviour }) => predicateOf(result, behaviour, permenpanrb)!)
  const share = (...predicates: readonly Parameters<typeof shares.get>[0][]) =>
    predicates.reduce((sum, one) => sum + (shares.get(one)?.length ?? 0), 0) / decided.length
  expect(share('sangat-baik')).toBeGreaterThan(0.02)
  expect(share('sangat-baik')).toBeLessThan(0.2)
  expect(share('baik')).toBeGreaterThan(0.6)
  expect(share('butuh-perbaikan', 'kurang', 'sangat-kurang')).toBeGreaterThan(0.02)
  expect(share('butuh-perbaikan', 'kurang', 'sangat-kurang')).toBeLessThan(0.2)
})

test('two in three of what is not as expected were looked at again, nothing that is as expected was', () => {
  const odd = all.flatMap(({ decision }) =>
    decision !== undefined && (decision.result !== 'meets' || decision.behaviour !== 'meets') ? [decision] : [],
  )
  const looked = all.flatMap(({ decision }) => (decision?.agreedAt === undefined ? [] : [decision]))
  expect(looked.length / odd.length).toBeGreaterThan(0.5)
  expect(looked.length / odd.length).toBeLessThan(0.75)
  for (const decision of looked) expect(odd).toContain(decision)
  for (const { at, agreedAt } of looked) expect(agreedAt).toBeGreaterThan(at)
})

test('Sari is rated, the same in a province of any size; the newcomer is not', () => {
  expect(ofCast(SARI)?.decision).toBeDefined()
  expect(ofCast(SARI, [...assessmentsOf(province(300), '2026-Q3', EVER)])).toEqual(ofCast(SARI))
  expect(ofCast(NEWCOMER)).toBeUndefined()
})

test('on the tenth of October nothing is known of what was decided later', () => {
  const early = Date.parse('2026-10-10T00:00:00Z')
  const then = [...assessmentsOf(whole, '2026-Q3', early)]
  expect(then.some(({ decision }) => decision !== undefined)).toBe(true)
  for (const { self, decision } of then) expect(Math.max(self?.at ?? 0, decision?.at ?? 0)).toBeLessThan(early)
})
