import type { AppraisalEvent } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import type { AssignmentChanged, DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'
import { isRefusal, refuse, type Refusal } from '@timbang/contracts/refusal'
import { decided, type By } from '@timbang/identity/look'
import type { Tx } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import { foldDirectory } from '@timbang/roster/fold'
import { assignmentsOn, personDay } from '@timbang/roster/read'
import { dateAt } from '@timbang/rules/civil-date'
import { tell, type Deps } from '../tell.ts'
import {
  agree,
  dayOfPost,
  follow,
  identified,
  type Agreed,
  type BroughtPlan,
  type Plan,
  type PlanEvent,
} from './domain.ts'
import {
  broughtBefore,
  loadAssignments,
  loadAssignmentsOf,
  loadPlans,
  loadTitles,
  lockAggregates,
  noteBrought,
  putTitles,
} from './store.ts'
import { digestOf, fromRow, titlesOf, toEvent, type Saying } from './wire.ts'

/**
 * Plans that were agreed elsewhere, each decided by itself: a faulty one never fails its neighbours. What an import has brought it brings once: a
 * message that was sent again, and arrives when the plan has long been agreed anew, would otherwise be the next version. @returns an answer each, in their order
 */
export const importPlans =
  (deps: Deps) =>
  (command: {
    by: By
    importId: string
    sourceRecordedAt: bigint | undefined
    plans: readonly Plan[]
  }): Promise<(Refusal | undefined)[]> =>
    transaction(deps.pool, async (tx) => {
      const { importId, plans } = command
      await lockPlans(tx, plans)
      const brought = plans.map((plan) => ({ planId: plan.planId, digest: digestOf(plan) }))
      const before = await broughtBefore(tx, importId, brought)
      const fresh = plans.filter((_, at) => !before.has(`${plans[at]!.planId} ${brought[at]!.digest.toString('hex')}`))
      const answers = await agreeAll(tx, deps, command, {
        plans: fresh.map((plan) => () => plan),
        planIds: fresh.map(({ planId }) => planId),
        held: fresh.map(({ assignmentId }) => assignmentId),
      })
      const refused = new Map(answers.flatMap((answer, at) => (isRefusal(answer) ? [[fresh[at]!, answer]] : [])))
      await noteBrought(
        tx,
        importId,
        brought.filter((_, at) => !refused.has(plans[at]!)),
      )
      return plans.map((plan) => refused.get(plan))
    })

export type Became = 'new' | 'changed' | 'same'

/**
 * Plans as a file tells them. Each is for the post that counts on its first day, and is the plan that is known of that post and these days, whoever
 * brought it; a result is the one with its code. So a mended file is the next version, and nothing is there twice.
 * @param command.checkOnly everything is judged and nothing is kept
 */
export const bringPlans =
  (deps: Deps) =>
  (command: { by: By; checkOnly: boolean; plans: readonly BroughtPlan[] }): Promise<(Became | Refusal)[]> =>
    transaction(deps.pool, async (tx) => {
      const said = command.plans
      const today = dateAt(deps.clock.now(), deps.zone)
      const asked = said.map(({ employeeId, ...plan }) => ({ employeeId, date: dayOfPost(plan, today) }))
      const posts = await assignmentsOn(tx, asked)
      const mean = said.map((plan, at) => (known: readonly Agreed[]) => {
        const post = posts.get(personDay(asked[at]!))
        return post === undefined ? refuse('plan.assignment-unknown') : identified(plan, post, known)
      })
      const held = await loadAssignmentsOf(tx, [...new Set(said.map(({ employeeId }) => employeeId))])
      // Looked for once to know what to lock, all of it at once; what is agreed is looked for again, behind the locks.
      const there = (await loadPlans(tx, [], held)).map((row) => fromRow(row))
      await lockPlans(
        tx,
        mean.map((which) => which(there)).filter((plan): plan is Plan => !isRefusal(plan)),
      )
      return agreeAll(tx, deps, { ...command, sourceRecordedAt: undefined, once: true }, { plans: mean, held })
    })

const lockPlans = (tx: Tx, plans: readonly Plan[]) =>
  lockAggregates(
    tx,
    plans.flatMap((plan) => [plan.planId, plan.assignmentId]),
  )

/** Decides on plans that are locked, one after the other, and tells what was agreed. @returns an answer each, in their order */
async function agreeAll(
  tx: Tx,
  { kafka, clock }: Pick<Deps, 'kafka' | 'clock'>,
  command: {
    readonly by: By
    readonly sourceRecordedAt: bigint | undefined
    readonly checkOnly?: boolean
    /** Each plan once: told twice, the second would be the next version of the first. */
    readonly once?: boolean
  },
  asked: {
    /** Which one is meant, given what is known by then: what stands before it in the same command is. */
    readonly plans: readonly ((known: readonly Agreed[]) => Plan | Refusal)[]
    readonly planIds?: readonly string[]
    /** The assignments that they may be for. */
    readonly held: readonly string[]
  },
): Promise<(Became | Refusal)[]> {
  const { plans, planIds = [], held } = asked
  const assignments = new Map((await loadAssignments(tx, held)).map((one) => [one.assignmentId, one]))
  const known = new Map((await loadPlans(tx, planIds, held)).map((row) => [row.planId, fromRow(row)]))
  const titles = await loadTitles(tx, [...known.keys()])
  const saying: Saying = {
    actor: command.by.caller.sub,
    now: clock.now(),
    sourceRecordedAt: command.sourceRecordedAt,
  }
  const events: AppraisalEvent[] = []
  const accepted = new Map<string, Plan>()
  const answers = plans.map((which) => {
    const plan = which([...known.values()])
    if (isRefusal(plan)) return plan
    if (command.once === true && accepted.has(plan.planId)) return refuse('plan.overlaps')
    const before = known.get(plan.planId)
    const others = [...known.values()].filter(
      (other) => other.plan.assignmentId === plan.assignmentId && other.plan.planId !== plan.planId,
    )
    const decision = agree(plan, before, assignments.get(plan.assignmentId), others)
    if (isRefusal(decision)) return decision
    for (const event of decision.events) {
      known.set(plan.planId, evolve(known.get(plan.planId), event))
      events.push(toEvent(saying, event))
    }
    accepted.set(plan.planId, plan)
    if (before === undefined) return 'new'
    const reworded = plan.results.some(({ resultId, title }) => titles.get(`${plan.planId} ${resultId}`) !== title)
    return decision.events.length > 0 || reworded ? 'changed' : 'same'
  })
  if (command.checkOnly === true) return answers
  if (events.length > 0) await decided(tx, { ...command.by, subjects: peopleOf(events), at: saying.now })
  await putTitles(tx, [...accepted.values()].flatMap(titlesOf))
  await tell(tx, kafka, events)
  return answers
}

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
