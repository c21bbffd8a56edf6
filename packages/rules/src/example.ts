import { eachDay, startOf, weekdayOf, type CivilDate } from './civil-date.ts'
import type { Context } from './context.ts'
import {
  pack as packed,
  type ExcuseFact,
  type Fact,
  type LeaveFact,
  type PermissionFact,
  type PunchFact,
} from './facts.ts'
import type { Criterion } from './kernel/1/criterion/criterion.ts'
import { evaluate } from './kernel/1/evaluate.ts'
import type { IndexPack, PredicatePack } from './kernel/1/pack.ts'
import type { LineOf, Receipt } from './kernel/1/receipt.ts'
import { indeksDaerah } from './packs/indeks-daerah.ts'
import { permenpanrb } from './packs/permenpanrb-6-2022.ts'
import type { OwnParts, UnitParts } from './parts.ts'
import type { PublishedPack } from './published.ts'

// The worked example of domain.md §5, as facts and context: what the tests of the index begin with.

const HOUR = 3_600_000
export const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
export const UNIT = id(2)
const POST = id(3)
const PERSON = id(4)
export const AGENCY = id(1)
export const ASSIGNMENT = id(5)
export const results = [
  { code: 'RHK 1', weight: 50, target: 40 },
  { code: 'RHK 2', weight: 30, target: 12 },
  { code: 'RHK 3', weight: 20, target: 6 },
].map(({ code, weight, target }, at) => ({
  resultId: id(10 + at),
  code,
  weightThousandths: weight * 1000,
  targetThousandths: target * 1000,
  unit: 'berkas',
  measure: 'count' as const,
  lessIsBetter: false,
  quarterTargetsThousandths: undefined,
}))
export const working = [...eachDay('2026-07-01', '2026-09-30')].filter((date) => weekdayOf(date) <= 5)

export const context = (changed: Partial<Context> = {}): Context => ({
  employeeId: PERSON,
  period: '2026-Q3',
  from: '2026-07-01',
  to: '2026-09-30',
  ratings: undefined,
  assignments: [
    {
      assignmentId: ASSIGNMENT,
      agencyId: AGENCY,
      unitId: UNIT,
      positionId: POST,
      group: 'pelaksana',
      capacity: 'definitive',
      from: '2024-01-01',
      to: undefined,
      zone: 'WIB',
    },
  ],
  plans: [
    { planId: id(6), assignmentId: ASSIGNMENT, from: '2026-07-01', to: '2026-09-30', closedOn: undefined, results },
  ],
  // One holiday makes 65 of the 66 working days of the quarter.
  agencies: {
    [AGENCY]: {
      calendars: { '2026': { workingWeekdays: [1, 2, 3, 4, 5], holidays: new Set(['2026-08-17']) } },
      windows: [{ days: 3, graceDays: 3, effectiveFrom: '2026-01-01' }],
      outages: [],
      graces: [],
      attendanceConnected: true,
      attendanceFrom: undefined,
    },
  },
  duty: {},
  figures: {},
  answers: {
    [ASSIGNMENT]: {
      quality: { superior: 4_000, self: 4_000, peers: { n: 3, sum: 13_000 } },
      teamwork: { superior: 5_000, self: 4_000, peers: { n: 3, sum: 12_000 } },
      innovation: { superior: 3_000, self: undefined, peers: { n: 2, sum: 8_000 } },
    },
  },
  ...changed,
})

export const NOW = startOf('2026-10-20', 'WIB')
const elements = Array.from({ length: 9 }, (_, at) => `u${at + 1}`)
/** A unit that so many citizens have judged, each with three in every element. */
export const surveyed = (answers: number, sums = elements.map(() => answers * 3)): UnitParts =>
  new Map([
    [
      UNIT,
      {
        parentUnitId: undefined,
        surveys: [
          {
            surveyId: id(7),
            elements,
            from: '2026-07-01',
            to: '2026-09-30',
            batches: [{ day: '2026-09-20', answers, sums }],
          },
        ],
      },
    ],
  ])
export const units = surveyed(12)

/** As they are published; what hashes them is the publisher's, so here the hash is a number. */
export const published = (content: IndexPack | PredicatePack): PublishedPack => ({
  name: content.name,
  version: content.version,
  effectiveFrom: content.effectiveFrom,
  hash: String(content.version).padStart(64, content.name === 'indeks-daerah' ? '1' : '2'),
  content,
})
export const packs = [indeksDaerah, permenpanrb].map(published)
export const packsWith = (changed: Partial<IndexPack>) => [
  published({ ...indeksDaerah, ...changed }),
  published(permenpanrb),
]

