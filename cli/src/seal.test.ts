import { expect, test } from 'vitest'
import { replay } from './seal.ts'

test('an edition that is no number is told before anybody is asked', async () => {
  for (const edition of ['abc', '0', '-1', '1.5', '1e3', '99999999999', ''])
    await expect(replay({}, '2026-Q3', edition), edition).rejects.toMatchObject({ code: 2 })
})
