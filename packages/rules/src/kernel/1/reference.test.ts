import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AGENCY, id, packs, parts, results, UNIT } from '../../example.ts'
import type { Context, Plan } from '../../context.ts'
import type { Fact, LeaveFact } from '../../facts.ts'
import { indeksDaerah } from '../../packs/indeks-daerah.ts'
import type { UnitParts } from '../../parts.ts'
import { evaluate } from './evaluate.ts'
import { recompute } from './recompute.ts'
import { receiptBytes } from '../../canonical.ts'

// The rules a second time, from the text of the domain and from nothing else: slow, plain, hour by hour and day by day. Random quarters are
// evaluated by both, and must agree to the last thousandth.

/** A quarter as a person would tell it. Hours are counted from the first hour of the day at the workplace. */
interface Story {
  readonly zone: 'WIB' | 'WITA' | 'WIT'
  readonly weekdays: number
  readonly holidays: readonly number[]
  readonly duty: readonly { readonly month: number; readonly days: readonly number[] }[]
  readonly window: { readonly days: number; readonly grace: number } | undefined
  /** From so many hours after the first day's first hour, for so many. */
  readonly outages: readonly { readonly at: number; readonly hours: number }[]
  readonly graces: readonly { readonly from: number; readonly days: number; readonly until: number }[]
  /** The day on which a second post begins, if one does, and how many days lie between. */
  readonly second: { readonly day: number; readonly gap: number; readonly group: Group } | undefined
  readonly plt: { readonly day: number; readonly days: number } | undefined
  readonly group: Group
  readonly attendance: { readonly connected: boolean; readonly from: number | undefined }
  readonly days: readonly {
    readonly entries: readonly {
      readonly after: number
      readonly written: number | undefined
      /** withdrawn: its writer took it back */
      readonly state: 'verified' | 'returned' | 'admitted' | 'none' | 'withdrawn'
      readonly result: number | undefined
      readonly quantity: number
    }[]
    readonly records: readonly {
      readonly present: boolean
      readonly late: number
      readonly early: number
      readonly at: number
      readonly settled: boolean
      readonly withdrawn: boolean
    }[]
  }[]
  readonly leaves: readonly { readonly day: number; readonly days: number }[]
  readonly plans: readonly {
    readonly from: number
    readonly days: number
    readonly closed: number | undefined
    readonly targets: readonly (number | undefined)[]
    readonly second: boolean
  }[]
  readonly answers: Partial<
    Record<
      'quality' | 'teamwork' | 'innovation',
      { readonly superior: number | undefined; readonly self: number | undefined; readonly peers: readonly number[] }
    >
  >
  readonly surveys: readonly {
    readonly above: boolean
    readonly asked: number
    readonly batches: readonly { readonly day: number; readonly answers: number; readonly each: number }[]
  }[]
  /** How many days after the first. */
  readonly asOf: number
}
type Group = keyof typeof indeksDaerah.weights

const HOUR = 3_600_000
const ahead = { WIB: 7, WITA: 8, WIT: 9 }
const dayAt = (day: number): string => new Date(Date.UTC(2026, 6, 1 + day)).toISOString().slice(0, 10)
/** The first hour of a day at the workplace, in hours. */
const hourOf = (story: Story, day: number): number => (Date.UTC(2026, 6, 1 + day) - ahead[story.zone] * HOUR) / HOUR
const LENGTH = 92

// --- The rules, from the text.

type Q = { n: bigint; d: bigint }
const q = (n: number | bigint, d: number | bigint = 1): Q => ({ n: BigInt(n), d: BigInt(d) })
const plus = (a: Q, b: Q): Q => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d })
const times = (a: Q, b: Q): Q => ({ n: a.n * b.n, d: a.d * b.d })
const over = (a: Q, b: Q): Q => ({ n: a.n * b.d, d: a.d * b.n })
const least = (a: Q, b: Q): Q => (a.n * b.d <= b.n * a.d ? a : b)
const isMore = (a: Q, b: Q): boolean => a.n * b.d > b.n * a.d
/** Half up, to thousandths. */
const rounded = ({ n, d }: Q): number => Number((n * 2000n + d) / (2n * d))

interface Post {
  readonly group: Group
  readonly from: number
  readonly to: number
  readonly kind: 'definitive' | 'plt'
  readonly nth: number
}

