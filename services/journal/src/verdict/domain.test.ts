import { accept, refuse } from '@timbang/contracts/refusal'
import { expect, test } from 'vitest'
import {
  admitted,
  ANI,
  BUDI,
  given,
  held,
  NOON,
  openedIt,
  RECORD,
  refusedFor,
  returned,
  tell,
  undone,
  verified,
} from '../entry/domain/given.ts'
import { decide, UNDO_MS } from './domain.ts'

const verify = { type: 'verify', revision: 1 } as const
const undo = (now: number, by = BUDI) => ({ type: 'undo', revision: 1, by, now }) as const
const giveBack = (reasonCode: string, note = '') => ({ type: 'return', revision: 1, reasonCode, note }) as const

test('an entry that passed every check is verified without being opened', () => {
  expect(decide(given(admitted()), verify)).toEqual(accept(verified()))
})

test('an entry that failed a check is verified only after it was opened', () => {
  expect(decide(given(admitted({}, ['late'])), verify)).toEqual(refuse('entry.not-opened'))
  expect(decide(given(admitted({}, ['late']), openedIt()), verify)).toEqual(accept(verified()))
})

test('opening twice is one opening', () => {
  expect(decide(given(admitted()), { type: 'open', revision: 1 })).toEqual(accept(openedIt()))
  expect(decide(given(admitted(), openedIt()), { type: 'open', revision: 1 })).toEqual(accept())
})

test('only what waits can be verified, and only in the revision that was seen', () => {
  for (const entry of [
    given(held()),
    given(refusedFor()),
    given(admitted(), verified()),
    given(admitted(), returned()),
    given(admitted({ revision: 2 })),
  ])
    expect(decide(entry, verify)).toEqual(refuse('entry.not-waiting'))
  expect(decide(undefined, verify)).toEqual(refuse('entry.not-found'))
})

test('an entry is returned with a reason of the list, and "other" with words', () => {
  expect(decide(given(admitted()), giveBack('unclear'))).toEqual(accept(returned()))
  expect(decide(given(admitted()), giveBack('unclear', 'Tulis nama berkasnya.'))).toEqual(accept(returned(1, 1, true)))
  for (const command of [giveBack(''), giveBack('because'), giveBack('other', '  ')])
    expect(decide(given(admitted()), command)).toMatchObject({ code: 'entry.reason-missing' })
  expect(decide(given(admitted(), verified()), giveBack('unclear'))).toEqual(accept(returned(2)))
})

test('an undo within ten seconds is a compensating event, after eleven it is refused', () => {
  expect(decide(given(admitted(), verified()), undo(NOON + UNDO_MS))).toEqual(accept(undone()))
  expect(decide(given(admitted(), verified()), undo(NOON + 11_000))).toEqual(refuse('entry.undo-too-late'))
})

test('a verdict is taken back by who gave it, once, and never when it was imported', () => {
  expect(decide(given(admitted(), verified()), undo(NOON, ANI))).toEqual(refuse('access.denied'))
  expect(decide(given(admitted(), verified(), undone()), undo(NOON))).toEqual(refuse('entry.nothing-to-undo'))
  expect(decide(given(admitted(), tell(verified(), { actor: BUDI, sourceRecordedAt: NOON })), undo(NOON))).toEqual(
    refuse('entry.nothing-to-undo'),
  )
})

test('an imported verdict asks for no opening, and twice is once', () => {
  const imported = { type: 'import', revision: 1, verified: true, reasonCode: '' } as const
  expect(decide(given(admitted({ recordId: RECORD }, ['late'])), imported)).toEqual(accept(verified()))
  expect(decide(given(admitted(), verified()), imported)).toEqual(accept())
  expect(decide(given(held()), imported)).toEqual(refuse('entry.not-waiting'))
})
