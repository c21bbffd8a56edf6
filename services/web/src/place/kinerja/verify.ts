import type { Receipt } from '@timbang/rules/kernel/1/evaluate'
import type { IndexPack } from '@timbang/rules/kernel/1/pack'
import { canonicalBytes, leafPreimage, nodePreimage } from '@timbang/rules/receipt'
import { recompute } from '@timbang/rules/kernel/1/recompute'

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
export const verify = async (text: string, pack: IndexPack, seal: Seal | null, digest: Digest): Promise<Verified> => {
  const receipt = JSON.parse(text) as Receipt
  if (receipt.pack.name !== pack.name || receipt.pack.version !== pack.version)
    return { kind: 'other-pack', version: receipt.pack.version }
  const again = recompute(receipt, pack)
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
