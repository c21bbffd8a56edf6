import { createHash } from 'node:crypto'
import { leafPreimage, sealTree } from '@timbang/rules/seal-tree'
import { expect, test } from 'vitest'
import { packs, receipts } from '../../../test/fixtures/receipts.ts'
import { hex, verify } from './verify.ts'

const text = receipts['worked-example']
const hash = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()
const digest = async (bytes: Uint8Array) => hash(bytes)
const salt = new Uint8Array(32).fill(7)
const leaf = hash(leafPreimage(salt, new TextEncoder().encode(text)))
const leaves = ['a', 'b', 'c', 'd', 'e'].map((employeeId) => ({
  employeeId,
  leaf: employeeId === 'c' ? leaf : hash(new TextEncoder().encode(employeeId)),
}))
const tree = sealTree(
  [
    { agencyId: '1', leaves: leaves.slice(0, 2) },
    { agencyId: '2', leaves: leaves.slice(2) },
  ],
  hash,
)
const seal = {
  salt: hex(salt),
  leaf: hex(leaf),
  steps: tree.proof('c')!.map((step) => ({ left: step.left, hash: hex(step.hash) })),
  root: hex(tree.root),
}

test('a sealed receipt is computed again to its leaf, and its leaf leads to the root', async () => {
  expect(await verify(text, packs, seal, digest)).toEqual({
    kind: 'compared',
    same: true,
    device: hex(leaf),
    server: hex(leaf),
    inSeal: true,
    index: 89_716,
  })
})
test('a provisional receipt is compared with what the server showed', async () => {
  expect(await verify(text, packs, null, digest)).toMatchObject({
    same: true,
    inSeal: null,
    server: hex(hash(new TextEncoder().encode(text))),
  })
})
test('one figure changed, and neither the receipt nor the seal agrees', async () => {
  const forged = text.replace('"index":89716', '"index":90000')
  expect(forged).not.toBe(text)
  for (const of of [null, seal])
    expect(await verify(forged, packs, of, digest)).toMatchObject({ same: false, index: 89_716 })
  const evidence = text.replace('"state":"late"', '"state":"on-time"')
  expect(evidence).not.toBe(text)
  expect(await verify(evidence, packs, seal, digest)).toMatchObject({ same: false, inSeal: false })
})
test('a receipt of other rules is not judged, nor by rules that are not what their hash says', async () => {
  const other = { kind: 'other-pack', version: 1 }
  expect(await verify(text, packs.slice(1), null, digest)).toEqual(other)
  const [index, predicate] = packs
  const forged = { ...index!, content: { ...(index!.content as object), lateCreditThousandths: 1000 } }
  expect(await verify(text, [forged, predicate!], null, digest)).toEqual(other)
})
