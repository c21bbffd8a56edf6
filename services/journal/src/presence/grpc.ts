import { PresenceServiceService } from '@timbang/contracts/gen/timbang/journal/v1/presence'
import { isRefusal, refuse } from '@timbang/contracts/refusal'
import { may } from '@timbang/identity/access'
import { look } from '@timbang/identity/look'
import { serve } from '@timbang/process/grpc'
import { eachDay } from '@timbang/rules/civil-date'
import { invalid, isDate, pageOf } from '../asked.ts'
import { maySee } from '../entry/handle/read.ts'
import type { Means } from '../tell.ts'
import { attendancesOf } from './attendance.ts'
import { beyondOf } from './beyond.ts'
import {
  listAttendanceOutages,
  listContradictions,
  putAttendanceOutage,
  settleAttendance,
  withdrawSettlement,
} from './handle.ts'
import { personDay } from '@timbang/roster/read'
import { leaveOn } from '../team/store.ts'
import { knownPunches, reasonsOf } from './store.ts'
import { cursor, toContradictionMessage, toOutageMessage, toPresenceMessage } from './wire.ts'

export function presenceService(means: Means) {
  const { pool, clock } = means
  return serve('journal', PresenceServiceService, {
    getPresence: async ({ employeeId, fromDate, toDate }, { caller }) => {
      if (!isDate(fromDate)) return invalid('from_date', 'YYYY-MM-DD')
      if (!isDate(toDate)) return invalid('to_date', 'YYYY-MM-DD')
      if (!(await maySee(means, caller, 'journal.GetPresence', employeeId, [fromDate]))) return refuse('access.denied')
      const dates = [...eachDay(fromDate, toDate)]
      const [days, reasons, leaves] = await Promise.all([
        attendancesOf(
          pool,
          dates.map((date) => ({ employeeId, date })),
          clock.now(),
        ),
        reasonsOf(
          pool,
          dates.map((workDate) => ({ employeeId, workDate })),
        ),
        leaveOn(
          pool,
          dates.map((date) => ({ employeeId, date })),
        ),
      ])
      const attended = new Map(days.map((day) => [day.date, day]))
      return {
        days: dates.map((date) =>
          toPresenceMessage(
            date,
            attended.get(date),
            reasons.get(`${employeeId} ${date}`) ?? '',
            leaves.get(personDay({ employeeId, date }))?.kind ?? '',
          ),
        ),
      }
    },

    comparePunches: async ({ device, agencyId, punches }, { caller, operation }) => {
      const asked = punches.map(({ employeeId, at }) => ({ employeeId, at: Number(at) }))
      const beyond = may(caller, operation) ? [] : await beyondOf(pool, caller, asked)
      const his = beyond.length === 0 ? asked : asked.filter((_, at) => beyond[at] !== true)
      const subjects = [...new Set(his.map(({ employeeId }) => employeeId))]
      if (beyond.length > 0) await look(pool, { caller, operation, subjects, at: clock.now() })
      const known = await knownPunches(pool, { device, agencyId }, asked)
      return {
        known: known.map((one, at) => one && beyond[at] !== true),
        beyond: beyond.some((one) => one) ? beyond : [],
      }
    },

    listContradictions: async ({ agencyId, month, limit, after: from }, { caller }) => {
      if (!isDate(`${month}-01`)) return invalid('month', 'YYYY-MM')
      const after = cursor.read(from)
      if (from !== '' && after === undefined) return invalid('after', 'next')
      const found = await listContradictions(means)(caller, agencyId, month, after, pageOf(limit))
      if (isRefusal(found)) return found
      return {
        days: found.days.map((one) => toContradictionMessage(one, caller.employeeId)),
        next: found.next === undefined ? '' : cursor.of(found.next),
      }
    },

    settleAttendance: async (wanted, { caller }) => {
      if (!isDate(wanted.date)) return invalid('date', 'YYYY-MM-DD')
      const settled = await settleAttendance(means)(caller, wanted)
      return isRefusal(settled) ? settled : { version: settled.version }
    },

    recordAttendanceOutage: async ({ outage }, { caller }) => {
      if (outage === undefined) return invalid('outage', 'AttendanceOutageRecorded')
      const { version: _, ...wanted } = outage
      const put = await putAttendanceOutage(means)(caller, {
        ...wanted,
        fromInstant: Number(outage.fromInstant),
        toInstant: Number(outage.toInstant),
      })
      return isRefusal(put) ? put : { outage: toOutageMessage(put) }
    },

    listAttendanceOutages: async ({ agencyId, month }, { caller }) => {
      if (!isDate(`${month}-01`)) return invalid('month', 'YYYY-MM')
      const found = await listAttendanceOutages(means)(caller, agencyId, month)
      return isRefusal(found) ? found : { outages: found.outages.map(toOutageMessage), devices: found.devices }
    },

    withdrawSettlement: async (wanted, { caller }) => {
      if (!isDate(wanted.date)) return invalid('date', 'YYYY-MM-DD')
      const settled = await withdrawSettlement(means)(caller, wanted)
      return isRefusal(settled) ? settled : { version: settled.version }
    },
  })
}
