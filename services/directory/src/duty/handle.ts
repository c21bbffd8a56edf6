import { ShiftsChanged, type DutyChanged } from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { GetDutyResponse } from '@timbang/contracts/gen/timbang/directory/v1/duty'
import { isRefusal, refuse, type Refusal } from '@timbang/contracts/refusal'
import { may, type Operation } from '@timbang/identity/access'
import type { Caller } from '@timbang/identity/caller'
import { decided, look } from '@timbang/identity/look'
import type { Tx } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import { relationsToUnit } from '@timbang/roster/relations'
import { dateAt, daysOfMonth, eachDay, periodOf, type CivilDate } from '@timbang/rules/civil-date'
import type { DutyMonth, Shift } from '@timbang/rules/shift'
import { commit, type Deps } from '../handle.ts'
import { changed, toEvent } from '../wire.ts'
import {
  faultOfMonth,
  faultOfShifts,
  isStopped,
  monthsLater,
  read,
  swap,
  type Known,
  type Problem,
  type Row,
  type Swap,
} from './domain.ts'
import { isSealed, loadDuties, loadShifts, loadUnit, lockDuties, postsInUnit, type Unit } from './store.ts'
import { dutyEvents } from './wire.ts'

/** Who asks, by which operation. */
interface By {
  readonly caller: Caller
  readonly operation: Operation
}

/** The shifts of an agency as a whole; equal ones change nothing. */
export const setShifts =
  ({ pool, kafka, clock }: Deps) =>
  (
    by: By,
    { agencyId, shifts }: { agencyId: string; shifts: readonly Shift[] },
  ): Promise<{ changed: boolean } | Refusal> =>
    transaction(pool, async (tx) => {
      const fault = faultOfShifts(shifts)
      if (fault !== undefined) return fault
      await lockDuties(tx, [agencyId])
      const before = await loadShifts(tx, agencyId)
      const next = {
        agencyId,
        shifts: shifts.toSorted((a, b) => a.beginMinute - b.beginMinute || (a.code < b.code ? -1 : 1)),
        version: 0,
      }
      const now = clock.now()
      const events = changed(ShiftsChanged, before === undefined ? [] : [before], [next], (list) => list.agencyId).map(
        (value) => toEvent({ actor: by.caller.sub, now }, { $case: 'shiftsChanged', value }),
      )
      if (events.length > 0) await decided(tx, { ...by, subjects: [], agencyId, at: now })
      await commit(tx, kafka, events)
      return { changed: events.length > 0 }
    })

export interface Publish {
  readonly unitId: string
  readonly month: string
  readonly rows: readonly Row[]
  readonly dryRun: boolean
}
export interface Published {
  readonly problems: readonly Problem[]
  readonly changed: number
  readonly people: number
}

/** The unit, for who publishes its months. Whoever may not publish there is not told whether there is such a unit. */
async function unitToPublish(tx: Tx, by: By, unitId: string, today: CivilDate): Promise<Unit | Refusal> {
  const unit = await loadUnit(tx, unitId)
  if (unit === undefined || !may(by.caller, by.operation, await relationsToUnit(tx, by.caller, unit, today)))
    return refuse(unit === undefined && may(by.caller, by.operation) ? 'staff.unit-unknown' : 'access.denied')
  return unit
}

/** Whole months of people of a unit. Any fault, or a dry run: nothing changes. The same again changes nothing. */
export const publishDuty =
  ({ pool, kafka, clock, zone }: Deps) =>
  (by: By, { unitId, month, rows, dryRun }: Publish): Promise<Published | Refusal> =>
    transaction(pool, async (tx) => {
      const now = clock.now()
      const today = dateAt(now, zone)
      const unit = await unitToPublish(tx, by, unitId, today)
      if (isRefusal(unit)) return unit
      const fault = faultOfMonth(month, today)
      if (fault !== undefined) return fault
      await lockDuties(
        tx,
        rows.map((row) => row.employeeId),
      )
      const { known, states } = await loadKnown(tx, unit, month, rows)
      const { months, problems } = read(month, rows, known)
      if (isStopped(problems) || dryRun) return { problems, changed: 0, people: rows.length }
      const events = dutyEvents(
        { actor: by.caller.sub, now },
        { unitId, agencyId: unit.agencyId, month },
        months,
        states,
      )
      const subjects = events.flatMap(({ employeeId }) => employeeId ?? [])
      if (subjects.length > 0) await decided(tx, { ...by, subjects, object: month, agencyId: unit.agencyId, at: now })
      await commit(tx, kafka, events)
      return { problems, changed: events.length, people: rows.length }
    })

export interface SwapDuty extends Swap {
  readonly swapId: string
  readonly unitId: string
}

