import {
  LeaveServiceService,
  type LeaveBalance as BalanceMessage,
} from '@timbang/contracts/gen/timbang/journal/v1/leave'
import { isRefusal, refuse } from '@timbang/contracts/refusal'
import { serve } from '@timbang/process/grpc'
import type { LeaveBalance } from '@timbang/rules/kernel/1/leave'
import { maySee } from '../entry/handle/read.ts'
import type { Means } from '../tell.ts'
import { invalid, isDate } from '../asked.ts'
import { leaveOfYear, leaveWarnings } from './handle.ts'

export function leaveService(means: Means) {
  return serve('journal', LeaveServiceService, {
    getLeave: async ({ employeeId, year }, { caller, operation }) => {
      if (!(await maySee(means, caller, operation, employeeId))) return refuse('access.denied')
      const { leaves, balance } = await leaveOfYear(means.pool, employeeId, year)
      return {
        leaves: leaves.map(({ leave, workingDays, annualDays, warning }) => ({
          recordId: leave.recordId,
          kind: leave.reason,
          fromDate: leave.from,
          toDate: leave.to,
          workingDays,
          annualDays,
          warning: warning ?? '',
        })),
        balance: balance && toBalanceMessage(balance),
      }
    },

    listLeaveWarnings: async ({ agencyId, month }, { caller }) => {
      if (!isDate(`${month}-01`)) return invalid('month', 'YYYY-MM')
      const found = await leaveWarnings(means)(caller, agencyId, month)
      if (isRefusal(found)) return found
      return {
        leaves: found.leaves.map(({ employeeId, recordId, reason: kind, from: fromDate, to: toDate, warning }) => ({
          employeeId,
          recordId,
          kind,
          fromDate,
          toDate,
          warning,
        })),
        more: found.more,
      }
    },
  })
}

const toBalanceMessage = ({
  year,
  since,
  own,
  carried,
  used,
  left,
  over,
  knownFrom,
}: LeaveBalance): BalanceMessage => ({
  year,
  sinceDate: since,
  own,
  before: carried[0],
  beforeThat: carried[1],
  used,
  leftOwn: left[0],
  leftBefore: left[1],
  leftBeforeThat: left[2],
  over,
  knownFrom,
})
