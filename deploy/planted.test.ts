import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { root } from './local/env.ts'
import { faults } from './planted/faults.ts'

// Whether each is noticed is asked by `node deploy/planted/main.ts --all`, which takes its time.

test('every fault of the list can be planted: its text stands once in its file, and the test that must notice is there', () => {
  expect(faults.length).toBeGreaterThan(0)
  const wrong = faults.flatMap(({ promise, file, found, planted, test, sentence }) => {
    const has = (name: string, text: string) =>
      existsSync(`${root}${name}`) ? readFileSync(`${root}${name}`, 'utf8').split(text).length - 1 : 0
    return [
      ...(has(file, found) === 1 ? [] : [`${promise} ${file} has ${has(file, found)} times: ${found}`]),
      ...(has(test, sentence ?? '') > 0 ? [] : [`${promise} ${test} is not there, or has no test: ${sentence ?? ''}`]),
      ...(planted === found ? [`${promise} Nothing is planted.`] : []),
    ]
  })
  expect(wrong).toEqual([])
})

test('no promise and no fault stands twice in the list', () => {
  const twice = (all: readonly string[]) => all.filter((one, at) => all.indexOf(one) !== at)
  expect(twice(faults.map(({ promise }) => promise))).toEqual([])
  expect(twice(faults.map(({ file, found, planted }) => `${file} ${found} ${planted}`))).toEqual([])
})
