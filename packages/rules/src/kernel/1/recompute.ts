import { nameOf, type Packs, type PackName, type PublishedPack } from '../../published.ts'
import { all } from './criterion/all.ts'
import type { Criterion, Traces, Value } from './criterion/criterion.ts'
import { figuresOf, overall, type By, type Measured } from './weigh.ts'
import type { IndexPack, PredicatePack } from './pack.ts'
import { predicateOf } from './predicate.ts'
import type { CriterionLine, LineOf, Receipt } from './receipt.ts'

/** A criterion again, from the evidence that its trace carries. */
const again = <C extends Criterion>({ criterion, trace, missing }: LineOf<C>, pack: IndexPack): Value<Traces[C]> =>
  all[criterion].again(trace, missing, pack)

function named(packs: Packs, { name, version, hash }: PackName): PublishedPack {
  const found = packs.find((pack) => pack.name === name && pack.version === version && pack.hash === hash)
  if (found === undefined) throw new RangeError(`the receipt was computed by ${name} version ${version}, ${hash}`)
  return found
}

/**
 * The receipt as it follows from its own evidence: every figure of it is computed again from the traces it carries and the packs it names.
 * A true receipt comes back with the same canonical bytes. @throws RangeError when a pack that it names is not there
 */
export function recompute(receipt: Receipt, packs: Packs): Receipt {
  const index = named(packs, receipt.packs.index)
  const predicate = named(packs, receipt.packs.predicate)
  const by: By = {
    index: index.content as IndexPack,
    predicate: predicate.content as PredicatePack,
    running: receipt.running === true,
  }
  const measured = (lines: readonly CriterionLine[]) =>
    Object.fromEntries(
      lines.map((line) => [line.criterion, again(line as LineOf<Criterion>, by.index)]),
    ) as unknown as Measured
  const evaluated = receipt.segments.map(({ criteria: lines, completeness: _, index: __, suggestion: ___, ...held }) =>
    figuresOf(held, measured(lines), by),
  )
  const { kernel, employeeId, period, from, to, asOf, running, ratings, daysWithoutPost } = receipt
  const { windows } = receipt.packs
  return {
    kernel,
    packs: { index: nameOf(index), predicate: nameOf(predicate), ...(windows === undefined ? {} : { windows }) },
    employeeId,
    period,
    from,
    to,
    asOf,
    ...(running === undefined ? {} : { running }),
    ...overall(evaluated, by),
    ...(ratings === undefined
      ? {}
      : { ratings, predicate: predicateOf(ratings.result, ratings.behaviour, by.predicate)! }),
    segments: evaluated.map((one) => one.receipt),
    daysWithoutPost,
  }
}
