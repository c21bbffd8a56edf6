import { expect, test } from 'vitest'
import { startOf } from '../../civil-date.ts'
import type { TimelinessTrace } from './criterion/timeliness.ts'
import {
  AGENCY,
  ASSIGNMENT,
  context,
  entry,
  leave,
  line,
  packsWith,
  parts,
  results,
  scored,
  workedExample,
  workedFacts,
  working,
} from '../../example.ts'
import type { EntryFact, Fact, VerdictFact } from '../../facts.ts'
import { thousandthsToTenths } from '../../fraction.ts'
import { indeksDaerah } from '../../packs/indeks-daerah.ts'
import { noParts } from '../../parts.ts'
import { canonicalBytes } from '../../canonical.ts'

test('the worked example of the domain page, to the last digit', () => {
  const receipt = scored(workedExample(), context())
  expect(receipt.index).toBe(89_716)
  expect(receipt.segments[0]!.criteria.map((one) => [one.criterion, one.value, one.contribution, one.missing])).toEqual(
    [
      ['discipline', 97_000, 20_421, undefined],
      ['quality', 77_500, 16_316, undefined],
      ['timeliness', 94_355, 19_864, undefined],
      ['quantity', 99_798, 21_010, undefined],
      ['teamwork', 90_000, 9_474, undefined],
      ['innovation', 50_000, 2_632, undefined],
      ['service', undefined, undefined, 'below-threshold'],
    ],
  )
  expect(receipt.completeness).toBe(95_000)
  expect(receipt.suggestion).toEqual({
    result: 'above',
    resultIndex: 90_551,
    behaviour: 'meets',
    behaviourIndex: 88_286,
    predicate: 'baik',
  })
  const shown = receipt.segments[0]!.criteria.map((one) => thousandthsToTenths(one.contribution ?? 0))
  expect(shown).toEqual([204, 163, 199, 210, 95, 26, 0])
  expect(shown.reduce((a, b) => a + b)).toBe(thousandthsToTenths(receipt.index!))
})

test('the same facts in another order, some of them twice, give the same bytes', () => {
  const { days: facts, leaves } = workedFacts()
  const once = canonicalBytes(scored(parts(facts, leaves), context()))
  const again = new Map([...facts].map(([date, list]) => [date, [...list, ...list].reverse()]))
  expect(canonicalBytes(scored(parts(again, [...leaves, ...leaves]), context()))).toEqual(once)
})

test('the worked example with entries that their writer took back is the worked example, to the last byte', () => {
  const { days: facts, leaves } = workedFacts()
  const with_ = new Map(
    [...facts].map(([date, list], at): [string, Fact[]] => {
      const [first, judged] = entry(date, { result: 0, quantity: 40, state: 'admitted' }) as [EntryFact, VerdictFact]
      const back: EntryFact = { ...first, revision: 2, offset: first.offset + 1n, withdrawn: true }
      // Some before anything else of them was known.
      const known = at % 2 === 0 ? [first, judged] : []
      return [date, [...known, back, { ...judged, revision: 2, state: 'withdrawn' }, ...list]]
    }),
  )
  expect(canonicalBytes(scored(parts(with_, leaves)))).toEqual(canonicalBytes(scored()))
})

