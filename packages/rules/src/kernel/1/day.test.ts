import { expect, test } from 'vitest'
import { startOf } from '../../civil-date.ts'
import { dayOf } from './day.ts'
import type { Fact } from '../../facts.ts'
import { packs } from '../../example.ts'

const DAY = 86_400_000
const recordId = '00000000-0000-4000-8000-000000000001'
const morning = startOf('2026-11-13', 'WIB') + 8 * 3_600_000
const post = {
  assignmentId: 'a',
  agencyId: 'g',
  unitId: 'u',
  positionId: 'p',
  group: 'pelaksana',
  capacity: 'definitive',
  from: '2026-01-01',
  to: undefined,
  zone: 'WIB',
} as const
const agency = {
  calendars: { '2026': { workingWeekdays: [1, 2, 3, 4, 5], holidays: new Set<string>() } },
  windows: [],
  outages: [],
  graces: [],
  attendanceConnected: true,
  attendanceFrom: undefined,
}
const entry = (revision: number, recordedAt: number): Fact => ({
  kind: 'entry',
  recordId,
  revision,
  offset: BigInt(revision),
  resultId: undefined,
  quantityThousandths: undefined,
  recordedAt,
  sourceRecordedAt: undefined,
  writtenAt: undefined,
  withdrawn: false,
})
const verdict = (
  revision: number,
  state: 'admitted' | 'returned' | 'verified',
  version: number,
  timelyAt?: number,
): Fact => ({ kind: 'verdict', recordId, revision, state, version, recordedAt: morning, timelyAt })

test('a correction that was asked for is as timely after its verification as before, in whatever order the facts come', () => {
  const facts = [
    entry(1, morning),
    verdict(1, 'admitted', 0),
    verdict(1, 'returned', 1),
    entry(2, morning + 20 * DAY),
    verdict(2, 'admitted', 0, morning),
    verdict(2, 'verified', 2),
  ]
  for (const order of [facts, [...facts].reverse()]) {
    expect(
      dayOf('2026-11-13', order, undefined, { ...post, employeeId: 'ani' }, agency, {}, packs, morning + 30 * DAY)
        .entries,
    ).toMatchObject([{ fact: { revision: 2 }, state: 'verified', timing: { verdict: 'in-time' } }])
  }
})