const postsOf = (story: Story): Post[] => [
  {
    group: story.group,
    from: -1000,
    to: story.second ? story.second.day - story.second.gap - 1 : 1000,
    kind: 'definitive',
    nth: 0,
  },
  ...(story.second
    ? [{ group: story.second.group, from: story.second.day, to: 1000, kind: 'definitive' as const, nth: 1 }]
    : []),
  ...(story.plt
    ? [{ group: story.group, from: story.plt.day, to: story.plt.day + story.plt.days, kind: 'plt' as const, nth: 2 }]
    : []),
]
const holds = (post: Post, day: number) => post.from <= day && day <= post.to

/** The first days of July, August and September, and of the month behind them. */
const firstOf = [0, 31, 62, LENGTH] as const

const isWorked = (story: Story, day: number): boolean => {
  const own = story.duty.findLast(({ month }) => firstOf[month]! <= day && day < firstOf[month + 1]!)
  if (own) return own.days.includes(day - firstOf[own.month]!)
  const weekday = new Date(Date.UTC(2026, 6, 1 + day)).getUTCDay() || 7
  return weekday <= story.weekdays && !story.holidays.includes(day)
}
const isOut = (story: Story, hour: number): boolean =>
  story.outages.some(({ at, hours }) => hourOf(story, 0) + at <= hour && hour < hourOf(story, 0) + at + hours)
/** The hour at which so many days of a work date are over: hours of an outage do not count as passed. */
function endOf(story: Story, day: number, days: number): number {
  let hour = hourOf(story, day)
  for (let left = (days + 1) * 24; left > 0; hour++) if (!isOut(story, hour)) left--
  return hour
}
const windowOf = (story: Story) => story.window ?? { days: 3, grace: 3 }
const excused = (story: Story, day: number) =>
  story.leaves.some((leave) => leave.day <= day && day < leave.day + leave.days)
const isDue = (story: Story, day: number): boolean =>
  isWorked(story, day) && !excused(story, day) && endOf(story, day, windowOf(story).days) <= hourOf(story, story.asOf)

function standing(
  story: Story,
  day: number,
  entry: Story['days'][number]['entries'][number],
): 'early' | 'in-time' | 'late' | 'closed' {
  const opens = hourOf(story, day)
  const recorded = opens + entry.after
  const { written } = entry
  const usable = written !== undefined && written >= 0 && written <= 72 && recorded - written >= opens
  const at = usable ? recorded - written : recorded
  if (at < opens) return 'early'
  const { days, grace } = windowOf(story)
  if (at < endOf(story, day, days)) return 'in-time'
  if (at < endOf(story, day, days + grace)) return 'late'
  const open = story.graces.some((one) => one.from <= day && day < one.from + one.days && at < hourOf(story, one.until))
  return open ? 'late' : 'closed'
}

type Said = { value?: Q; missing?: string }

function timelinessOf(story: Story, days: readonly number[]): Said {
  let [onTime, late, missed, awaiting, open] = [0, 0, 0, 0, 0]
  for (const day of days) {
    const wholeDayOut = Array.from({ length: 24 }, (_, hour) => isOut(story, hourOf(story, day) + hour)).every(
      (out) => out,
    )
    if (!isDue(story, day) || wholeDayOut) continue
    const there = story.days[day]!.entries.filter(
      (entry) => hourOf(story, day) + entry.after <= hourOf(story, story.asOf),
    )
    const has = (states: string[], verdict: string) =>
      there.some((one) => states.includes(one.state) && standing(story, day, one) === verdict)
    const waits = ['admitted', 'none']
    if (has(['verified'], 'in-time')) onTime++
    else if (has(['verified'], 'late') && has(waits, 'in-time')) open++
    else if (has(['verified'], 'late')) late++
    else if (has(waits, 'in-time') || has(waits, 'late')) awaiting++
    else missed++
  }
  const share = (lates: number, due: number) => q((onTime * 2 + lates) * 100, due * 2)
  const due = onTime + late + missed
  if (due === 0) return { missing: awaiting + open > 0 ? 'awaiting' : 'not-due' }
  const [without, with_] = [share(late, due), share(late + open, due + open)]
  return { value: isMore(with_, without) ? with_ : without }
}

