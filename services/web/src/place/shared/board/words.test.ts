import { expect, test } from 'vitest'
import { boardWords } from './words.ts'

test('one is one, however it is written', () => {
  expect(boardWords.en.leadWaiting('One')).toBe('One entry waits for verification.')
  expect(boardWords.en.leadWaiting('Two')).toBe('Two entries wait for verification.')
  expect(boardWords.en.attention('1', '9')).toBe('1 of 9 agencies needs attention')
  expect(boardWords.en.people('1')).toBe('1 person')
})
