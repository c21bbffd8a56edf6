import type { CriterionLine, Receipt, SegmentReceipt } from '@timbang/rules/kernel/1/receipt'
import type { Criterion } from '@timbang/rules/kernel/1/criterion/criterion'
import { shownTenths } from '../shared/number.ts'

/** A criterion that counts: where its bar begins, how long it is, what is lost to its full weight. All in thousandths of the index. */
export type Bar = { line: CriterionLine; from: number; contribution: number; lost: number }
export type Waterfall = {
  bars: readonly Bar[]
  /** Rows without a bar, each with its reason. */
  missing: readonly CriterionLine[]
  total: number
  /** Tenths that the shown rows are short of (or beyond) the shown total; 0: no row "Pembulatan". */
  rounding: number
}

/** The index of a segment as rows that add up to it; null where there is no index. */
export const waterfallOf = (segment: SegmentReceipt): Waterfall | null => {
  if (segment.index === undefined) return null
  let from = 0
  const bars: Bar[] = []
  for (const line of segment.criteria) {
    if (line.contribution === undefined) continue
    const full = Math.floor((line.weight * 200_000 + segment.completeness) / (segment.completeness * 2))
    bars.push({ line, from, contribution: line.contribution, lost: Math.max(0, full - line.contribution) })
    from += line.contribution
  }
  const shown = bars.reduce((sum, bar) => sum + shownTenths(bar.contribution), 0)
  return {
    bars,
    missing: segment.criteria.filter((line) => line.missing !== undefined),
    total: segment.index,
    rounding: shownTenths(segment.index) - shown,
  }
}

export const largestHelp = (waterfall: Waterfall): Bar | null =>
  waterfall.bars.toSorted((a, b) => b.contribution - a.contribution)[0] ?? null
export const largestLoss = (waterfall: Waterfall): Bar | null =>
  waterfall.bars.filter((bar) => bar.lost > 0).toSorted((a, b) => b.lost - a.lost)[0] ?? null

/** The one segment whose rows make the index, where there is only one that counts. */
export const onlySegment = (receipt: Receipt): SegmentReceipt | null => {
  const counted = receipt.segments.filter((segment) => segment.counted)
  return counted.length === 1 ? (counted[0] ?? null) : null
}

/** What rows of a segment are called on a page, where there are several segments. */
export const prefixOf = ({ segments }: Pick<Receipt, 'segments'>, at: number): string =>
  segments.length > 1 ? `s${at}-` : ''
/** Where a planned result that figures feed stands among its evidence. */
export const anchorOf = (prefix: string, resultId: string): string => `${prefix}hasil-${resultId}`

/** Criteria that are missing in any counted segment, once each. */
export const missingCriteria = (receipt: Receipt): readonly Criterion[] => [
  ...new Set(
    receipt.segments
      .filter((segment) => segment.counted)
      .flatMap((segment) =>
        segment.criteria.filter((line) => line.missing !== undefined).map((line) => line.criterion),
      ),
  ),
]

export const parseReceipt = (text: string): Receipt => JSON.parse(text) as Receipt
