import type { CivilDate } from './civil-date.ts'

/** A version of a rule pack, as it was published: whoever has these bytes can compute what was computed by them. */
export interface PublishedPack {
  readonly name: string
  readonly version: number
  readonly effectiveFrom: CivilDate
  /** SHA-256 of the canonical JSON of the content, lower-case hex. */
  readonly hash: string
  /** Parameters, read by the kernel that they name. */
  readonly content: unknown
}
/** Every version of every pack that is known. */
export type Packs = readonly PublishedPack[]

/** How a receipt and a manifest name a pack. */
export interface PackName {
  readonly name: string
  readonly version: number
  readonly hash: string
}
export const nameOf = ({ name, version, hash }: PublishedPack): PackName => ({ name, version, hash })

/** What weighs, and what makes two ratings a predicate. */
export const INDEX = 'indeks-daerah'
export const PREDICATE = 'permenpanrb-6-2022'

/** The pack in force on a day: the highest version of the name that has begun. Domain.md §5. */
export function inForce(packs: Packs, name: string, date: CivilDate): PublishedPack | undefined {
  let found: PublishedPack | undefined
  for (const pack of packs)
    if (pack.name === name && pack.effectiveFrom <= date && (found === undefined || pack.version > found.version))
      found = pack
  return found
}

/** Whether a score of a span can be computed: what weighs and what makes a predicate are in force on its last day. */
export const inForceBy = (packs: Packs, lastDay: CivilDate): boolean =>
  [INDEX, PREDICATE].every((name) => inForce(packs, name, lastDay) !== undefined)

/** The names of all packs by which a span is judged, as a manifest has them: those of its last day, and others by whose windows its days were. */
export function namesFor(packs: Packs, { from, to }: { readonly from: CivilDate; readonly to: CivilDate }): PackName[] {
  const index = inForce(packs, INDEX, to)
  const first = inForce(packs, INDEX, from)
  return packs
    .filter(
      (pack) =>
        pack === index ||
        pack === inForce(packs, PREDICATE, to) ||
        (pack.name === INDEX && (pack === first || (pack.effectiveFrom > from && pack.effectiveFrom <= to))),
    )
    .map(nameOf)
    .sort((a, b) => (a.name === b.name ? a.version - b.version : a.name < b.name ? -1 : 1))
}
