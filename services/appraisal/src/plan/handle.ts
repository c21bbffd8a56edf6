import type { AppraisalEvent } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import type { AssignmentChanged, DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { decided, type By } from '@timbang/identity/look'
import type { Tx } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import { foldDirectory } from '@timbang/roster/fold'
import { tell, type Deps } from '../tell.ts'
import { agree, follow, type Agreed, type Plan, type PlanEvent } from './domain.ts'
import { broughtBefore, loadAssignments, loadPlans, lockAggregates, noteBrought, putTitles } from './store.ts'
import { digestOf, fromRow, titlesOf, toEvent, type Saying } from './wire.ts'

/**
 * Plans that were agreed elsewhere, each decided by itself: a faulty one never fails its neighbours. What an import has brought it brings once: a
 * message that was sent again, and arrives when the plan has long been agreed anew, would otherwise be the next version. @returns an answer each, in their order
 */
export const importPlans =
  ({ pool, kafka, clock }: Deps) =>
  (command: {
    by: By
    importId: string
    sourceRecordedAt: bigint | undefined
    plans: readonly Plan[]
  }): Promise<(Refusal | undefined)[]> =>
    transaction(pool, async (tx) => {
      const { plans } = command
      await lockAggregates(
        tx,
        plans.flatMap((plan) => [plan.planId, plan.assignmentId]),
      )
      const assignments = new Map(
        (
          await loadAssignments(
            tx,
            plans.map((plan) => plan.assignmentId),
          )
        ).map((assignment) => [assignment.assignmentId, assignment]),
      )
      const known = new Map(
        (
          await loadPlans(
            tx,
            plans.map((plan) => plan.planId),
            plans.map((plan) => plan.assignmentId),
          )
        ).map((row) => [row.planId, fromRow(row)]),
      )
      const saying: Saying = {
        actor: command.by.caller.sub,
        now: clock.now(),
        sourceRecordedAt: command.sourceRecordedAt,
      }
      const events: AppraisalEvent[] = []
      const accepted = new Map<string, Plan>()
      const brought = plans.map((plan) => ({ planId: plan.planId, digest: digestOf(plan) }))
      const before = await broughtBefore(tx, command.importId, brought)
      const answers = plans.map((plan, at) => {
        if (before.has(`${plan.planId} ${brought[at]!.digest.toString('hex')}`)) return undefined
        const others = [...known.values()].filter(
          (other) => other.plan.assignmentId === plan.assignmentId && other.plan.planId !== plan.planId,
        )
        const decision = agree(plan, known.get(plan.planId), assignments.get(plan.assignmentId), others)
        if (isRefusal(decision)) return decision
        for (const event of decision.events) {
          known.set(plan.planId, evolve(known.get(plan.planId), event))
          events.push(toEvent(saying, event))
        }
        accepted.set(plan.planId, plan)
        return undefined
      })
      if (events.length > 0) await decided(tx, { ...command.by, subjects: peopleOf(events), at: saying.now })
      await putTitles(tx, [...accepted.values()].flatMap(titlesOf))
      await noteBrought(
        tx,
        command.importId,
        brought.filter((_, at) => answers[at] === undefined),
      )
      await tell(tx, kafka, events)
      return answers
    })

const peopleOf = (events: readonly AppraisalEvent[]) => [
  ...new Set(events.flatMap(({ employeeId }) => employeeId ?? [])),
]

const evolve = (known: Agreed | undefined, event: PlanEvent): Agreed =>
  event.type === 'PlanAgreed'
    ? { plan: event.plan, closedOn: undefined, version: event.version }
    : { plan: known?.plan ?? event.plan, closedOn: event.closedOn, version: event.version }

/** Folds the directory, and closes the plans of assignments that ended: a decision of this service, so an event of its own. */
export const foldPeople =
  ({ kafka, clock }: Omit<Deps, 'pool'>) =>
  async (tx: Tx, events: readonly DirectoryEvent[]): Promise<void> => {
    const causes = new Map<string, { change: AssignmentChanged; event: DirectoryEvent }>()
    for (const event of events) {
      if (event.body?.$case !== 'assignmentChanged') continue
      const change = event.body.value
      if ((causes.get(change.assignmentId)?.change.version ?? 0) < change.version)
        causes.set(change.assignmentId, { change, event })
    }
    await lockAggregates(tx, [...causes.keys()])
    await foldDirectory(tx, events)
    if (causes.size === 0) return
    // As the roster has it now: what was folded may have been older than what is known.
    const assignments = new Map(
      (await loadAssignments(tx, [...causes.keys()])).map((assignment) => [assignment.assignmentId, assignment]),
    )
    const now = clock.now()
    const closings = (await loadPlans(tx, [], [...causes.keys()])).flatMap((row) => {
      const cause = causes.get(row.assignmentId)!.event
      return follow(fromRow(row), assignments.get(row.assignmentId)!).map((closing) =>
        toEvent({ actor: cause.actor, now, sourceRecordedAt: cause.sourceRecordedAt }, closing),
      )
    })
    // Whoever moved the person decided it, in the directory; here it stands of each whose plan that closed.
    for (const [sub, closed] of Map.groupBy(closings, ({ actor }) => actor ?? 'directory'))
      await decided(tx, {
        caller: { sub, roles: [] },
        operation: 'directory.ImportStaff',
        subjects: peopleOf(closed),
        at: now,
      })
    await tell(tx, kafka, closings)
  }
