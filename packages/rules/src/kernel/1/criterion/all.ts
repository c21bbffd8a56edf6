import type { Criterion, CriterionOf } from './criterion.ts'
import { discipline } from './discipline.ts'
import { quantity } from './quantity.ts'
import { innovation, quality, teamwork } from './rated.ts'
import { service } from './service.ts'
import { timeliness } from './timeliness.ts'

/** Every criterion of this kernel. One that is not here does not exist: a pack that weighs another is refused. */
export const all: { readonly [C in Criterion]: CriterionOf<C> } = {
  discipline,
  quality,
  timeliness,
  quantity,
  teamwork,
  innovation,
  service,
}
