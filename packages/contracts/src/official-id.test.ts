import { expect, test } from 'vitest'
import { agencyIdOf, assignmentIdOf, indicatorIdOf, positionIdOf, unitIdOf } from './official-id.ts'

test('an id made from an official code never changes: it stands on logs', () => {
  expect(agencyIdOf('DPMPTSP')).toBe('5583a29b-c6ab-5286-becc-4fa3e9a7584d')
  expect(unitIdOf('DPMPTSP')).toBe('4488e9e5-78d2-5467-b28f-beae562fc415')
  expect(positionIdOf('DPMPTSP')).toBe('34286cb2-18fc-5ae2-9ae2-9a4b5cbcc73a')
  expect(indicatorIdOf(agencyIdOf('DPMPTSP'), 'IZIN')).toBe('7bc653e4-6f09-577d-903e-37417eb73a7d')
})

test('an assignment keeps its id when its end is entered later', () => {
  const row = {
    employeeId: '00000000-0000-4000-8000-000000000001',
    positionCode: 'DPMPTSP.01.001',
    capacity: 'definitive',
    fromDate: '2026-01-05',
  } as const
  expect(assignmentIdOf({ ...row, ...{ toDate: '2026-08-17' } })).toBe(assignmentIdOf(row))
  expect(assignmentIdOf({ ...row, capacity: 'plt' })).not.toBe(assignmentIdOf(row))
})
