import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { indeksDaerah } from '../../packs/indeks-daerah.ts'
import { permenpanrb } from '../../packs/permenpanrb-6-2022.ts'
import { faultsBy } from '../../schema.ts'
import { faultsOf, schemas } from './faults.ts'

const pack = indeksDaerah
const faulty = (changed: object) => faultsOf({ ...pack, ...changed })

test('the shipped packs have no fault, and survive their way over the wire', () => {
  for (const one of [pack, permenpanrb]) expect(faultsOf(JSON.parse(JSON.stringify(one)))).toEqual([])
})
test('a pack with a fault is told which', () => {
  const { pelaksana } = pack.weights
  expect(faulty({ weights: { ...pack.weights, pelaksana: { ...pelaksana, service: 6_000 } } })).toEqual([
    'the weights of pelaksana sum to 101, not to 100',
  ])
  expect(faulty({ sources: { ...pack.sources, peers: 31 } })).toEqual(['the weights of the sources do not sum to 100'])
  expect(faulty({ sources: { ...pack.sources, superior: 0, self: 70 } })).toEqual([
    'sources.superior is no whole number from 1 to 100',
  ])
  expect(faulty({ sources: { ...pack.sources, fewestPeers: 2 } })).toEqual([
    'sources.fewestPeers is no whole number from 3 to 1000',
  ])
  expect(faulty({ suggestion: { ...pack.suggestion, meetsFrom: 90 } })).toEqual([
    '"above" must begin higher than "meets"',
  ])
  expect(faulty({ kernel: '9' })).toEqual(['kernel is not "1"'])
  expect(faulty({ effectiveFrom: '2026-02-30' })).toEqual(['effectiveFrom is no date'])
  expect(faulty({ lateCreditThousandths: 0.5 })).toEqual(['lateCreditThousandths is no whole number from 0 to 1000'])
})
test('weights may have thousandths of a percent, and sum to a hundred exactly', () => {
  const weighed = (discipline: number, quality: number) =>
    faulty({ weights: { ...pack.weights, pelaksana: { ...pack.weights.pelaksana, discipline, quality } } })
  expect(weighed(20_001, 19_999)).toEqual([])
  expect(weighed(20_001, 20_000)).toEqual(['the weights of pelaksana sum to 100.001, not to 100'])
  expect(weighed(20_000, 19_999)).toEqual(['the weights of pelaksana sum to 99.999, not to 100'])
})
test('an eighth criterion and a fifth group of posts are refused, and so is one that is missing', () => {
  const { pelaksana } = pack.weights
  expect(
    faulty({ weights: { ...pack.weights, pelaksana: { ...pelaksana, service: 4_000, obedience: 1_000 } } }),
  ).toEqual(['weights.pelaksana.obedience is not known'])
  expect(faulty({ weights: { ...pack.weights, volunteers: pelaksana } })).toEqual(['weights.volunteers is not known'])
  const { service: _, ...six } = pelaksana
  expect(faulty({ weights: { ...pack.weights, pelaksana: six } })).toEqual(['weights.pelaksana.service is missing'])
  expect(faulty({ suggestion: { ...pack.suggestion, result: ['quantity', 'obedience'] } })).toHaveLength(1)
})
test('every criterion belongs to the result or to the behaviour, and what is judged to what is suggested by it', () => {
  expect(faulty({ suggestion: { ...pack.suggestion, result: ['quantity', 'quality'] } })).toEqual([
    'every criterion belongs to the result or to the behaviour, and to one only',
  ])
  expect(
    faulty({ suggestion: { ...pack.suggestion, judged: { result: ['teamwork'], behaviour: ['innovation'] } } }),
  ).toEqual(['what a person must have judged belongs to what is suggested by it'])
})
test('the bands of discipline ascend to an open one, and their points never fall', () => {
  const bands = (...of: object[]) => faulty({ discipline: { ...pack.discipline, bands: of } })
  const band = (upTo: number | undefined, pointsThousandths: number) => ({ ...(upTo && { upTo }), pointsThousandths })
  expect(bands(band(30, 500), band(30, 1000), band(undefined, 1500))).toEqual([
    'the bands of discipline do not ascend to an open one',
  ])
  expect(bands(band(30, 500), band(60, 1000))).toEqual(['the bands of discipline do not ascend to an open one'])
  expect(bands(band(undefined, 500), band(undefined, 1000))).toEqual([
    'the bands of discipline do not ascend to an open one',
  ])
  expect(bands(band(30, 1000), band(60, 500), band(undefined, 1500))).toEqual([
    'a longer absence must not cost less than a shorter one',
  ])
  expect(bands(band(undefined, 500))).toEqual([])
})
test('a kind of leave is named once, with its source, and what was left of a year makes the next one no shorter', () => {
  const { kinds, annual } = pack.leave
  expect(faulty({ leave: { annual, kinds: [...kinds, { ...kinds[0], due: true }] } })).toEqual([
    'a kind of leave is named twice',
  ])
  expect(faulty({ leave: { annual, kinds: [{ ...kinds[0], code: 'leave' }] } })).toEqual([
    expect.stringContaining('leave.kinds[0].code is none of'),
  ])
  const { citation: _, ...bare } = kinds[0]!
  expect(faulty({ leave: { annual, kinds: [bare] } })).toEqual(['leave.kinds[0].citation is missing'])
  const days = (changed: object) => faulty({ leave: { kinds, annual: { pns: { ...annual.pns, ...changed } } } })
  const shrinks = ['the annual leave of pns shrinks by what was left of it']
  expect([days({}), days({ mostAfterOne: 11 }), days({ mostAfterTwo: 17 })]).toEqual([[], shrinks, shrinks])
})
test('every rule has a citation that names its source', () => {
  for (const rule of Object.keys(pack.citations)) {
    const { [rule]: _, ...others } = pack.citations
    expect(faulty({ citations: others })).toEqual([`citations.${rule} is missing`])
  }
  expect(faulty({ citations: { ...pack.citations, windows: { source: '' } } })).toEqual([
    'citations.windows.source is no such text',
  ])
  for (const rule of ['matrix', 'headResult', 'pattern', 'objection', 'windows', 'followUp'])
    expect(permenpanrb.citations[rule]?.source).toBeTruthy()
})
test('a predicate pack with a fault is told which', () => {
  const other = (changed: object) => faultsOf({ ...permenpanrb, ...changed })
  const { above, ...rest } = permenpanrb.matrix
  expect(other({ matrix: rest })).toEqual(['matrix.above is missing'])
  expect(other({ matrix: { ...rest, above: { ...above, above: 'istimewa' } } })).toEqual([
    expect.stringContaining('matrix.above.above is none of'),
  ])
  expect(other({ pattern: { ...permenpanrb.pattern, rules: { ...permenpanrb.pattern.rules, baik: [{}] } } })).toEqual([
    'pattern.rules.baik[0] has no known form',
  ])
  expect(other({ windows: { ...permenpanrb.windows, selfFromDay: 9 } })).toEqual([
    'the window of self-assessment ends before it begins',
  ])
})
test('whatever JSON somebody sends is answered, never thrown at', () => {
  for (const content of [
    null,
    1,
    'pack',
    [],
    {},
    { name: '__proto__' },
    { ...pack, weights: null },
    { ...pack, discipline: { bands: [null] } },
  ])
    expect(faultsOf(content).length).toBeGreaterThan(0)
  fc.assert(fc.property(fc.jsonValue(), (content) => faultsOf(content).length > 0))
})