function disciplineOf(story: Story, days: readonly number[]): Said {
  if (!story.attendance.connected) return { missing: 'not-connected' }
  let [points, due, known] = [0, 0, 0]
  let anything = false
  for (const day of days) {
    if (!isWorked(story, day) || excused(story, day)) continue
    const records = story.days[day]!.records.map((record, at) => ({ ...record, id: at })).filter(
      ({ withdrawn }) => !withdrawn,
    )
    const asked = isDue(story, day) && (story.attendance.from === undefined || day >= story.attendance.from)
    if (asked) due++
    if (records.length === 0) continue
    anything = true
    if (asked) known++
    const [counts] = records.sort(
      (a, b) =>
        Number(b.settled) - Number(a.settled) || Number(b.present) - Number(a.present) || b.at - a.at || b.id - a.id,
    )
    const band = (minutes: number) =>
      minutes < 1 ? 0 : minutes <= 30 ? 500 : minutes <= 60 ? 1000 : minutes <= 90 ? 1250 : 1500
    points += counts!.present ? band(counts!.late) + band(counts!.early) : 3000
  }
  if (due === 0 && !anything) return { missing: 'not-due' }
  if (known * 100 < due * 80) return { missing: 'awaiting' }
  return { value: q(Math.max(0, 100_000 - points), 1000) }
}

function quantityOf(story: Story, post: Post, days: readonly number[]): Said {
  const plans = story.plans.filter((plan) => {
    const [last, closed] = [plan.from + plan.days - 1, plan.closed]
    return (
      (plan.second ? 1 : 0) === post.nth &&
      plan.from <= days.at(-1)! &&
      last >= days[0]! &&
      (closed === undefined || (closed >= plan.from && closed >= days[0]!))
    )
  })
  if (plans.length === 0) return { missing: 'awaiting' }
  const lines: { weight: number; reached: Q }[] = []
  for (const plan of plans) {
    const last = plan.from + plan.days - 1
    const until = Math.min(last, plan.closed ?? last)
    let planned = 0
    for (let day = plan.from; day <= last; day++) if (isWorked(story, day)) planned++
    const due = days.filter((day) => plan.from <= day && day <= until && isDue(story, day)).length
    plan.targets.forEach((target, nth) => {
      if (target === undefined || due === 0) return
      const verified = days
        .filter((day) => plan.from <= day && day <= until)
        .flatMap((day) => story.days[day]!.entries.map((entry) => ({ ...entry, day })))
        .filter(
          (entry) =>
            entry.state === 'verified' &&
            entry.result === nth &&
            hourOf(story, entry.day) + entry.after <= hourOf(story, story.asOf),
        )
        .reduce((sum, { quantity }) => sum + quantity, 0)
      lines.push({
        weight: [50, 30, 20][nth]!,
        reached: least(over(q(verified), times(q(target), q(due, planned))), q(1)),
      })
    })
  }
  const whole = lines.reduce((sum, { weight }) => sum + weight, 0)
  if (whole === 0) return { missing: 'not-due' }
  return { value: lines.reduce((sum, { weight, reached }) => plus(sum, times(q(weight * 100, whole), reached)), q(0)) }
}

function ratedOf(answers: Story['answers'][keyof Story['answers']]): Said {
  if (answers?.superior === undefined) return { missing: 'awaiting' }
  const sources = [
    { weight: 60, mean: q(answers.superior) },
    ...(answers.self === undefined ? [] : [{ weight: 10, mean: q(answers.self) }]),
    ...(answers.peers.length < 3
      ? []
      : [
          {
            weight: 30,
            mean: q(
              answers.peers.reduce((a, b) => a + b, 0),
              answers.peers.length * 2,
            ),
          },
        ]),
  ]
  const whole = sources.reduce((sum, { weight }) => sum + weight, 0)
  return {
    value: sources.reduce(
      (sum, { weight, mean }) => plus(sum, times(times(plus(mean, q(-1)), q(100, 4)), q(weight, whole))),
      q(0),
    ),
  }
}

