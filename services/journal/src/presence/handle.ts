import { randomUUIDv7 } from 'node:crypto'
import { type Refusal, refuse } from '@timbang/contracts/refusal'
import { may, relationsToAgency } from '@timbang/identity/access'
import type { Caller } from '@timbang/identity/caller'
import { decided, look } from '@timbang/identity/look'
import { transaction } from '@timbang/postgres/transaction'
import { assignmentOf } from '@timbang/roster/read'
import { relationsTo } from '@timbang/roster/relations'
import { addDays, type CivilDate, DAY, daysOfMonth, startOf } from '@timbang/rules/civil-date'
import { type Means, tell, told } from '../tell.ts'
import { type AttendedDay, attendancesOf, type Contradiction, type PersonDate, toldElsewhere } from './attendance.ts'
import {
  type AttendanceOutage,
  contradict,
  decide,
  MOST_DAYS,
  recordAttendanceOutage,
  type Settlement,
  type SettlementCommand,
} from './domain.ts'
import {
  attendanceOutagesOf,
  candidates,
  findAttendanceOutage,
  findSettlement,
  machinesOf,
  lockAttendanceOutage,
  lockSettling,
  reasonsOf,
  type DayPlace,
  saveReason,
  settlementsOn,
} from './store.ts'

/** So many days are looked through at once, and so often until a page is full: a month in which machines and a system both tell of everybody is long. */
const AT_ONCE = 500
const TURNS = 4

/** Of an agency's people in a month, the latest first. @returns also where to go on; undefined: there is nothing more */
export const listContradictions =
  ({ pool, clock }: Means) =>
  async (
    caller: Caller,
    agencyId: string,
    month: string,
    after: DayPlace | undefined,
    limit: number,
  ): Promise<{ days: Contradiction[]; next: DayPlace | undefined } | Refusal> => {
    const operation = 'journal.ListContradictions'
    if (!may(caller, operation, relationsToAgency(caller, agencyId))) return refuse('access.denied')
    const found: Contradiction[] = []
    let place = after
    for (let turn = 0; turn < TURNS; turn++) {
      const some = await candidates(pool, agencyId, month, place, AT_ONCE)
      const contradictions = await contradictionsOn({ pool, clock }, agencyId, some)
      const room = limit - found.length
      found.push(...contradictions.slice(0, room))
      if (contradictions.length > room) {
        place = placeOf(found.at(-1)!.day)
        break
      }
      place = some.length < AT_ONCE ? undefined : some.at(-1)
      if (place === undefined || found.length === limit) break
    }
    await look(pool, {
      caller,
      operation,
      subjects: found.map(({ day }) => day.employeeId),
      agencyId,
      at: clock.now(),
    })
    return { days: found, next: place }
  }
const placeOf = ({ employeeId, date }: AttendedDay): DayPlace => ({ employeeId, date })

async function contradictionsOn(
  { pool, clock }: Pick<Means, 'pool' | 'clock'>,
  agencyId: string,
  days: readonly PersonDate[],
): Promise<Contradiction[]> {
  const [attended, settlements] = await Promise.all([attendancesOf(pool, days, clock.now()), settlementsOn(pool, days)])
  const reasons = await reasonsOf(pool, [...settlements.values()])
  return attended.flatMap((day) => {
    const key = `${day.employeeId} ${day.date}`
    const settlement = settlements.get(key)
    const stands = settlement !== undefined && !settlement.withdrawn
    // Who only acts here has his days counted where his own post is, and its officer settles them.
    if (day.agencyId !== agencyId) return []
    return stands || contradict(day.told) || toldElsewhere(day)
      ? [{ day, settlement, reason: reasons.get(key) ?? '' }]
      : []
  })
}

export interface Settling {
  readonly employeeId: string
  readonly date: CivilDate
  readonly recordId: string
  readonly reason: string
  readonly version: number
}

/** Which of the facts of a day holds, by the officer of the agency in which the person worked on it. Nobody settles a day of his own. */
export const settleAttendance =
  (means: Means) =>
  async (caller: Caller, { employeeId, date, recordId, version, reason }: Settling): Promise<Settlement | Refusal> => {
    const refused = await mayNotSettle(means, caller, 'journal.SettleAttendance', employeeId, date)
    if (refused) return refused
    const [day] = await attendancesOf(means.pool, [{ employeeId, date }], means.clock.now())
    const command = {
      type: 'settle',
      version,
      recordId,
      reason: reason.trim(),
      told: day?.told ?? [],
      by: caller.employeeId ?? caller.sub,
      settlementId: randomUUIDv7(),
      workDate: date,
    } as const
    return settleBy(means, caller, 'journal.SettleAttendance', { employeeId, date }, command)
  }

