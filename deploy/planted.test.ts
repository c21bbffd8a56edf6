import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { root } from './local/env.ts'
import { faults } from './planted/faults.ts'

// Whether each is noticed is asked by `node deploy/planted/main.ts --all`, which takes its time.

test('every fault of the list can be planted: its text stands once in its file, and the test that must notice is there', () => {
  expect(faults.length).toBeGreaterThan(0)
  for (const { promise, file, found, planted, test, sentence } of faults) {
    expect(existsSync(`${root}${file}`), `${promise}: there is no ${file}`).toBe(true)
    const times = readFileSync(`${root}${file}`, 'utf8').split(found).length - 1
    expect(times, `${promise}: how often ${file} has «${found}»`).toBe(1)
    expect(planted, promise).not.toBe(found)
    expect(existsSync(`${root}${test}`), `${promise}: there is no ${test}`).toBe(true)
    if (sentence !== undefined)
      expect(
        readFileSync(`${root}${test}`, 'utf8').includes(sentence),
        `${promise}: ${test} has no test «${sentence}»`,
      ).toBe(true)
  }
})

test('no promise and no fault stands twice in the list', () => {
  const twice = (all: readonly string[]) => all.filter((one, at) => all.indexOf(one) !== at)
  expect(twice(faults.map(({ promise }) => promise))).toEqual([])
  expect(twice(faults.map(({ file, found, planted }) => `${file} ${found} ${planted}`))).toEqual([])
})
