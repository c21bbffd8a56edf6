import { expect, test } from 'vitest'
import { seenOf } from './answers.ts'

const fields = { seen: '1' }
test('a form that others overtook is sent again over what stands now; any other over what its page had', () => {
  expect(seenOf(null, 3)).toBe('3')
  expect(seenOf({ fields, refusals: [] }, 3)).toBe('1')
  expect(seenOf({ fields, refusals: [{ code: 'service.unavailable' }] }, 3)).toBe('1')
  expect(seenOf({ fields, refusals: [{ code: 'assessment.changed-meanwhile' }] }, 3)).toBe('3')
})
