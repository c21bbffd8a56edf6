import { expect, test } from 'vitest'
import { atEnd, inOrder, part, type Part } from './parts.ts'

const told: string[] = []
const named = (name: string, fails?: 'start' | 'stop'): Part => ({
  start: async () => {
    told.push(`start ${name}`)
    if (fails === 'start') throw new Error(`${name} did not start`)
  },
  stop: async () => {
    told.push(`stop ${name}`)
    if (fails === 'stop') throw new Error(`${name} did not stop`)
  },
})
const afresh = () => void told.splice(0)

test('parts stop in the reverse order of starting: doors first', async () => {
  afresh()
  const service = inOrder([named('pool'), named('consumer'), named('doors')])
  await service.start()
  await service.stop()
  expect(told).toEqual(['start pool', 'start consumer', 'start doors', 'stop doors', 'stop consumer', 'stop pool'])
})
test('a part that fails to stop does not keep the others from it', async () => {
  afresh()
  const service = inOrder([named('pool'), named('consumer', 'stop'), named('doors')])
  await service.start()
  await expect(service.stop()).rejects.toThrow('consumer did not stop')
  expect(told.slice(3)).toEqual(['stop doors', 'stop consumer', 'stop pool'])
})
test('a part that fails to start stops those that stand, and those after it are not begun', async () => {
  afresh()
  const service = inOrder([named('pool'), named('relay', 'stop'), named('consumer', 'start'), named('doors')])
  await expect(service.start()).rejects.toThrow('consumer did not start')
  expect(told).toEqual(['start pool', 'start relay', 'start consumer', 'stop relay', 'stop pool'])
  await service.stop()
  expect(told).toHaveLength(5)
})
test('whoever is told to stop while he starts begins nothing more, and what was being started is stopped', async () => {
  afresh()
  let go = () => {}
  const slow = new Promise<void>((resolve) => {
    go = resolve
  })
  const consumer: Part = { ...named('consumer'), start: () => slow.then(() => void told.push('start consumer')) }
  const service = inOrder([named('pool'), consumer, named('doors')])
  const started = service.start().catch((error: Error) => error.message)
  await Promise.resolve()
  const stopped = service.stop()
  go()
  await stopped
  expect(await started).toContain('told to stop')
  expect(told).toEqual(['start pool', 'stop pool', 'start consumer', 'stop consumer'])
})
test('what a part started can be used while it stands, and is ended once', async () => {
  let ended = 0
  const relay = part(
    () => ({ sent: 3 }),
    () => void ended++,
  )
  expect(() => relay.it).toThrow('does not stand')
  const service = inOrder([atEnd(() => void ended++), relay])
  await service.start()
  expect(relay.it.sent).toBe(3)
  await service.stop()
  await service.stop()
  expect(() => relay.it).toThrow('does not stand')
  expect(ended).toBe(2)
})
