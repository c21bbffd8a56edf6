import { isCivilDate } from '@timbang/rules/civil-date'
import { startOfDay, type Zone } from '../shared/time.ts'
import { outageCauses, type Settling } from './view.ts'

/** Of a reason, as the journal takes it. */
export const MOST_LETTERS = 500

const names = [
  'what',
  'employee',
  'date',
  'version',
  'record',
  'reason',
  'instansi',
  'zone',
  'outage',
  'fromDate',
  'fromTime',
  'toDate',
  'toTime',
  'cause',
  'from',
  'to',
  'devices',
] as const
export type SettleFields = Record<(typeof names)[number], string>
export type SettleWrong = {
  field: 'record' | 'reason' | 'from' | 'to' | 'cause'
  code: 'chosen' | 'reason' | 'long' | 'moment' | 'span' | 'cause'
}

/** Machines are chosen by their names, none of which has a space. */
export const settleFieldsOf = (data: FormData): SettleFields =>
  Object.fromEntries(names.map((name) => [name, data.getAll(name).map(String).join(' ')])) as SettleFields

/** Under which a form stands on its page: whose day, or the outage. */
export const formKey = ({ employee, date }: Pick<SettleFields, 'employee' | 'date'>): string =>
  employee === '' ? 'gangguan' : `${employee}.${date}`

const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/
/** The instant of a clock at the workplace. */
function momentOf(date: string, time: string, zone: Zone): number | undefined {
  const [, hour, minute] = TIME.exec(time) ?? []
  return isCivilDate(date) && hour !== undefined
    ? startOfDay(date, zone) + (Number(hour) * 60 + Number(minute)) * 60_000
    : undefined
}
const zoneOf = (text: string): Zone => (text === 'WITA' || text === 'WIT' ? text : 'WIB')

function readOutage(fields: SettleFields): ReturnType<typeof readSettling> {
  const { instansi: agencyCode, outage: outageId } = fields
  const cause = outageCauses.find((one) => one === fields.cause)
  const devices = fields.devices.split(' ').filter((device) => device !== '')
  if (fields.what === 'outage-withdraw') {
    const [from, to] = [Number(fields.from), Number(fields.to)]
    if (cause === undefined || !Number.isSafeInteger(from) || !Number.isSafeInteger(to))
      return { ok: false, errors: [{ field: 'from', code: 'moment' }] }
    return { ok: true, settling: { what: 'outage', outageId, agencyCode, from, to, cause, withdrawn: true, devices } }
  }
  const zone = zoneOf(fields.zone)
  const from = momentOf(fields.fromDate, fields.fromTime, zone)
  const to = momentOf(fields.toDate, fields.toTime, zone)
  const errors: SettleWrong[] = []
  if (from === undefined) errors.push({ field: 'from', code: 'moment' })
  if (to === undefined) errors.push({ field: 'to', code: 'moment' })
  else if (from !== undefined && to <= from) errors.push({ field: 'to', code: 'span' })
  if (cause === undefined) errors.push({ field: 'cause', code: 'cause' })
  return errors.length > 0 || from === undefined || to === undefined || cause === undefined
    ? { ok: false, errors }
    : { ok: true, settling: { what: 'outage', outageId, agencyCode, from, to, cause, withdrawn: false, devices } }
}

/** What is settled. Whether it may be is the journal's to say. */
export function readSettling(
  fields: SettleFields,
): { ok: true; settling: Settling } | { ok: false; errors: SettleWrong[] } {
  const { employee: employeeId, date, record: recordId } = fields
  const version = Number(fields.version)
  if (fields.what === 'outage' || fields.what === 'outage-withdraw') return readOutage(fields)
  if (fields.what === 'withdraw') return { ok: true, settling: { what: 'withdraw', employeeId, date, version } }
  const reason = fields.reason.trim()
  const errors: SettleWrong[] = []
  if (recordId === '') errors.push({ field: 'record', code: 'chosen' })
  if (reason === '') errors.push({ field: 'reason', code: 'reason' })
  else if ([...reason].length > MOST_LETTERS) errors.push({ field: 'reason', code: 'long' })
  return errors.length > 0
    ? { ok: false, errors }
    : { ok: true, settling: { what: 'settle', employeeId, date, version, recordId, reason } }
}
