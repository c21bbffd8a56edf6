import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const outside = ['**/node_modules/**', '**/dist/**', '.timbang/**']

/** Files that take long, whatever their length: what begins last is waited for alone. Measured, two at a time: 343 s of browsers, of which 110 one lane stood still. */
const LONG = [
  'the-story',
  'states.browser',
  'two-of-every',
  'one-command',
  'a-file-comes-in-once',
  'a-long-file',
  'an-age',
]
const placeOf = ({ moduleId }: TestSpecification): number => {
  const place = LONG.findIndex((name) => moduleId.includes(name))
  return place === -1 ? LONG.length : place
}
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => placeOf(a) - placeOf(b))
  }
}

/** Fast things first: unit tests need nothing, the others share one real infrastructure per run. */
export default defineConfig({
  test: {
    sequence: { sequencer: LongFirst },
    projects: [
      {
        test: {
          name: 'unit',
          sequence: { groupOrder: 0 },
          include: [
            '{packages,services,deploy}/*/src/**/*.test.ts',
            'data/*.test.ts',
            'deploy/*.test.ts',
            'cli/src/**/*.test.ts',
          ],
          exclude: outside,
          isolate: false,
          // None of them is about time: what computes much may wait for a machine that is busy.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'integration',
          sequence: { groupOrder: 1 },
          include: [
            '{packages,services}/*/test/*.test.ts',
            'data/test/*.test.ts',
            'deploy/test/*.test.ts',
            'cli/test/*.test.ts',
          ],
          exclude: [...outside, '**/*.fault.test.ts', '**/*.browser.test.ts'],
          globalSetup: ['packages/testkit/src/infra.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          // What a worker has loaded it keeps for its next file: to load it anew took half of the processor's time of a run.
          isolate: false,
        },
      },
      {
        test: {
          name: 'faults',
          sequence: { groupOrder: 2 },
          include: ['{packages,services}/*/test/*.fault.test.ts', 'deploy/test/*.fault.test.ts'],
          exclude: outside,
          globalSetup: ['packages/testkit/src/infra.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          // Whatever was killed is waited for; meanwhile another file computes. Each has components of its own, or topics.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'browser',
          sequence: { groupOrder: 3 },
          include: ['services/web/test/*.browser.test.ts', 'deploy/test/*.browser.test.ts'],
          exclude: outside,
          // The site of the scenes stands on nothing, and a whole platform brings its own.
          globalSetup: ['packages/testkit/src/short-lived.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // A platform waits for much that its pages do not compute; beside it the states of pages are looked at, which is computing alone.
          maxWorkers: 2,
          // A second is much for a page and little for a machine that is busy otherwise.
          expect: { poll: { timeout: 10_000 } },
        },
      },
    ],
  },
})
