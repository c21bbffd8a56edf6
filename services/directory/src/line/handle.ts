import type {
  AgencyChanged,
  AssignmentChanged,
  PositionChanged,
  UnitChanged,
} from '@timbang/contracts/gen/timbang/directory/v1/events'
import { Capacity } from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { SetSuperiorRequest, SetSuperiorsRequest } from '@timbang/contracts/gen/timbang/directory/v1/line'
import { assignmentIdOf, positionIdOf } from '@timbang/contracts/official-id'
import { positionKinds } from '@timbang/contracts/position-kind'
import { isRefusal, refuse, type Refusal } from '@timbang/contracts/refusal'
import { may, relationsToAgency } from '@timbang/identity/access'
import type { Caller } from '@timbang/identity/caller'
import { type By, decided, look } from '@timbang/identity/look'
import type { Tx } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import { assignmentOf } from '@timbang/roster/read'
import { addDays, type CivilDate, dateAt } from '@timbang/rules/civil-date'
import { headsOf, mayBeTop } from '../domain/chart.ts'
import { fault, isStopped, type Problem } from '../domain/problem.ts'
import { type Span, spansOf, superiorOn } from '../domain/superior.ts'
import { commit, type Deps } from '../handle.ts'
import { lockChart } from '../store/apply.ts'
import { listTold, putTold, type ToldShown } from '../store/superior.ts'
import { loadAgencies, loadAssignments, loadPosition, loadPositionsFrom, loadUnits } from '../store/state.ts'
import { positionEvents, toChart, toEvent } from '../wire.ts'
import { appoint, end, type ErrorKind, firstDay, type Move, putAllBelow, putBelow } from './domain.ts'
import {
  agencyOfAssignment,
  findErrors,
  type FoundError,
  type HolderShown,
  holdersOn,
  holdersWithin,
  leadingPosts,
  type PostShown,
  showPosts,
} from './store.ts'

type Called = By & { readonly caller: Caller }
const mayMend = ({ caller, operation }: Called, agencyId: string): boolean =>
  may(caller, operation, relationsToAgency(caller, agencyId))

/** Nobody changes by himself who is above him, or which post he has. */
const isOwn = ({ caller }: Called, subjects: readonly string[]): boolean =>
  caller.employeeId !== undefined && subjects.includes(caller.employeeId)

const topmost = positionKinds.filter(mayBeTop)
/** Of each kind at first, and of one kind a page. */
const FIRST = 5
const PAGE = 50
const MOST_LEADING = 300

export interface LineErrors {
  readonly counts: readonly { readonly kind: ErrorKind; readonly count: number }[]
  readonly errors: readonly (FoundError & {
    readonly post: PostShown | undefined
    readonly holders: readonly HolderShown[]
  })[]
  readonly leading: Awaited<ReturnType<typeof leadingPosts>>
}

/** What is wrong in an agency today. Whom it shows is on record. */
export const listErrors =
  ({ pool, clock, zone }: Deps) =>
  async (
    call: Called,
    { agencyId, kind, shown }: { agencyId: string; kind: ErrorKind | undefined; shown: number },
  ): Promise<LineErrors | Refusal> => {
    if (!mayMend(call, agencyId)) return refuse('access.denied')
    const now = clock.now()
    const today = dateAt(now, zone)
    const limit = kind === undefined ? FIRST : PAGE
    const found = await findErrors(pool, agencyId, today, { kind, shown, limit }, topmost)
    const counts = new Map(found.map((one) => [one.kind, one.total]))
    // The first of another kind, or of this one when it was shown before, came along for its total alone.
    const seen = new Set<ErrorKind>()
    const asked = found.filter((one) => {
      const first = !seen.has(one.kind)
      seen.add(one.kind)
      return (kind === undefined || one.kind === kind) && !(first && shown > 0)
    })
    const positionIds = asked.flatMap((one) => one.positionId ?? [])
    const posts = new Map((await showPosts(pool, positionIds)).map((post) => [post.positionId, post]))
    const holders = Map.groupBy(await holdersOn(pool, positionIds, today), ({ positionId }) => positionId)
    const leading = await leadingPosts(pool, agencyId, today, MOST_LEADING)
    const subjects = [
      ...asked.flatMap((one) => one.employeeId ?? []),
      ...[...holders.values()].flat().map(({ employeeId }) => employeeId),
      ...leading.flatMap(({ employeeId }) => employeeId ?? []),
    ]
    await look(pool, { ...call, subjects, agencyId, at: now })
    return {
      counts: [...counts].map(([of, count]) => ({ kind: of, count })),
      errors: asked.map((one) => ({
        ...one,
        post: one.positionId === null ? undefined : posts.get(one.positionId),
        holders: one.positionId === null ? [] : (holders.get(one.positionId) ?? []),
      })),
      leading,
    }
  }