function serviceOf(story: Story): Said {
  for (const above of [false, true]) {
    const groups = new Map<number, { answers: number; sum: number; first: number }>()
    story.surveys.forEach((survey, nth) => {
      if (survey.above !== above) return
      for (const { day, answers, each } of survey.batches) {
        if (day < 0 || day >= LENGTH || answers === 0) continue
        const group = groups.get(survey.asked) ?? { answers: 0, sum: 0, first: nth }
        groups.set(survey.asked, {
          answers: group.answers + answers,
          sum: group.sum + answers * each * survey.asked,
          first: Math.min(group.first, nth),
        })
      }
    })
    const [most] = [...groups].sort(([, a], [, b]) => b.answers - a.answers || a.first - b.first)
    if (most === undefined) continue
    const [asked, { answers, sum }] = most
    if (answers < 30) return { missing: 'below-threshold' }
    // (Σ NRR ÷ elements) × 25 in hundredths, half up.
    const hundredths = (BigInt(sum) * 2500n * 2n + BigInt(answers * asked)) / (2n * BigInt(answers * asked))
    return { value: q(hundredths, 100) }
  }
  return { missing: story.surveys.length > 0 ? 'below-threshold' : 'not-connected' }
}

const order = ['discipline', 'quality', 'timeliness', 'quantity', 'teamwork', 'innovation', 'service'] as const
type Name = (typeof order)[number]
const halves = {
  result: ['quantity', 'timeliness', 'quality', 'service'],
  behaviour: ['discipline', 'teamwork', 'innovation'],
} as const
const judged: Record<keyof typeof halves, readonly Name[]> = {
  result: ['quality'],
  behaviour: ['teamwork', 'innovation'],
}

function referenceOf(story: Story) {
  const posts = postsOf(story).sort((a, b) => a.from - b.from || a.nth - b.nth)
  const ownerOn = (day: number) => {
    const held = posts.filter((post) => holds(post, day))
    return held.find(({ kind }) => kind === 'definitive') ?? held[0]
  }
  const begun = Array.from({ length: LENGTH }, (_, day) => day).filter(
    (day) => hourOf(story, day) <= hourOf(story, story.asOf),
  )
  const segments = posts.flatMap((post) =>
    [true, false].flatMap((counted) => {
      const days = begun.filter((day) => holds(post, day) && (ownerOn(day) === post) === counted)
      if (days.length === 0) return []
      const said: Record<Name, Said> = {
        discipline: disciplineOf(story, days),
        quality: ratedOf(story.answers.quality),
        timeliness: timelinessOf(story, days),
        quantity: quantityOf(story, post, days),
        teamwork: ratedOf(story.answers.teamwork),
        innovation: ratedOf(story.answers.innovation),
        service: serviceOf(story),
      }
      const weights = indeksDaerah.weights[post.group]
      const over_ = (names: readonly Name[]) => {
        const present = names.filter((name) => said[name].value !== undefined)
        const weight = present.reduce((sum, name) => sum + weights[name], 0)
        const sum = present.reduce((total, name) => plus(total, times(said[name].value!, q(weights[name]))), q(0))
        return {
          weight,
          value: weight === 0 ? undefined : over(sum, q(weight)),
          whole: names.reduce((all, name) => all + weights[name], 0),
        }
      }
      const all = over_(order)
      const index = all.weight >= 50_000 ? all.value : undefined
      const half = (which: keyof typeof halves) => {
        const { weight, value, whole } = over_(halves[which])
        return {
          value: weight * 2 >= whole ? value : undefined,
          share: q(weight, whole),
          judged: judged[which].some((name) => said[name].value !== undefined),
        }
      }
      return [
        {
          counted,
          days: days.length,
          said,
          weights,
          completeness: all.weight,
          index,
          result: half('result'),
          behaviour: half('behaviour'),
        },
      ]
    }),
  )
  const counting = segments.filter(({ counted }) => counted)
  const held = counting.reduce((sum, { days }) => sum + days, 0)
  const mean = (of: (one: (typeof counting)[number]) => Q | undefined) => {
    const some = counting.filter((one) => of(one) !== undefined)
    const days = some.reduce((sum, one) => sum + one.days, 0)
    return days === 0
      ? undefined
      : over(
          some.reduce((sum, one) => plus(sum, times(of(one)!, q(one.days))), q(0)),
          q(days),
        )
  }
  const percent = (of: (one: (typeof counting)[number]) => number) =>
    held === 0 ? 0 : rounded(over(q(counting.reduce((sum, one) => sum + of(one) * one.days, 0)), q(held * 1000)))
  const counted = percent((one) => (one.index === undefined ? 0 : one.completeness))
  const index = counted >= 50_000 ? mean((one) => one.index) : undefined
  const over3 = story.asOf >= LENGTH
  const ratingOf = (which: keyof typeof halves) => {
    if (index === undefined || !over3) return undefined
    const can = (one: (typeof counting)[number]) => one.index !== undefined && one[which].value !== undefined
    const share = counting.reduce(
      (sum, one) => plus(sum, can(one) ? times(one[which].share, q(one.days, held)) : q(0)),
      q(0),
    )
    if (isMore(q(1, 2), share) || !counting.some((one) => can(one) && one[which].judged)) return undefined
    const figure = rounded(mean((one) => (can(one) ? one[which].value : undefined))!)
    return figure >= 90_000 ? 'above' : figure >= 70_000 ? 'meets' : 'below'
  }
  return {
    index: index && rounded(index),
    counted,
    completeness: percent((one) => one.completeness),
    result: ratingOf('result'),
    behaviour: ratingOf('behaviour'),
    segments: segments.map((one) => ({
      days: one.days,
      counted: one.counted,
      completeness: one.completeness,
      index: one.index && rounded(one.index),
      criteria: order.map((name) => {
        const { value, missing } = one.said[name]
        return [
          name,
          value && rounded(value),
          value && one.index ? rounded(over(times(value, q(one.weights[name])), q(one.completeness))) : undefined,
          missing,
        ]
      }),
    })),
  }
}

