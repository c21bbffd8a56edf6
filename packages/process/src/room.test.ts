import { isRefusal } from '@timbang/contracts/refusal'
import { expect, test } from 'vitest'
import { createRoom, type Leave } from './room.ts'

const codeOf = (entered: ReturnType<ReturnType<typeof createRoom>['enter']>) =>
  isRefusal(entered) ? entered.code : 'in'

test('as many bodies as there is room for are in hand at once, and one that leaves makes room once', () => {
  const room = createRoom({ most: 16, ofOne: 3 })
  const left = Array.from({ length: 16 }, (_, at) => room.enter(`caller-${at}`) as Leave)
  expect(codeOf(room.enter('late'))).toBe('service.busy')
  left[0]!()
  left[0]!()
  expect(room.held()).toBe(15)
  expect([codeOf(room.enter('late')), codeOf(room.enter('later'))]).toEqual(['in', 'service.busy'])
})

test('one caller does not take the room of all', () => {
  const room = createRoom({ most: 16, ofOne: 3 })
  const [first] = Array.from({ length: 3 }, () => room.enter('wild') as Leave)
  expect([codeOf(room.enter('wild')), codeOf(room.enter('calm'))]).toEqual(['request.too-many', 'in'])
  first!()
  expect(codeOf(room.enter('wild'))).toBe('in')
})
