import { expect, test } from 'vitest'
import { firstScreen } from './first.ts'

const nothing = {
  today: false,
  verification: null,
  performance: null,
  agencies: [],
  province: false,
  audit: false,
  operator: false,
} as never
const places = (over: object) => ({ ...(nothing as object), ...over }) as Parameters<typeof firstScreen>[0]
const head = { agencies: [{ code: 'DINKES', shortName: 'DINKES' }] }

test('whoever has a board lands on it, everybody else on his day', () => {
  expect(firstScreen(places({ today: true }))).toBe('/hari-ini')
  expect(firstScreen(places({ today: true, ...head }))).toBe('/instansi/DINKES')
  expect(firstScreen(places({ today: true, province: true, ...head }))).toBe('/provinsi')
  expect(firstScreen(places({ today: true, operator: true }))).toBe('/operator')
  // The auditor sees all boards; what is his is the trail.
  expect(firstScreen(places({ today: true, province: true, operator: true, audit: true }))).toBe('/audit')
  expect(firstScreen(places({}))).toBeNull()
})
