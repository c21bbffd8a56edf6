import { addDays, boundsOf, eachDay, isWorkingDay, startOf, type CivilDate } from '@timbang/rules/civil-date'
import { timing, windowEnds } from '@timbang/rules/kernel/1/lateness'
import { expect, test } from 'vitest'
import { agencyPlans } from './agencies.ts'
import { calendars } from './calendars.ts'
import { monthsOf, shiftOn, shifts, unitMonths, worksShifts } from './duty.ts'
import { history, lifeOf, type Entry, type Record } from './history.ts'
import { planOf, plansOf } from './plans.ts'
import { province, type Assignment, type Person } from './province.ts'
import { spans } from './sample.ts'
import { GRACE_DAYS, outage } from './windows.ts'

const NOW = Date.parse('2026-11-26T03:00:00Z')
const { past, recent } = spans(NOW)
const whole = province(1_200)
/** Every twenty-fourth of them: who he is has nothing to do with where he stands in the list. */
const some = whole.people.filter((_, at) => at % 24 === 0)
const postsOf = Map.groupBy(
  whole.assignments.filter(({ capacity }) => capacity === 'definitive'),
  ({ person }) => person,
)
const lives = new Map(some.map((person) => [person, [...lifeOf(person, postsOf.get(person)!, past)]]))
const everything = [...lives.values()].flat()
const entries = everything.filter((record): record is Entry => record.kind === 'activity')

const agencies = new Map(agencyPlans.map((agency) => [agency.code, agency]))
const working = new Map(
  calendars
    .filter(({ year }) => year === 2026)
    .map((calendar) => [
      calendar.calendarCode,
      { workingWeekdays: calendar.workingWeekdays, holidays: new Set(calendar.holidays.map(({ date }) => date)) },
    ]),
)

/** Counted anew from the records alone: days due, on time, late, and those whose entries nobody has looked at. */
function daysOf(records: readonly Record[], assignments: readonly Assignment[]) {
  const sums = { due: 0, onTime: 0, late: 0, awaiting: 0 }
  const byDate = Map.groupBy(
    records.filter((record): record is Entry => record.kind === 'activity'),
    (entry) => entry.workDate,
  )
  const away = new Set(
    records.flatMap((record) => (record.kind === 'leave' ? [...eachDay(record.fromDate, record.toDate)] : [])),
  )
  for (const assignment of assignments) {
    const { post, from, to } = assignment
    const calendar = working.get(agencies.get(post.agencyCode)!.calendar)!
    const worked = (date: CivilDate) =>
      worksShifts(assignment) ? shiftOn(assignment, date) !== undefined : isWorkingDay(calendar, date)
    for (const date of eachDay(from > past.from ? from : past.from, to !== undefined && to < past.to ? to : past.to)) {
      if (!worked(date) || away.has(date)) continue
      const written = byDate.get(date) ?? []
      const verified = written.filter(({ verdict }) => verdict?.verified)
      if (
        verified.length === 0 &&
        written.some(({ verdict, timing }) => verdict === undefined && timing !== 'closed')
      ) {
        sums.awaiting++
        continue
      }
      sums.due++
      if (verified.some(({ timing }) => timing === 'in-time')) sums.onTime++
      else if (verified.some(({ timing }) => timing === 'late')) sums.late++
    }
  }
  return sums
}

test('of the days due in the quarter 85 to 92 % are on time', () => {
  const sums = { due: 0, onTime: 0 }
  for (const [person, records] of lives) {
    const { due, onTime } = daysOf(records, postsOf.get(person)!)
    sums.due += due
    sums.onTime += onTime
  }
  expect(sums.onTime / sums.due).toBeGreaterThan(0.85)
  expect(sums.onTime / sums.due).toBeLessThan(0.92)
})

test('people differ: some miss no day, some miss more than a quarter of them', () => {
  const shares = [...lives]
    .map(([person, records]) => daysOf(records, postsOf.get(person)!))
    .filter(({ due }) => due > 20)
    .map(({ due, onTime }) => onTime / due)
  expect(shares.filter((share) => share > 0.97).length).toBeGreaterThan(some.length / 20)
  expect(shares.filter((share) => share < 0.75).length).toBeGreaterThan(some.length / 50)
})