let serial = 100
export const entry = (
  date: CivilDate,
  options: {
    hoursAfter?: number
    result?: number
    quantity?: number
    state?: 'verified' | 'admitted' | 'returned' | 'none'
  } = {},
): Fact[] => {
  const recordId = id(serial++)
  const recordedAt = startOf(date, 'WIB') + (options.hoursAfter ?? 16) * HOUR
  const fact: Fact = {
    kind: 'entry',
    recordId,
    revision: 1,
    offset: BigInt(serial),
    resultId: options.result === undefined ? undefined : results[options.result]!.resultId,
    quantityThousandths: options.quantity === undefined ? undefined : options.quantity * 1000,
    recordedAt,
    sourceRecordedAt: undefined,
    writtenAt: undefined,
    withdrawn: false,
  }
  if (options.state === 'none') return [fact]
  return [
    fact,
    {
      kind: 'verdict',
      recordId,
      revision: 1,
      state: options.state ?? 'verified',
      version: options.state === 'admitted' ? 0 : 1,
      recordedAt,
      timelyAt: undefined,
    },
  ]
}
export const attendance = (lateMinutes: number, present = true): Fact => ({
  kind: 'attendance',
  recordId: id(serial++),
  revision: 1,
  offset: 0n,
  recordedAt: 0,
  occurredAt: 0,
  settlement: false,
  withdrawn: false,
  agencyId: AGENCY,
  present,
  lateMinutes,
  earlyLeaveMinutes: 0,
})

/** A machine saw somebody at an instant. */
export const punch = (at: number, changed: Partial<PunchFact> = {}): PunchFact => ({
  kind: 'punch',
  recordId: id(serial++),
  revision: 1,
  offset: 0n,
  recordedAt: at,
  at,
  key: undefined,
  withdrawn: false,
  device: 'M-1',
  agencyId: AGENCY,
  ...changed,
})

export const leave = (from: CivilDate, to: CivilDate, changed: Partial<LeaveFact> = {}): LeaveFact => ({
  kind: 'leave',
  recordId: id(serial++),
  revision: 1,
  offset: 0n,
  recordedAt: 0,
  reason: 'leave',
  from,
  to,
  withdrawn: false,
  ...changed,
})

/** To be away for a part of a day: minutes from its midnight. */
export const permission = (
  date: CivilDate,
  fromMinute: number,
  untilMinute: number,
  changed: Partial<PermissionFact> = {},
): PermissionFact => ({
  kind: 'permission',
  recordId: id(serial++),
  revision: 1,
  offset: 0n,
  recordedAt: 0,
  reason: 'personal',
  date,
  fromMinute,
  untilMinute,
  withdrawn: false,
  ...changed,
})

/** 65 working days, 3 excused, 57 on time, 3 late, 2 without entry. Verified 38, 12 and 7. Four times up to half an hour late, once up to an hour. */
export function workedFacts(): { days: Map<CivilDate, Fact[]>; leaves: LeaveFact[] } {
  serial = 100
  const days = working.filter((date) => date !== '2026-08-17')
  const facts = new Map<CivilDate, Fact[]>(days.map((date) => [date, []]))
  const put = (at: number, ...more: Fact[]) => facts.get(days[at]!)!.push(...more)
  for (let at = 0; at < 57; at++) put(at, ...entry(days[at]!, { result: at < 38 ? 0 : at < 50 ? 1 : 2, quantity: 1 }))
  for (let at = 57; at < 60; at++) put(at, ...entry(days[at]!, { hoursAfter: 24 * 5 }))
  for (let at = 0; at < 65; at++)
    if (at < 60 || at > 62) put(at, attendance(at >= 1 && at <= 4 ? 30 : at === 5 ? 31 : 0))
  return { days: facts, leaves: [leave(days[60]!, days[62]!)] }
}
export const parts = (
  facts: ReadonlyMap<CivilDate, readonly Fact[]>,
  leaves: readonly ExcuseFact[] = [],
): OwnParts => ({
  days: new Map([...facts].map(([date, list]) => [date, packed(list)])),
  leaves: packed(leaves),
})
export const workedExample = (): OwnParts => {
  const { days, leaves } = workedFacts()
  return parts(days, leaves)
}
export const line = <C extends Criterion>(receipt: Receipt, criterion: C, segment = 0): LineOf<C> =>
  receipt.segments[segment]!.criteria.find((one) => one.criterion === criterion) as unknown as LineOf<C>

/** The receipt of some parts, by what ships, in a world that a test changes. */
export const scored = (
  own: OwnParts = workedExample(),
  changed: Context = context(),
  by: { readonly units?: UnitParts; readonly packs?: readonly PublishedPack[]; readonly asOf?: number } = {},
): Receipt => evaluate(own, by.units ?? units, changed, by.packs ?? packs, by.asOf ?? NOW).receipt
