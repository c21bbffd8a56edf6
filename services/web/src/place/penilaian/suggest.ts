import type { RatedTrace } from '@timbang/rules/kernel/1/criterion/rated'
import type { CriterionLine, Receipt, Suggestion } from '@timbang/rules/kernel/1/receipt'
import type { Packs } from '@timbang/rules/published'
import { recompute } from '@timbang/rules/recompute'
import { asked, type Answers, type Asked } from '../shared/assessment/answers.ts'

const THOUSANDTHS = 1000
const isAsked = (criterion: string): criterion is Asked => (asked as readonly string[]).includes(criterion)

/**
 * What the rules would suggest if these were the superior's answers: the receipt again, with them in the place of those for its last post. It is
 * shown beside a choice, and fills none.
 */
export function suggestionWith(text: string, packs: Packs, answers: Answers): Suggestion {
  const receipt = JSON.parse(text) as Receipt
  const last = receipt.segments.findLastIndex(({ counted }) => counted)
  const withAnswers = (line: CriterionLine): CriterionLine => {
    const { criterion } = line
    if (!isAsked(criterion)) return line
    const others = (line.trace as RatedTrace).filter(({ source }) => source !== 'superior')
    const sum = answers[criterion] * THOUSANDTHS
    // Only source, number and sum are read again.
    const trace = [{ source: 'superior', n: 1, sum, mean: 0, value: 0, weight: 0 }, ...others]
    const { missing: _, ...rest } = line
    return { ...rest, trace } as CriterionLine
  }
  const segments = receipt.segments.map((segment, at) =>
    at === last ? { ...segment, criteria: segment.criteria.map(withAnswers) } : segment,
  )
  return recompute({ ...receipt, segments }, packs).suggestion
}
