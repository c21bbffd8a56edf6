import type { Tx } from '@timbang/postgres/pool'
import { type Assignment, assignmentsOn, personDay } from '@timbang/roster/read'
import { addDays, boundsOf, type CivilDate, DAY, dateAt, periodOf, startOf } from '@timbang/rules/civil-date'
import type { GracePeriod, Timing, TimingInput } from '@timbang/rules/kernel/1/lateness'
import type { carried, Facts } from '../domain/entry.ts'
import type { Knowledge, PlannedResult } from '../domain/judge.ts'
import { MOST_DAYS } from '../../window/domain.ts'
import { type DayRules, rulesOn, windowsOf } from '../../rules.ts'
import { findRepeated } from '../store/entry.ts'
import { type Plan, plansOf } from '../store/plan.ts'
import { loadWindows, type Windows } from '../../window/store.ts'

export interface Asked {
  readonly employeeId: string
  readonly facts: Facts
  readonly carries: ReturnType<typeof carried>
}
export interface Known {
  readonly knowledge: Knowledge /** Of the post on the work date. */
  readonly agencyId: string | undefined
}

/**
 * All that is known of the people, days, plans and wordings of a batch, in six statements whatever its size.
 * @returns in the order asked
 */
export async function know(tx: Tx, asked: readonly Asked[]): Promise<Known[]> {
  if (asked.length === 0) return []
  const days = new Map(
    asked.map(({ employeeId, facts }) => [
      personDay({ employeeId, date: facts.workDate }),
      { employeeId, date: facts.workDate },
    ]),
  )
  const assignments = await assignmentsOn(tx, [...days.values()])
  const plans = await plansOf(tx, [...new Set(asked.map((one) => one.employeeId))])
  const moving = await loadWindows(tx, { employeeIds: [...new Set(asked.map((one) => one.employeeId))] })
  const { packs } = moving
  const windows = windowsFor(moving)
  const repeated = await repetitions(tx, asked)
  const resultsOn = new Map<string, Knowledge['results']>()
  return asked.map((one, at) => {
    const { employeeId, facts, carries } = one
    const day = personDay({ employeeId, date: facts.workDate })
    const assignment = assignments.get(day)
    if (!resultsOn.has(day)) resultsOn.set(day, resultsOf(plans.get(employeeId) ?? [], facts.workDate))
    // The instant of what it corrects is the one by which that was judged: recorded, written offline, or of the source.
    const before = carries && 'of' in carries && assignment ? timingOf(windows(carries.of, assignment)) : undefined
    const corrected = before && carries && 'of' in carries ? { facts: carries.of, timing: before } : undefined
    const timelyAt = carries && 'instant' in carries ? carries.instant : corrected?.timing.judgedAt
    const timed = assignment && timingOf(windows(facts, assignment, timelyAt))
    return {
      agencyId: assignment?.agencyId,
      knowledge: {
        person: assignment !== undefined,
        timing: timed,
        timelyAt,
        arrivedAfter:
          carries && 'instant' in carries
            ? carries.arrivedAfter
            : arrivedAfter(corrected ?? (timed && { facts, timing: timed })),
        results: resultsOn.get(day),
        repeated: repeated.has(at),
        limits: rulesOn(packs, facts.workDate)?.checks,
      },
    }
  })
}

/** How long after its writing it arrived, where that is the instant by which windows judge it. */
const arrivedAfter = (judged: { facts: Facts; timing: Timing } | undefined): number | undefined =>
  judged?.timing.judgedBy === 'written' ? judged.facts.recordedAt - judged.timing.judgedAt : undefined

/** The results that a day may serve: of every plan that covers it (beside a definitive post there may be a Plt's). Undefined: no plan covers it. */
export function resultsOf(plans: readonly Plan[], date: string): ReadonlyMap<string, PlannedResult> | undefined {
  const covering = plans.filter((plan) => covers(plan, date))
  if (covering.length === 0) return undefined
  return new Map(
    covering.flatMap((plan) =>
      plan.results.map((result) => [
        result.resultId,
        { unit: result.unit, targetThousandths: result.targetThousandths },
      ]),
    ),
  )
}

export const covers = (plan: Plan, date: string): boolean =>
  plan.fromDate <= date && date <= (plan.closedOn ?? plan.toDate)

/** What an entry is judged by, and by which version of the code. */
export interface Judging extends DayRules {
  readonly input: TimingInput
}
export const timingOf = (judging: Judging | undefined) => judging?.kernel.timing(judging.input)

/**
 * Windows, outages and grace periods as the rules want them, for an entry in its post. What is the same for an agency and a day is found once.
 * Undefined while no pack has been published.
 */
