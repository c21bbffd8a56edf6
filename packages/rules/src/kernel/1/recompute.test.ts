import { expect, test } from 'vitest'
import type { Context } from '../../context.ts'
import type { CriterionLine, Receipt } from './receipt.ts'
import { context, id, packs, scored, workedExample } from '../../example.ts'
import { noParts } from '../../parts.ts'
import { canonicalBytes } from '../../canonical.ts'
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
    scored(workedExample(), context()),
    scored(workedExample(), secondPost()),
    scored(noParts, context({ answers: {} })),
  ])
    expect(
      canonicalBytes(recompute(JSON.parse(new TextDecoder().decode(canonicalBytes(receipt))) as Receipt, packs)),
    ).toEqual(canonicalBytes(receipt))
})

test('a figure that does not follow from the evidence is found', () => {
  const receipt = scored(workedExample(), context())
  const segment = receipt.segments[0]!
  const changed = (lines: readonly CriterionLine[]): Receipt => ({
    ...receipt,
    segments: [{ ...segment, criteria: lines }],
  })
  const forged = [
    { ...receipt, index: 90_000 },
    { ...receipt, completeness: 100_000 },
    { ...receipt, suggestion: { ...receipt.suggestion, result: 'below' as const } },
    changed(
      segment.criteria.map(
        (one) => ({ ...one, value: one.value === undefined ? undefined : one.value + 1 }) as CriterionLine,
      ),
    ),
    changed(segment.criteria.map((one) => ({ ...one, weight: one.weight + 1 }) as CriterionLine)),
    { ...receipt, counted: receipt.counted + 1 },
    { ...receipt, running: true as const },
  ]
  for (const one of forged) expect(canonicalBytes(recompute(one, packs))).not.toEqual(canonicalBytes(one))
  expect(() =>
    recompute({ ...receipt, packs: { ...receipt.packs, index: { ...receipt.packs.index, version: 99 } } }, packs),
  ).toThrow(RangeError)
})

test('a pack of the same name and version that is not the one by its hash does not stand in for it', () => {
  const receipt = scored()
  for (const at of [0, 1]) {
    const other = packs.map((pack, nth) => (nth === at ? { ...pack, hash: 'f'.repeat(64) } : pack))
    expect(() => recompute(receipt, other)).toThrow(RangeError)
  }
})
