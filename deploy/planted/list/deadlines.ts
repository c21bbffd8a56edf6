import type { Fault } from '../fault.ts'

const kernel = 'packages/rules/src/kernel/1'
const lateness = { file: `${kernel}/lateness.ts`, test: `${kernel}/lateness.test.ts` }
const period = `${kernel}/period.test.ts`
const evaluate = `${kernel}/evaluate.test.ts`

/** A deadline to its last second, an allowance to its last millisecond, and what moves them. */
export const deadlines: readonly Fault[] = [
  {
    promise: 'An entry of the first instant after the window is late.',
    ...lateness,
    found: "if (judgedAt < opensAt + (days + 1) * DAY) return answer('in-time')",
    planted: "if (judgedAt <= opensAt + (days + 1) * DAY) return answer('in-time')",
  },
  {
    promise: 'The first instant after the grace is closed.',
    ...lateness,
    found: "if (judgedAt < opensAt + (days + graceDays + 1) * DAY) return answer('late')",
    planted: "if (judgedAt <= opensAt + (days + graceDays + 1) * DAY) return answer('late')",
  },
  {
    promise: 'What was written exactly as long ago as the allowance counts from when it was written.',
    ...lateness,
    found: 'recordedAt - writtenAt <= input.offlineAllowance',
    planted: 'recordedAt - writtenAt < input.offlineAllowance',
  },
  {
    promise: 'Beyond the allowance the writing time is ignored.',
    ...lateness,
    found: 'recordedAt - writtenAt <= input.offlineAllowance',
    planted: 'recordedAt - writtenAt <= 2 * input.offlineAllowance',
  },
  {
    promise: 'A writing time after the recording is ignored.',
    ...lateness,
    found: 'writtenAt <= recordedAt &&\n',
    planted: '',
  },
  {
    promise: 'A writing time before the work date is ignored.',
    ...lateness,
    found: ' &&\n    writtenAt >= opensAt',
    planted: '',
  },
  {
    promise: 'Imported history is judged by when its source recorded it.',
    ...lateness,
    found: "if (input.sourceRecordedAt !== undefined) return { judgedAt: input.sourceRecordedAt, judgedBy: 'source' }",
    planted: '',
  },
  {
    promise: 'Nothing is in time before its work date has begun.',
    ...lateness,
    found: "if (judgedAt < opensAt) return answer('before-work-date')",
    planted: '',
  },
  {
    promise: 'An outage after the window had closed moves nothing.',
    ...lateness,
    found: 'if (from >= end) break',
    planted: '',
  },
  {
    promise: 'Outages that overlap move an end once.',
    ...lateness,
    found: 'const from = Math.max(outage.from, covered)',
    planted: 'const from = Math.max(outage.from, opensAt)',
  },
  {
    promise: 'An outage moves an end to the second.',
    ...lateness,
    found: 'Math.floor((outage.to - from) / 1000) * 1000',
    planted: 'Math.floor((outage.to - from) / 60_000) * 60_000',
  },
  {
    promise: 'A grace holds for its own work dates, the last one included.',
    ...lateness,
    found: 'input.workDate <= one.workTo',
    planted: 'input.workDate < one.workTo',
  },
  {
    promise: 'A grace holds from its first work date on.',
    ...lateness,
    found: 'one.workFrom <= input.workDate && ',
    planted: '',
  },
  {
    promise: 'A grace ends at its instant.',
    ...lateness,
    found: ' && judgedAt < one.until',
    planted: '',
  },
  {
    promise: 'A gap between two outages leaves the day due.',
    ...lateness,
    found: 'if (outage.from > covered) return undefined',
    planted: '',
  },
  {
    promise: 'Outages to the last instant of a day excuse it.',
    ...lateness,
    found: 'if (outage.to >= end) return outage',
    planted: 'if (outage.to > end) return outage',
  },
  {
    promise: 'A day is judged by the window that held on it, not by a later one.',
    file: `${kernel}/day.ts`,
    found: 'if (window.effectiveFrom <= date) rule = window',
    planted: 'rule = window',
    test: period,
  },
  {
    promise: 'A day is due from the instant at which its window closes.',
    file: `${kernel}/day.ts`,
    found: 'ends.closes.at <= asOf',
    planted: 'ends.closes.at < asOf',
    test: `${kernel}/criterion/timeliness.test.ts`,
  },
  {
    promise: 'A leave excuses a day.',
    file: `${kernel}/day.ts`,
    found: 'due: working && leave === undefined && ends',
    planted: 'due: working && ends',
    test: evaluate,
  },
  {
    promise: 'A correction that was asked for is judged by the instant of what it mends.',
    file: `${kernel}/day.ts`,
    found: '...(verdict?.timelyAt === undefined',
    planted: '...(verdict !== verdict || true',
    test: `${kernel}/day.test.ts`,
  },
  {
    promise: "A day's window is that of the pack in force on it.",
    file: `${kernel}/day.ts`,
    found: 'const published = inForce(packs, INDEX, date)',
    planted: "const published = inForce(packs, INDEX, '9999-12-31')",
    test: `${kernel}/criterion/timeliness.test.ts`,
  },
  {
    promise: 'A civil day begins first in the east.',
    file: 'packages/rules/src/civil-date.ts',
    found: 'WIB: 7, WITA: 8, WIT: 9',
    planted: 'WIB: 7, WITA: 8, WIT: 8',
    test: 'packages/rules/src/civil-date.test.ts',
  },
  {
    promise: 'A holiday is no working day.',
    file: 'packages/rules/src/civil-date.ts',
    found: ' && !calendar.holidays.has(date)',
    planted: '',
    test: 'packages/rules/src/civil-date.test.ts',
  },
  {
    promise: 'A pack is in force from its first day on.',
    file: 'packages/rules/src/published.ts',
    found: 'pack.effectiveFrom <= date && (found',
    planted: 'pack.effectiveFrom < date && (found',
    test: 'packages/rules/src/published.test.ts',
  },
  {
    promise: 'A pack that has not begun is not in force.',
    file: 'packages/rules/src/published.ts',
    found: 'pack.name === name && pack.effectiveFrom <= date && (found',
    planted: 'pack.name === name && (found',
    test: 'packages/rules/src/published.test.ts',
  },
  {
    promise: 'In force is the highest version that has begun.',
    file: 'packages/rules/src/published.ts',
    found: 'pack.version > found.version',
    planted: 'pack.version < found.version',
    test: 'packages/rules/src/published.test.ts',
  },
  {
    promise: 'A manifest names every pack by whose windows a day of the span was judged.',
    file: 'packages/rules/src/published.ts',
    found: '(pack === first || (pack.effectiveFrom > from && pack.effectiveFrom <= to))',
    planted: 'pack === first',
    test: 'packages/rules/src/published.test.ts',
  },
  {
    promise: 'A version begins on the third civil day after its publication at the earliest.',
    file: 'packages/rules/src/publishable.ts',
    found: 'DAYS_AHEAD = 3',
    planted: 'DAYS_AHEAD = 2',
    test: 'packages/rules/src/publishable.test.ts',
  },
  {
    promise: 'No version begins before or with an earlier one.',
    file: 'packages/rules/src/publishable.ts',
    found: 'effectiveFrom >= next.effectiveFrom',
    planted: 'effectiveFrom > next.effectiveFrom',
    test: 'packages/rules/src/publishable.test.ts',
  },
]
