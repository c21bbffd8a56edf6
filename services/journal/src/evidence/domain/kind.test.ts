import { expect, test } from 'vitest'
import { kindOf } from './kind.ts'

const bytes = (...parts: (string | number)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.of(part))))

test('a file is what its first bytes say', () => {
  expect([
    kindOf(bytes(0xff, 0xd8, 0xff, 'x')),
    kindOf(bytes(0x89, 'PNG\r\n', 0x1a, '\n')),
    kindOf(bytes('RIFF1234WEBPVP8 ')),
    kindOf(bytes('%PDF-1.7\n')),
  ]).toEqual(['image/jpeg', 'image/png', 'image/webp', 'application/pdf'])
})

test('whatever else it is, and whatever stands before, is nothing that is kept', () => {
  for (const other of ['', '<!doctype html>', 'GIF89a', 'RIFF1234AVI ', 'PK\x03\x04', '<svg/>', ' %PDF-1.7', '%PD'])
    expect(kindOf(bytes(other)), other).toBeUndefined()
})