test('each missing state is said, and none of them is a zero', () => {
  const without = context({
    plans: [],
    answers: {},
    agencies: { [AGENCY]: { ...context().agencies[AGENCY]!, attendanceConnected: false } },
  })
  const receipt = scored(noParts, without, { units: new Map() })
  expect(line(receipt, 'quantity').missing).toBe('awaiting')
  expect(line(receipt, 'quality').missing).toBe('awaiting')
  expect(line(receipt, 'discipline').missing).toBe('not-connected')
  expect(line(receipt, 'service').missing).toBe('not-connected')
  expect(line(receipt, 'timeliness').value).toBe(0)
  expect(receipt).toMatchObject({ state: 'incomplete', completeness: 20_000, counted: 0 })
  expect(receipt.index).toBeUndefined()
})
test('a plan without a quantity indicator makes quantity not due', () => {
  const plans = [
    { ...context().plans[0]!, results: results.map((result) => ({ ...result, targetThousandths: undefined })) },
  ]
  expect(line(scored(noParts, context({ plans })), 'quantity').missing).toBe('not-due')
})
test('days whose entries wait for the superior are not due, and only such days make timeliness awaiting', () => {
  const all = new Map(working.map((date) => [date, entry(date, { state: 'admitted' })]))
  const receipt = scored(parts(all), context())
  expect(line(receipt, 'timeliness')).toMatchObject({ missing: 'awaiting', trace: { due: 0, awaiting: 65 } })
})
test('a person who was on leave all quarter has no due day, and no hundred for discipline', () => {
  const receipt = scored(parts(new Map(), [leave('2026-07-01', '2026-09-30', { reason: 'sick' })]))
  for (const criterion of ['timeliness', 'quantity', 'discipline'] as const)
    expect(line(receipt, criterion).missing).toBe('not-due')
})
test('an entry that was returned and not mended does not make its day on time', () => {
  const receipt = scored(parts(new Map([['2026-07-01', entry('2026-07-01', { state: 'returned' })]])), context())
  expect(line(receipt, 'timeliness').trace).toMatchObject({ missed: 65 })
})
test('of two contents under one id the first in the log counts', () => {
  const [first] = entry('2026-07-01', { result: 0, quantity: 1 }) as [Fact & { kind: 'entry' }]
  const verdict: Fact = {
    kind: 'verdict',
    recordId: first.recordId,
    revision: 1,
    state: 'verified',
    version: 1,
    recordedAt: first.recordedAt,
    timelyAt: undefined,
  }
  const forged: Fact = { ...first, offset: first.offset + 1n, quantityThousandths: 40_000 }
  const receipt = scored(parts(new Map([['2026-07-01', [forged, first, verdict]]])), context())
  expect((line(receipt, 'quantity').trace as unknown as { verified: number }[])[0]!.verified).toBe(1000)
})
test('an outage moves a late day back in time, and the receipt names it', () => {
  const at = (outages: { id: string; from: number; to: number }[]) =>
    line(
      scored(
        parts(new Map([['2026-07-01', entry('2026-07-01', { hoursAfter: 24 * 4 + 1 })]])),
        context({ agencies: { [AGENCY]: { ...context().agencies[AGENCY]!, outages } } }),
      ),
      'timeliness',
    ).trace
  expect(at([])).toMatchObject({ late: 1, onTime: 0 })
  const moved = at([
    { id: 'padam', from: startOf('2026-07-04', 'WIB'), to: startOf('2026-07-04', 'WIB') + 2 * 3_600_000 },
  ])
  expect(moved).toMatchObject({ late: 0, onTime: 1 })
  expect((moved as TimelinessTrace).lines[0]).toMatchObject({
    movedBy: 'padam',
    movedTo: startOf('2026-07-05', 'WIB') + 2 * 3_600_000,
  })
})
test('imported history and what was written offline are told as such, and excused days are named', () => {
  const [first, judged] = entry('2026-07-01') as [EntryFact, VerdictFact]
  const [second, verdict] = entry('2026-07-02') as [EntryFact, VerdictFact]
  const imported = { ...first, recordedAt: startOf('2026-10-01', 'WIB'), sourceRecordedAt: first.recordedAt }
  const written = { ...second, recordedAt: second.recordedAt + 71 * 3_600_000, writtenAt: second.recordedAt }
  const away = leave('2026-07-03', '2026-07-03', { reason: 'duty-travel' })
  const trace = line(
    scored(
      parts(
        new Map([
          ['2026-07-01', [imported, judged]],
          ['2026-07-02', [written, verdict]],
        ]),
        [away],
      ),
      context(),
    ),
    'timeliness',
  ).trace as TimelinessTrace
  expect(trace.lines.slice(0, 2)).toEqual([
    { date: '2026-07-01', state: 'on-time', record: first.recordId, imported: true },
    { date: '2026-07-02', state: 'on-time', record: second.recordId, writtenMinutes: 71 * 60 },
  ])
  expect(trace).toMatchObject({
    excused: 1,
    excusedDays: [{ date: '2026-07-03', reason: 'duty-travel', record: away.recordId }],
    written: 1,
  })
})
test('what was appended after the cut-off is not there', () => {
  const late = startOf('2026-10-20', 'WIB')
  const facts = entry('2026-07-01').map((fact) => ({
    ...fact,
    recordedAt: fact.kind === 'verdict' ? late : fact.recordedAt,
  }))
  const at = (asOf: number) =>
    line(scored(parts(new Map([['2026-07-01', facts]])), context(), { asOf }), 'timeliness').trace
  expect(at(late)).toMatchObject({ onTime: 1, awaiting: 0 })
  expect(at(late - 1)).toMatchObject({ onTime: 0, awaiting: 1 })
})
test('a leave that was appended after the cut-off excuses nothing, and a withdrawal after it takes nothing away', () => {
  const late = startOf('2026-10-20', 'WIB')
  const sick = leave('2026-07-01', '2026-07-03', { recordedAt: late })
  const withdrawn = { ...sick, revision: 2, recordedAt: late + 1, withdrawn: true }
  const excused = (asOf: number) =>
    line(scored(parts(new Map(), [sick, withdrawn]), context(), { asOf }), 'timeliness').trace.excused
  expect([excused(late - 1), excused(late), excused(late + 1)]).toEqual([0, 3, 0])
})
test('more than the target counts in full and not more, and weights of results without a quantity are shared', () => {
  const plans = [
    { ...context().plans[0]!, results: [results[0]!, { ...results[1]!, targetThousandths: undefined }, results[2]!] },
  ]
  const quantity = line(
    scored(parts(new Map([['2026-07-01', entry('2026-07-01', { result: 0, quantity: 400 })]])), context({ plans })),
    'quantity',
  )
  // 50 of the 70 that have a quantity.
  expect(quantity).toMatchObject({
    value: 71_429,
    trace: [
      { verified: 400_000, points: 71_429 },
      { verified: 0, points: 0 },
    ],
  })
})
test('only what is verified is counted towards a target', () => {
  const facts = (['verified', 'admitted', 'returned', 'none'] as const).flatMap((state, at) =>
    entry('2026-07-01', { result: 0, quantity: 10 ** at, state }),
  )
  expect(line(scored(parts(new Map([['2026-07-01', facts]])), context()), 'quantity').trace).toMatchObject([
    { verified: 1000 },
    {},
    {},
  ])
})
test('a day with one verified entry does not wait for the others', () => {
  const late = { hoursAfter: 24 * 30 }
  const facts = new Map([
    ['2026-07-01', [...entry('2026-07-01'), ...entry('2026-07-01', { state: 'admitted' })]],
    ['2026-07-02', [...entry('2026-07-02', late), ...entry('2026-07-02', { state: 'admitted' })]],
  ])
  // Verified on the first day; on the second what is verified came after everything had closed, and what waits is in time.
  expect(
    (line(scored(parts(facts), context()), 'timeliness').trace as TimelinessTrace).lines
      .slice(0, 2)
      .map(({ state }) => state),
  ).toEqual(['on-time', 'awaiting'])
})
test('under half of the weight there is no index, and the state says so', () => {
  const receipt = scored(workedExample(), context({ answers: {}, plans: [] }))
  expect(receipt).toMatchObject({
    state: 'incomplete',
    completeness: 40_000,
    counted: 0,
    suggestion: {},
    segments: [{ completeness: 40_000 }],
  })
  expect(receipt.segments[0]!.criteria.some((one) => one.contribution !== undefined)).toBe(false)
  expect(line(receipt, 'discipline').value).toBe(97_000)
})
test('at half of the weight there is an index, and a rating is suggested only where half of its own weight is present', () => {
  const weights = {
    ...indeksDaerah.weights,
    pelaksana: { ...indeksDaerah.weights.pelaksana, timeliness: 30_000, quantity: 10_000 },
  }
  const receipt = scored(workedExample(), context({ answers: {}, plans: [] }), { packs: packsWith({ weights }) })
  // Timeliness is 30 of 65, discipline 20 of 35: enough of the behaviour, but nobody has judged anything of it.
  expect(receipt).toMatchObject({ state: 'index', completeness: 50_000 })
  expect(receipt.suggestion).toEqual({})
  const { teamwork } = context().answers[ASSIGNMENT]!
  const judged = scored(workedExample(), context({ answers: { [ASSIGNMENT]: { teamwork } }, plans: [] }), {
    packs: packsWith({ weights }),
  })
  // (20 × 97 + 10 × 90) ÷ 30
  expect(judged.suggestion).toEqual({ behaviour: 'above', behaviourIndex: 94_667 })
})
test('exactly half of its own weight is enough for a rating, a thousandth of a percent less is not', () => {
  const { teamwork } = context().answers[ASSIGNMENT]!
  const agencies = { [AGENCY]: { ...context().agencies[AGENCY]!, attendanceConnected: false } }
  const suggested = (discipline: number) => {
    const pelaksana = {
      ...{ discipline, quality: 30_000 - discipline, timeliness: 20_000, quantity: 20_000 },
      ...{ teamwork: 20_000, innovation: 5_000, service: 5_000 },
    }
    return scored(workedExample(), context({ agencies, answers: { [ASSIGNMENT]: { teamwork } } }), {
      packs: packsWith({ weights: { ...indeksDaerah.weights, pelaksana } }),
    }).suggestion
  }
  expect(suggested(15_000)).toEqual({ behaviour: 'above', behaviourIndex: 90_000 })
  expect(suggested(15_001)).toEqual({})
})
test('counts alone never suggest a rating: a person must have judged something of it', () => {
  const { quality, teamwork, innovation } = context().answers[ASSIGNMENT]!
  const suggested = (answers: object) => {
    const { suggestion, segments } = scored(workedExample(), context({ answers: { [ASSIGNMENT]: answers } }))
    // Of one post the segment says what the span says.
    expect(segments[0]!.suggestion).toEqual(suggestion)
    return Object.keys(suggestion).filter((key) => key === 'result' || key === 'behaviour')
  }
  expect(suggested({ quality })).toEqual(['result'])
  expect(suggested({ teamwork })).toEqual(['behaviour'])
  expect(suggested({ innovation })).toEqual(['behaviour'])
  expect(suggested({})).toEqual([])
})
test('a span that still runs has an index for the time being, and nothing is suggested by it', () => {
  const end = startOf('2026-10-01', 'WIB')
  const before = scored(workedExample(), context(), { asOf: end - 1 })
  expect(before).toMatchObject({ running: true, state: 'index', suggestion: {} })
  expect(before.segments[0]!.suggestion).toEqual({})
  const after = scored(workedExample(), context(), { asOf: end })
  expect(after.suggestion).toHaveProperty('predicate')
  expect(after).not.toHaveProperty('running')
})
test('the official predicate stands beside the suggestion, from two ratings of a person', () => {
  const receipt = scored(workedExample(), context({ ratings: { result: 'above', behaviour: 'meets' } }))
  expect(receipt).toMatchObject({ predicate: 'baik', ratings: { result: 'above', behaviour: 'meets' } })
  expect(scored(workedExample(), context())).not.toHaveProperty('predicate')
})
