import { expect, test } from 'vitest'
import { pinOf } from './pin.ts'

test('a PIN is the same with the spaces and zeros that machines put before it', () => {
  expect(['     12', '000000012', '12 ', '0', '00', 'A012', '0A12'].map(pinOf)).toEqual([
    '12',
    '12',
    '12',
    '0',
    '0',
    'A012',
    '0A12',
  ])
})
