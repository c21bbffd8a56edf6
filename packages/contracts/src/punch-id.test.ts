import { expect, test } from 'vitest'
import { punchIdOf } from './punch-id.ts'

const punch = { employeeId: '3c8f0c52-0000-4000-8000-000000000001', device: 'PUPR-1', at: Date.UTC(2026, 10, 3, 0, 28) }

test('a person, a machine and a second are one punch; another of any is another', () => {
  const id = punchIdOf(punch)
  expect(punchIdOf({ ...punch, at: punch.at + 999 })).toBe(id)
  const others = [{ at: punch.at + 1000 }, { device: 'PUPR-2' }, { employeeId: punch.employeeId.replace('3c', '4c') }]
  expect(new Set([id, ...others.map((other) => punchIdOf({ ...punch, ...other }))]).size).toBe(4)
})

test('its id is a UUIDv7 of its second, and the same for ever', () => {
  expect(punchIdOf(punch)).toBe('01a19ece-4280-76e8-a703-d8f3fe6058b3')
})