test('of the entries of the quarter 90 to 97 % are verified, and some are returned with a reason', () => {
  const verified = entries.filter(({ verdict }) => verdict?.verified).length / entries.length
  const returned = entries.filter(({ verdict }) => verdict?.verified === false)
  expect(verified).toBeGreaterThan(0.9)
  expect(verified).toBeLessThan(0.97)
  expect(returned.length).toBeGreaterThan(0)
  expect(returned.every(({ verdict }) => verdict!.reasonCode !== '')).toBe(true)
})

test('a person writes about two entries a day, so that the default province has 110 to 160 thousand of a quarter', () => {
  expect((entries.length / some.length) * 1_200).toBeGreaterThan(110_000)
  expect((entries.length / some.length) * 1_200).toBeLessThan(160_000)
})

test('most people write when the day ends, not when it begins', () => {
  const hours = entries
    .filter(({ recordedAt, workDate }) => recordedAt < startOf(addDays(workDate, 1), 'WIB'))
    .map(({ recordedAt, workDate }) => (recordedAt - startOf(workDate, 'WIB')) / 3_600_000)
  expect(hours.filter((hour) => hour >= 14).length / hours.length).toBeGreaterThan(0.6)
  expect(hours.some((hour) => hour < 12)).toBe(true)
})

test('nothing is verified before it is recorded, and nothing is recorded before its work date', () => {
  expect(entries.filter(({ verdict, recordedAt }) => verdict !== undefined && verdict.at <= recordedAt)).toEqual([])
  expect(entries.filter(({ recordedAt, workDate }) => recordedAt < startOf(workDate, 'WIB'))).toEqual([])
})

test('the outage on record changes the verdict of entries: without it they would be late', () => {
  const staff = whole.people
    .filter((person) => postsOf.get(person)![0]!.post.agencyCode === outage.agencyCode)
    .slice(0, 20)
  const { windowDays } = agencies.get(outage.agencyCode)!
  const moved = staff
    .flatMap((person) => [...lifeOf(person, postsOf.get(person)!, past)])
    .filter((record): record is Entry => record.kind === 'activity' && record.movedBy === outage.outageId)
  expect(moved.length).toBeGreaterThan(0)
  const verdictOf = (
    { workDate, recordedAt, person: { employeeId } }: Entry,
    outages: Parameters<typeof timing>[0]['outages'],
  ) =>
    timing({
      workDate,
      employeeId,
      unitId: '',
      zone: 'WIB',
      recordedAt,
      rule: { days: windowDays, graceDays: GRACE_DAYS },
      outages,
      graces: [],
      offlineAllowance: 0,
    }).verdict
  const changed = moved.filter(
    (entry) => verdictOf(entry, [{ id: outage.outageId, ...outage }]) === 'in-time' && verdictOf(entry, []) === 'late',
  )
  expect(changed.length).toBeGreaterThan(0)
  expect(changed.some(({ verdict }) => verdict?.verified)).toBe(true)
})

test('nobody of the agency wrote while its network was gone', () => {
  const staff = whole.people
    .filter((person) => postsOf.get(person)![0]!.post.agencyCode === outage.agencyCode)
    .slice(20, 50)
  const during = staff
    .flatMap((person) => [
      ...lifeOf(person, postsOf.get(person)!, { from: '2026-08-03', to: '2026-08-08', before: past.before }),
    ])
    .filter((record) => record.kind === 'activity' && record.recordedAt >= outage.from && record.recordedAt < outage.to)
  expect(during).toEqual([])
})

test('weights of every plan sum to a hundred, targets are positive, and no two plans of a person overlap', () => {
  const sample = {
    ...whole,
    assignments: whole.assignments.filter(
      ({ person, capacity }, at) => at % 5 === 0 || person.cast !== undefined || capacity !== 'definitive',
    ),
  }
  const plans = [...plansOf(sample, '2026-Q3'), ...plansOf(sample, '2026-Q4')]
  expect(
    plans.filter(
      ({ results }) => results.reduce((sum, { weightThousandths }) => sum + weightThousandths, 0) !== 100_000,
    ),
  ).toEqual([])
  expect(
    plans.filter(({ results }) =>
      results.some(
        ({ targetThousandths, weightThousandths, title }) =>
          targetThousandths <= 0 || weightThousandths <= 0 || title === '',
      ),
    ),
  ).toEqual([])
  expect(plans.filter(({ results }) => results.length < 3)).toEqual([])
  for (const own of Map.groupBy(plans, ({ assignment }) => assignment.person).values()) {
    const inOrder = own.sort((a, b) => (a.from < b.from ? -1 : 1))
    for (let at = 1; at < inOrder.length; at++)
      if (inOrder[at]!.from <= inOrder[at - 1]!.to)
        throw new Error(`two plans of ${inOrder[at]!.assignment.person.name}`)
  }
})

