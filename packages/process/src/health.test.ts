import { expect, test } from 'vitest'
import { liveness, readiness } from './health.ts'

test('one dependency that is away makes a process unready, whether it refuses, throws or says nothing', async () => {
  const ready = await readiness(
    {
      live: {},
      ready: {
        there: () => true,
        refuses: async () => false,
        throws: () => {
          throw new Error('gone')
        },
        silent: () => new Promise<boolean>(() => {}),
      },
    },
    50,
  )
  expect(ready).toEqual({
    ok: false,
    checks: { there: 'ok', refuses: 'failing', throws: 'failing', silent: 'failing' },
  })
  expect(await readiness({ live: {}, ready: { there: async () => true } })).toEqual({
    ok: true,
    checks: { there: 'ok' },
  })
})

test('a process that runs but gets nowhere is not live', () => {
  expect(liveness({ ready: {}, live: { consumer: () => true } }).ok).toBe(true)
  expect(liveness({ ready: {}, live: { consumer: () => false } })).toEqual({
    ok: false,
    checks: { consumer: 'failing' },
  })
})