/** The turns of two people, in one transaction: a revision of both months, or of none. Said again it was done once. */
export const swapDuty =
  ({ pool, kafka, clock, zone }: Deps) =>
  (by: By, wanted: SwapDuty): Promise<{ changed: boolean } | Refusal> =>
    transaction(pool, async (tx) => {
      const now = clock.now()
      const today = dateAt(now, zone)
      const { unitId, month, dates, sides, swapId } = wanted
      const unit = await unitToPublish(tx, by, unitId, today)
      if (isRefusal(unit)) return unit
      const subjects = sides.map(({ employeeId }) => employeeId)
      await lockDuties(tx, subjects)
      const { known, states } = await loadKnown(tx, unit, month, sides)
      if (states.length === 2 && states.every((state) => state.swap?.swapId === swapId)) {
        // Under the id of a swap that was done another one is not done: its page is older than it seems.
        const done = states[0]!.swap!
        const same = subjects.includes(done.withEmployeeId) && done.dates.join() === [...dates].sort().join()
        return same ? { changed: false } : refuse('duty.changed-meanwhile')
      }
      const months = swap(wanted, known, today)
      if (isRefusal(months)) return months
      const [first, second] = subjects as [string, string]
      const events = dutyEvents(
        { actor: by.caller.sub, now },
        { unitId, agencyId: unit.agencyId, month },
        months,
        states,
        new Map([
          [first, { swapId, withEmployeeId: second, dates: [...dates].sort() }],
          [second, { swapId, withEmployeeId: first, dates: [...dates].sort() }],
        ]),
      )
      await decided(tx, { ...by, subjects, object: month, agencyId: unit.agencyId, at: now })
      await commit(tx, kafka, events)
      return { changed: true }
    })

async function loadKnown(
  tx: Tx,
  { unitId, agencyId }: { unitId: string; agencyId: string },
  month: string,
  rows: readonly Pick<Row, 'employeeId'>[],
): Promise<{ known: Known; states: DutyChanged[] }> {
  const employeeIds = rows.map((row) => row.employeeId)
  const states = await loadDuties(tx, employeeIds, [monthsLater(month, -1), month, monthsLater(month, 1)])
  const published = new Map<string, Record<string, DutyMonth>>()
  for (const state of states) {
    const days = Object.fromEntries(state.days.map(({ date, shifts }) => [date, shifts]))
    published.set(state.employeeId, { ...published.get(state.employeeId), [state.month]: days })
  }
  const heldOn = new Map<string, Set<CivilDate>>()
  for (const { employeeId, from, to } of await postsInUnit(tx, unitId, spanOf(month), employeeIds)) {
    const held = heldOn.get(employeeId) ?? new Set<CivilDate>()
    for (const date of eachDay(from, to)) held.add(date)
    heldOn.set(employeeId, held)
  }
  const shifts = (await loadShifts(tx, agencyId))?.shifts ?? []
  const of = states.filter((state) => state.month === month)
  return {
    known: {
      shifts: new Map(shifts.map((shift) => [shift.code, shift])),
      heldOn,
      published,
      versions: new Map(of.map((state) => [state.employeeId, state.version])),
      sealed: await isSealed(tx, periodOf(`${month}-01`)),
    },
    states: of,
  }
}

const spanOf = (month: string) => {
  const dates = daysOfMonth(month)
  return { from: dates[0]!, to: dates.at(-1)! }
}

/** The month of a unit as it is published, for who may see it. Every look at its people is on record. */
export const getDuty =
  ({ pool, clock, zone }: Deps) =>
  async ({ caller, operation }: By, unitId: string, month: string): Promise<GetDutyResponse | Refusal> => {
    const unit = await loadUnit(pool, unitId)
    if (unit === undefined) return refuse('access.denied')
    const relations = await relationsToUnit(pool, caller, unit, dateAt(clock.now(), zone))
    if (!may(caller, operation, relations)) return refuse('access.denied')
    const people = new Map<string, { from: CivilDate; to: CivilDate }>()
    for (const { employeeId, from, to } of await postsInUnit(pool, unitId, spanOf(month)))
      people.set(employeeId, { from: people.get(employeeId)?.from ?? from, to })
    const employeeIds = [...people.keys()]
    await look(pool, {
      caller,
      operation,
      subjects: employeeIds,
      object: month,
      agencyId: unit.agencyId,
      at: clock.now(),
    })
    const states = new Map((await loadDuties(pool, employeeIds, [month])).map((state) => [state.employeeId, state]))
    return {
      shifts: (await loadShifts(pool, unit.agencyId))?.shifts ?? [],
      people: [...people].map(([employeeId, { from, to }]) => ({
        employeeId,
        version: states.get(employeeId)?.version ?? 0,
        days: states.get(employeeId)?.days ?? [],
        fromDate: from,
        toDate: to,
        swap: states.get(employeeId)?.swap,
      })),
      sealed: await isSealed(pool, periodOf(`${month}-01`)),
      mayPublish: may(caller, 'directory.PublishDuty', relations),
      unitName: unit.name,
      agencyId: unit.agencyId,
    }
  }
