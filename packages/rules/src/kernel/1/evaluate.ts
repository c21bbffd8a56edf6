import type { CivilDate, Instant } from '../../civil-date.ts'
import type { AgencyContext, Context } from '../../context.ts'
import { excuses, unpack, upTo, type LeaveFact, type PermissionFact, type PunchFact } from '../../facts.ts'
import type { OwnParts, UnitParts } from '../../parts.ts'
import { INDEX, nameOf, type PackName, type Packs } from '../../published.ts'
import { all } from './criterion/all.ts'
import { criteria, type Segment } from './criterion/criterion.ts'
import { apart, worksIn } from './elsewhere.ts'
import { dayOf, frameOf, framesOf, type Day } from './day.ts'
import { figuresOf, overall, type By, type Evaluated, type Measured } from './weigh.ts'
import { rulesOn } from './pack.ts'
import { predicateOf } from './predicate.ts'
import type { Receipt } from './receipt.ts'
import { running, runsOf, segmentsOf, type Held } from './segments.ts'
import { outagesReaching, presencesOf, punchesOf, type Presences, type Punch } from './presence.ts'
import { leavesOf, permissionsOf, settled, type DayFact } from './standing.ts'
import { KERNEL } from './version.ts'
import { shiftOn } from './working-days.ts'

/** What of a score is summed up and listed; the receipt is why. */
export interface Result extends Pick<Receipt, 'state' | 'index' | 'completeness' | 'suggestion' | 'predicate'> {
  /** The post that the last counted day was for; undefined: none was held. */
  readonly post: { readonly agencyId: string; readonly unitId: string } | undefined
}
export interface Evaluation {
  readonly result: Result
  readonly receipt: Receipt
}

/** What of a person's parts stands as of an instant: facts by day, and leaves, permissions and punches, whatever day each belongs to. */
export function factsAt(
  own: OwnParts,
  asOf: Instant,
): {
  days: ReadonlyMap<CivilDate, readonly DayFact[]>
  leaves: LeaveFact[]
  permissions: PermissionFact[]
  punches: readonly Punch[]
} {
  const days = new Map<CivilDate, DayFact[]>()
  const punched: PunchFact[] = []
  for (const [date, bytes] of own.days) {
    const facts = upTo(unpack(bytes), asOf).filter((fact) => !excuses(fact))
    for (const fact of facts) if (fact.kind === 'punch') punched.push(fact)
    days.set(date, facts)
  }
  const excusing = own.leaves === undefined ? [] : upTo(unpack(own.leaves), asOf)
  return {
    days: settled(days),
    leaves: leavesOf(excusing.filter((fact) => fact.kind === 'leave')),
    permissions: permissionsOf(excusing.filter((fact) => fact.kind === 'permission')),
    punches: punchesOf(punched),
  }
}

/** Whose days they are, and where he is at home. */
type Whose = Pick<Context, 'employeeId' | 'agencies' | 'assignments' | 'posts' | 'duty'>

/** The days of a post, each as it stands. */
export function daysOf(
  own: OwnParts,
  post: Held['assignment'],
  dates: readonly CivilDate[],
  of: Whose,
  packs: Packs,
  asOf: Instant,
): Day[] {
  return daysFrom(factsAt(own, asOf), post, dates, of, packs, asOf)
}

function daysFrom(
  { days, leaves, permissions, punches }: ReturnType<typeof factsAt>,
  post: Held['assignment'],
  dates: readonly CivilDate[],
  { employeeId, agencies, assignments, posts = assignments, duty }: Whose,
  packs: Packs,
  asOf: Instant,
): Day[] {
  const all = agencies[post.agencyId]
  if (all === undefined) throw new RangeError(`the context says nothing of agency ${post.agencyId}`)
  const agency = reaching(punches, post.agencyId, all)
  const works = worksIn(posts)
  const frames = framesOf(all, packs, post.zone)
  const held = { employeeId, unitId: post.unitId, zone: post.zone }
  const made =
    punches.length === 0
      ? noPresence
      : presencesOf(punches, {
          zone: post.zone,
          shiftOn: (date) => shiftOn(agency, duty, date),
          outages: agency.attendanceOutages ?? [],
          worksIn: works,
          asOf,
        })
  const leaveOn = (date: CivilDate) =>
    leaves.find(
      (leave) =>
        leave.from <= date && date <= leave.to && frameOf(agency, packs, post.zone, date, frames).excuses(leave),
    )
  return dates.map((date) => {
    const { here, elsewhere } = apart(days.get(date) ?? nothing, date, works)
    const scanned = made.elsewhere.get(date)
    return dayOf(
      date,
      here,
      leaves.length === 0 ? undefined : leaveOn(date),
      held,
      agency,
      duty,
      packs,
      asOf,
      frames,
      made.days.get(date),
      permissions,
      scanned === undefined ? elsewhere : [...elsewhere, ...scanned],
    )
  })
}

