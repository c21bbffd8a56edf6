import type { Fault } from '../fault.ts'

const verdict = { file: 'services/journal/src/verdict/domain.ts', test: 'services/journal/src/verdict/domain.test.ts' }
const judge = {
  file: 'services/journal/src/entry/domain/judge.ts',
  test: 'services/journal/src/entry/domain/judge.test.ts',
}
const entry = {
  file: 'services/journal/src/entry/domain/entry.ts',
  test: 'services/journal/src/entry/domain/entry.test.ts',
}
const know = {
  file: 'services/journal/src/entry/handle/know.ts',
  test: 'services/journal/src/entry/handle/know.test.ts',
}
const window = { file: 'services/journal/src/window/domain.ts', test: 'services/journal/src/window/domain.test.ts' }
const plan = { file: 'services/appraisal/src/domain/plan.ts', test: 'services/appraisal/src/domain/plan.test.ts' }
const role = { file: 'services/directory/src/role/domain.ts', test: 'services/directory/src/role/domain.test.ts' }
const seal = { file: 'services/scoring/src/seal/domain.ts', test: 'services/scoring/src/seal/domain.test.ts' }

const may = {
  file: 'services/web/src/place/shared/entry/may.ts',
  test: 'services/web/src/place/shared/entry/may.test.ts',
}
const takenBack = 'services/journal/test/a-writer-takes-back-what-he-wrote.test.ts'

