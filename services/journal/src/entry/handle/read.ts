import { type Refusal, refuse } from '@timbang/contracts/refusal'
import type { MonthDay } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { may, type Operation } from '@timbang/identity/access'
import type { Caller } from '@timbang/identity/caller'
import { look } from '@timbang/identity/look'
import type { Pool } from '@timbang/postgres/pool'
import { delegationOver } from '@timbang/roster/delegation'
import { assignmentsOn, personDay } from '@timbang/roster/read'
import { relationsTo } from '@timbang/roster/relations'
import { type CivilDate, dateAt } from '@timbang/rules/civil-date'
import type { Entry, Facts } from '../domain/entry.ts'
import { countDays } from '../store/entry.ts'
import { leaveOf, type Plan, plansOf, type Result } from '../store/plan.ts'
import { sumVerified } from '../../verdict/store.ts'
import { loadWindows } from '../../window/store.ts'
import { workingDays } from '../../working-days.ts'
import { notesOf, wordsOf } from '../store/words.ts'
import { type Beside, nothingBeside } from '../wire.ts'
import { covers, windowsFor } from './know.ts'
import { evidenceBeside } from '../../evidence/beside.ts'
import { excuses } from '../../rules.ts'
import type { Means } from '../../tell.ts'

/**
 * Whether the caller may see a person's data today, or could on one of these work dates. Every look at another is on record; of who sees it only
 * because he stands in for somebody, with the delegation.
 */
export async function maySee(
  { pool, clock }: Means,
  caller: Caller,
  operation: Operation,
  employeeId: string,
  dates: readonly CivilDate[] = [],
): Promise<boolean> {
  const now = clock.now()
  const days = [...new Set([dateAt(now, 'WIB'), ...dates])]
  for (const date of days) {
    if (!may(caller, operation, await relationsTo(pool, caller, employeeId, date))) continue
    await look(pool, { caller, operation, subjects: [employeeId], at: now })
    return true
  }
  if (caller.employeeId === undefined || !may(caller, operation, ['assessors_delegate'])) return false
  const delegation = await delegationOver(pool, caller.employeeId, employeeId, days, now)
  if (delegation === undefined) return false
  await look(pool, { caller, operation, subjects: [employeeId], object: delegation.delegationId, at: now })
  return true
}

/** Of the entries of one record id the first in the log that the caller may see. Who may not read learns nothing: not even that it is there. */
export async function pickVisible(
  means: Means,
  caller: Caller,
  operation: Operation,
  found: readonly Entry[],
): Promise<Entry | Refusal> {
  for (const entry of found)
    if (await maySee(means, caller, operation, entry.employeeId, [entry.facts.workDate])) return entry
  return refuse('entry.not-found')
}

/** What is shown beside entries: words, notes, the planned result with its target and what is verified of it. A few statements for a whole page. */
export async function besides(pool: Pool, entries: readonly Entry[]): Promise<Map<Entry, Beside>> {
  if (entries.length === 0) return new Map()
  const [words, notes, plans, evidence] = await Promise.all([
    wordsOf(
      pool,
      entries.map((entry) => entry.facts.activityEventId),
    ),
    notesOf(
      pool,
      entries.flatMap((entry) =>
        entry.state === 'returned' && entry.verdictEventId !== undefined ? [entry.verdictEventId] : [],
      ),
    ),
    plansOf(pool, [...new Set(entries.map((entry) => entry.employeeId))]),
    evidenceBeside(pool, entries),
  ])
  const planned = new Map(
    entries.flatMap((entry) => {
      const found = plannedResult(plans.get(entry.employeeId) ?? [], entry.facts)
      return found ? [[entry, found] as const] : []
    }),
  )
  const counted = [
    ...new Map(
      [...planned].map(([entry, { plan, result }]) => [
        `${plan.planId} ${result.resultId}`,
        { employeeId: entry.employeeId, resultId: result.resultId, from: plan.fromDate, to: plan.toDate },
      ]),
    ),
  ]
  const sums = await sumVerified(
    pool,
    counted.map(([, asked]) => asked),
  )
  const verified = new Map(counted.map(([key], at) => [key, sums[at]!]))
  return new Map(
    entries.map((entry) => {
      const found = planned.get(entry)
      return [
        entry,
        {
          ...nothingBeside,
          ...words.get(entry.facts.activityEventId),
          evidence: (words.has(entry.facts.activityEventId) && evidence.get(entry)) || [],
          note: (entry.verdictEventId === undefined ? undefined : notes.get(entry.verdictEventId)) ?? '',
          ...(found
            ? {
                resultCode: found.result.code,
                targetThousandths: found.result.targetThousandths ?? 0,
                verifiedThousandths: verified.get(`${found.plan.planId} ${found.result.resultId}`)!,
              }
            : {}),
        },
      ]
    }),
  )
}

function plannedResult(
  plans: readonly Plan[],
  { resultId, workDate }: Facts,
): { plan: Plan; result: Result } | undefined {
  for (const plan of plans) {
    const result = covers(plan, workDate) ? plan.results.find((one) => one.resultId === resultId) : undefined
    if (result) return { plan, result }
  }
  return undefined
}

/** A row for each of the days: whether it is worked, what excuses it, what stands on it, when its window closes. */
export async function monthOf(pool: Pool, employeeId: string, dates: readonly CivilDate[]): Promise<MonthDay[]> {
  const [from, to] = [dates[0]!, dates.at(-1)!]
  const assignments = await assignmentsOn(
    pool,
    dates.map((date) => ({ employeeId, date })),
  )
  const counts = new Map((await countDays(pool, employeeId, from, to)).map((day) => [day.date, day]))
  const leave = await leaveOf(pool, employeeId, from, to)
  const moving = await loadWindows(pool, { employeeIds: [employeeId] })
  const windows = windowsFor(moving)
  const working = await workingDays(pool, [...assignments.values()], dates)
  const days: MonthDay[] = []
  for (const date of dates) {
    const count = counts.get(date)
    const day: MonthDay = {
      date,
      working: false,
      excused: false,
      entries: count?.entries ?? 0,
      verified: count?.verified ?? 0,
      toMend: count?.toMend ?? 0,
      closesAt: 0n,
      graceEndsAt: 0n,
      inTime: count?.inTime ?? false,
      late: count?.late ?? false,
      shifts: [],
    }
    days.push(day)
    const assignment = assignments.get(personDay({ employeeId, date }))
    if (!assignment) continue
    day.shifts = [...(working.shifts(employeeId, date) ?? [])]
    const window = windows(
      { workDate: date, recordedAt: 0, sourceRecordedAt: undefined, writtenAt: undefined },
      assignment,
    )
    if (window === undefined) continue
    const { kernel, input } = window
    const { closesAt, graceEndsAt } = kernel.windowEnds(input)
    day.working = working.worked(assignment, date) ?? false
    day.excused =
      leave.some((span) => span.fromDate <= date && date <= span.toDate && excuses(moving.packs, span.kind, date)) ||
      kernel.outOfWholeDay(date, assignment.zone, input.outages) !== undefined
    day.closesAt = BigInt(closesAt)
    day.graceEndsAt = BigInt(Math.max(graceEndsAt, ...input.graces.map((grace) => grace.until)))
  }
  return days
}
