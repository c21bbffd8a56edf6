import type { Fault } from '../fault.ts'

const shift = { file: 'packages/rules/src/shift.ts', test: 'packages/rules/src/shift.test.ts' }
const domain = { file: 'services/directory/src/duty/domain.ts', test: 'services/directory/src/duty/domain.test.ts' }
const handle = 'services/directory/src/duty/handle.ts'
const published = 'services/directory/test/a-duty-schedule-is-published.test.ts'
const order = 'services/scoring/test/facts-in-any-order-give-one-hash.test.ts'
const heads = {
  file: 'packages/roster/src/relations.ts',
  test: 'packages/roster/test/who-is-whose-superior-on-a-day.test.ts',
  sentence: 'a unit is headed',
}

/** Who works when: what is refused of a schedule, who may publish it, and whose days follow it. */
export const duty: readonly Fault[] = [
  {
    promise: 'Turns of a day that has begun are swapped with nobody.',
    ...domain,
    found: "  if (dates.some((date) => date <= today)) return refuse('duty.day-begun', undefined, 'dates')\n",
    planted: '',
  },
  {
    promise: 'Nobody takes over a turn without rest beside his others.',
    ...domain,
    found: 'span.begin - before.end < LEAST_REST',
    planted: 'span.begin - before.end < 0',
  },
  {
    promise: 'Turns of a person are swapped only on days on which he is in the unit.',
    ...domain,
    found: "    if (dates.some((date) => !held.has(date))) return refuse('duty.day-elsewhere')\n",
    planted: '',
  },
  {
    promise: 'A swap over a month that somebody else has changed is refused.',
    ...domain,
    found: "    if (known.versions.get(employeeId) !== seenVersion) return refuse('duty.changed-meanwhile')\n",
    planted: '',
  },
  {
    promise: 'A swap that is told twice is done once.',
    file: handle,
    found: 'states.length === 2 && states.every((state) => state.swap?.swapId === swapId)',
    planted: 'states.length > 2',
    test: published,
  },
  {
    promise: 'Who swaps turns leaves it on record.',
    file: handle,
    found:
      '      await decided(tx, { ...by, subjects, object: month, agencyId: unit.agencyId, at: now })\n      await commit(tx, kafka, events)\n      return { changed: true }',
    planted: '      await commit(tx, kafka, events)\n      return { changed: true }',
    test: published,
  },
  {
    promise: 'A swap is undone only before its first day has begun.',
    file: 'services/web/src/place/jaga/grid.ts',
    found: 'addDays(dateAt(now, zone), 1)',
    planted: 'dateAt(now, zone)',
    test: 'services/web/src/place/jaga/grid.test.ts',
  },
  {
    promise: 'In a month with a schedule its days are worked and no others.',
    file: 'packages/rules/src/kernel/1/working-days.ts',
    found: 'if (scheduled !== undefined) return scheduled[date] !== undefined',
    planted: 'if (scheduled?.[date] !== undefined) return true',
    test: 'packages/rules/src/kernel/1/reference.test.ts',
  },
  {
    promise: 'A shift that begins as another one ends meets it not.',
    ...shift,
    found: 'if (begin < until) found.add(date)',
    planted: 'if (begin <= until) found.add(date)',
  },
  {
    promise: 'A long shift is met by what begins behind a short one within it.',
    ...shift,
    found: 'until = Math.max(until, end)',
    planted: 'until = end',
  },
  {
    promise: 'A night is worked until its last minute.',
    ...shift,
    found: 'minutes < shift.endMinute',
    planted: 'minutes <= shift.endMinute',
  },
  {
    promise: 'A shift lasts a day at most.',
    ...shift,
    found: 'endMinute <= beginMinute + MINUTES_A_DAY &&',
    planted: '',
  },
  {
    promise: 'Whoever is not in the unit that month is not scheduled by it.',
    ...domain,
    found: "found('duty.not-in-unit')\n      continue",
    planted: 'continue',
  },
  {
    promise: 'A unit says only the days on which somebody is in it.',
    ...domain,
    found: "else if (!held.has(date)) found('duty.day-elsewhere', date, value)",
    planted: '',
  },
  {
    promise: 'What another unit published for its days stays.',
    ...domain,
    found: 'if (!held.has(date)) next[date] = shifts',
    planted: 'if (held.has(date)) next[date] = shifts',
  },
  {
    promise: 'A date outside the month is refused.',
    ...domain,
    found: "if (!dates.has(date)) found('duty.date-outside', date, value)",
    planted: 'if (!dates.has(date)) continue',
  },
  {
    promise: 'The night before the month and the day behind it are seen.',
    ...domain,
    found: 'overlaps({ ...days, ...Object.fromEntries(beside) })',
    planted: 'overlaps(days)',
  },
  {
    promise: 'A schedule reaches two months ahead and no further.',
    ...domain,
    found: 'MONTHS_AHEAD) ?',
    planted: 'MONTHS_AHEAD + 1) ?',
  },
  {
    promise: 'That a quarter is sealed stops no schedule.',
    ...domain,
    found: "code: 'duty.sealed', warning: true",
    planted: "code: 'duty.sealed', warning: false",
  },
  {
    promise: 'Only the head of the unit and the personnel of its agency publish there.',
    file: handle,
    found:
      'if (unit === undefined || !may(by.caller, by.operation, await relationsToUnit(tx, by.caller, unit, today)))',
    planted: 'if (unit === undefined)',
    test: published,
  },
  {
    promise: 'Only those who may see a unit see its schedule.',
    file: handle,
    found: "if (!may(caller, operation, relations)) return refuse('access.denied')",
    planted: '',
    test: published,
  },
  {
    promise: 'Who sees the schedule of a unit is on record.',
    file: handle,
    found: 'await look(pool, {',
    planted: 'void (async (..._: unknown[]) => {})(pool, {',
    test: published,
  },
  {
    promise: 'Who publishes a schedule is on record.',
    file: handle,
    found: 'if (subjects.length > 0) await decided(tx,',
    planted: 'if (subjects.length < 0) await decided(tx,',
    test: published,
  },
  {
    promise: 'A dry run publishes nothing.',
    file: handle,
    found: 'if (isStopped(problems) || dryRun) return',
    planted: 'if (isStopped(problems)) return',
    test: published,
  },
  {
    promise: 'Of two who publish for one person the second decides on what the first left.',
    file: handle,
    found: 'await lockDuties(\n        tx,\n        rows.map((row) => row.employeeId),\n      )',
    planted: '',
    test: published,
  },
  {
    promise: 'Only whoever others of the unit answer to is its head.',
    ...heads,
    found: 's.reports_to = p.position_id and s.from_date <= $2 and s.to_date >= $2 and below.unit_id = p.unit_id)',
    planted: 's.reports_to = p.position_id or true)',
  },
  {
    promise: 'Whoever answers to somebody in the unit is not its head.',
    ...heads,
    found: 's.position_id = p.position_id and s.from_date <= $2 and s.to_date >= $2 and above.unit_id = p.unit_id)',
    planted: 's.position_id = p.position_id and false)',
  },
  {
    promise: 'A score knows the schedules of its people.',
    file: 'services/scoring/src/score/store.ts',
    found: "['assignment', 'duty', 'plan',",
    planted: "['assignment', 'plan',",
    test: order,
    sentence: 'came too late',
  },
  {
    promise: 'The month that one sees follows his schedule.',
    file: 'services/journal/src/working-days.ts',
    found: 'if (scheduled !== undefined) return scheduled.length > 0',
    planted: '',
    test: 'services/journal/test/a-month-and-its-entries.test.ts',
    sentence: 'duty schedule',
  },
  {
    promise: 'Under the id of a swap that was done no other is done.',
    file: 'services/directory/src/duty/handle.ts',
    found: "return same ? { changed: false } : refuse('duty.changed-meanwhile')",
    planted: 'return { changed: false }',
    test: 'services/directory/test/a-duty-schedule-is-published.test.ts',
  },
]
