import fc from 'fast-check'
import type { DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'

/** UUIDs that tests can read: `id(7)` is the seventh of its kind. */
export const id = (kind: string, n: number): string =>
  `${Buffer.from(kind).toString('hex').padEnd(8, '0').slice(0, 8)}-0000-4000-8000-${String(n).padStart(12, '0')}`

let eventNumber = 0
export const event = (body: NonNullable<DirectoryEvent['body']>, employeeId?: string): DirectoryEvent => ({
  eventId: id('even', ++eventNumber),
  occurredAt: 0n,
  decidedAt: undefined,
  sourceRecordedAt: undefined,
  employeeId,
  agencyId: id('agen', 1),
  actor: undefined,
  body,
})

export const position = (
  n: number,
  reportsTo?: number,
  options: {
    agency?: number
    unit?: number
    headsAgency?: boolean
    version?: number
    /** Whom it answers to from a day on. */
    later?: readonly (readonly [string, number | undefined])[]
  } = {},
): DirectoryEvent =>
  event({
    $case: 'positionChanged',
    value: {
      positionId: id('post', n),
      agencyId: id('agen', options.agency ?? 1),
      unitId: id('unit', options.unit ?? 1),
      code: `P${n}`,
      title: `Jabatan ${n}`,
      kind: 'pengawas',
      group: 1,
      reportsToPositionId: reportsTo === undefined ? undefined : id('post', reportsTo),
      headsAgency: options.headsAgency ?? false,
      version: options.version ?? 1,
      superiors: (options.later ?? []).map(([fromDate, to]) => ({
        fromDate,
        reportsToPositionId: to === undefined ? undefined : id('post', to),
      })),
    },
  })

let assignmentNumber = 0
export const assignment = (
  employee: number,
  post: number,
  options: {
    from?: string
    to?: string
    capacity?: 1 | 2 | 3
    agency?: number
    n?: number
    version?: number
    withdrawn?: boolean
  } = {},
): DirectoryEvent =>
  event(
    {
      $case: 'assignmentChanged',
      value: {
        assignmentId: id('assi', options.n ?? ++assignmentNumber),
        employeeId: id('empl', employee),
        positionId: id('post', post),
        agencyId: id('agen', options.agency ?? 1),
        unitId: id('unit', 1),
        capacity: options.capacity ?? 1,
        fromDate: options.from ?? '2026-01-01',
        toDate: options.to,
        zone: 'WIB',
        version: options.version ?? 1,
        withdrawn: options.withdrawn ?? false,
      },
    },
    id('empl', employee),
  )

/** `by` is away, and `to` verifies in his place. */
export const delegation = (
  by: number,
  to: number,
  options: { n?: number; from?: string; to?: string; zone?: string; endedAt?: number; version?: number } = {},
): DirectoryEvent =>
  event(
    {
      $case: 'delegationChanged',
      value: {
        delegationId: id('dele', options.n ?? 1),
        employeeId: id('empl', by),
        delegateId: id('empl', to),
        scope: 1,
        fromDate: options.from ?? '2026-07-10',
        toDate: options.to ?? '2026-07-20',
        zone: options.zone ?? 'WIB',
        endedAt: options.endedAt === undefined ? undefined : BigInt(options.endedAt),
        agencyId: id('agen', 1),
        version: options.version ?? 1,
      },
    },
    id('empl', by),
  )

const version = fc.integer({ min: 1, max: 6 })
const few = fc.integer({ min: 1, max: 3 })
const text = fc.constantFrom('a', 'b', 'c "x"', "d'", 'é')

/** Any state of anything; equal key and version give an equal state, as the one writer promises. */
export const anyState: fc.Arbitrary<DirectoryEvent> = fc.oneof(
  fc
    .tuple(few, version)
    .map(([n, v]) => delegation(n, n + 1, { n, version: v, ...(v > 3 ? { endedAt: v } : {}), to: `2026-07-2${v}` })),
  fc.tuple(few, version).map(([n, v]) =>
    event({
      $case: 'agencyChanged',
      value: {
        agencyId: id('agen', n),
        code: `A${n}`,
        name: `v${v}`,
        kind: 'dinas',
        calendarCode: '5-hari',
        attendanceConnected: v % 2 === 0,
        practice: v % 3 === 0,
        version: v,
      },
    }),
  ),
  fc.tuple(few, version).map(([n, v]) =>
    event({
      $case: 'unitChanged',
      value: {
        unitId: id('unit', n),
        agencyId: id('agen', 1),
        parentUnitId: v % 2 ? undefined : id('unit', 9),
        code: `U${n}`,
        name: `v${v}`,
        servesPublic: v > 3,
        version: v,
      },
    }),
  ),
  fc.tuple(few, version).map(([n, v]) =>
    position(n, v % 2 ? undefined : v, {
      version: v,
      later:
        v > 3
          ? [
              [`2026-0${v}-01`, n],
              ['2026-08-01', undefined],
            ]
          : [],
    }),
  ),
  fc.tuple(few, version).map(([n, v]) =>
    event(
      {
        $case: 'employeeChanged',
        value: { employeeId: id('empl', n), employment: v % 2 ? 'pns' : 'pppk', active: v !== 5, version: v },
      },
      id('empl', n),
    ),
  ),
  fc
    .tuple(few, version)
    .map(([n, v]) => assignment(n, 1, { n, version: v, to: v % 2 ? undefined : '2026-06-30', withdrawn: v === 6 })),
  fc.tuple(few, version).map(([n, v]) =>
    event({
      $case: 'calendarChanged',
      value: {
        calendarCode: `k${n}`,
        year: 2026,
        workingWeekdays: [1, 2, 3, 4, 5].slice(0, v),
        holidays: v % 2 ? [] : [{ date: '2026-08-17', name: 'Hari "Merdeka"', jointLeave: false }],
        hours:
          v % 3 === 0
            ? []
            : [
                {
                  code: `h${v}`,
                  weekdays: [1],
                  beginMinute: 450,
                  endMinute: 960,
                  breakMinutes: 60,
                  arrivalUntilMinute: undefined,
                  fromDate: undefined,
                  toDate: undefined,
                },
              ],
        version: v,
      },
    }),
  ),
  fc.tuple(few, version, text).map(([n, v]) =>
    event({
      $case: 'roleChanged',
      value: {
        subject: `s-${n}`,
        role: 'bkd',
        agencyIds: v % 2 ? [] : [id('agen', 1), id('agen', 2)],
        revoked: v === 6,
        version: v,
      },
    }),
  ),
  fc.tuple(few, few, version).map(([n, month, v]) =>
    event(
      {
        $case: 'dutyChanged',
        value: {
          employeeId: id('empl', n),
          agencyId: id('agen', 1),
          unitId: id('unit', v),
          month: `2026-0${month}`,
          days: [3, 1, 2].slice(0, v).map((day) => ({
            date: `2026-0${month}-0${day}`,
            shifts: [{ code: v % 2 ? 'M' : '', beginMinute: 1260, endMinute: 1860, breakMinutes: v }],
          })),
          version: v,
          swap: v === 2 ? { swapId: id('swap', n), withEmployeeId: id('empl', 1), dates: [] } : undefined,
        },
      },
      id('empl', n),
    ),
  ),
)
