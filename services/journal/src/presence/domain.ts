import { isSeen } from '@timbang/contracts/word'
import { accept, type Decision, refuse } from '@timbang/contracts/refusal'
import type { CivilDate } from '@timbang/rules/civil-date'

/** What a personnel officer settled a day to have been: of facts that contradict each other the one that holds. One a person and day. */
export interface Settlement {
  readonly employeeId: string
  readonly workDate: CivilDate
  readonly settlementId: string
  readonly version: number
  readonly agencyId: string
  readonly chosenRecordId: string
  readonly present: boolean
  readonly lateMinutes: number
  readonly earlyLeaveMinutes: number
  readonly withdrawn: boolean
  readonly settledAt: number
  readonly settledBy: string
}

export interface SettlementEvent {
  readonly type: 'AttendanceSettled'
  readonly settlementId: string
  readonly version: number
  readonly workDate: CivilDate
  readonly chosenRecordId: string
  readonly present: boolean
  readonly lateMinutes: number
  readonly earlyLeaveMinutes: number
  readonly withdrawn: boolean
}
export const isOfSettlement = <E extends { type: string }>(event: E | SettlementEvent): event is SettlementEvent =>
  event.type === 'AttendanceSettled'

/** What is told of a day by a machine or an agency's system. */
export interface ToldResult {
  readonly recordId: string
  readonly present: boolean
  readonly lateMinutes: number
  readonly earlyLeaveMinutes: number
}

export type SettlementCommand =
  | {
      type: 'settle'
      /** Which version was seen; 0: none. */
      version: number
      recordId: string
      reason: string
      /** All that is told of the day. */
      told: readonly ToldResult[]
      by: string
      /** Of the first one. */
      settlementId: string
      workDate: CivilDate
    }
  | { type: 'withdraw'; version: number; by: string }

/** Whether facts of one day say different things of it: an absence costs no minutes, whatever it says of them. */
export const contradict = ([first, ...others]: readonly ToldResult[]): boolean =>
  first !== undefined && others.some((one) => !same(one, first))

const same = (one: ToldResult, other: ToldResult): boolean =>
  one.present === other.present &&
  (!one.present || (one.lateMinutes === other.lateMinutes && one.earlyLeaveMinutes === other.earlyLeaveMinutes))

/** An officer chooses among what was told and never types a presence of his own. */
export function decide(settlement: Settlement | undefined, command: SettlementCommand): Decision<SettlementEvent> {
  const known = settlement?.version ?? 0
  // Who had no answer and says it again has said it once.
  const saidBefore = settlement !== undefined && known === command.version + 1 && settlement.settledBy === command.by
  switch (command.type) {
    case 'settle': {
      const { recordId, reason, told, settlementId, workDate } = command
      if (!isSeen(reason)) return refuse('settlement.reason-missing', undefined, 'reason')
      if (saidBefore && !settlement.withdrawn && settlement.chosenRecordId === recordId) return accept()
      if (known !== command.version) return refuse('settlement.changed')
      if (!contradict(told)) return refuse('settlement.nothing-contradicts')
      const chosen = told.find((one) => one.recordId === recordId)
      if (chosen === undefined) return refuse('settlement.changed', undefined, 'record_id')
      const { present, lateMinutes, earlyLeaveMinutes } = chosen
      return accept({
        type: 'AttendanceSettled',
        settlementId: settlement?.settlementId ?? settlementId,
        version: known + 1,
        workDate,
        chosenRecordId: recordId,
        present,
        lateMinutes,
        earlyLeaveMinutes,
        withdrawn: false,
      })
    }
    case 'withdraw': {
      if (saidBefore && settlement.withdrawn) return accept()
      if (settlement === undefined || settlement.withdrawn || known !== command.version)
        return refuse('settlement.changed')
      const { employeeId: _, agencyId: __, settledAt: ___, settledBy: ____, ...said } = settlement
      return accept({ type: 'AttendanceSettled', ...said, version: known + 1, withdrawn: true })
    }
    default:
      return command satisfies never
  }
}

/** What stands after an event: the higher version, and of one that is told again the first. */
export function evolve(
  settlement: Settlement | undefined,
  { type: _, ...said }: SettlementEvent,
  of: { readonly employeeId: string; readonly agencyId: string; readonly at: number; readonly actor: string },
): Settlement {
  if (settlement !== undefined && settlement.version >= said.version) return settlement
  const { employeeId, agencyId, at, actor } = of
  return { ...said, employeeId, agencyId, settledAt: at, settledBy: actor }
}

/** When an agency's machines of presence were out of order. Whole states with a version; the highest counts. */
export interface AttendanceOutage {
  /** The command's own: twice is once. */
  readonly outageId: string
  readonly agencyId: string
  readonly fromInstant: number
  readonly toInstant: number
  readonly causeCode: string
  readonly version: number
  readonly withdrawn: boolean
  /** Which of them; none: all. In the order of their names. */
  readonly devices: readonly string[]
}

export type AttendanceOutageEvent = { readonly type: 'AttendanceOutageRecorded' } & AttendanceOutage
export const isOfAttendanceOutage = <E extends { type: string }>(
  event: E | AttendanceOutageEvent,
): event is AttendanceOutageEvent => event.type === 'AttendanceOutageRecorded'

export const CAUSES: readonly string[] = ['power', 'network', 'machine', 'other']
/** A machine that is out for longer is none: the days have to be told otherwise. */
export const MOST_DAYS = 14
const DAY = 86_400_000

const invalid = (field: string, hint: string) => refuse('request.value-invalid', { hint }, field)

/** It is put on record when it is over: nobody is excused ahead. */
export function recordAttendanceOutage(
  current: AttendanceOutage | undefined,
  wanted: Omit<AttendanceOutage, 'version'>,
  now: number,
): Decision<AttendanceOutageEvent> {
  const { fromInstant, toInstant, causeCode } = wanted
  if (current !== undefined && current.agencyId !== wanted.agencyId) return invalid('outage_id', 'UUID')
  if (!(fromInstant > 0 && fromInstant < toInstant)) return invalid('from_instant', 'from_instant < to_instant')
  if (toInstant > now) return refuse('attendance-outage.not-over', undefined, 'to_instant')
  if (toInstant - fromInstant > MOST_DAYS * DAY)
    return refuse('attendance-outage.too-long', { days: MOST_DAYS }, 'to_instant')
  if (!CAUSES.includes(causeCode)) return invalid('cause_code', CAUSES.join(', '))
  const devices = [...new Set(wanted.devices)].sort()
  if (
    current !== undefined &&
    current.fromInstant === fromInstant &&
    current.toInstant === toInstant &&
    current.causeCode === causeCode &&
    current.withdrawn === wanted.withdrawn &&
    current.devices.join() === devices.join()
  )
    return accept()
  return accept({ type: 'AttendanceOutageRecorded', ...wanted, devices, version: (current?.version ?? 0) + 1 })
}
