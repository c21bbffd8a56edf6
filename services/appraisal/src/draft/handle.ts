import { isRefusal, refuse, type Refusal } from '@timbang/contracts/refusal'
import { owe } from '@timbang/due/owe'
import type { Kind } from '@timbang/due/work'
import { may } from '@timbang/identity/access'
import { transaction } from '@timbang/postgres/transaction'
import type { Period } from '@timbang/rules/civil-date'
import { windowsOf } from '../assessment/domain.ts'
import { aggregate, loadAssessments, rulesOf, standingsTo, type By } from '../assessment/handle.ts'
import { lockAggregates } from '../plan/store.ts'
import type { Deps } from '../tell.ts'
import { keep, type Typed } from './domain.ts'
import { draftOf, dropDraft, dropDrafts, saveDraft, type OfQuarter } from './store.ts'

export const FORGET = 'assessment-draft'

/** What somebody types about one whom he may decide on now: kept for him alone, until he decides or nobody can any more. */
export const keepDraft =
  (deps: Deps) =>
  (
    by: By,
    { employeeId, period, ...typed }: OfQuarter & Omit<Typed, 'at'>,
  ): Promise<{ keptAt: number | undefined } | Refusal> =>
    transaction(deps.pool, async (tx) => {
      // Behind whoever decides: what comes late is no draft of what is decided.
      await lockAggregates(tx, [aggregate(employeeId, period)])
      const at = deps.clock.now()
      const standing = (await standingsTo(tx, by.caller, [employeeId], period, at)).get(employeeId)
      const relation = standing?.as === 'delegate' ? 'assessors_delegate' : 'assessor'
      if (standing === undefined || !may(by.caller, by.operation, [relation])) return refuse('access.denied')
      const rules = await rulesOf(tx, period, at)
      if (rules === undefined) return refuse('pack.unknown')
      const found = (await loadAssessments(tx, [employeeId], period)).get(employeeId)
      if (found === undefined) return refuse('assessment.no-post')
      const windows = windowsOf(period, rules, found.post.zone)
      const written = { employeeId, period, writer: by.caller.employeeId! }
      const known = await draftOf(tx, written)
      const draft = keep(known, { ...typed, at }, found.assessment, windows)
      if (isRefusal(draft)) return draft
      if (draft === undefined) await dropDraft(tx, written)
      else if (draft !== known) await saveDraft(tx, written, draft)
      if (draft !== undefined && known === undefined)
        await owe(tx, [
          {
            kind: FORGET,
            key: aggregate(employeeId, period),
            dueAt: windows.decideUntil,
            payload: { employeeId, period },
          },
        ])
      return { keptAt: draft?.keptAt }
    })

/** When a quarter can be decided no more nothing of what was typed is here. */
export const forgettingDrafts: Kind = {
  page: 500,
  handle: async (tx, works) => {
    await dropDrafts(
      tx,
      works.map(({ payload }) => payload as { employeeId: string; period: Period }),
    )
  },
}