/** The facts of the day count again by their order. */
export const withdrawSettlement =
  (means: Means) =>
  async (
    caller: Caller,
    { employeeId, date, version }: Pick<Settling, 'employeeId' | 'date' | 'version'>,
  ): Promise<Settlement | Refusal> => {
    const operation = 'journal.WithdrawSettlement'
    const refused = await mayNotSettle(means, caller, operation, employeeId, date)
    if (refused) return refused
    const by = caller.employeeId ?? caller.sub
    return settleBy(means, caller, operation, { employeeId, date }, { type: 'withdraw', version, by })
  }

/** When an agency's machines were out of order. What it excuses is computed when a day is read, and when it is counted. */
export const putAttendanceOutage =
  ({ pool, kafka, clock }: Means) =>
  (caller: Caller, wanted: Omit<AttendanceOutage, 'version'>): Promise<AttendanceOutage | Refusal> =>
    transaction(pool, async (tx) => {
      const operation = 'journal.RecordAttendanceOutage'
      const { outageId, agencyId } = wanted
      if (!may(caller, operation, relationsToAgency(caller, agencyId))) return refuse('access.denied')
      await lockAttendanceOutage(tx, outageId)
      const current = await findAttendanceOutage(tx, outageId)
      const now = clock.now()
      const decision = recordAttendanceOutage(current, wanted, now)
      if (decision.refused) return decision
      if (decision.events.length === 0) return current!
      await decided(tx, { caller, operation, subjects: [], object: outageId, agencyId, at: now })
      const actor = caller.employeeId ?? caller.sub
      const by = { employeeId: undefined, agencyId, decidedAt: now, sourceRecordedAt: undefined, actor }
      await tell(
        tx,
        kafka,
        decision.events.map((event) => told(event, by)),
      )
      return (await findAttendanceOutage(tx, outageId))!
    })

/** Of a month as the east begins it and the west ends it; and the machines that can be named. */
export const listAttendanceOutages =
  ({ pool }: Means) =>
  async (
    caller: Caller,
    agencyId: string,
    month: string,
  ): Promise<{ outages: AttendanceOutage[]; devices: string[] } | Refusal> => {
    if (!may(caller, 'journal.ListAttendanceOutages', relationsToAgency(caller, agencyId)))
      return refuse('access.denied')
    const dates = daysOfMonth(month)
    const [from, to] = [startOf(dates[0]!, 'WIT'), startOf(addDays(dates.at(-1)!, 1), 'WIB')]
    const [outages, devices] = await Promise.all([
      attendanceOutagesOf(pool, [agencyId], from, to),
      // One that is out for the whole month scanned before it.
      machinesOf(pool, agencyId, from - MOST_DAYS * DAY, to),
    ])
    return { outages, devices }
  }

type SettlingOperation = 'journal.SettleAttendance' | 'journal.WithdrawSettlement'

/** A stranger hears of a day what he hears of one that is not there. */
async function mayNotSettle(
  { pool }: Means,
  caller: Caller,
  operation: SettlingOperation,
  employeeId: string,
  date: CivilDate,
): Promise<Refusal | undefined> {
  if (!may(caller, operation, await relationsTo(pool, caller, employeeId, date))) return refuse('access.denied')
  return employeeId === caller.employeeId ? refuse('settlement.own-day') : undefined
}

const settleBy = (
  { pool, kafka, clock }: Means,
  caller: Caller,
  operation: SettlingOperation,
  { employeeId, date }: PersonDate,
  command: SettlementCommand,
): Promise<Settlement | Refusal> =>
  transaction(pool, async (tx) => {
    await lockSettling(tx, employeeId, date)
    const settlement = await findSettlement(tx, employeeId, date)
    const post = await assignmentOf(tx, employeeId, date)
    // Nobody stands in a place on that day: there is no agency whose officer he could be.
    if (post === undefined) return refuse('settlement.nothing-contradicts')
    const decision = decide(settlement, command)
    if (decision.refused) return decision
    if (decision.events.length === 0) return settlement!
    const now = clock.now()
    const { agencyId } = post
    const [event] = decision.events
    await decided(tx, { caller, operation, subjects: [employeeId], object: event!.settlementId, agencyId, at: now })
    const by = { employeeId, agencyId, decidedAt: now, sourceRecordedAt: undefined, actor: command.by }
    await tell(
      tx,
      kafka,
      decision.events.map((one) => told(one, by)),
    )
    if (command.type === 'settle') await saveReason(tx, employeeId, date, command.reason)
    return (await findSettlement(tx, employeeId, date))!
  })
