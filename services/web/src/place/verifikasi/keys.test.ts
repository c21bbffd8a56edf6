import { expect, test } from 'vitest'
import { actionOf } from './keys.ts'

const plain = { ctrlKey: false, metaKey: false, altKey: false }
test('one key does one thing, in either case', () => {
  expect(['j', 'K', 'x', 'S', 'b', '?', 'q', 'Enter'].map((key) => actionOf({ ...plain, key }, false, true))).toEqual([
    'down',
    'up',
    'select',
    'approve',
    'return',
    'help',
    null,
    null,
  ])
})
test('a letter that is written, belongs to the browser, or is switched off does nothing', () => {
  expect(actionOf({ ...plain, key: 's' }, true, true)).toBeNull()
  expect(actionOf({ ...plain, ctrlKey: true, key: 's' }, false, true)).toBeNull()
  expect(actionOf({ ...plain, key: 's' }, false, false)).toBeNull()
})