const nothing: readonly DayFact[] = []
const noPresence: Presences = { days: new Map(), elsewhere: new Map() }

/** An agency as one of its people has it: with those outages of its machines that reach him. */
function reaching(punches: readonly Punch[], agencyId: string, agency: AgencyContext): AgencyContext {
  const { attendanceOutages = [] } = agency
  const reached = outagesReaching(punches, agencyId, attendanceOutages)
  return reached.length === attendanceOutages.length ? agency : { ...agency, attendanceOutages: reached }
}

const measureAll = (segment: Segment, by: By): Measured =>
  Object.fromEntries(
    criteria.map((criterion) => [criterion, all[criterion].measure(segment, by.index)]),
  ) as unknown as Measured

/**
 * A person's score of a span and its whole derivation. Pure: the same parts, context, packs and instant give the same bytes, wherever it runs.
 * The packs in force on the last day weigh; a day's window is that of the pack in force on it. Source: domain.md §5.
 * @throws RangeError where a pack or an agency is not known
 */
export function evaluate(own: OwnParts, unit: UnitParts, context: Context, packs: Packs, asOf: Instant): Evaluation {
  const rules = rulesOn(packs, context.to)
  const by = { index: rules.index, predicate: rules.predicate, running: running(context, asOf) }
  const { held, without } = segmentsOf(context, asOf)
  const facts = factsAt(own, asOf)
  const windows = new Map<number, PackName>()
  const oneVersion = packs.filter(({ name }) => name === INDEX).length === 1
  const evaluated = held.map(({ assignment, dates, counted }): Evaluated => {
    const days = daysFrom(facts, assignment, dates, context, packs, asOf)
    const agency = context.agencies[assignment.agencyId]!
    for (const date of oneVersion ? [] : dates) {
      const name = frameOf(agency, packs, assignment.zone, date).by
      if (name.version !== rules.index.version) windows.set(name.version, name)
    }
    const segment = { assignment, agency, days, from: context.from, to: context.to, context, units: unit }
    const post = {
      assignmentId: assignment.assignmentId,
      agencyId: assignment.agencyId,
      unitId: assignment.unitId,
      positionId: assignment.positionId,
      group: assignment.group,
      capacity: assignment.capacity,
      from: dates[0]!,
      to: dates.at(-1)!,
      days: dates.length,
      counted,
    }
    return figuresOf(post, measureAll(segment, by), by)
  })
  const { ratings } = context
  const receipt: Receipt = {
    kernel: KERNEL,
    packs: {
      index: nameOf(rules.published.index),
      predicate: nameOf(rules.published.predicate),
      ...(windows.size === 0 ? {} : { windows: [...windows.values()].sort((a, b) => a.version - b.version) }),
    },
    employeeId: context.employeeId,
    period: context.period,
    from: context.from,
    to: context.to,
    asOf,
    ...(by.running ? { running: true as const } : {}),
    ...overall(evaluated, by),
    ...(ratings === undefined
      ? {}
      : { ratings, predicate: predicateOf(ratings.result, ratings.behaviour, rules.predicate)! }),
    segments: evaluated.map((one) => one.receipt),
    daysWithoutPost: runsOf(without),
  }
  const last = receipt.segments
    .filter((segment) => segment.counted)
    .toSorted((a, b) => (a.to < b.to ? -1 : 1))
    .at(-1)
  const { state, index, completeness, suggestion, predicate } = receipt
  return {
    receipt,
    result: {
      state,
      ...(index === undefined ? {} : { index }),
      completeness,
      suggestion,
      ...(predicate === undefined ? {} : { predicate }),
      post: last && { agencyId: last.agencyId, unitId: last.unitId },
    },
  }
}
