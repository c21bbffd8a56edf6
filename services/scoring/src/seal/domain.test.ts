import { expect, test } from 'vitest'
import { refuse } from '@timbang/contracts/refusal'
import { startOf } from '@timbang/rules/civil-date'
import type { AgencyContext } from '@timbang/rules/context'
import { AGENCY, context, packs } from '@timbang/rules/example'
import { tooEarly } from './domain.ts'

const agency = (moved: Partial<AgencyContext> = {}): AgencyContext => ({
  ...context().agencies[AGENCY]!,
  windows: [],
  outages: [],
  graces: [],
  ...moved,
})
const ask = (at: number, ...agencies: AgencyContext[]) => tooEarly(at, '2026-Q3', packs, [agency(), ...agencies])
const early = (from: string) => refuse('seal.too-early', { from })
const HOUR = 3_600_000

test('the evidence is sealed after the grace and the days for verifying: three, three and seven after the thirtieth of September', () => {
  expect(ask(startOf('2026-10-14', 'WIB') - 1)).toEqual(early('2026-10-14'))
  expect(ask(startOf('2026-10-14', 'WIB'))).toBeUndefined()
})
test('the agency with the widest window is waited for', () => {
  const windows = (days: number) => agency({ windows: [{ days, graceDays: 3, effectiveFrom: '2026-01-01' }] })
  expect(ask(startOf('2026-10-17', 'WIB'), windows(3), windows(7))).toEqual(early('2026-10-18'))
  expect(ask(startOf('2026-10-18', 'WIB'), windows(3), windows(7))).toBeUndefined()
})
test('a window that begins to hold after the quarter moves nothing of it', () => {
  const wide = agency({ windows: [{ days: 30, graceDays: 3, effectiveFrom: '2026-10-01' }] })
  expect(ask(startOf('2026-10-14', 'WIB'), wide)).toBeUndefined()
})
test('an outage that moves the last grace is waited for, to the day on which its end falls', () => {
  const from = startOf('2026-10-02', 'WIB') + 8 * HOUR
  const out = agency({ outages: [{ id: 'o', from, to: from + 5 * HOUR }] })
  expect(ask(startOf('2026-10-14', 'WIB'), out)).toEqual(early('2026-10-15'))
  expect(ask(startOf('2026-10-15', 'WIB'), out)).toBeUndefined()
})
test('a grace that was opened for days of the quarter is waited for, one for other days is not', () => {
  const grace = (workFrom: string, workTo: string) =>
    agency({ graces: [{ id: 'g', workFrom, workTo, until: startOf('2026-10-21', 'WIB') }] })
  expect(ask(startOf('2026-10-27', 'WIB'), grace('2026-09-28', '2026-09-30'))).toEqual(early('2026-10-28'))
  expect(ask(startOf('2026-10-14', 'WIB'), grace('2026-10-01', '2026-10-02'))).toBeUndefined()
})
