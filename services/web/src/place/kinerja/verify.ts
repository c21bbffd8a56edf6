import type { Receipt } from '@timbang/rules/kernel/1/receipt'
import type { Packs } from '@timbang/rules/published'
import { canonicalBytes } from '@timbang/rules/canonical'
import { leafPreimage, nodePreimage } from '@timbang/rules/seal-tree'
import { recompute } from '@timbang/rules/recompute'

export type Seal = { salt: string; leaf: string; steps: readonly { left: boolean; hash: string }[]; root: string }
/** Asynchronous, because a browser's SHA-256 is. */
export type Digest = (bytes: Uint8Array) => Promise<Uint8Array>

export type Verified =
  | { kind: 'other-pack'; version: number }
  /** `device` and `server` are the fingerprints compared; `inSeal` is null where nothing is sealed yet. */
  | { kind: 'compared'; same: boolean; device: string; server: string; inSeal: boolean | null; index: number | null }

export const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
export const unhex = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

/**
 * Computes the receipt again from the evidence it carries and compares fingerprints: of a sealed one the salted leaf, which must lead to the seal's root;
 * of a provisional one the plain hash of the bytes that the server showed.
 * @param text the receipt exactly as it was sent
 */
export const verify = async (text: string, packs: Packs, seal: Seal | null, digest: Digest): Promise<Verified> => {
  const receipt = JSON.parse(text) as Receipt
  // A pack is what its hash says, or it is none: whoever changed a weight has another one.
  const there = new Set<string>()
  for (const pack of packs) if (hex(await digest(canonicalBytes(pack.content))) === pack.hash) there.add(pack.hash)
  for (const { version, hash } of [receipt.packs.index, receipt.packs.predicate])
    if (!there.has(hash)) return { kind: 'other-pack', version }
  const again = recompute(receipt, packs)
  const bytes = canonicalBytes(again)
  const index = again.index ?? null
  if (!seal) {
    const [device, server] = await Promise.all([digest(bytes), digest(new TextEncoder().encode(text))])
    return {
      kind: 'compared',
      same: hex(device) === hex(server),
      device: hex(device),
      server: hex(server),
      inSeal: null,
      index,
    }
  }
  const leaf = await digest(leafPreimage(unhex(seal.salt), bytes))
  let node = leaf
  for (const step of seal.steps)
    node = await digest(step.left ? nodePreimage(unhex(step.hash), node) : nodePreimage(node, unhex(step.hash)))
  // A figure changed in the text alone would be put right by the computation: what is shown must be what follows from it, too.
  const shown = new TextDecoder().decode(bytes) === text
  return {
    kind: 'compared',
    same: shown && hex(leaf) === seal.leaf,
    device: hex(leaf),
    server: seal.leaf,
    inSeal: hex(node) === seal.root,
    index,
  }
}
