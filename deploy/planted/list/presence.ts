import type { Fault } from '../fault.ts'

const made = { file: 'packages/rules/src/kernel/1/presence.ts', test: 'packages/rules/src/kernel/1/presence.test.ts' }
const counted = 'packages/rules/src/kernel/1/punched.test.ts'
const door = 'services/activity-ingest/src/domain/record.test.ts'
const handle = 'services/activity-ingest/src/handle.test.ts'
const shown = 'services/journal/test/a-day-of-punches-is-shown.test.ts'
const pins = 'services/directory/test/a-machine-means-somebody-by-a-number.test.ts'
const pinDomain = {
  file: 'services/directory/src/pin/domain.ts',
  test: 'services/directory/src/pin/domain.test.ts',
}
const settling = {
  file: 'services/journal/src/presence/domain.ts',
  test: 'services/journal/src/presence/domain.test.ts',
}
const listed = { file: 'services/journal/src/presence/handle.ts', test: shown }
const scan = { file: 'cli/src/presence/scan.ts', test: 'cli/src/presence/scan.test.ts' }
const twice = {
  file: 'cli/src/presence/import.ts',
  test: 'cli/test/a-file-comes-in-once.test.ts',
}
const structure = 'services/directory/src/domain/structure.test.ts'

/** What machines tell: which day it makes, by which hours, and who may tell and read it. */
export const presence: readonly Fault[] = [
  {
    promise: 'A day of leave is never told as one without data.',
    file: 'services/journal/src/presence/grpc.ts',
    test: shown,
    found: '?.kind ?? ',
    planted: '?.until ?? ',
  },
  {
    promise: 'Who is away is said to be away, and not unknown.',
    file: 'services/web/src/place/shared/presence/words.ts',
    test: 'services/web/src/place/shared/presence/words.test.ts',
    found: '  if (source === null && excused !== null) return away[0]!\n',
    planted: '',
  },
  {
    promise: 'A finger that is laid on twice within a minute is laid on once.',
    ...made,
    found: '    if (before !== undefined && punch.at - before < TWICE) continue\n',
    planted: '',
  },
  {
    promise: 'A forgotten clock-out costs no minute of leaving early.',
    ...made,
    found: 'went === undefined || leaveAt === undefined || saysIn(went) ? none',
    planted: 'leaveAt === undefined || (went !== undefined && saysIn(went)) ? none',
  },
  {
    promise: 'A clock-out is not forgotten as long as it may still come.',
    ...made,
    found: 'went === undefined && asOf >= (leaveAt ?? endAt) + REACH',
    planted: 'went === undefined',
  },
  {
    promise: 'Time comes before the key: the first scan is the coming where it is nearer to the begin.',
    ...made,
    found: 'const came = nearBegin(first) ? first',
    planted: "const came = nearBegin(first) && first.key !== 'out' ? first",
  },
  {
    promise: 'Who scans again within an hour has not gone, whatever key he pressed.',
    ...made,
    found: "key === 'out' && came !== undefined && at - came.at >= APART",
    planted: "key === 'out' && came !== undefined && at > came.at",
  },
  {
    promise: 'Flexible hours: late only after the window.',
    ...made,
    found: 'const lastArrival = until === undefined ? beginAt : ',
    planted: 'const lastArrival = until !== 0 ? beginAt : ',
  },
  {
    promise: 'Flexible hours: out is in with duty and break.',
    ...made,
    found: 'endAt + shiftedBy',
    planted: 'endAt',
  },
  {
    promise: 'A night belongs to the date on which it begins.',
    ...made,
    found: 'for (const date of [addDays(civil, -1), civil, addDays(civil, 1)])',
    planted: 'for (const date of [civil, addDays(civil, 1)])',
  },
  {
    promise: 'Where two shifts meet, the key says whose a scan is.',
    ...made,
    found: "(distance === least && key !== 'out')",
    planted: 'distance === least',
  },
  {
    promise: 'Far from all hours a scan is of its own day.',
    ...made,
    found: 'let [nearest, least] = [civil, REACH + 1]',
    planted: 'let [nearest, least] = [civil, Number.POSITIVE_INFINITY]',
  },
  {
    promise: 'An outage of the machines takes away what it covers, each minute once.',
    ...made,
    found: '    done = end\n',
    planted: '',
  },
  {
    promise: 'A scan that was missed while the machines were out is nobody’s fault.',
    ...made,
    found: 'forgot: excused === undefined ? missing : undefined',
    planted: 'forgot: missing',
  },
  {
    promise: 'A punch that was taken back is none.',
    ...made,
    found: '    .filter(({ withdrawn }) => !withdrawn)\n',
    planted: '',
  },
  {
    promise: 'Of two contents of one punch the first in the log stands.',
    ...made,
    found: 'fact.offset < known.offset',
    planted: 'fact.offset > known.offset',
  },
  {
    promise: 'In Ramadan the hours are those of Ramadan.',
    file: 'packages/rules/src/kernel/1/working-days.ts',
    found: '(held.find(({ from }) => from !== undefined) ?? held[0])?.shift',
    planted: 'held[0]?.shift',
    test: made.test,
  },
  {
    promise: 'A month with a schedule of his own has no hours of the calendar.',
    file: 'packages/rules/src/kernel/1/working-days.ts',
    found: 'if (scheduled !== undefined) return together(scheduled[date] ?? [])',
    planted: 'if (scheduled?.[date] !== undefined) return together(scheduled[date])',
    test: made.test,
  },
  {
    promise: 'An officer’s settlement counts before punches, and punches before an absence.',
    file: 'packages/rules/src/kernel/1/standing.ts',
    found: '[punched, told.counts, ...told.not].sort(weightier)',
    planted: '[told.counts, punched, ...told.not]',
    test: counted,
  },
  {
    promise: 'A daily result that says what the punches say contradicts nothing.',
    file: 'packages/rules/src/kernel/1/standing.ts',
    found: '(one.made === undefined && counts!.made === undefined) || !sameDay(one, counts!)',
    planted: 'one !== counts',
    test: counted,
  },
  {
    promise: 'A machine whose clock is far ahead is refused: its punches would be of other minutes.',
    file: 'services/activity-ingest/src/domain/record.ts',
    found: "  if (at > now + MACHINE_AHEAD) return refuse('activity.punch-in-future', { device }, 'punch.at')\n",
    planted: '',
    test: door,
  },
  {
    promise: 'A punch that is told twice is one: it has no id but that of its person, machine and second.',
    file: 'services/activity-ingest/src/handle.ts',
    found: "body.kind !== 'punch' || recordId === ",
    planted: "body.kind !== 'punch' || recordId !== ",
    test: handle,
  },
  {
    promise: 'A person’s presence is read by whoever may.',
    file: 'services/journal/src/presence/grpc.ts',
    found:
      "      if (!(await maySee(means, caller, 'journal.GetPresence', employeeId, [fromDate]))) return refuse('access.denied')\n",
    planted: '',
    test: shown,
  },
  {
    promise: 'A punch is shown as its highest revision says, in whatever order that comes.',
    file: 'services/journal/src/presence/store.ts',
    found: '\n   where punch.revision < excluded.revision`',
    planted: '`',
    test: shown,
  },
  {
    promise: 'A punch that was taken back is not shown.',
    file: 'services/journal/src/presence/store.ts',
    found: '     where not withdrawn order by punch.employee_id',
    planted: '     order by punch.employee_id',
    test: shown,
  },
  {
    promise: 'Hours that nobody could work are refused.',
    file: 'services/directory/src/domain/structure.ts',
    found: 'canBeWorked(one) && lieIn(one, year)',
    planted: 'lieIn(one, year)',
    test: structure,
  },
  {
    promise: 'Of one day there is one set of hours.',
    file: 'services/directory/src/domain/structure.ts',
    found: 'nth <= at || !compete(one, other)',
    planted: 'nth <= at || other !== one',
    test: structure,
  },
  {
    promise: 'The scans of a duty schedule are shown by its hours.',
    file: 'services/journal/src/presence/attendance.ts',
    found: 'shiftOn: (date) => kernel.shiftOn(employer, duty, date)',
    planted: 'shiftOn: (date) => kernel.shiftOn(employer, {}, date)',
    test: 'services/journal/test/a-day-of-punches-is-shown.test.ts',
  },
  {
    promise: 'A number that goes to somebody else is the former’s until the day before.',
    ...pinDomain,
    found: 'toDate: addDays(next.fromDate, -1)',
    planted: 'toDate: next.fromDate',
  },
  {
    promise: 'Who has a number later keeps it.',
    ...pinDomain,
    found: "  if (later.some(({ fromDate }) => fromDate <= ends(next))) return refuse('pin.overlaps')\n",
    planted: '',
  },
  {
    promise: 'A number is not lent in the middle of somebody’s days.',
    ...pinDomain,
    found: "  if (inside) return refuse('pin.overlaps')\n",
    planted: '',
  },
  {
    promise: 'Who is no officer of the agency sets no number of its machines.',
    file: 'services/directory/src/pin/grpc.ts',
    found:
      "      if (!may(caller, operation, relationsToAgency(caller, request.agencyId))) return refuse('access.denied')\n",
    planted: '',
    test: pins,
  },
  {
    promise: 'Whose machine it is not hears of none.',
    file: 'services/directory/src/pin/grpc.ts',
    found: ' || !may(caller, operation, relationsToAgency(caller, machine.agencyId))',
    planted: '',
    test: pins,
  },
  {
    promise: 'No agency takes over the machine of another.',
    file: 'services/directory/src/pin/handle.ts',
    found: "      if (machine !== undefined && machine.agencyId !== agencyId) return refuse('pin.device-elsewhere')\n",
    planted: '',
    test: pins,
  },
  {
    promise: 'A file of numbers with a faulty line changes nothing.',
    file: 'services/directory/src/pin/handle.ts',
    found: '      if (isStopped(problems)) return { changed: 0, problems }\n',
    planted: '',
    test: pins,
  },
  {
    promise: 'Two who decide about one machine wait for each other.',
    file: 'services/directory/src/pin/handle.ts',
    found: '      await lockDevice(tx, device)\n',
    planted: '',
    test: pins,
  },
  {
    promise: 'Who looked up whose a number is stands on record.',
    file: 'services/directory/src/pin/grpc.ts',
    found: '      await look(pool, { caller, operation, subjects, at: clock.now() })\n',
    planted: '',
    test: pins,
  },
  {
    promise: 'The third column of an attlog is the machine, and no key.',
    ...scan,
    found: "cells[format === 'attlog' ? 3 : 2]",
    planted: 'cells[2]',
  },
  {
    promise: 'A file without a header is asked about, not guessed.',
    ...scan,
    found: "(/attlog\\.dat$/i.test(path) ? 'attlog' : undefined)",
    planted: "'attlog'",
  },
  {
    promise: 'A number is his who had it on the day.',
    ...twice,
    found: " && (toDate === '' || date <= toDate)",
    planted: '',
    sentence: 'a machine’s file',
  },
  {
    promise: 'What the journal has of a machine is not sent again.',
    ...twice,
    found: 'answer.known[at] !== true',
    planted: 'at >= 0',
    sentence: 'a machine’s file',
  },
  {
    promise: 'A machine’s local time is an instant by its zone.',
    ...twice,
    found: 'startOf(scan.date, machine.zone)',
    planted: "startOf(scan.date, 'WIB')",
    sentence: 'a machine’s local time',
  },
  {
    promise: 'A settlement that was taken back settles nothing.',
    file: 'packages/rules/src/kernel/1/standing.ts',
    found: '    .filter((one) => !one.withdrawn)\n    .sort(weightier)',
    planted: '    .sort(weightier)',
    test: 'packages/rules/src/kernel/1/standing.test.ts',
  },
  {
    promise: 'A settlement that was taken back settles nothing where nothing else is told of the day.',
    file: 'packages/rules/src/kernel/1/standing.ts',
    found: 'only && !only.withdrawn ?',
    planted: 'only ?',
    test: 'packages/rules/src/kernel/1/standing.test.ts',
  },
  {
    promise: 'The receipt names the days that an officer settled.',
    file: 'packages/rules/src/kernel/1/criterion/discipline.ts',
    found: '      ...settledOf(able),\n',
    planted: '',
    test: 'packages/rules/src/kernel/1/criterion/discipline.test.ts',
  },
  {
    promise: 'Only days that contradict themselves are settled.',
    ...settling,
    found: "      if (!contradict(told)) return refuse('settlement.nothing-contradicts')\n",
    planted: '',
  },
  {
    promise: 'Who settles says why, in letters that can be seen.',
    ...settling,
    found: "      if (!isSeen(reason)) return refuse('settlement.reason-missing', undefined, 'reason')\n",
    planted: '',
  },
  {
    promise: 'Who settles what another has settled since he looked is refused.',
    ...settling,
    found: "      if (known !== command.version) return refuse('settlement.changed')\n",
    planted: '',
  },
  {
    promise: 'Who takes back what was settled anew since he looked is refused.',
    ...settling,
    found: 'settlement.withdrawn || known !== command.version)',
    planted: 'settlement.withdrawn)',
  },
  {
    promise: 'Of two officers who settle one day at once one is heard.',
    ...listed,
    found: '    await lockSettling(tx, employeeId, date)\n',
    planted: '',
  },
  {
    promise: 'A day is settled by the officer of the agency in which it counts, and by nobody else.',
    ...listed,
    found: 'if (!may(caller, operation, await relationsTo(pool, caller, employeeId, date)))',
    planted: "if (!may(caller, operation, ['personnel_officer']))",
  },
  {
    promise: 'Nobody settles a day of his own.',
    ...listed,
    found: "employeeId === caller.employeeId ? refuse('settlement.own-day')",
    planted: "employeeId === '' ? refuse('settlement.own-day')",
  },
  {
    promise: 'The days that contradict themselves are read by the officer of their agency, and by nobody of another.',
    ...listed,
    found: "'journal.ListContradictions'\n    if (!may(caller, operation, relationsToAgency(caller, agencyId)))",
    planted: "'journal.ListContradictions'\n    if (!may(caller, operation, ['personnel_officer']))",
  },
  {
    promise: 'Who is shown days that contradict themselves is on record.',
    ...listed,
    found: '      subjects: found.map(({ day }) => day.employeeId),\n',
    planted: '      subjects: [],\n',
  },
  {
    promise: 'What an officer chose stays to be seen beside what contradicts it.',
    file: 'services/journal/src/presence/attendance.ts',
    found: 'facts.some(({ settlement }) => settlement) ?',
    planted: 'facts.length > 99 ?',
    test: shown,
  },
  {
    promise: 'Who has no agency of his own and may not see them all is sent away from what contradicts itself.',
    file: 'services/web/src/place/data-presensi/ask.ts',
    found: '(asked.code !== null || !seesAll(login))',
    planted: 'asked.code !== null',
    test: 'deploy/test/the-story.browser.test.ts',
  },
  {
    promise: 'A day is settled where it counts, not where somebody only acts.',
    ...listed,
    found: '    if (day.agencyId !== agencyId) return []\n',
    planted: '',
  },
  {
    promise: 'An outage of the machines is put on record when it is over.',
    file: 'services/journal/src/presence/domain.ts',
    found: "  if (toInstant > now) return refuse('attendance-outage.not-over', undefined, 'to_instant')\n",
    planted: '',
    test: 'services/journal/src/presence/domain.test.ts',
  },
  {
    promise: 'An outage of the machines lasts two weeks at most.',
    file: 'services/journal/src/presence/domain.ts',
    found: 'toInstant - fromInstant > MOST_DAYS * DAY',
    planted: 'toInstant - fromInstant > MOST_DAYS * DAY * 99',
    test: 'services/journal/src/presence/domain.test.ts',
  },
  {
    promise: 'An outage of the machines is told by the officer of their agency.',
    ...listed,
    found:
      "const operation = 'journal.RecordAttendanceOutage'\n      const { outageId, agencyId } = wanted\n      if (!may(caller, operation, relationsToAgency(caller, agencyId)))",
    planted:
      "const operation = 'journal.RecordAttendanceOutage'\n      const { outageId, agencyId } = wanted\n      if (!may(caller, operation, ['personnel_officer']))",
  },
  {
    promise: 'Outages of an agency’s machines are read by its officer, and by nobody of another.',
    ...listed,
    found: "'journal.ListAttendanceOutages', relationsToAgency(caller, agencyId))",
    planted: "'journal.ListAttendanceOutages', ['personnel_officer'])",
  },
  {
    promise: 'An outage of the machines that was taken back excuses nobody.',
    file: 'services/scoring/src/score/domain.ts',
    found: 'attendanceOutages: known.attendanceOutages\n      .filter(mine)',
    planted: 'attendanceOutages: known.attendanceOutages',
    test: 'services/scoring/src/score/domain.test.ts',
  },
  {
    promise: 'An outage of the machines that was taken back is not shown, and excuses nobody.',
    file: 'services/journal/src/presence/store.ts',
    found: 'and not withdrawn and to_instant > $2 and from_instant < $3',
    planted: 'and to_instant > $2 and from_instant < $3',
    test: shown,
  },
]
