import { expect, test } from 'vitest'
import type { Context } from '../../context.ts'
import { evaluate, type CriterionLine, type Receipt } from './evaluate.ts'
import { context, id, parts, workedExample } from '../../example.ts'
import { indeksDaerah } from '../../packs/indeks-daerah.ts'
import { canonicalBytes } from '../../receipt.ts'
import { recompute } from './recompute.ts'

const secondPost = (): Context =>
  context({
    assignments: [
      { ...context().assignments[0]!, to: '2026-08-15' },
      { ...context().assignments[0]!, assignmentId: id(8), group: 'functional_other', from: '2026-08-16' },
    ],
  })

test('a receipt follows from its own evidence, byte for byte', () => {
  for (const receipt of [
    evaluate(parts(workedExample()), context(), indeksDaerah),
    evaluate(parts(workedExample()), secondPost(), indeksDaerah),
    evaluate(new Map(), context({ answers: {} }), indeksDaerah),
  ])
    expect(
      canonicalBytes(recompute(JSON.parse(new TextDecoder().decode(canonicalBytes(receipt))) as Receipt, indeksDaerah)),
    ).toEqual(canonicalBytes(receipt))
})

test('a figure that does not follow from the evidence is found', () => {
  const receipt = evaluate(parts(workedExample()), context(), indeksDaerah)
  const segment = receipt.segments[0]!
  const changed = (lines: readonly CriterionLine[]): Receipt => ({
    ...receipt,
    segments: [{ ...segment, criteria: lines }],
  })
  const forged = [
    { ...receipt, index: 90_000 },
    { ...receipt, completeness: 100_000 },
    { ...receipt, suggestion: { ...receipt.suggestion, result: 'above' as const } },
    changed(
      segment.criteria.map(
        (one) => ({ ...one, value: one.value === undefined ? undefined : one.value + 1 }) as CriterionLine,
      ),
    ),
    changed(segment.criteria.map((one) => ({ ...one, weight: one.weight + 1 }))),
  ]
  for (const one of forged) expect(canonicalBytes(recompute(one, indeksDaerah))).not.toEqual(canonicalBytes(one))
  expect(() => recompute({ ...receipt, pack: { name: 'indeks-daerah', version: 99 } }, indeksDaerah)).toThrow(
    RangeError,
  )
})
