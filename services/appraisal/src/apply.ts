import type { AppraisalEvent } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import type { Tx } from '@timbang/postgres/pool'
import { applyAssessments } from './assessment/store.ts'
import { applyLooks } from './look/store.ts'
import { applyPlans } from './plan/store.ts'

/** The one writer of the tables that the topic can tell again: commands, re-folds and recovery. */
export async function apply(tx: Tx, events: readonly AppraisalEvent[]): Promise<void> {
  await applyPlans(tx, events)
  await applyAssessments(tx, events)
  await applyLooks(tx, events)
}
