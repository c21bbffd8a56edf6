import { isRefusal } from '@timbang/contracts/refusal'
import { expect, test } from 'vitest'
import { createAdmission, type Leave } from './admission.ts'

const codeOf = (entered: Leave | ReturnType<ReturnType<typeof createAdmission>['enter']>) =>
  isRefusal(entered) ? entered.code : 'in'

test('what does not fit is told when to come again, and leaving makes room', () => {
  const admission = createAdmission(10_000)
  const first = admission.enter('a', 'people', 100) as Leave
  for (const sub of ['b', 'c', 'd']) admission.enter(sub, 'people', 100)
  expect(admission.enter('e', 'people', 100)).toMatchObject({ code: 'service.busy', details: { seconds: 2 } })
  first()
  first()
  expect(codeOf(admission.enter('e', 'people', 100))).toBe('in')
  expect(admission.held()).toBe(10_000)
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