export interface SuperiorsShown {
  readonly post: PostShown
  readonly spans: readonly (Span & { readonly title: string; readonly employeeId: string | undefined })[]
  readonly told: readonly ToldShown[]
  readonly leading: Awaited<ReturnType<typeof leadingPosts>>
}
/** So much of what was told is shown. */
const MOST_TOLD = 50

/** Whom a post answers to on all its days, and who has told it. Whom it shows is on record. */
export const getSuperiors =
  ({ pool, clock, zone }: Deps) =>
  (
    call: Called,
    { agencyId, positionCode }: { agencyId: string; positionCode: string },
  ): Promise<SuperiorsShown | Refusal> =>
    transaction(pool, async (tx) => {
      if (!mayMend(call, agencyId)) return refuse('access.denied')
      const now = clock.now()
      const today = dateAt(now, zone)
      const state = await loadPosition(tx, positionIdOf(positionCode))
      // Of another agency one hears nothing, not even that it is there.
      if (state === undefined || state.agencyId !== agencyId) return refuse('line.not-found')
      const spans = spansOf(state)
      const superiorIds = [...new Set(spans.flatMap(({ superiorId }) => superiorId ?? []))]
      const shown = await showPosts(tx, [state.positionId, ...superiorIds])
      const posts = new Map(shown.map((post) => [post.positionId, post]))
      const holders = Map.groupBy(await holdersOn(tx, superiorIds, today), ({ positionId }) => positionId)
      const told = await listTold(tx, state.positionId, MOST_TOLD)
      const leading = await leadingPosts(tx, agencyId, today, MOST_LEADING)
      const named = spans.map((span) => ({
        ...span,
        title: posts.get(span.superiorId ?? '')?.title ?? '',
        employeeId: addressed(holders.get(span.superiorId ?? '') ?? [])?.employeeId,
      }))
      const subjects = new Set([...named, ...told, ...leading].flatMap(({ employeeId }) => employeeId ?? []))
      await look(tx, { ...call, subjects: [...subjects], object: state.positionId, agencyId, at: now })
      return { post: posts.get(state.positionId)!, spans: named, told, leading }
    })

/** The one to address of those who hold a post, the definitive one before the Plt: on the days of a Plh, he. */
const addressed = (holders: readonly HolderShown[]): HolderShown | undefined =>
  holders.find(({ capacity }) => capacity === Capacity.CAPACITY_PLH) ?? holders[0]

/** The posts of an agency with the one that heads it today: the flag of a post has no days. @returns undefined: on another of these days another would */
function headed(
  posts: readonly PositionChanged[],
  structure: { readonly agencies: readonly AgencyChanged[]; readonly units: readonly UnitChanged[] },
  { agencyId, days }: { readonly agencyId: string; readonly days: readonly CivilDate[] },
): PositionChanged[] | undefined {
  const code = structure.agencies.find((agency) => agency.agencyId === agencyId)?.code ?? ''
  const [head, ...later] = days.map((day) => headsOf(toChart(posts, structure, day)).get(code))
  if (later.some((one) => one !== head)) return undefined
  return posts
    .filter((post) => post.agencyId === agencyId)
    .map((post) => ({ ...post, headsAgency: post.code === head }))
}

/**
 * Whom a post answers to from a day on. The open work of who sits there goes with it, since a queue is read from the line of the day; what was decided
 * keeps its decider, and a day that was told late judges nothing anew.
 */
export const setSuperior =
  ({ pool, kafka, clock, zone }: Deps) =>
  (call: Called, wanted: SetSuperiorRequest): Promise<{ version: number } | Refusal> =>
    transaction(pool, async (tx) => {
      await lockChart(tx)
      const post = await loadPosition(tx, wanted.positionId)
      if (post === undefined || !mayMend(call, post.agencyId)) return refuse('line.not-found')
      const positions = await loadPositionsFrom(tx, post.agencyId)
      const superior = positions.find(({ positionId }) => positionId === wanted.superiorPositionId)
      if (superior === undefined) return refuse('line.other-agency', undefined, 'superior_position_id')
      const now = clock.now()
      const today = dateAt(now, zone)
      const fromDate = firstDay(wanted.fromDate, today)
      if (isRefusal(fromDate)) return fromDate
      const holders = await concerned(tx, [{ post, fromDate }], today)
      const subjects = holders.get(post.positionId) ?? []
      if (isOwn(call, subjects)) return refuse('line.own')
      // Who had no answer and sends again has sent once.
      if (superiorOn(post, fromDate) === superior.positionId) return { version: post.version }
      if (post.version !== wanted.version) return refuse('line.changed')
      const put = putBelow(positions, { post, superior, fromDate })
      if (isRefusal(put)) return put
      const structure = { agencies: await loadAgencies(tx), units: await loadUnits(tx) }
      const { agencyId, positionId } = post
      const next = headed(put, structure, { agencyId, days: fromDate > today ? [today, fromDate] : [today] })
      if (next === undefined) return refuse('request.value-invalid', { hint: `≤ ${today}` }, 'from_date')
      const saying = { actor: call.caller.sub, now }
      const { reason } = wanted
      await decided(tx, { ...call, subjects, object: positionId, agencyId, at: now })
      await putTold(tx, call.caller, now, [{ post, superiorId: superior.positionId, fromDate, reason: reason.trim() }])
      await commit(tx, kafka, positionEvents(saying, positions, next))
      return { version: post.version + 1 }
    })

