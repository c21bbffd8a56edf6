import { LineServiceService } from '@timbang/contracts/gen/timbang/directory/v1/line'
import { isRefusal, refuse } from '@timbang/contracts/refusal'
import { serve } from '@timbang/process/grpc'
import type { Deps } from '../handle.ts'
import { addDays } from '@timbang/rules/civil-date'
import { toRowProblem } from '../wire.ts'
import { errorKinds } from './domain.ts'
import { appointActing, endAssignment, getSuperiors, listErrors, setSuperior, setSuperiors } from './handle.ts'

export function lineService(deps: Deps) {
  return serve('directory', LineServiceService, {
    listLineErrors: async ({ agencyId, kind: asked, shown }, call) => {
      const kind = errorKinds.find((one) => one === asked)
      if (asked !== '' && kind === undefined)
        return refuse('request.value-invalid', { hint: errorKinds.join(', ') }, 'kind')
      const found = await listErrors(deps)(call, { agencyId, kind, shown: kind === undefined ? 0 : shown })
      if (isRefusal(found)) return found
      return {
        counts: [...found.counts],
        errors: found.errors.map(({ kind: of, positionId, employeeId, onDate, people, post, holders }) => ({
          kind: of,
          positionId: positionId ?? '',
          code: post?.code ?? '',
          title: post?.title ?? '',
          unit: post?.unit ?? '',
          version: post?.version ?? 0,
          holders: holders.map(({ positionId: _, toDate, ...holder }) => ({ ...holder, toDate: toDate ?? '' })),
          employeeId: employeeId ?? '',
          onDate: onDate ?? '',
          people,
        })),
        leading: found.leading.map((one) => ({ ...one, employeeId: one.employeeId ?? '' })),
      }
    },

    getSuperiors: async (wanted, call) => {
      const found = await getSuperiors(deps)(call, wanted)
      if (isRefusal(found)) return found
      return {
        ...found.post,
        spans: found.spans.map(({ fromDate, untilDate, superiorId, title, employeeId }) => ({
          fromDate: fromDate ?? '',
          toDate: untilDate === undefined ? '' : addDays(untilDate, -1),
          positionId: superiorId ?? '',
          title,
          employeeId: employeeId ?? '',
        })),
        told: found.told.map((one) => ({ ...one, employeeId: one.employeeId ?? '' })),
        leading: found.leading.map((one) => ({ ...one, employeeId: one.employeeId ?? '' })),
      }
    },

    setSuperior: (wanted, call) => setSuperior(deps)(call, wanted),

    setSuperiors: async (wanted, call) => {
      const done = await setSuperiors(deps)(call, wanted)
      return isRefusal(done) ? done : { ...done, problems: done.problems.map(toRowProblem) }
    },

    endAssignment: async (wanted, call) => {
      if (!wanted.withdrawn && wanted.toDate === '')
        return refuse('request.value-invalid', { hint: 'YYYY-MM-DD' }, 'to_date')
      return endAssignment(deps)(call, wanted)
    },

    appointActing: (wanted, call) => appointActing(deps)(call, wanted),
  })
}
