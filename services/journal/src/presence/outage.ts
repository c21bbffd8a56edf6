import { accept, type Decision, refuse } from '@timbang/contracts/refusal'

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
  if (
    current !== undefined &&
    current.fromInstant === fromInstant &&
    current.toInstant === toInstant &&
    current.causeCode === causeCode &&
    current.withdrawn === wanted.withdrawn
  )
    return accept()
  return accept({ type: 'AttendanceOutageRecorded', ...wanted, version: (current?.version ?? 0) + 1 })
}