/** What owners decide: each refusal, and the edge at which it begins. */
export const decisions: readonly Fault[] = [
  {
    promise: 'What failed a check is verified only once it was opened.',
    ...verdict,
    found: "if (entry.checkCodes.length > 0 && !entry.opened) return refuse('entry.not-opened')",
    planted: '',
  },
  {
    promise: 'What was seen is what is decided on: a verdict names its revision.',
    ...verdict,
    found: "if (command.revision !== entry.facts.revision) return refuse('entry.not-waiting')",
    planted: '',
  },
  {
    promise: 'A verdict is undone for ten seconds, and not for longer.',
    ...verdict,
    found: "if (command.now > until) return refuse('entry.undo-too-late')",
    planted: '',
  },
  {
    promise: 'In the last millisecond of the ten seconds a verdict can be undone.',
    ...verdict,
    found: 'command.now > until',
    planted: 'command.now >= until',
  },
  {
    promise: "Nobody undoes another one's verdict.",
    ...verdict,
    found: "if (entry.verdictBy !== command.by) return refuse('access.denied')",
    planted: '',
  },
  {
    promise: 'Whoever gives back for another reason says which.',
    ...verdict,
    found: " || (command.reasonCode === 'other' && note === '')",
    planted: '',
  },
  {
    promise: 'Each verdict has a version above the one before.',
    ...verdict,
    found: 'verdictVersion: entry.verdictVersion + 1',
    planted: 'verdictVersion: 1',
  },
  {
    promise: 'What is verified is not corrected any more.',
    ...judge,
    found: "if (entry.state === 'verified')",
    planted: "if (entry.state === 'held')",
  },
  {
    promise: 'The same id with other content is a conflict, and the first in the log stands.',
    ...judge,
    found: 'if (facts.revision === standing.revision) {',
    planted: 'if (facts.revision === -standing.revision) {',
  },
  {
    promise: 'An older revision that comes late says nothing.',
    ...judge,
    found: 'if (facts.revision < standing.revision) return undefined',
    planted: '',
  },
  {
    promise: 'An entry is taken back whatever its window, its plan and its post.',
    ...judge,
    found: "  if (facts.withdrawn) return { type: 'EntryWithdrawn', facts, timelyAt, arrivedAfter }",
    planted:
      "  if (facts.withdrawn && known.person && known.timing?.verdict !== 'closed')\n    return { type: 'EntryWithdrawn', facts, timelyAt, arrivedAfter }",
  },
  {
    promise: 'What was taken back is in time no more than what never was.',
    ...entry,
    found: "timeliness: body.type === 'EntryAdmitted' ? body.timeliness : undefined,",
    planted: "timeliness: body.type === 'EntryAdmitted' ? body.timeliness : entry?.timeliness,",
  },
  {
    promise: 'An entry that was taken back makes no other one near-identical.',
    file: 'services/journal/src/entry/store/entry.ts',
    found: "entry.state not in ('refused', 'withdrawn')",
    planted: "entry.state <> 'refused'",
    test: takenBack,
  },
  {
    promise: 'An entry that is just being taken back makes no other one near-identical.',
    file: 'services/journal/src/entry/store/entry.ts',
    found: "and (entry.record_id <> all($6::uuid[]) or entry.state = 'verified')",
    planted: 'and $6::uuid[] is not null',
    test: takenBack,
  },
  {
    promise: 'What was taken back stands on no day of the month.',
    file: 'services/journal/src/entry/store/entry.ts',
    found: " and state <> 'withdrawn' group by work_date",
    planted: ' group by work_date',
    test: takenBack,
  },
  {
    promise: 'What was taken back waits on no board.',
    file: 'services/reporting/src/waiting.ts',
    found: "    case 'entryWithdrawn':\n",
    planted: '',
    test: 'services/reporting/test/an-age-is-cut-by-no-window.test.ts',
  },
  {
    promise: 'A refused correction leaves the entry waiting on the boards.',
    file: 'services/reporting/src/waiting.ts',
    found: ' and (gone.up_to is null or waiting.revision >= gone.up_to)',
    planted: '',
    test: 'services/reporting/test/an-age-is-cut-by-no-window.test.ts',
    sentence: 'a correction that is refused',
  },
  {
    promise: 'A refused correction leaves the entry waiting, also where both are told in one batch.',
    file: 'services/reporting/src/waiting.ts',
    found: ' || before.revision < said.upTo)',
    planted: ')',
    test: 'services/reporting/test/an-age-is-cut-by-no-window.test.ts',
    sentence: 'a correction that is refused',
  },
  {
    promise: 'What is verified stays off the boards when a later correction is refused.',
    file: 'services/reporting/src/waiting.ts',
    found: "('upTo' in before || ",
    planted: "('revision' in before && ",
    test: 'services/reporting/test/an-age-is-cut-by-no-window.test.ts',
    sentence: 'a correction that is refused',
  },
  {
    promise: 'What is verified is not offered to be taken back or mended.',
    ...may,
    found: 'state !== EntryState.ENTRY_STATE_VERIFIED && ',
    planted: '',
  },
  {
    promise: 'What is older than the door takes is not offered to be changed.',
    ...may,
    found: ' && now <= madeAt(facts!.recordId) + ID_DAYS * DAY',
    planted: '',
  },
  {
    promise: 'What was seen is what is taken back.',
    ...may,
    found: 'entry.facts!.revision === revision && mayTakeBack(entry, now)',
    planted: 'mayTakeBack(entry, now)',
  },
  {
    promise: 'Each word that is looked for must be there.',
    file: 'services/journal/src/entry/store/entry.ts',
    found: 'bool_and(position(word in lower(said.sentence)) > 0)',
    planted: 'bool_or(position(word in lower(said.sentence)) > 0)',
    test: 'services/journal/test/a-month-and-its-entries.test.ts',
  },
  {
    promise: 'A search finds nobody else’s entries.',
    file: 'services/journal/src/entry/store/entry.ts',
    found: 'const FOUND = `employee_id = $1 and',
    planted: 'const FOUND = `$1::uuid is not null and',
    test: 'services/journal/test/a-month-and-its-entries.test.ts',
  },
  {
    promise: 'On its last millisecond a record can still be changed.',
    ...may,
    found: 'now <= madeAt',
    planted: 'now < madeAt',
  },
  {
    promise: 'What waits is not offered to be mended once its day has closed.',
    ...may,
    found: 'mayTakeBack(entry, now) && !isClosed(entry, day, now)',
    planted: 'mayTakeBack(entry, now)',
  },
  {
    promise: 'What was returned is mended however late.',
    ...may,
    found: 'state !== EntryState.ENTRY_STATE_RETURNED && day',
    planted: 'day',
  },
  {
    promise: 'A correction has a number that nobody has heard.',
    file: 'services/web/src/place/shared/entry/story.ts',
    found: 'Math.max(revision, ...steps.map((step) => step.revision)) + 1',
    planted: 'revision + 1',
    test: 'services/web/src/place/shared/entry/story.test.ts',
  },
  {
    promise: 'What stands without an outage keeps standing when one is taken back.',
    ...judge,
    found: "if (!byMove || event.type !== 'EntryRefused'",
    planted: "if (event.type !== 'EntryRefused'",
  },
  {
    promise: 'An entry of exactly the largest share of its target is plausible.',
    ...judge,
    found: 'facts.quantityThousandths * 1_000 > result',
    planted: 'facts.quantityThousandths * 1_000 >= result',
  },
  {
    promise: 'Words that another entry has need opening.',
    ...judge,
    found: "if (known.repeated) failed.push('near-identical')",
    planted: '',
  },
  {
    promise: 'Of verdicts the higher version stands, whatever the order in which they are folded.',
    ...entry,
    found: 'if (body.verdictVersion <= entry.verdictVersion || ',
    planted: 'if (',
  },
  {
    promise: 'A verdict on a revision that is gone changes nothing.',
    ...entry,
    found: ' || body.revision !== entry.facts.revision) return after',
    planted: ') return after',
  },
  {
    promise: "An outage of another agency moves nobody's window.",
    ...know,
    found: '!one.withdrawn && (one.agencyId ?? agencyId) === agencyId && one.toInstant > opens',
    planted: '!one.withdrawn && one.toInstant > opens',
  },
  {
    promise: 'An outage that was taken back moves no window.',
    ...know,
    found: '!one.withdrawn && (one.agencyId ?? agencyId) === agencyId && one.toInstant > opens',
    planted: '(one.agencyId ?? agencyId) === agencyId && one.toInstant > opens',
  },
  {
    promise: "A grace of another agency opens nobody's day.",
    ...know,
    found: '              (one.agencyId ?? agencyId) === agencyId &&\n',
    planted: '',
  },
  {
    promise: 'A grace that was taken back opens no day.',
    ...know,
    found: '              !one.withdrawn &&\n',
    planted: '',
  },
  {
    promise: "A day is judged by its own agency's window, and by the one that held on it.",
    ...know,
    found: 'window.agencyId === agencyId && window.effectiveFrom <= workDate',
    planted: 'window.agencyId === agencyId',
  },
  {
    promise: 'The last day of a plan, and the day on which it was closed, are covered by it.',
    ...know,
    found: 'date <= (plan.closedOn ?? plan.toDate)',
    planted: 'date < (plan.closedOn ?? plan.toDate)',
  },
  {
    promise: 'A plan that was closed covers no day behind its closing.',
    ...know,
    found: 'date <= (plan.closedOn ?? plan.toDate)',
    planted: 'date <= plan.toDate',
  },
  {
    promise: 'A command on a window that comes again is the same command.',
    ...window,
    found: "if (isSame(current, wanted)) return accept()\n  return accept({ type: 'OutageRecorded'",
    planted: "return accept({ type: 'OutageRecorded'",
  },
  {
    promise: 'No outage ends later than a day from now.',
    ...window,
    found: '      wanted.toInstant <= now + DAY &&\n',
    planted: '',
  },
  {
    promise: 'An outage does not move to another agency.',
    ...window,
    found:
      "if (current && current.agencyId !== wanted.agencyId) return invalid('agency_id', current.agencyId ?? '–')\n  if (isSame(current, wanted)) return accept()\n  return accept({ type: 'OutageRecorded'",
    planted: "if (isSame(current, wanted)) return accept()\n  return accept({ type: 'OutageRecorded'",
  },
  {
    promise: 'Two plans of one assignment do not hold on one day, the last one included.',
    ...plan,
    found: 'plan.fromDate <= lastDayOf(other)',
    planted: 'plan.fromDate < lastDayOf(other)',
  },
  {
    promise: 'A plan is for the assignment of its own person.',
    ...plan,
    found: 'assignment.employeeId !== plan.employeeId || ',
    planted: '',
  },
  {
    promise: 'Weights of a plan sum to a hundred.',
    ...plan,
    found: 'if (sum !== WHOLE || ',
    planted: 'if (sum > WHOLE || ',
  },
  {
    promise: 'A plan is closed with its assignment.',
    ...plan,
    found: 'end !== undefined && end < plan.toDate ? end : plan.toDate',
    planted: 'plan.toDate',
  },
  {
    promise: 'A closing that comes again is no second one.',
    ...plan,
    found: 'closedOn === lastDayOf(agreed) ? [] : [',
    planted: 'closedOn === undefined ? [] : [',
  },
  {
    promise: 'A target beyond a thousand million is refused.',
    ...plan,
    found: 'indicator.targetThousandths > MOST',
    planted: 'indicator.targetThousandths > MOST * MOST',
  },
  {
    promise: 'Nobody asks for a role for himself, under whatever name.',
    ...role,
    found: "if (isOne(who.by, who.subject)) return refuse('role.own')\n  const fault",
    planted: 'const fault',
  },
  {
    promise: 'Nobody approves a role for himself.',
    ...role,
    found: "if (isOne(who.by, who.subject)) return refuse('role.own')\n  if (isOne(who.by, who.requester))",
    planted: 'if (isOne(who.by, who.requester))',
  },
  {
    promise: 'Who asked does not approve.',
    ...role,
    found: "if (isOne(who.by, who.requester)) return refuse('role.same-person')",
    planted: '',
  },
  {
    promise: 'Who holds no bkd approves nothing.',
    ...role,
    found: "if (!who.by.holdsBkd) return refuse('access.denied')\n  if (request === undefined)",
    planted: 'if (request === undefined)',
  },
  {
    promise: 'A request dies with the role of its asker.',
    ...role,
    found: "if (!who.requester.holdsBkd) return refuse('role.requester-gone')",
    planted: '',
  },
  {
    promise: 'A request dies after a month.',
    ...role,
    found:
      "if (now - request.requestedAt > REQUEST_DAYS * 86_400_000) return refuse('role.request-old', { days: REQUEST_DAYS })",
    planted: '',
  },
  {
    promise: 'The first holders are named once.',
    ...role,
    found: "if (everHeld) return refuse('role.first-named')",
    planted: '',
  },
  {
    promise: 'The first holders of bkd are at least two.',
    ...role,
    found: 'bkd.size < 2',
    planted: 'bkd.size < 1',
  },
  {
    promise: 'No seal before the days for verifying are over.',
    ...seal,
    found: 'last + windows.verificationDays * DAY',
    planted: 'last',
  },
  {
    promise: 'A seal waits for the agency with the widest window.',
    ...seal,
    found:
      "for (const agency of agencies) last = Math.max(last, frameOf(agency, packs, 'WIB', workDate).ends.graceEnds.at)",
    planted:
      "for (const agency of agencies.slice(0, 1)) last = Math.max(last, frameOf(agency, packs, 'WIB', workDate).ends.graceEnds.at)",
  },
  {
    promise: 'A seal waits for a grace that was opened for days of its quarter.',
    ...seal,
    found: 'last = Math.max(last, grace.until)',
    planted: 'last = Math.max(last, 0)',
  },
  {
    promise: 'A grace for days of another quarter holds no seal up.',
    ...seal,
    found: 'if (grace.workFrom <= to && grace.workTo >= from) last',
    planted: 'last',
  },
  {
    promise: 'A seal may be asked for from its instant on.',
    ...seal,
    found: 'return at < from ?',
    planted: 'return at <= from ?',
  },
]