/** Whom a change concerns, by post: who holds it today, and whoever does on a day of those that it is told for. */
async function concerned(
  tx: Tx,
  changes: readonly { readonly post: PositionChanged; readonly fromDate: CivilDate }[],
  today: CivilDate,
): Promise<Map<string, string[]>> {
  const spans = changes.flatMap(({ post: { positionId, superiors }, fromDate }) => {
    const next = superiors.find((one) => one.fromDate > fromDate)?.fromDate
    return [
      { positionId, from: today, to: today },
      { positionId, from: fromDate, to: next === undefined ? null : addDays(next, -1) },
    ]
  })
  const byPost = Map.groupBy(await holdersWithin(tx, spans), ({ positionId }) => positionId)
  return new Map([...byPost].map(([positionId, holders]) => [positionId, holders.map(({ employeeId }) => employeeId)]))
}

/** Superiors of many posts of one agency, all or none, each from its day on. */
export const setSuperiors =
  ({ pool, kafka, clock, zone }: Deps) =>
  (
    call: Called,
    wanted: SetSuperiorsRequest,
  ): Promise<{ changed: number; same: number; problems: Problem[] } | Refusal> =>
    transaction(pool, async (tx) => {
      const { agencyId, rows, dryRun } = wanted
      if (!mayMend(call, wanted.agencyId)) return refuse('access.denied')
      await lockChart(tx)
      const positions = await loadPositionsFrom(tx, agencyId)
      const own = new Map(positions.flatMap((one) => (one.agencyId === agencyId ? [[one.code, one] as const] : [])))
      const now = clock.now()
      const today = dateAt(now, zone)
      const told = rows.flatMap(({ positionCode, fromDate }) => {
        const [post, day] = [own.get(positionCode), firstDay(fromDate, today)]
        return post === undefined || isRefusal(day) ? [] : [{ post, fromDate: day }]
      })
      const holders = await concerned(tx, told, today)
      const heldBy = (positionId: string) => holders.get(positionId) ?? []
      const problems: Problem[] = []
      const moves: (Move<PositionChanged> & { readonly reason: string })[] = []
      const seen = new Set<string>()
      for (const { line, positionCode, superiorCode, fromDate: toldDay, reason } of rows) {
        const [post, superior] = [own.get(positionCode), own.get(superiorCode)]
        const fromDate = firstDay(toldDay, today)
        const problem =
          post === undefined
            ? fault(line, 'positionCode', 'line.not-found', positionCode)
            : superior === undefined
              ? fault(line, 'superiorCode', 'staff.superior-unknown', superiorCode)
              : isRefusal(fromDate)
                ? fault(line, 'fromDate', 'staff.date-implausible', toldDay)
                : seen.has(positionCode)
                  ? fault(line, 'positionCode', 'staff.row-repeated', positionCode)
                  : isOwn(call, heldBy(post.positionId))
                    ? fault(line, 'positionCode', 'line.own', positionCode)
                    : undefined
        seen.add(positionCode)
        if (problem !== undefined) problems.push(problem)
        else if (!isRefusal(fromDate) && superiorOn(post!, fromDate) !== superior!.positionId)
          moves.push({ line, post: post!, superior: superior!, fromDate, reason: reason.trim() })
      }
      const put = putAllBelow(positions, moves)
      for (const { line, superior } of put.looping)
        problems.push(fault(line, 'superiorCode', 'staff.superior-loop', superior.code))
      const structure = { agencies: await loadAgencies(tx), units: await loadUnits(tx) }
      const coming = moves.flatMap(({ fromDate }) => (fromDate > today ? [fromDate] : []))
      const next = headed(put.posts, structure, { agencyId, days: [today, ...new Set(coming)] })
      const ahead = moves.find(({ fromDate }) => fromDate > today)
      if (next === undefined) problems.push(fault(ahead!.line, 'fromDate', 'staff.date-implausible', ahead!.fromDate))
      const done = {
        changed: moves.length,
        same: rows.length - moves.length - problems.length + put.looping.length + (next === undefined ? 1 : 0),
        problems,
      }
      if (next === undefined || isStopped(problems)) return { ...done, changed: 0 }
      if (dryRun || moves.length === 0) return done
      const subjects = [...new Set(moves.flatMap(({ post }) => heldBy(post.positionId)))]
      await decided(tx, { ...call, subjects, agencyId, at: now })
      await putTold(
        tx,
        call.caller,
        now,
        moves.map(({ superior, ...move }) => ({ ...move, superiorId: superior.positionId })),
      )
      await commit(tx, kafka, positionEvents({ actor: call.caller.sub, now }, positions, next))
      return done
    })

