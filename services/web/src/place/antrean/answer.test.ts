import { expect, test } from 'vitest'
import { fromOutbox } from './answer.ts'

const of = async (caller: { employeeId: string } | null, body: unknown) => {
  const taken: unknown[] = []
  const answer = await fromOutbox(
    {
      request: new Request('https://timbang.example/antrean/tarik', { method: 'POST', body: JSON.stringify(body) }),
      locals: { caller } as never,
    },
    (said) => {
      taken.push(said)
      return Promise.resolve({ ok: true, view: { kind: 'gone' } })
    },
  )
  return [answer.status, taken.length]
}

test('what an outbox holds is taken from its own writer alone', async () => {
  expect(await of({ employeeId: 'sari' }, { owner: 'sari' })).toEqual([200, 1])
  expect(await of({ employeeId: 'dedi' }, { owner: 'sari' })).toEqual([409, 0])
  expect(await of(null, { owner: 'sari' })).toEqual([401, 0])
  for (const nothing of [null, 7, 'sari']) expect(await of({ employeeId: 'sari' }, nothing)).toEqual([422, 0])
})
