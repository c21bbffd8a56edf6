import { AuditServiceService } from '@timbang/contracts/gen/timbang/audit/v1/audit'
import { refuse } from '@timbang/contracts/refusal'
import { may } from '@timbang/identity/access'
import { listLooks, searched } from '@timbang/identity/look'
import type { Pool } from '@timbang/postgres/pool'
import { serve, type Served } from './grpc.ts'

const PAGE = 50
const text = (value: string) => (value === '' ? undefined : value)
const instant = (value: bigint) => (value === 0n ? undefined : value)

/** What a service answers about its own record of looks and decisions. */
export function auditService({ pool, now }: { readonly pool: Pool; readonly now: () => number }): Served {
  return serve('audit', AuditServiceService, {
    listLooks: async (asked, { caller, operation }) => {
      const subject = text(asked.subject)
      const self = caller.employeeId !== undefined && subject === caller.employeeId
      if (!may(caller, operation, self ? ['self'] : [])) return refuse('access.denied')
      const kind = text(asked.kind)
      if (kind !== undefined && kind !== 'look' && kind !== 'decision')
        return refuse('request.value-invalid', { hint: 'look | decision' }, 'kind')
      const auditor = may(caller, operation)
      // Whoever searches through other people's looks is looked at by the next one who does.
      if (auditor && !self)
        await searched(pool, { caller, operation, subjects: subject === undefined ? [] : [subject], at: now() })
      const looks = await listLooks(
        pool,
        {
          subject,
          reader: text(asked.reader),
          operation: text(asked.operation),
          kind,
          from: instant(asked.from),
          until: instant(asked.until),
        },
        asked.limit === 0 ? PAGE : asked.limit,
        asked.afterAt === 0n || asked.afterId === '' ? undefined : { at: asked.afterAt, lookId: asked.afterId },
      )
      return {
        looks: looks.map(({ agencyId, people, object, ...one }) => ({
          ...one,
          object: object ?? '',
          agencyId: agencyId ?? '',
          // Whom else somebody was shown beside him is not his to know.
          people: auditor ? people : 1,
        })),
      }
    },
  })
}
