const LEAF = 0x00
const NODE = 0x01

const concat = (...parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** What a leaf is the SHA-256 of: 0x00 ‖ salt ‖ receipt. The salt keeps anyone from guessing a receipt from its leaf. */
export const leafPreimage = (salt: Uint8Array, receipt: Uint8Array): Uint8Array =>
  concat(Uint8Array.of(LEAF), salt, receipt)
/** What a node is the SHA-256 of: 0x01 ‖ left ‖ right. */
export const nodePreimage = (left: Uint8Array, right: Uint8Array): Uint8Array =>
  concat(Uint8Array.of(NODE), left, right)

export type Hash = (bytes: Uint8Array) => Uint8Array

export interface ProofStep {
  /** The sibling stands on the left. */
  readonly left: boolean
  readonly hash: Uint8Array
}

/** Levels from the leaves up; an odd node goes up unchanged. */
function levels(leaves: readonly Uint8Array[], hash: Hash): Uint8Array[][] {
  const all: Uint8Array[][] = [[...leaves]]
  for (let level = all[0]!; level.length > 1; level = all.at(-1)!) {
    const up: Uint8Array[] = []
    for (let at = 0; at < level.length; at += 2)
      up.push(at + 1 < level.length ? hash(nodePreimage(level[at]!, level[at + 1]!)) : level[at]!)
    all.push(up)
  }
  return all
}

function stepsTo(all: readonly Uint8Array[][], leaf: number): ProofStep[] {
  const steps: ProofStep[] = []
  for (let level = 0, at = leaf; level < all.length - 1; level++, at >>= 1) {
    const sibling = all[level]![at ^ 1]
    if (sibling !== undefined) steps.push({ left: (at & 1) === 1, hash: sibling })
  }
  return steps
}

/** The people of one agency, in the order of their ids. */
export interface AgencyLeaves {
  readonly agencyId: string
  readonly leaves: readonly { readonly employeeId: string; readonly leaf: Uint8Array }[]
}

/** One tree over everybody, whose first level below the root is the agencies: an agency's part can be shown without its people. */
export interface SealTree {
  readonly root: Uint8Array
  readonly agencies: readonly { readonly agencyId: string; readonly root: Uint8Array }[]
  proof(employeeId: string): ProofStep[] | undefined
}

const byId =
  <T>(id: (item: T) => string) =>
  (a: T, b: T): number =>
    id(a) < id(b) ? -1 : id(a) > id(b) ? 1 : 0

export function sealTree(agencies: readonly AgencyLeaves[], hash: Hash): SealTree {
  const sorted = agencies
    .filter((agency) => agency.leaves.length > 0)
    .toSorted(byId((agency) => agency.agencyId))
    .map((agency) => ({ agencyId: agency.agencyId, people: agency.leaves.toSorted(byId((leaf) => leaf.employeeId)) }))
  const below = sorted.map((agency) =>
    levels(
      agency.people.map(({ leaf }) => leaf),
      hash,
    ),
  )
  const above = levels(below.length === 0 ? [hash(Uint8Array.of(NODE))] : below.map((all) => all.at(-1)![0]!), hash)
  const place = new Map(
    sorted.flatMap((agency, at) => agency.people.map(({ employeeId }, leaf) => [employeeId, { at, leaf }] as const)),
  )
  return {
    root: above.at(-1)![0]!,
    agencies: sorted.map(({ agencyId }, at) => ({ agencyId, root: below[at]!.at(-1)![0]! })),
    proof: (employeeId) => {
      const found = place.get(employeeId)
      return found === undefined ? undefined : [...stepsTo(below[found.at]!, found.leaf), ...stepsTo(above, found.at)]
    },
  }
}

/** The root that a leaf and its steps lead to. */
export const rootFrom = (leaf: Uint8Array, steps: readonly ProofStep[], hash: Hash): Uint8Array =>
  steps.reduce((node, step) => hash(step.left ? nodePreimage(step.hash, node) : nodePreimage(node, step.hash)), leaf)
