import { expect, test } from 'vitest'
import { readAnswer } from './form.ts'

const read = (verdict: string, words = '') => readAnswer({ verdict, words })

test('what was mended needs no words, a refusal says why, and neither too much', () => {
  expect(read('mended')).toEqual({ ok: true, answer: { mended: true, words: '' } })
  expect(read('refused', ' SK belum terbit ')).toEqual({
    ok: true,
    answer: { mended: false, words: 'SK belum terbit' },
  })
  expect(read('refused', ' ')).toMatchObject({ errors: [{ code: 'reason' }] })
  expect(read('', 'x')).toMatchObject({ errors: [{ code: 'verdict' }] })
  for (const verdict of ['mended', 'refused'])
    expect(read(verdict, 'x'.repeat(1001))).toMatchObject({ errors: [{ code: 'long' }] })
})
