import { createHash } from 'node:crypto'
import { UnitsSealed, type QuarterSealed, type SealedFigures } from '../gen/timbang/scoring/v1/events.ts'

/** Units of one page: some 200 KB, where a record may have a megabyte. */
const PAGE = 2_000

/** The sums of an edition's units, by unit, in pages that fit into a record each. */
export function unitPages(
  { period, kind, edition }: Pick<QuarterSealed, 'period' | 'kind' | 'edition'>,
  figures: readonly SealedFigures[],
): UnitsSealed[] {
  const units = [...figures].sort((a, b) => (a.unitId < b.unitId ? -1 : 1))
  return Array.from({ length: Math.ceil(units.length / PAGE) }, (_, nth) => ({
    period,
    kind,
    edition,
    page: nth + 1,
    figures: units.slice(nth * PAGE, (nth + 1) * PAGE),
  }))
}

/** What a seal says of its pages, in their order: SHA-256 over the SHA-256 of each. */
export function unitsHash(pages: readonly UnitsSealed[]): Buffer {
  const all = createHash('sha256')
  for (const page of pages) all.update(createHash('sha256').update(UnitsSealed.encode(page).finish()).digest())
  return all.digest()
}
