import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { expect, test } from 'vitest'
import { createAdmission, type Hold } from './admission.ts'

const codeOf = (entered: Hold | Refusal) => (isRefusal(entered) ? entered.code : 'in')
const holdOf = (entered: Hold | Refusal): Hold => {
  if (isRefusal(entered)) throw new Error(entered.code)
  return entered
}

test('what does not fit is told when to come again, and leaving makes room', () => {
  const admission = createAdmission(10_000)
  const first = holdOf(admission.enter('a', 'people', 100))
  for (const sub of ['b', 'c', 'd']) admission.enter(sub, 'people', 100)
  expect(admission.enter('e', 'people', 100)).toMatchObject({ code: 'service.busy', details: { seconds: 2 } })
  expect(admission.open()).toBe(false)
  first.over()
  first.over()
  expect(admission.open()).toBe(true)
  expect(codeOf(admission.enter('e', 'people', 100))).toBe('in')
  expect(admission.held()).toBe(10_000)
})

test('memory is given back when the request is over and the log has settled every record, whichever is last', () => {
  const admission = createAdmission(100_000)
  const answeredFirst = holdOf(admission.enter('a', 'people', 100))
  answeredFirst.sent()
  answeredFirst.over()
  expect(admission.held()).toBe(2_500)
  answeredFirst.settled()
  expect(admission.held()).toBe(0)
  const settledFirst = holdOf(admission.enter('a', 'imports', 100))
  settledFirst.sent()
  settledFirst.settled()
  expect(admission.held()).toBe(2_500)
  settledFirst.over()
  expect(admission.held()).toBe(0)
})

test('a body that did not say its length weighs what it is once it is there', () => {
  const admission = createAdmission(100_000_000)
  const hold = holdOf(admission.enter('a', 'imports', 8_000_000))
  hold.weighs(100)
  expect(admission.held()).toBe(2_500)
  hold.over()
  hold.weighs(10)
  expect(admission.held()).toBe(0)
})

test('one caller does not take the room of all', () => {
  const admission = createAdmission(100_000)
  for (let i = 0; i < 10; i++) expect(codeOf(admission.enter('wild', 'people', 100))).toBe('in')
  expect(codeOf(admission.enter('wild', 'people', 100))).toBe('request.too-many')
  expect(codeOf(admission.enter('calm', 'people', 100))).toBe('in')
})

test('imports are held back while there is still room for people', () => {
  const admission = createAdmission(100_000)
  for (let i = 0; i < 20; i++) admission.enter(`import-${i}`, 'imports', 100)
  expect(codeOf(admission.enter('import', 'imports', 100))).toBe('service.busy')
  expect(codeOf(admission.enter('person', 'people', 100))).toBe('in')
})

test('a request larger than all of the room is let in alone', () => {
  expect(codeOf(createAdmission(1_000).enter('a', 'imports', 8_000_000))).toBe('in')
})
