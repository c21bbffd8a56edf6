import { expect, test } from 'vitest'
import { uuidv7 } from './uuid.ts'

test('an id made on a device has version, variant and the time in front, so later ones sort later', () => {
  const first = uuidv7(1_795_060_800_000, new Uint8Array(10).fill(0xff))
  const later = uuidv7(1_795_060_800_001, new Uint8Array(10))
  expect(first).toBe('01a1f1f6-1a00-7fff-bfff-ffffffffffff')
  expect(later > first).toBe(true)
  expect(uuidv7(0, new Uint8Array(10))).toBe('00000000-0000-7000-8000-000000000000')
})
