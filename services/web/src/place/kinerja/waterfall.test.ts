import { expect, test } from 'vitest'
import { receipts } from '../../../test/fixtures/receipts.ts'
import { largestHelp, largestLoss, missingCriteria, onlySegment, parseReceipt, waterfallOf } from './waterfall.ts'

const receipt = (name: keyof typeof receipts) => parseReceipt(receipts[name])
const worked = waterfallOf(onlySegment(receipt('worked-example'))!)!

test('the rows of the worked example add up to 89,7 without a row for rounding', () => {
  expect(worked.bars.map((bar) => bar.contribution)).toEqual([20_421, 16_316, 19_864, 21_010, 9_474, 2_632])
  expect(worked).toMatchObject({ total: 89_716, rounding: 0 })
  expect(worked.missing.map((line) => [line.criterion, line.missing])).toEqual([['service', 'below-threshold']])
})
test('each bar begins where the one before it ends', () => {
  for (const [index, bar] of worked.bars.entries())
    expect(bar.from).toBe(worked.bars.slice(0, index).reduce((sum, one) => sum + one.contribution, 0))
})
test('quantity helps most and quality costs most, as the page says', () => {
  expect(largestHelp(worked)?.line.criterion).toBe('quantity')
  expect(largestLoss(worked)).toMatchObject({ line: { criterion: 'quality' }, lost: 4737 })
})
test('what is shown and what is the total differ by the row for rounding, never silently', () => {
  const segment = onlySegment(receipt('worked-example'))!
  const thirds = {
    ...segment,
    index: 33_333 * 3,
    completeness: 60_000,
    criteria: segment.criteria.slice(0, 3).map((line) => ({ ...line, weight: 20_000, contribution: 33_333 })),
  }
  expect(waterfallOf(thirds)).toMatchObject({ rounding: 1 })
})
test('without an index there are no bars, and what is missing is named', () => {
  expect(waterfallOf(onlySegment(receipt('incomplete'))!)).toBeNull()
  expect(missingCriteria(receipt('incomplete'))).toEqual(['quality', 'quantity', 'teamwork', 'innovation', 'service'])
})
test('a split period has several sets of rows, so none stands for the whole', () => {
  expect(onlySegment(receipt('split'))).toBeNull()
})