test('an entry belongs to a result of the plan that holds on its day, and counts in its unit', () => {
  const strays: string[] = []
  for (const [person, records] of lives) {
    const results = postsOf.get(person)!.flatMap((assignment) => {
      const plan = planOf(assignment, '2026-Q3')
      return plan === undefined ? [] : plan.results.map((result) => ({ ...result, from: plan.from, to: plan.to }))
    })
    for (const record of records) {
      if (record.kind !== 'activity' || record.resultId === undefined) continue
      const result = results.find(({ resultId }) => resultId === record.resultId)
      if (
        result === undefined ||
        record.workDate < result.from ||
        record.workDate > result.to ||
        record.unit !== result.unit ||
        record.quantity <= 0 ||
        record.endMinute <= record.startMinute
      )
        strays.push(record.sentence)
    }
  }
  expect(strays).toEqual([])
})

test('what is verified reaches most targets, not all', () => {
  const shares: number[] = []
  for (const [person, records] of lives)
    for (const assignment of postsOf.get(person)!)
      for (const result of planOf(assignment, '2026-Q3')?.results ?? []) {
        const done = records.reduce(
          (sum, record) =>
            record.kind === 'activity' && record.resultId === result.resultId && record.verdict?.verified
              ? sum + record.quantity
              : sum,
          0,
        )
        shares.push((done * 1_000) / result.targetThousandths)
      }
  const reached = shares.filter((share) => share >= 1).length / shares.length
  expect(reached).toBeGreaterThan(0.25)
  expect(reached).toBeLessThan(0.85)
})

test('a sentence has no brace left, and seldom reads like another of the same person', () => {
  expect(entries.filter(({ sentence }) => /[{}]|  /.test(sentence) || !sentence.endsWith('.'))).toEqual([])
  const wordings = entries.map(
    ({ person, sentence }) =>
      `${person.employeeId} ${(sentence.toLowerCase().match(/\p{L}+/gu) ?? []).sort().join(' ')}`,
  )
  expect(new Set(wordings).size / wordings.length).toBeGreaterThan(0.9)
})

test('nobody works on a holiday, on a Sunday or on leave, but for the wards, whose schedule says when', () => {
  for (const [person, records] of lives) {
    const calendars = postsOf.get(person)!.map((assignment) => ({
      ...assignment,
      on: (date: CivilDate) =>
        worksShifts(assignment)
          ? shiftOn(assignment, date) !== undefined
          : isWorkingDay(working.get(agencies.get(assignment.post.agencyCode)!.calendar)!, date),
    }))
    const away = new Set(
      records.flatMap((record) => (record.kind === 'leave' ? [...eachDay(record.fromDate, record.toDate)] : [])),
    )
    const worked = (date: CivilDate) =>
      calendars.some(({ from, to, on }) => from <= date && (to === undefined || to >= date) && on(date)) &&
      !away.has(date)
    for (const record of records)
      if (record.kind !== 'leave' && !worked(record.workDate)) throw new Error(`${person.name} on ${record.workDate}`)
  }
})

test('somebody can have no index: no source of attendance, or no plan and no days', () => {
  const without = (person: Person) =>
    postsOf.get(person)!.every(({ post }) => !agencies.get(post.agencyCode)!.attendance)
  expect(whole.people.some(without)).toBe(true)
  const newcomer = whole.people.find((person) => person.cast?.key === 'pendatang')!
  expect(postsOf.get(newcomer)!.map((assignment) => planOf(assignment, '2026-Q3'))).toEqual([undefined])
  expect(planOf(postsOf.get(newcomer)![0]!, '2026-Q4')).toBeDefined()
})

