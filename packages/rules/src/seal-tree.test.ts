import canonicalize from 'canonicalize'
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scored } from './example.ts'
import { canonicalBytes } from './canonical.ts'
import { leafPreimage, nodePreimage, rootFrom, sealTree } from './seal-tree.ts'

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest())
const leafOf = (text: string) => sha256(leafPreimage(new Uint8Array(32), canonicalBytes({ text })))

test('every leaf leads to the root, in whatever order the people come, and a changed leaf does not', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(
        fc.record({ agencyId: fc.constantFrom('a', 'b', 'c', 'd', 'e'), employeeId: fc.string({ minLength: 1 }) }),
        { selector: (one) => one.employeeId, minLength: 1, maxLength: 30 },
      ),
      (people) => {
        const grouped = (order: typeof people) =>
          ['e', 'a', 'c', 'd', 'b'].map((agencyId) => ({
            agencyId,
            leaves: order
              .filter((one) => one.agencyId === agencyId)
              .map((one) => ({ employeeId: one.employeeId, leaf: leafOf(one.employeeId) })),
          }))
        const tree = sealTree(grouped(people), sha256)
        expect(sealTree(grouped(people.toReversed()), sha256).root).toEqual(tree.root)
        for (const { employeeId } of people) {
          expect(rootFrom(leafOf(employeeId), tree.proof(employeeId)!, sha256)).toEqual(tree.root)
          expect(rootFrom(leafOf(`${employeeId}!`), tree.proof(employeeId)!, sha256)).not.toEqual(tree.root)
        }
      },
    ),
    { numRuns: 40 },
  )
})
test('the first level below the root is the agencies', () => {
  const one = (agencyId: string) => ({
    agencyId,
    leaves: [
      { employeeId: agencyId, leaf: leafOf(agencyId) },
      { employeeId: `${agencyId}2`, leaf: leafOf(`${agencyId}2`) },
    ],
  })
  const tree = sealTree([one('a'), one('b')], sha256)
  expect(tree.agencies.map(({ agencyId }) => agencyId)).toEqual(['a', 'b'])
  expect(tree.root).toEqual(sha256(nodePreimage(tree.agencies[0]!.root, tree.agencies[1]!.root)))
})
test('who is not in the seal has no proof', () => {
  expect(sealTree([], sha256).proof('x')).toBeUndefined()
})
test('leaf and node cannot be taken for each other: the first byte tells them apart', () => {
  expect(leafPreimage(Uint8Array.of(7, 8), Uint8Array.of(9))).toEqual(Uint8Array.of(0, 7, 8, 9))
  expect(nodePreimage(Uint8Array.of(7), Uint8Array.of(8))).toEqual(Uint8Array.of(1, 7, 8))
})
test('the canonical form sorts names, keeps integers as they are, and refuses what is no JSON', () => {
  expect(new TextDecoder().decode(canonicalBytes({ b: 1, a: [true, null, 'é'], aa: { z: undefined, y: -0 } }))).toBe(
    '{"a":[true,null,"é"],"aa":{"y":0},"b":1}',
  )
  expect(() => canonicalBytes(undefined)).toThrow(TypeError)
  expect(() => canonicalBytes({ n: Number.NaN })).toThrow()
})

test('whatever JSON is written, its canonical bytes are those of the kept library', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const written = JSON.stringify(value)
      if (!written.isWellFormed() || /\\ud[89a-f]/i.test(written)) return
      expect(new TextDecoder().decode(canonicalBytes(value))).toBe(canonicalize(value))
    }),
    { numRuns: 500 },
  )
  const receipt = scored()
  expect(new TextDecoder().decode(canonicalBytes(receipt))).toBe(canonicalize(receipt))
})
