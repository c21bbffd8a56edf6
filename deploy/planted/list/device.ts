import type { Fault } from '../fault.ts'

const item = {
  file: 'services/web/src/place/antrean/item.ts',
  test: 'services/web/src/place/antrean/item.test.ts',
}

/** What a phone keeps until there is a network: in which order it goes, as whom, and that it never goes by itself. */
export const deviceFaults: readonly Fault[] = [
  {
    promise: 'A withdrawal goes behind its own entry, and not before the journal has read it.',
    ...item,
    found: "item.state.kind === 'stored' && !rests(item, items))\n    .toSorted",
    planted: "item.state.kind === 'stored')\n    .toSorted",
  },
  {
    promise: 'A withdrawal waits for what stands before it of the same entry, of the same person.',
    ...item,
    found: '        one.owner === withdrawal.owner &&\n',
    planted: '',
  },
  {
    promise: 'A withdrawal is never older than what it takes back, whatever a clock says.',
    ...item,
    found: 'Math.max(now, ...items.filter((item) => recordOf(item) === seen.recordId).map(({ bornAt }) => bornAt))',
    planted: 'now',
  },
  {
    promise: 'What an earlier revision of stands in the log does not leave with a refused one.',
    ...item,
    found: '(state.receipt === null && draft.revision === 1)',
    planted: 'state.receipt === null',
  },
  {
    promise: 'A withdrawal of an entry that was verified first comes back to its writer.',
    ...item,
    found: "  if (said.state !== 'verified') return item\n",
    planted: '  if (said.state) return item\n',
  },
  {
    promise: 'A withdrawal or a request that came back leaves by its writer’s hand alone.',
    ...item,
    found: "return item.kind === 'entry' && state.kind === 'mend'",
    planted: "return state.kind === 'mend'",
  },
  {
    promise: 'What an outbox holds of another person is not taken.',
    file: 'services/web/src/place/antrean/answer.ts',
    test: 'services/web/src/place/antrean/answer.test.ts',
    found: "if (locals.caller.employeeId !== body['owner'])",
    planted: "if (body['owner'] === undefined)",
  },
  {
    promise: 'An entry that is gone is answered as gone: who had no answer the first time hears the same again.',
    file: 'services/web/src/place/shared/entry/may.ts',
    test: 'services/web/src/place/shared/entry/may.test.ts',
    found: "  if (entry.state === EntryState.ENTRY_STATE_WITHDRAWN) return 'done'\n",
    planted: '',
  },
  {
    promise: 'A choice of display that nobody offers changes nothing.',
    file: 'services/web/src/place/shared/display.ts',
    test: 'services/web/src/place/shared/display.test.ts',
    found: "one(sizes, text('ukuran'))",
    planted: "(text('ukuran') as Size)",
  },
]
