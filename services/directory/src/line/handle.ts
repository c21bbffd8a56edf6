import type { AssignmentChanged } from '@timbang/contracts/gen/timbang/directory/v1/events'
import { Capacity } from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { SetSuperiorsRequest } from '@timbang/contracts/gen/timbang/directory/v1/line'
import { assignmentIdOf } from '@timbang/contracts/official-id'
import { positionKinds } from '@timbang/contracts/position-kind'
import { isRefusal, refuse, type Refusal } from '@timbang/contracts/refusal'
import { may, relationsToAgency } from '@timbang/identity/access'
import type { Caller } from '@timbang/identity/caller'
import { type By, decided, look } from '@timbang/identity/look'
import { transaction } from '@timbang/postgres/transaction'
import { assignmentOf } from '@timbang/roster/read'
import { dateAt } from '@timbang/rules/civil-date'
import { headsOf, mayBeTop } from '../domain/chart.ts'
import { fault, isStopped, type Problem } from '../domain/problem.ts'
import { commit, type Deps } from '../handle.ts'
import { lockChart } from '../store/apply.ts'
import { loadAgencies, loadAssignments, loadPosition, loadPositionsFrom, loadUnits } from '../store/state.ts'
import { staffEvents, toChart, toEvent } from '../wire.ts'
import { appoint, end, type ErrorKind, type Move, putAllBelow, putBelow } from './domain.ts'
import {
  agencyOfAssignment,
  findErrors,
  type FoundError,
  type HolderShown,
  holdersOn,
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

/** Whom a post reports to, from now on: a post's state has no days. The open work of who sits there goes with it, since a queue is read from the line of the day. */
export const setSuperior =
  ({ pool, kafka, clock, zone }: Deps) =>
  (
    call: Called,
    wanted: { positionId: string; superiorPositionId: string; version: number },
  ): Promise<{ version: number } | Refusal> =>
    transaction(pool, async (tx) => {
      await lockChart(tx)
      const post = await loadPosition(tx, wanted.positionId)
      if (post === undefined || !mayMend(call, post.agencyId)) return refuse('line.not-found')
      const positions = await loadPositionsFrom(tx, post.agencyId)
      const superior = positions.find(({ positionId }) => positionId === wanted.superiorPositionId)
      if (superior === undefined) return refuse('line.other-agency', undefined, 'superior_position_id')
      const now = clock.now()
      const moved = await holdersOn(tx, [post.positionId], dateAt(now, zone))
      const subjects = moved.map(({ employeeId }) => employeeId)
      if (isOwn(call, subjects)) return refuse('line.own')
      // Who had no answer and sends again has sent once.
      if (post.reportsToPositionId === superior.positionId) return { version: post.version }
      if (post.version !== wanted.version) return refuse('line.changed')
      const chart = toChart(positions, { agencies: await loadAgencies(tx), units: await loadUnits(tx) })
      const put = putBelow(chart, chart.get(post.code)!, chart.get(superior.code)!)
      if (isRefusal(put)) return put
      const agencyCode = chart.get(post.code)!.agencyCode
      const ofAgency = new Map([...put.chart].filter(([, one]) => one.agencyCode === agencyCode))
      const events = staffEvents(
        { actor: call.caller.sub, now },
        { people: [], keys: new Map(), positions: ofAgency, heads: headsOf(put.chart), assignments: [] },
        { positions, employees: [], assignments: [] },
        new Set(),
      )
      const { agencyId, positionId } = post
      await decided(tx, { ...call, subjects, object: positionId, agencyId, at: now })
      await commit(tx, kafka, events)
      return { version: post.version + 1 }
    })

/** Superiors of many posts of one agency, all or none, from now on. */
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
      const asked = rows.flatMap(({ positionCode }) => own.get(positionCode)?.positionId ?? [])
      const holders = Map.groupBy(await holdersOn(tx, asked, dateAt(now, zone)), ({ positionId }) => positionId)
      const heldBy = (positionId: string) => (holders.get(positionId) ?? []).map(({ employeeId }) => employeeId)
      const chart = toChart(positions, { agencies: await loadAgencies(tx), units: await loadUnits(tx) })
      const problems: Problem[] = []
      const moves: Move[] = []
      const seen = new Set<string>()
      for (const { line, positionCode, superiorCode } of rows) {
        const [post, superior] = [own.get(positionCode), own.get(superiorCode)]
        const problem =
          post === undefined
            ? fault(line, 'positionCode', 'line.not-found', positionCode)
            : superior === undefined
              ? fault(line, 'superiorCode', 'staff.superior-unknown', superiorCode)
              : seen.has(positionCode)
                ? fault(line, 'positionCode', 'staff.row-repeated', positionCode)
                : isOwn(call, heldBy(post.positionId))
                  ? fault(line, 'positionCode', 'line.own', positionCode)
                  : undefined
        seen.add(positionCode)
        if (problem !== undefined) problems.push(problem)
        else if (post!.reportsToPositionId !== superior!.positionId)
          moves.push({ line, post: chart.get(positionCode)!, superior: chart.get(superiorCode)! })
      }
      const put = putAllBelow(chart, moves)
      for (const { line, superior } of put.looping)
        problems.push(fault(line, 'superiorCode', 'staff.superior-loop', superior.code))
      const done = {
        changed: moves.length,
        same: rows.length - moves.length - problems.length + put.looping.length,
        problems,
      }
      if (isStopped(problems)) return { ...done, changed: 0 }
      if (dryRun || moves.length === 0) return done
      const agencyCode = moves[0]!.post.agencyCode
      const events = staffEvents(
        { actor: call.caller.sub, now },
        {
          people: [],
          keys: new Map(),
          positions: new Map([...put.chart].filter(([, one]) => one.agencyCode === agencyCode)),
          heads: headsOf(put.chart),
          assignments: [],
        },
        { positions, employees: [], assignments: [] },
        new Set(),
      )
      const subjects = [...new Set(moves.flatMap(({ post }) => heldBy(own.get(post.code)!.positionId)))]
      await decided(tx, { ...call, subjects, agencyId, at: now })
      await commit(tx, kafka, events)
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