/** Every place of a pack. */
function* places(value: unknown, at: readonly (string | number)[] = []): Generator<readonly (string | number)[]> {
  yield at
  if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value))
      yield* places(inner, [...at, Array.isArray(value) ? Number(key) : key])
}
function changedAt(value: unknown, at: readonly (string | number)[], to: (old: unknown) => unknown): unknown {
  const [first, ...rest] = at
  if (first === undefined) return to(value)
  const copy: any = Array.isArray(value) ? [...value] : { ...(value as object) }
  const inner = changedAt(copy[first], rest, to)
  if (inner === undefined && Array.isArray(copy)) copy.splice(Number(first), 1)
  else if (inner === undefined) delete copy[first]
  else copy[first] = inner
  return copy
}

test('what the published schema says of a pack is what is refused, whatever is changed in it and wherever', () => {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true })
  for (const one of [pack, permenpanrb]) {
    const schema = schemas[one.name]!
    const validate = ajv.compile(schema)
    const everywhere = [...places(one)].filter((at) => at.length > 0)
    const change = fc.oneof(
      fc.constantFrom(undefined, null, true, -1, 0, 1, 50, 101, 0.5, '', 'x', 'quality', '2026-01-01', [], {}),
      fc.constantFrom('double', 'more'),
    )
    fc.assert(
      fc.property(fc.constantFrom(...everywhere), change, (at, to) => {
        const content = changedAt(one, at, (old) =>
          to === 'double'
            ? Array.isArray(old)
              ? [...old, ...old]
              : old
            : to === 'more'
              ? typeof old === 'object' && !Array.isArray(old)
                ? { ...old, more: 1 }
                : old
              : to,
        )
        expect([at, faultsBy(schema, content).length === 0]).toEqual([at, validate(content)])
      }),
      { numRuns: Number(process.env['RULES_RUNS'] ?? 1000) },
    )
  }
}, 60_000)
