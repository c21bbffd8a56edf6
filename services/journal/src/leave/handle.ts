import { type Refusal, refuse } from '@timbang/contracts/refusal'
import { may, relationsToAgency } from '@timbang/identity/access'
import type { Caller } from '@timbang/identity/caller'
import { look } from '@timbang/identity/look'
import type { Pool } from '@timbang/postgres/pool'
import { assignmentsOn, personDay } from '@timbang/roster/read'
import { packsAt } from '@timbang/rulebook/pack'
import { type CivilDate, eachDay } from '@timbang/rules/civil-date'
import type { Leave, LeaveBalance, LeaveWarning } from '@timbang/rules/kernel/1/leave'
import { rulesOn } from '../rules.ts'
import { workingDays } from '../working-days.ts'
import type { Means } from '../tell.ts'
import { type LeaveOf, leavesBetween, leavesOfAgency, serviceOf } from './store.ts'

/** So far back what is left of a year is followed; further back it can change nothing that a year has. */
const YEARS_BACK = 5

export interface YearOfLeave {
  readonly leaves: readonly {
    readonly leave: Leave
    readonly workingDays: number
    readonly annualDays: number
    readonly warning: LeaveWarning | undefined
  }[]
  readonly balance: LeaveBalance | undefined
}

/** So many leaves of an agency and month are looked through. */
const MOST_LEAVES = 2_000

/** What an officer looks at among the leaves of his agency's people; each counts all the same. */
export const leaveWarnings =
  ({ pool, clock }: Means) =>
  async (
    caller: Caller,
    agencyId: string,
    month: string,
  ): Promise<{ leaves: (LeaveOf & { warning: LeaveWarning })[]; more: boolean } | Refusal> => {
    const operation = 'journal.ListLeaveWarnings'
    if (!may(caller, operation, relationsToAgency(caller, agencyId))) return refuse('access.denied')
    const [leaves, packs] = await Promise.all([leavesOfAgency(pool, agencyId, month, MOST_LEAVES), packsAt(pool)])
    const rules = rulesOn(packs, `${month.slice(0, 4)}-12-31`)
    const warned = (leave: LeaveOf, worked: (date: CivilDate) => boolean | undefined) =>
      rules?.kernel.leaveWarning(leave, leave.employment, worked, rules)
    // Few are warned of when every day is a working day; only of those it is asked which are.
    const perhaps = leaves.filter((leave) => warned(leave, () => true) !== undefined)
    const days = perhaps.flatMap(({ employeeId, from, to }) =>
      [...eachDay(from, to)].map((date) => ({ employeeId, date })),
    )
    const posts = await assignmentsOn(pool, days)
    const working = await workingDays(pool, [...posts.values()], [...new Set(days.map(({ date }) => date))])
    const found = perhaps.flatMap((leave) => {
      const { employeeId } = leave
      const warning = warned(leave, (date) => {
        const post = posts.get(personDay({ employeeId, date }))
        return post && working.worked(post, date)
      })
      return warning === undefined ? [] : [{ ...leave, warning }]
    })
    await look(pool, {
      caller,
      operation,
      subjects: [...new Set(found.map(({ employeeId }) => employeeId))],
      agencyId,
      at: clock.now(),
    })
    return { leaves: found, more: leaves.length === MOST_LEAVES }
  }

/** A person's leaves that touch a year, and the balance of his annual leave: computed when it is read, by the rules in force on its last day. */
export async function leaveOfYear(pool: Pool, employeeId: string, year: number): Promise<YearOfLeave> {
  const [first, last] = [`${year}-01-01`, `${year}-12-31`]
  const [leaves, service, packs] = await Promise.all([
    leavesBetween(pool, employeeId, `${year - YEARS_BACK}-01-01`, last),
    serviceOf(pool, employeeId),
    packsAt(pool),
  ])
  const rules = rulesOn(packs, last)
  const clipped = leaves.map(({ from, to }) => ({ from, to: to > last ? last : to }))
  const middles = Array.from({ length: YEARS_BACK }, (_, back) => `${year - 1 - back}-07-01`)
  const dates = [...new Set([...clipped.flatMap(({ from, to }) => [...eachDay(from, to)]), ...middles])]
  const posts = await assignmentsOn(
    pool,
    dates.map((date) => ({ employeeId, date })),
  )
  const working = await workingDays(pool, [...posts.values()], dates)
  const worked = (date: CivilDate): boolean | undefined => {
    const post = posts.get(personDay({ employeeId, date }))
    return post && working.worked(post, date)
  }
  const balance =
    rules &&
    service &&
    rules.kernel.leaveBalance({ year, ...service, servedSince: service.since, leaves, worked }, rules)
  return {
    balance,
    leaves: leaves
      .filter(({ to }) => to >= first)
      .map((leave) => ({
        leave,
        workingDays: [...eachDay(leave.from < first ? first : leave.from, leave.to > last ? last : leave.to)].filter(
          (date) => worked(date) === true,
        ).length,
        annualDays: balance?.taken.find(({ record }) => record === leave.recordId)?.days.length ?? 0,
        warning: rules && service && rules.kernel.leaveWarning(leave, service.employment, worked, rules),
      })),
  }
}
