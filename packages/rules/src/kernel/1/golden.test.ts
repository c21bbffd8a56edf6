import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { startOf } from '../../civil-date.ts'
import {
  AGENCY,
  ASSIGNMENT,
  context,
  entry,
  id,
  packs,
  parts,
  scored,
  surveyed,
  workedExample,
  workedFacts,
} from '../../example.ts'
import { receiptBytes } from '../../canonical.ts'
import { recompute } from './recompute.ts'

/** What kernel 1 has computed. A difference here is another kernel: the old one stays, and a new one is added beside it. */
const golden = (name: string) => readFileSync(new URL(`./golden/${name}.json`, import.meta.url), 'utf8')

const HOUR = 3_600_000
/** Two posts and a Plt, one late entry that an outage saved, one written offline, one imported, a grace period, ratings. */
function everything() {
  const { days: facts, leaves } = workedFacts()
  const [late, judged] = entry('2026-07-01', { hoursAfter: 24 * 4 + 1 })
  const [offline, verified] = entry('2026-08-18', { hoursAfter: 24 * 3 })
  facts.set('2026-07-01', [late!, judged!])
  facts.set('2026-08-18', [
    {
      ...offline!,
      recordedAt: startOf('2026-08-22', 'WIB') + HOUR,
      writtenAt: startOf('2026-08-21', 'WIB'),
    } as typeof offline & object,
    verified!,
  ])
  facts.set(
    '2026-08-19',
    entry('2026-08-19', { hoursAfter: 24 * 4 }).map((fact) =>
      fact.kind === 'entry'
        ? { ...fact, recordedAt: startOf('2026-10-01', 'WIB'), sourceRecordedAt: fact.recordedAt }
        : fact,
    ),
  )
  facts.set('2026-09-30', entry('2026-09-30', { hoursAfter: 24 * 12 }))
  const [first] = context().assignments
  const agency = context().agencies[AGENCY]!
  return scored(
    parts(facts, leaves),
    context({
      assignments: [
        { ...first!, to: '2026-08-14' },
        { ...first!, assignmentId: id(8), group: 'managerial', from: '2026-08-17' },
        { ...first!, assignmentId: id(9), capacity: 'plt', from: '2026-09-01', to: '2026-09-14' },
      ],
      plans: [...context().plans, { ...context().plans[0]!, planId: id(19), assignmentId: id(8) }],
      answers: { [id(8)]: context().answers[ASSIGNMENT]!, [ASSIGNMENT]: context().answers[ASSIGNMENT]! },
      agencies: {
        [AGENCY]: {
          ...agency,
          outages: [{ id: id(20), from: startOf('2026-07-04', 'WIB'), to: startOf('2026-07-04', 'WIB') + 2 * HOUR }],
          graces: [{ id: id(21), workFrom: '2026-09-30', workTo: '2026-09-30', until: startOf('2026-10-15', 'WIB') }],
        },
      },
      ratings: { result: 'meets', behaviour: 'above' },
    }),
    { units: surveyed(40, [121, 135, 135, 135, 135, 135, 135, 135, 135]) },
  )
}

const receipts = {
  'worked-example': () => scored(workedExample(), context()),
  everything,
} as const

for (const [name, compute] of Object.entries(receipts)) {
  test(`the receipt of ${name} has the bytes that it always had, and follows from its own evidence`, () => {
    const receipt = compute()
    expect(new TextDecoder().decode(receiptBytes(receipt))).toBe(golden(name))
    expect(receiptBytes(recompute(receipt, packs))).toEqual(receiptBytes(receipt))
  })
  test(`the receipt of ${name} holds integers only`, () => {
    JSON.parse(golden(name), (_, value) => {
      if (typeof value === 'number') expect(Number.isSafeInteger(value)).toBe(true)
      return value
    })
  })
}