// --- The same story, as the kernel is told it.

const postId = (nth: number) => id(500 + nth)
function told(story: Story): Parameters<typeof evaluate> {
  const start = hourOf(story, 0) * HOUR
  const posts = postsOf(story)
  const context: Context = {
    employeeId: id(4),
    period: '2026-Q3',
    from: dayAt(0),
    to: dayAt(LENGTH - 1),
    ratings: undefined,
    duty: Object.fromEntries(
      story.duty.map(({ month, days }) => {
        const dates = days.map((day) => dayAt(firstOf[month]! + day))
        const night = [{ code: 'M', beginMinute: 1260, endMinute: 1860, breakMinutes: 60 }]
        const name = dayAt(firstOf[month]!).slice(0, 7)
        return [name, Object.fromEntries(dates.filter((date) => date.startsWith(name)).map((date) => [date, night]))]
      }),
    ),
    figures: {},
    assignments: posts.map((post) => ({
      assignmentId: postId(post.nth),
      agencyId: AGENCY,
      unitId: UNIT,
      positionId: id(3),
      group: post.group,
      capacity: post.kind,
      from: post.from === -1000 ? '2024-01-01' : dayAt(post.from),
      to: post.to === 1000 ? undefined : dayAt(post.to),
      zone: story.zone,
    })),
    plans: story.plans.map(
      (plan, nth): Plan => ({
        planId: id(600 + nth),
        assignmentId: postId(plan.second ? 1 : 0),
        from: dayAt(plan.from),
        to: dayAt(plan.from + plan.days - 1),
        closedOn: plan.closed === undefined ? undefined : dayAt(plan.closed),
        results: results.map((result, at) => ({
          ...result,
          targetThousandths: plan.targets[at] === undefined ? undefined : plan.targets[at]! * 1000,
        })),
      }),
    ),
    agencies: {
      [AGENCY]: {
        calendars: {
          '2026': {
            workingWeekdays: Array.from({ length: story.weekdays }, (_, at) => at + 1),
            holidays: new Set(story.holidays.map(dayAt)),
          },
        },
        windows: story.window
          ? [{ days: story.window.days, graceDays: story.window.grace, effectiveFrom: '2026-01-01' }]
          : [],
        outages: story.outages.map(({ at, hours }, nth) => ({
          id: `o${nth}`,
          from: start + at * HOUR,
          to: start + (at + hours) * HOUR,
        })),
        graces: story.graces.map(({ from, days, until }, nth) => ({
          id: `g${nth}`,
          workFrom: dayAt(from),
          workTo: dayAt(from + days - 1),
          until: hourOf(story, until) * HOUR,
        })),
        attendanceConnected: story.attendance.connected,
        attendanceFrom: story.attendance.from === undefined ? undefined : dayAt(story.attendance.from),
      },
    },
    answers: Object.fromEntries(
      posts.map((post) => [
        postId(post.nth),
        Object.fromEntries(
          Object.entries(story.answers).map(([name, { superior, self, peers }]) => [
            name,
            {
              superior: superior && superior * 1000,
              self: self && self * 1000,
              peers: peers.length === 0 ? undefined : { n: peers.length, sum: peers.reduce((a, b) => a + b, 0) * 500 },
            },
          ]),
        ),
      ]),
    ),
  }
  const units: UnitParts = new Map(
    [false, true].map((above) => [
      above ? 'above' : UNIT,
      {
        parentUnitId: above ? undefined : 'above',
        surveys: story.surveys.flatMap((survey, nth) =>
          survey.above !== above
            ? []
            : [
                {
                  surveyId: `s${nth}`,
                  elements: Array.from({ length: survey.asked }, (_, at) => `u${at}`),
                  from: dayAt(0),
                  to: dayAt(40),
                  batches: survey.batches.map(({ day, answers, each }) => ({
                    day: dayAt(day),
                    answers,
                    sums: Array.from({ length: survey.asked }, () => answers * each),
                  })),
                },
              ],
        ),
      },
    ]),
  )
  let serial = 1000
  const facts = new Map(
    story.days.map(({ entries, records }, day): [string, Fact[]] => [
      dayAt(day),
      [
        ...entries.flatMap((entry): Fact[] => {
          const recordId = id(serial++)
          const recordedAt = (hourOf(story, day) + entry.after) * HOUR
          const fact: Fact = {
            kind: 'entry',
            recordId,
            revision: 1,
            offset: BigInt(serial),
            resultId: entry.result === undefined ? undefined : results[entry.result]!.resultId,
            quantityThousandths: entry.quantity * 1000,
            recordedAt,
            sourceRecordedAt: undefined,
            writtenAt: entry.written === undefined ? undefined : recordedAt - entry.written * HOUR,
            withdrawn: false,
          }
          if (entry.state === 'none') return [fact]
          const takenBack: Fact[] =
            entry.state === 'withdrawn' ? [{ ...fact, revision: 2, offset: fact.offset + 1n, withdrawn: true }] : []
          return [
            fact,
            ...takenBack,
            {
              kind: 'verdict',
              recordId,
              revision: entry.state === 'withdrawn' ? 2 : 1,
              state: entry.state,
              version: entry.state === 'admitted' || entry.state === 'withdrawn' ? 0 : 1,
              recordedAt,
              timelyAt: undefined,
            },
          ]
        }),
        ...records.map(
          (record): Fact => ({
            kind: 'attendance',
            recordId: id(serial++),
            revision: 1,
            offset: 0n,
            recordedAt: 0,
            occurredAt: record.at,
            settlement: record.settled,
            agencyId: record.settled ? undefined : AGENCY,
            present: record.present,
            lateMinutes: record.late,
            earlyLeaveMinutes: record.early,
            withdrawn: record.withdrawn,
          }),
        ),
      ],
    ]),
  )
  const leaves = story.leaves.map(
    ({ day, days }): LeaveFact => ({
      kind: 'leave',
      recordId: id(serial++),
      revision: 1,
      offset: 0n,
      recordedAt: 0,
      reason: 'leave',
      from: dayAt(day),
      to: dayAt(day + days - 1),
      withdrawn: false,
    }),
  )
  return [parts(facts, leaves), units, context, packs, hourOf(story, story.asOf) * HOUR]
}

