import { expect, test } from 'vitest'
import { kernelOn } from '@timbang/rules/kernels'
import { context, packs, units, workedExample } from '@timbang/rules/example'
import { rootFrom } from '@timbang/rules/seal-tree'
import {
  agencyTree,
  hex,
  parseReceipt,
  quarterKey,
  saltOf,
  sealPerson,
  sha256,
  treeOver,
  withoutInstant,
} from './receipts.ts'

const key = quarterKey(Buffer.alloc(32, 7), '2026-Q3', 1)
const ANI = '00000000-0000-4000-8000-000000000001'
const BUDI = '00000000-0000-4000-8000-000000000002'

test('two people with the same receipt have different salts, so have two editions, two quarters and two kinds of seal', () => {
  const salts = [
    saltOf(key, ANI, '2026-Q3', 1),
    saltOf(key, BUDI, '2026-Q3', 1),
    saltOf(key, ANI, '2026-Q3', 2),
    saltOf(key, ANI, '2026-Q2', 1),
    saltOf(quarterKey(Buffer.alloc(32, 7), '2026-Q3', 2), ANI, '2026-Q3', 1),
    saltOf(quarterKey(Buffer.alloc(32, 7), '2026-Q2', 1), ANI, '2026-Q3', 1),
  ].map(hex)
  expect(new Set(salts).size).toBe(6)
})

test('a leaf leads through its agency to the root of all, and not to that of others', () => {
  const leaf = (text: string) => sha256(Buffer.from(text))
  const agencies = ['a', 'b', 'c'].map((agencyId, nth) => ({
    agencyId,
    leaves: Array.from({ length: nth + 2 }, (_, n) => ({
      employeeId: `${agencyId}${n}`,
      leaf: leaf(`${agencyId}${n}`),
    })),
  }))
  const below = agencies.map(({ agencyId, leaves }) => ({ agencyId, tree: agencyTree(agencyId, leaves) }))
  const above = treeOver(below.map(({ agencyId, tree }) => ({ agencyId, root: tree.root })))
  for (const { agencyId, tree } of below) {
    const steps = [...tree.proof(`${agencyId}1`)!, ...above.proof(agencyId)!]
    expect(hex(rootFrom(leaf(`${agencyId}1`), steps, sha256))).toBe(hex(above.root))
    expect(hex(rootFrom(leaf('stranger'), steps, sha256))).not.toBe(hex(above.root))
  }
})

test('what a receipt says is the same whenever it is computed, and its bytes are read back as they were', () => {
  const at = (asOf: number) =>
    kernelOn(packs, context().to).evaluate(workedExample(), units, context(), packs, asOf).receipt
  const [one, later] = [at(Date.UTC(2026, 10, 1)), at(Date.UTC(2026, 10, 2))]
  expect(withoutInstant(one)).toBe(withoutInstant(later))
  const sealed = sealPerson(one, 'a', key, 1)
  expect(withoutInstant(parseReceipt(sealed.receipt))).toBe(withoutInstant(later))
  expect(hex(sealed.leaf)).not.toBe(hex(sealPerson(later, 'a', key, 1).leaf))
})
