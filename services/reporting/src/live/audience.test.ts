import { expect, test } from 'vitest'
import { audience } from './audience.ts'

test('whoever listens is found by what concerns him, until he listens to something else or leaves', () => {
  const here = audience<string>()
  here.listen('ani', ['person/1', 'person/2'])
  here.listen('budi', ['person/2'])
  expect([...here.of('person/1')]).toEqual(['ani'])
  expect([...here.of('person/2')]).toEqual(['ani', 'budi'])
  here.listen('ani', ['person/3'])
  expect([...here.of('person/1')]).toEqual([])
  expect([...here.of('person/2')]).toEqual(['budi'])
  here.leave('budi')
  expect([...here.of('person/2')]).toEqual([])
  expect([...here.everybody()]).toEqual(['ani'])
  expect(here.size).toBe(1)
})
