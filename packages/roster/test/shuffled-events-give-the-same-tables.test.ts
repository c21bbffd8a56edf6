import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'
import { transaction } from '@timbang/postgres/transaction'
import { foldDirectory } from '../src/fold.ts'
import { testDatabase, type TestDatabase } from '@timbang/testkit/database'
import { anyState } from './given.ts'

let roster: TestDatabase
beforeAll(async () => {
  roster = await testDatabase()
})
afterAll(() => roster.close())

const tables = [
  'agency',
  'unit',
  'position',
  'superior',
  'employee',
  'assignment',
  'calendar',
  'role',
  'duty',
  'delegation',
] as const

/** Folds in batches of the given sizes, tells every table, and leaves nothing behind. */
async function tablesAfter(batches: readonly (readonly DirectoryEvent[])[]): Promise<Record<string, unknown[]>> {
  const client = await roster.pool.connect()
  try {
    await client.query('begin')
    for (const batch of batches) await foldDirectory(client, batch)
    const told: Record<string, unknown[]> = {}
    for (const table of tables)
      told[table] = (await client.query(`select * from roster.${table} t order by t::text`)).rows
    return told
  } finally {
    await client.query('rollback')
    client.release()
  }
}

const inBatches = (events: readonly DirectoryEvent[], size: number) =>
  Array.from({ length: Math.ceil(events.length / size) }, (_, at) => events.slice(at * size, (at + 1) * size))

test('events in any order, repeated, in batches of any size give the same tables', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyState, { minLength: 1, maxLength: 30 }).chain((events) =>
        fc.record({
          events: fc.constant(events),
          shuffled: fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
          size: fc.integer({ min: 1, max: 12 }),
        }),
      ),
      async ({ events, shuffled, size }) => {
        expect(await tablesAfter(inBatches(shuffled, size))).toEqual(await tablesAfter([events]))
      },
    ),
    { numRuns: 60, seed: 20261126 },
  )
})

test('a calendar and a role keep their lists', async () => {
  const told = await transaction(roster.pool, async () =>
    tablesAfter([
      [
        {
          eventId: 'x',
          occurredAt: 0n,
          decidedAt: undefined,
          sourceRecordedAt: undefined,
          employeeId: undefined,
          agencyId: '',
          actor: undefined,
          body: {
            $case: 'calendarChanged',
            value: {
              calendarCode: '6-hari',
              year: 2026,
              workingWeekdays: [1, 2, 3, 4, 5, 6],
              holidays: [{ date: '2026-08-17', name: 'Kemerdekaan', jointLeave: false }],
              hours: [
                {
                  code: 'ramadan',
                  weekdays: [1, 2],
                  beginMinute: 480,
                  endMinute: 900,
                  breakMinutes: 30,
                  arrivalUntilMinute: 540,
                  fromDate: '2026-02-19',
                  toDate: '2026-03-20',
                },
              ],
              version: 1,
            },
          },
        },
      ],
    ]),
  )
  expect(told.calendar).toEqual([
    {
      calendar_code: '6-hari',
      year: 2026,
      working_weekdays: [1, 2, 3, 4, 5, 6],
      holidays: [{ date: '2026-08-17', name: 'Kemerdekaan', jointLeave: false }],
      hours: [
        {
          code: 'ramadan',
          weekdays: [1, 2],
          beginMinute: 480,
          endMinute: 900,
          breakMinutes: 30,
          arrivalUntilMinute: 540,
          fromDate: '2026-02-19',
          toDate: '2026-03-20',
        },
      ],
      version: 1,
    },
  ])
})