// --- Random quarters.

const int = (min: number, max: number) => fc.integer({ min, max })
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined })
const group = fc.constantFrom(...(Object.keys(indeksDaerah.weights) as Group[]))
const answer = fc.record({
  superior: maybe(int(1, 5)),
  self: maybe(int(1, 5)),
  peers: fc.array(int(2, 10), { maxLength: 5 }),
})
/** Mostly an entry in time and verified: else nothing is ever seen of what is rare. */
const entry = fc.record({
  after: fc.oneof({ weight: 4, arbitrary: int(0, 20) }, { weight: 3, arbitrary: int(-3, 24 * 9) }),
  written: maybe(int(-2, 80)),
  state: fc.constantFrom(
    'verified' as const,
    'verified' as const,
    'verified' as const,
    'returned' as const,
    'admitted' as const,
    'none' as const,
    'withdrawn' as const,
  ),
  result: maybe(int(0, 2)),
  quantity: int(0, 5),
})
const record = fc.record({
  present: fc.constantFrom(true, true, true, false),
  late: int(0, 100),
  early: fc.constantFrom(0, 0, 1, 30, 31, 90, 91),
  at: int(0, 3),
  settled: fc.constantFrom(false, false, false, true),
  withdrawn: fc.constantFrom(false, false, false, true),
})
const day = fc.record({
  entries: fc.oneof(
    { weight: 3, arbitrary: fc.array(entry, { maxLength: 1 }) },
    { weight: 2, arbitrary: fc.array(entry, { maxLength: 3 }) },
  ),
  records: fc.oneof(
    { weight: 9, arbitrary: fc.array(record, { minLength: 1, maxLength: 1 }) },
    { weight: 1, arbitrary: fc.array(record, { maxLength: 3 }) },
  ),
})
const story: fc.Arbitrary<Story> = fc.record({
  zone: fc.constantFrom('WIB' as const, 'WITA' as const, 'WIT' as const),
  weekdays: fc.constantFrom(5, 6),
  // Of the three months of the quarter those with a schedule of his own: the days that are worked.
  duty: fc.array(fc.record({ month: int(0, 2), days: fc.uniqueArray(int(0, 30), { maxLength: 24 }) }), {
    maxLength: 2,
  }),
  holidays: fc.array(int(0, LENGTH - 1), { maxLength: 4 }),
  window: maybe(fc.record({ days: int(0, 7), grace: int(0, 7) })),
  outages: fc.array(fc.record({ at: int(-50, LENGTH * 24), hours: int(1, 60) }), { maxLength: 3 }),
  graces: fc.array(fc.record({ from: int(0, 90), days: int(1, 9), until: int(0, 110) }), { maxLength: 2 }),
  second: maybe(fc.record({ day: int(1, 91), gap: fc.constantFrom(0, 0, 3), group })),
  plt: maybe(fc.record({ day: int(-5, 91), days: int(0, 60) })),
  group,
  attendance: fc.record({ connected: fc.constantFrom(true, true, true, false), from: maybe(int(0, 80)) }),
  days: fc.array(day, { minLength: LENGTH, maxLength: LENGTH }),
  leaves: fc.array(fc.record({ day: int(-3, 91), days: int(1, 12) }), { maxLength: 3 }),
  plans: fc.array(
    fc
      .record({
        from: int(-60, 80),
        days: int(1, 180),
        closed: maybe(int(-60, 100)),
        targets: fc.tuple(maybe(int(1, 60)), maybe(int(1, 60)), maybe(int(1, 60))),
        second: fc.boolean(),
      })
      // A span lies in one calendar year.
      .map((plan) => ({ ...plan, days: Math.min(plan.days, 184 - plan.from) })),
    { maxLength: 2 },
  ),
  answers: fc.record({ quality: answer, teamwork: answer, innovation: answer }, { requiredKeys: [] }),
  surveys: fc.array(
    fc.record({
      above: fc.boolean(),
      asked: int(1, 3),
      batches: fc.array(fc.record({ day: int(-5, 97), answers: int(0, 40), each: int(1, 4) }), { maxLength: 2 }),
    }),
    { maxLength: 3 },
  ),
  asOf: fc.oneof({ weight: 3, arbitrary: int(96, 130) }, { weight: 2, arbitrary: int(0, 97) }),
})

const seen = ({ receipt }: ReturnType<typeof evaluate>) => ({
  index: receipt.index,
  counted: receipt.counted,
  completeness: receipt.completeness,
  result: receipt.suggestion.result,
  behaviour: receipt.suggestion.behaviour,
  segments: receipt.segments.map(({ days, counted, completeness, index, criteria }) => ({
    days,
    counted,
    completeness,
    index,
    criteria: criteria.map((line) => [line.criterion, line.value, line.contribution, line.missing]),
  })),
})

test('any quarter is scored as the text of the rules scores it, to the last thousandth, and follows from its own evidence', () => {
  fc.assert(
    fc.property(story, (of) => {
      const evaluation = evaluate(...told(of))
      expect(seen(evaluation)).toEqual(referenceOf(of))
      expect(receiptBytes(recompute(evaluation.receipt, packs))).toEqual(receiptBytes(evaluation.receipt))
    }),
    { numRuns: Number(process.env['RULES_RUNS'] ?? 40), seed: Number(process.env['RULES_SEED'] ?? 7) },
  )
}, 600_000)
