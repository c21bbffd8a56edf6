import { expect, test } from 'vitest'
import { inOrder } from './run.ts'

const part = (name: string, told: string[], fails = false) => ({
  start: async () => void told.push(`start ${name}`),
  stop: async () => {
    told.push(`stop ${name}`)
    if (fails) throw new Error(`${name} did not stop`)
  },
})

test('parts stop in the reverse order of starting', async () => {
  const told: string[] = []
  const service = inOrder([part('pool', told), part('consumer', told), part('server', told)])
  await service.start()
  await service.stop()
  expect(told).toEqual(['start pool', 'start consumer', 'start server', 'stop server', 'stop consumer', 'stop pool'])
})
test('a part that fails to stop does not keep the others from it', async () => {
  const told: string[] = []
  const service = inOrder([part('pool', told), part('consumer', told, true), part('server', told)])
  await service.start()
  await expect(service.stop()).rejects.toThrow('consumer did not stop')
  expect(told.slice(3)).toEqual(['stop server', 'stop consumer', 'stop pool'])
})
