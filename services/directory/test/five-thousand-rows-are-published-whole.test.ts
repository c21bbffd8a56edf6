import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StaffRow } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { province, row, startDirectory, structure, tablesOf, type Directory } from './given.ts'

let directory: Directory
beforeAll(async () => {
  directory = await startDirectory()
  await directory.client.registerStructure(structure(), { token: directory.importer })
})
afterAll(() => directory.stop())

const ROWS = 5_000

/** A section head over every sixteen people, as it is (about one in seventeen leads). */
const rows = (): StaffRow[] => [
  ...province(),
  ...Array.from({ length: ROWS - 7 }, (_, at) => {
    const n = at + 8
    return n % 17 === 8
      ? row(n, { positionKind: 'pengawas' })
      : row(n, { superiorPositionCode: `P${n - ((n - 8) % 17)}` })
  }),
]

test('five thousand rows are imported and published whole; read again they add nothing', async () => {
  expect(await directory.importStaff(rows())).toEqual({
    problems: [],
    applied: ROWS,
    people: ROWS,
    finished: true,
    refusal: undefined,
  })
  const tables = await tablesOf(directory.database.pool)
  expect(tables.assignment).toHaveLength(ROWS)
  const events = await directory.published()
  expect(events.filter((event) => event.body?.$case === 'assignmentChanged')).toHaveLength(ROWS)

  expect(await directory.importStaff(rows())).toMatchObject({ problems: [], applied: 0 })
  expect(await tablesOf(directory.database.pool)).toEqual(tables)
  expect(await directory.published()).toHaveLength(events.length)
})