test('the same day is the same whatever span is asked for, and whoever else is in the province', () => {
  const sari = some.concat(whole.people).find((person) => person.cast?.key === 'sari')!
  const august = [...lifeOf(sari, postsOf.get(sari)!, { from: '2026-08-03', to: '2026-08-07', before: past.before })]
  const all = [...lifeOf(sari, postsOf.get(sari)!, past)]
  expect(august.length).toBeGreaterThan(5)
  expect(all).toEqual(expect.arrayContaining(august))
  const small = province(300)
  const hers = small.assignments.filter(({ person }) => person.cast?.key === 'sari')
  expect(JSON.stringify([...lifeOf(hers[0]!.person, hers, past)])).toBe(JSON.stringify(all))
})

test('what was not there before today is not told: no record, no verdict', () => {
  const span = { from: '2026-11-16', to: '2026-11-25', before: startOf('2026-11-20', 'WIB') }
  const known = some.slice(0, 20).flatMap((person) => [...lifeOf(person, postsOf.get(person)!, span)])
  expect(known.length).toBeGreaterThan(20)
  expect(
    known.filter(
      (record) =>
        record.recordedAt >= span.before ||
        (record.kind === 'activity' && record.verdict !== undefined && record.verdict.at >= span.before),
    ),
  ).toEqual([])
  expect(recent.to).toBe('2026-11-25')
})

test('a span that goes over the new year has the records of both quarters, each under its own plan', () => {
  const { recent } = spans(Date.parse('2027-01-12T03:00:00Z'))
  const records = [...history({ ...whole, people: some.slice(0, 3) }, recent)].filter(
    (record): record is Entry => record.kind === 'activity',
  )
  const quarterOf = (entry: Entry) =>
    postsOf
      .get(entry.person)!
      .flatMap((assignment) =>
        ['2026-Q4', '2027-Q1'].filter((quarter) =>
          planOf(assignment, quarter)!.results.some(({ resultId }) => resultId === entry.resultId),
        ),
      )
  for (const [year, quarter] of [
    ['2026', '2026-Q4'],
    ['2027', '2027-Q1'],
  ] as const) {
    const ofYear = records.filter(({ workDate }) => workDate.startsWith(year))
    expect(ofYear.length).toBeGreaterThan(3)
    expect(new Set(ofYear.flatMap(quarterOf))).toEqual(new Set([quarter]))
  }
})

test('history comes as it is asked for: the first record does not wait for the last', () => {
  const first = history(whole, past)[Symbol.iterator]().next().value
  expect(first?.person).toBe(whole.people[0])
  expect(boundsOf('2026-Q3')).toEqual({ from: past.from, to: past.to })
  expect(
    windowEnds({ workDate: past.to, zone: 'WIB', rule: { days: 7, graceDays: GRACE_DAYS }, outages: [] }).closesAt,
  ).toBeLessThan(NOW)
})

test('the wards work shifts: their people have records on the days of their schedule and on no others, and write of a night when it is over', () => {
  const ward = whole.assignments.filter((one) => one.capacity === 'definitive' && worksShifts(one)).slice(0, 12)
  expect(ward).toHaveLength(12)
  const kinds = new Set<string>()
  for (const assignment of ward) {
    const own = [...lifeOf(assignment.person, [assignment], past)].filter((record) => record.kind === 'activity')
    expect(own.length).toBeGreaterThan(30)
    for (const { workDate, recordedAt, startMinute } of own) {
      const shift = shiftOn(assignment, workDate)!
      kinds.add(shift.code)
      expect(startMinute).toBeGreaterThanOrEqual(shift.beginMinute)
      expect(recordedAt).toBeGreaterThan(startOf(workDate, 'WIB') + (shift.endMinute - 21) * 60_000)
    }
  }
  expect([...kinds].sort()).toEqual(['M', 'P', 'S'])
})
test('the schedules of the wards reach from the quarter that is told to the month behind today, and say what history says', () => {
  const months = monthsOf(['2026-Q3', '2026-Q4'], '2026-11-26')
  expect(months).toEqual(['2026-07', '2026-08', '2026-09', '2026-10', '2026-11', '2026-12'])
  const told = [...unitMonths(whole, months)]
  expect(new Set(told.map(({ month }) => month)).size).toBe(6)
  const codes = new Set(shifts.map(({ code }) => code))
  for (const { rows } of told) {
    expect(rows.length).toBeLessThanOrEqual(500)
    for (const { days } of rows) for (const { code } of days) expect(codes.has(code)).toBe(true)
  }
})