export function windowsFor({ windows, outages, graces, packs }: Windows) {
  const found = new Map<string, Pick<TimingInput, 'rule' | 'outages'> & { readonly opened: readonly GracePeriod[] }>()
  const byStart = [...windows].sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1))

  return (
    facts: Pick<Facts, 'workDate' | 'recordedAt' | 'sourceRecordedAt' | 'writtenAt'>,
    { agencyId, employeeId, unitId, zone }: Pick<Assignment, 'agencyId' | 'employeeId' | 'unitId' | 'zone'>,
    timelyAt?: number,
  ): Judging | undefined => {
    const { workDate } = facts
    const rules = rulesOn(packs, workDate)
    if (rules === undefined) return undefined
    const key = `${agencyId} ${workDate}`
    let effective = found.get(key)
    if (!effective) {
      const rule =
        byStart.find((window) => window.agencyId === agencyId && window.effectiveFrom <= workDate) ?? rules.window
      const opens = startOf(workDate, 'WIT')
      effective = {
        rule: { days: rule.days, graceDays: rule.graceDays },
        outages: outages
          .filter((one) => !one.withdrawn && (one.agencyId ?? agencyId) === agencyId && one.toInstant > opens)
          .map((one) => ({ id: one.outageId, from: one.fromInstant, to: one.toInstant })),
        opened: graces
          .filter(
            (one) =>
              !one.withdrawn &&
              (one.agencyId ?? agencyId) === agencyId &&
              one.workFrom <= workDate &&
              workDate <= one.workTo,
          )
          .map((one) => ({
            id: one.graceId,
            workFrom: one.workFrom,
            workTo: one.workTo,
            until: one.untilInstant,
            employeeId: one.employeeId,
            unitId: one.unitId,
          })),
      }
      found.set(key, effective)
    }
    const instants =
      timelyAt === undefined
        ? { recordedAt: facts.recordedAt, sourceRecordedAt: facts.sourceRecordedAt, writtenAt: facts.writtenAt }
        : { recordedAt: timelyAt }
    const { rule, outages: moving, opened } = effective
    const whose = { workDate, employeeId, unitId }
    return {
      ...rules,
      input: {
        ...whose,
        zone,
        ...instants,
        rule,
        outages: moving,
        graces: opened.filter((grace) => rules.kernel.reachesDay(grace, whose)),
        offlineAllowance: rules.offlineAllowance,
      },
    }
  }
}

/** Whose wording stands already within the quarter: in the tables, or earlier in this very batch; not what this batch takes back. @returns indexes */
async function repetitions(tx: Tx, asked: readonly Asked[]): Promise<Set<number>> {
  const leaving = new Set(asked.flatMap(({ facts }) => (facts.withdrawn ? [facts.recordId] : [])))
  const earlier = new Map<string, string>()
  const repeated = new Set<number>()
  const quarters = new Map<string, { from: string; to: string }>()
  const questions = asked
    .map(({ employeeId, facts }, at) => {
      let quarter = quarters.get(facts.workDate)
      if (!quarter) quarters.set(facts.workDate, (quarter = boundsOf(periodOf(facts.workDate))))
      const { from, to } = quarter
      const key = `${employeeId} ${from} ${facts.wordingDigest}`
      const first = earlier.get(key)
      if (first === undefined && !leaving.has(facts.recordId)) earlier.set(key, facts.recordId)
      else if (first !== undefined && first !== facts.recordId && facts.wordingDigest !== '') repeated.add(at)
      return { employeeId, wordingDigest: facts.wordingDigest, recordId: facts.recordId, from, to, at }
    })
    .filter((question) => question.wordingDigest.length > 0)
  for (const found of await findRepeated(tx, questions, [...leaving])) repeated.add(questions[found]!.at)
  return repeated
}

/**
 * Work dates whose window an outage between two instants can move: those that were open then. A window is open for its days and its grace,
 * and for as long as earlier outages moved it.
 */
export function reach(
  { windows, outages, packs }: Windows,
  from: number,
  to: number,
): { from: CivilDate; to: CivilDate } {
  const longest = Math.max(0, ...[...windowsOf(packs), ...windows].map((window) => window.days + window.graceDays))
  const moved = outages
    .filter((outage) => !outage.withdrawn && outage.toInstant > from - 2 * MOST_DAYS * DAY)
    .reduce((sum, outage) => sum + outage.toInstant - outage.fromInstant, 0)
  return { from: addDays(dateAt(from, 'WIT'), -(longest + Math.ceil(moved / DAY) + 1)), to: dateAt(to, 'WIT') }
}
