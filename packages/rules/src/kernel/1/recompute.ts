import { disciplineOf, type DisciplineLine } from './criterion/discipline.ts'
import { quantityOf, type QuantityLine } from './criterion/quantity.ts'
import { ratedOf, sourceOf, type RatedLine } from './criterion/rated.ts'
import { serviceOf, type ServiceTrace } from './criterion/service.ts'
import { timelinessOf, type TimelinessTrace } from './criterion/timeliness.ts'
import type { Value } from './criterion/value.ts'
import { figuresOf, overall, type CriterionLine, type Measured, type Receipt, type Trace } from './evaluate.ts'
import type { Criterion, IndexPack } from './pack.ts'
import { predicateOf } from './predicate.ts'

const rated = (trace: Trace, pack: IndexPack) => ratedOf((trace as readonly RatedLine[]).map(sourceOf), pack)

/** A criterion again, from the evidence that its trace carries. */
const fromTrace: Readonly<Record<Criterion, (trace: Trace, pack: IndexPack) => Value<Trace>>> = {
  discipline: (trace, pack) => disciplineOf(trace as readonly DisciplineLine[], pack),
  timeliness: (trace, pack) => timelinessOf(trace as TimelinessTrace, pack),
  quantity: (trace) => quantityOf(trace as readonly QuantityLine[]),
  service: (trace, pack) => serviceOf(trace as ServiceTrace, pack),
  quality: rated,
  teamwork: rated,
  innovation: rated,
}

/** Where no evidence is, why there is none cannot follow from it: no source, nothing agreed, nobody answered. Days and a survey's answers are evidence even so. */
function again({ criterion, trace, missing }: CriterionLine, pack: IndexPack): Value<Trace> {
  if (missing !== undefined && criterion !== 'timeliness' && criterion !== 'service') return { missing, trace }
  return fromTrace[criterion](trace, pack)
}

/**
 * The receipt as it follows from its own evidence: every figure of it is computed again from the traces it carries and the pack it names.
 * A true receipt comes back with the same canonical bytes. @throws RangeError when the pack is not the one that the receipt names
 */
export function recompute(receipt: Receipt, pack: IndexPack): Receipt {
  if (receipt.pack.name !== pack.name || receipt.pack.version !== pack.version)
    throw new RangeError(`the receipt was computed by ${receipt.pack.name} version ${receipt.pack.version}`)
  const evaluated = receipt.segments.map(({ criteria: lines, completeness: _, index: __, suggestion: ___, ...held }) =>
    figuresOf(held, Object.fromEntries(lines.map((line) => [line.criterion, again(line, pack)])) as Measured, pack),
  )
  const { kernel, employeeId, period, asOf, ratings, daysWithoutPost } = receipt
  return {
    kernel,
    pack: { name: pack.name, version: pack.version },
    employeeId,
    period,
    asOf,
    ...overall(evaluated, pack),
    ...(ratings === undefined ? {} : { ratings, predicate: predicateOf(ratings.result, ratings.behaviour)! }),
    segments: evaluated.map(({ receipt: segment }) => segment),
    daysWithoutPost,
  }
}