/** Somebody's time at a post ends earlier, or never was. */
export const endAssignment =
  ({ pool, kafka, clock }: Deps) =>
  (
    call: Called,
    wanted: { assignmentId: string; toDate: string; withdrawn: boolean; version: number },
  ): Promise<{ version: number } | Refusal> =>
    transaction(pool, async (tx) => {
      await lockChart(tx)
      const { assignmentId, toDate, withdrawn } = wanted
      const of = await agencyOfAssignment(tx, assignmentId)
      if (of === undefined || !mayMend(call, of.agencyId)) return refuse('line.not-found')
      if (isOwn(call, [of.employeeId])) return refuse('line.own')
      const state = (await loadAssignments(tx, [of.employeeId], [])).find((one) => one.assignmentId === assignmentId)!
      if (withdrawn ? state.withdrawn : !state.withdrawn && state.toDate === toDate) return { version: state.version }
      if (state.version !== wanted.version) return refuse('line.changed')
      const ended = end(state, { toDate, withdrawn })
      if (isRefusal(ended)) return ended
      const now = clock.now()
      const value: AssignmentChanged = { ...state, ...ended, version: state.version + 1 }
      const { agencyId } = of
      await decided(tx, { ...call, subjects: [of.employeeId], object: assignmentId, agencyId, at: now })
      await commit(tx, kafka, [toEvent({ actor: call.caller.sub, now }, { $case: 'assignmentChanged', value })])
      return { version: value.version }
    })

const capacities = { plt: Capacity.CAPACITY_PLT, plh: Capacity.CAPACITY_PLH } as const

/** Somebody of the agency stands in at one of its posts. */
export const appointActing =
  ({ pool, kafka, clock, zone }: Deps) =>
  (
    call: Called,
    wanted: { positionId: string; employeeId: string; capacity: string; fromDate: string; toDate: string },
  ): Promise<{ assignmentId: string } | Refusal> =>
    transaction(pool, async (tx) => {
      await lockChart(tx)
      const { positionId, employeeId, fromDate, toDate } = wanted
      const post = await loadPosition(tx, positionId)
      if (post === undefined || !mayMend(call, post.agencyId)) return refuse('line.not-found')
      if (isOwn(call, [employeeId])) return refuse('line.own')
      const now = clock.now()
      const today = dateAt(now, zone)
      const counted = await assignmentOf(tx, employeeId, today)
      const known = (await loadAssignments(tx, [employeeId], [])).filter((one) => one.positionId === positionId)
      const capacity = wanted.capacity === 'plh' ? 'plh' : 'plt'
      const assignmentId = assignmentIdOf({ employeeId, positionCode: post.code, capacity, fromDate })
      const before = known.find((one) => one.assignmentId === assignmentId)
      if (before !== undefined && !before.withdrawn && before.toDate === toDate) return { assignmentId }
      const { agencyId } = post
      const appointed = appoint({
        capacity: wanted.capacity,
        fromDate,
        toDate,
        today,
        agencyId,
        personAgencyId: counted?.agencyId,
        held: known,
      })
      if (isRefusal(appointed)) return appointed
      const value: AssignmentChanged = {
        assignmentId,
        employeeId,
        positionId,
        agencyId,
        unitId: post.unitId,
        capacity: capacities[appointed.capacity],
        fromDate,
        toDate,
        zone: counted!.zone,
        version: (before?.version ?? 0) + 1,
        withdrawn: false,
      }
      await decided(tx, { ...call, subjects: [employeeId], object: assignmentId, agencyId, at: now })
      await commit(tx, kafka, [toEvent({ actor: call.caller.sub, now }, { $case: 'assignmentChanged', value })])
      return { assignmentId }
    })
