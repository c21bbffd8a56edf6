import { expect, test } from 'vitest'
import { lineReader, recordReader } from './record.ts'

test('a line end that a piece cuts in two ends one line', () => {
  const reader = lineReader()
  const lines = ['a\r', '\nb\r', 'c\n', '\r\nd'].flatMap((piece) => reader.push(piece))
  expect([...lines, ...reader.end()].map(({ number, text }) => `${number} ${text}`)).toEqual([
    '1 a',
    '2 b',
    '3 c',
    '4 ',
    '5 d',
  ])
})
test('a cell that never ends is given up, and the lines that it swallowed are read', () => {
  const reader = recordReader(';', 9)
  const cuts = Array.from({ length: 100 }, (_, at) => ({ number: at + 1, text: at === 0 ? '"a' : `b${at}` })).flatMap(
    (line) => [...reader.push(line)],
  )
  const all = [...cuts, ...reader.end()]
  expect(all.map(({ line }) => line)).toEqual(Array.from({ length: 100 }, (_, at) => at + 1))
  expect(all.filter(({ cells }) => cells === undefined).map(({ line }) => line)).toEqual([1])
  // Long before the end of the file.
  expect(cuts.length).toBe(100)
})
