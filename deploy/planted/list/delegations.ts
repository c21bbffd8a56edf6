import type { Fault } from '../fault.ts'

const domain = {
  file: 'services/directory/src/delegation/domain.ts',
  test: 'services/directory/src/delegation/domain.test.ts',
}
const handed = 'services/directory/test/a-superior-who-is-away-is-stood-in-for.test.ts'
const handle = { file: 'services/directory/src/delegation/handle.ts', test: handed }
const store = { file: 'services/directory/src/delegation/store.ts', test: handed }
const roster = {
  file: 'packages/roster/src/delegation.ts',
  test: 'packages/roster/test/who-is-whose-superior-on-a-day.test.ts',
}
const verified = 'services/journal/test/somebody-verifies-for-a-superior-who-is-away.test.ts'
const verdict = { file: 'services/journal/src/verdict/handle.ts', test: verified }
const form = {
  file: 'services/web/src/place/delegasi/form.ts',
  test: 'services/web/src/place/delegasi/form.test.ts',
}

/** Who stands in for a superior who is away: from when to when, in what, and that it goes no further. */
export const delegations: readonly Fault[] = [
  {
    promise: 'Nobody stands in from a day that is over.',
    ...domain,
    found: 'if (fromDate < today || fromDate > lastFrom(today))',
    planted: 'if (fromDate > lastFrom(today))',
  },
  {
    promise: 'A delegation begins within three months.',
    ...domain,
    found: 'if (fromDate < today || fromDate > lastFrom(today))',
    planted: 'if (fromDate < today)',
  },
  {
    promise: 'Who assesses nobody hands nothing over.',
    ...domain,
    found: "  if (!giving.leads) return refuse('delegation.leads-nobody', undefined, 'from_date')\n",
    planted: '',
  },
  {
    promise: 'Only somebody of his line stands in for a superior.',
    ...domain,
    found: 'giving.stands === undefined || delegateId === employeeId',
    planted: 'delegateId === employeeId',
  },
  {
    promise: 'Nobody stands in for himself.',
    ...domain,
    found: 'giving.stands === undefined || delegateId === employeeId',
    planted: 'giving.stands === undefined',
  },
  {
    promise: 'Who stands in has a post on each of the days.',
    ...domain,
    found: 'if (!heldThroughout(giving.posts, fromDate, toDate))',
    planted: 'if (giving.posts.length === 0)',
  },
  {
    promise: 'A day between two posts is a day without one.',
    ...domain,
    found: '    if (post.fromDate > day) return false\n',
    planted: '',
  },
  {
    promise: 'Nobody has two who stand in for him on one day.',
    ...domain,
    found: 'if (meeting.some((one) => one.employeeId === employeeId))',
    planted: 'if (meeting.length < 0)',
  },
  {
    promise: 'Two that share one day meet.',
    ...domain,
    found: 'one.fromDate <= toDate && one.toDate >= fromDate',
    planted: 'one.fromDate < toDate && one.toDate > fromDate',
  },
  {
    promise: 'What ended before its time holds no day any more.',
    ...domain,
    found: 'one.endedAt === null && one.fromDate',
    planted: 'one.fromDate',
  },
  {
    promise: 'Who stands in for somebody hands nothing on.',
    ...domain,
    found: '  if (meeting.some((one) => one.delegateId === employeeId))\n',
    planted: '  if (meeting.length < 0)\n',
  },
  {
    promise: 'Nobody hands over to who is away himself.',
    ...domain,
    found: '  if (meeting.some((one) => one.employeeId === delegateId))\n',
    planted: '  if (meeting.length < 0)\n',
  },
  {
    promise: 'A delegation ends as it was seen.',
    ...domain,
    found: "  if (given.version !== version) return refuse('delegation.changed')\n",
    planted: '',
  },
  {
    promise: 'What is over does not end again.',
    ...domain,
    found: "  if (stateOf(given, now) === 'over') return refuse('delegation.over')\n",
    planted: '',
  },
  {
    promise: 'Its last day belongs to it.',
    ...domain,
    found: "today > given.toDate ? 'over' : 'running'",
    planted: "today >= given.toDate ? 'over' : 'running'",
  },
  {
    promise: 'Its days are those of the workplace.',
    ...domain,
    found: 'const today = dateAt(now, given.zone)',
    planted: "const today = dateAt(now, 'WIB')",
  },
  {
    promise: 'Of two who hand to each other at once, one is heard.',
    ...handle,
    found: '      await lockPeople(tx, [employeeId, delegateId])\n',
    planted: '',
  },
  {
    promise: 'What is sent twice is handed over once.',
    ...handle,
    found:
      '      if (before !== undefined && before.endedAt === null && before.toDate === toDate) return { delegationId }\n',
    planted: '',
  },
  {
    promise: 'A delegation is ended by one of its two sides.',
    ...handle,
    found: "      if (!own) return refuse('delegation.not-found')\n",
    planted: "      if (named === undefined) return refuse('delegation.not-found')\n",
  },
  {
    promise: 'What has ended ends once.',
    ...handle,
    found: '      if (known.endedAt !== null) return { version: known.version }\n',
    planted: '',
  },
  {
    promise: 'Handing over and ending are on record.',
    ...handle,
    found: '  await decided(tx, { caller, operation, subjects, object: delegationId, agencyId, at: now })\n',
    planted: '  void [decided, caller, operation, subjects, delegationId, agencyId]\n',
  },
  {
    promise: 'Whom the list of delegations shows is on record.',
    ...handle,
    found: '    await look(pool, {\n',
    planted: '    void ({\n',
  },
  {
    promise: 'A subordinate stands in only where he leads others himself.',
    ...store,
    found: 'when c.employee_id = any ($6::uuid[]) and exists (',
    planted: 'when c.employee_id = any ($6::uuid[]) and true or exists (',
  },
  {
    promise: 'A colleague of the same level is one of the same agency.',
    ...store,
    found: 'and (a.agency_id = $3 or a.employee_id',
    planted: 'and ($3::uuid is not null or a.employee_id',
  },
  {
    promise: 'A colleague of an agency holds a post of the same kind.',
    ...store,
    found: "when p.kind = $4 then 'peer'",
    planted: "when $4::text is not null then 'peer'",
  },
  {
    promise: 'What is over is told for ninety days.',
    file: 'services/directory/src/delegation/domain.ts',
    found: 'TOLD_DAYS = 90',
    planted: 'TOLD_DAYS = 91',
    test: handed,
  },
  {
    promise: 'Who stands in within a week is told a week before, and not earlier.',
    file: 'services/directory/src/own/store.ts',
    found: 'd.ended_at is null and d.to_date >= $3 and d.from_date <= $4',
    planted: 'd.ended_at is null and d.to_date >= $3',
    test: handed,
  },
  {
    promise: 'Whom a delegation names, only those beside it know by it.',
    file: 'services/directory/src/delegation/store.ts',
    found: 'where d.employee_id = $1 or d.employee_id = any ($2::uuid[])',
    planted: 'where d.employee_id = $1 or $2::uuid[] is not null',
    test: handed,
    sentence: 'whoever is assessed reads who stands in',
  },
  {
    promise: 'A delegation that has ended gives no right.',
    ...roster,
    found: ' and (d.ended_at is null or d.ended_at > $2)',
    planted: ' and $2::bigint > 0',
  },
  {
    promise: 'A delegation ends with its instant.',
    ...roster,
    found: 'd.ended_at > $2',
    planted: 'd.ended_at >= $2',
  },
  {
    promise: 'A delegation gives its right on its days alone.',
    ...roster,
    found: ' and today.date between d.from_date and d.to_date',
    planted: '',
  },
  {
    promise: 'Where it was given its days begin and end.',
    ...roster,
    found: "case d.zone when 'WIT' then $5::date when 'WITA' then $4::date else $3::date end",
    planted: "case d.zone when 'none' then $5::date when 'no' then $4::date else $3::date end",
  },
  {
    promise: 'Who has lost his post stands in for nobody.',
    ...roster,
    found: 'and (a.to_date is null or a.to_date >= today.date))',
    planted: ')',
  },
  {
    promise: 'Nobody stands among those whom he verifies for somebody else.',
    ...roster,
    found: '.filter(({ employeeId }) => employeeId !== delegateId)',
    planted: '',
  },
  {
    promise: 'Nobody stands to his own work as one who verifies it for somebody else.',
    file: 'packages/roster/src/relations.ts',
    found: 'if (employeeId !== own && awayFor.some(',
    planted: 'if (awayFor.some(',
    test: roster.test,
  },
  {
    promise: 'Nobody verifies his own work, whoever hands it to him.',
    ...verdict,
    found: 'employeeId === own ? undefined : held.find(',
    planted: 'held.find(',
  },
  {
    promise: 'Who stands in decides on the work of those whom the superior assesses.',
    ...verdict,
    found: 'held.find((one) => assessors.has(one.employeeId))',
    planted: 'held[0]',
  },
  {
    promise: 'A decision says in whose place it was given.',
    ...verdict,
    found: 'decide(entry, wanted, delegation?.employeeId)',
    planted: 'decide(entry, wanted)',
  },
  {
    promise: 'A decision in the place of somebody is on record with the delegation.',
    ...verdict,
    found: 'subjects: [...subjects], object, at: now',
    planted: 'subjects: [...subjects], object: object && undefined, at: now',
  },
  {
    promise: 'Whoever reads an entry in the place of somebody leaves a row with the delegation.',
    file: 'services/journal/src/entry/handle/read.ts',
    found:
      '  await look(pool, { caller, operation, subjects: [employeeId], object: delegation.delegationId, at: now })\n',
    planted: '',
    test: verified,
  },
  {
    promise: 'Who stands in reads the entry of whom he verifies, and of nobody else.',
    file: 'services/journal/src/entry/handle/read.ts',
    found: '  if (delegation === undefined) return false\n',
    planted: '  if (delegation === undefined) return true\n',
    test: verified,
  },
  {
    promise: 'Who stands in reads entries, and neither month nor presence.',
    file: 'services/journal/src/entry/handle/read.ts',
    found: "!may(caller, operation, ['assessors_delegate'])",
    planted: "!may(caller, 'journal.GetEntry', ['assessors_delegate'])",
    test: verified,
  },
  {
    promise: 'The form of a delegation takes no first day beside those that it offers.',
    ...form,
    found: 'from < bounds.today || from > bounds.lastFrom',
    planted: 'from < bounds.today',
  },
  {
    promise: 'The form of a delegation takes no longer time than there is.',
    ...form,
    found: 'daysBetween(from, to) >= bounds.mostDays',
    planted: 'daysBetween(from, to) > bounds.mostDays',
  },
]
