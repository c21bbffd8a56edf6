import type { Fault } from '../fault.ts'

const stranger = 'services/directory/test/a-stranger-is-refused-everywhere.test.ts'
const row = 'services/directory/test/no-row-no-answer.test.ts'
const roles = 'services/directory/test/two-people-give-a-role.test.ts'
const whose = 'services/appraisal/test/who-may-read-whose-plan.test.ts'
const team = 'services/journal/test/who-has-recorded-today.test.ts'
const assessor = 'services/journal/test/an-assessor-verifies.test.ts'
const windows = 'services/journal/test/windows-and-what-moves-them.test.ts'
const boards = 'services/reporting/test/boards-move-for-those-who-may-see-them.test.ts'
const sealed = 'services/scoring/test/a-sealed-quarter-is-computed-again-from-the-log.test.ts'
const access = { file: 'packages/identity/src/access.ts', test: 'packages/identity/src/access.test.ts' }

/**
 * Who may, and who looked. Where all who may do something hold a role of the province, the door has asked already and the handler asks once more:
 * of that the table's own test tells.
 */
export const sight: readonly Fault[] = [
  {
    promise: 'Officers reach the agencies that are named with their role, and no others.',
    ...access,
    found: 'if (!caller.agencies.includes(agencyId)) return relations',
    planted: '',
  },
  {
    promise: 'A role of an agency opens nothing of the province.',
    ...access,
    found: 'if (!agencyBound.has(relation)) relations.add(relation)',
    planted: 'relations.add(relation)',
  },
  {
    promise: 'Whoever has no token is nobody who is signed in.',
    ...access,
    found: "if (caller.kind !== 'public') relations.add('anyone_signed_in')",
    planted: "relations.add('anyone_signed_in')",
  },
  {
    promise: 'The written matrix of who may is the table of who may.',
    file: 'packages/identity/src/access/journal.ts',
    found: "'journal.VerifyEntries': { who: ['assessor'],",
    planted: "'journal.VerifyEntries': { who: ['assessor', 'agency_head'],",
    test: access.test,
  },
  {
    promise: 'A look at another one leaves a row.',
    file: 'packages/identity/src/look.ts',
    found: "if (others.size > 0) await write(db, 'look', { ...looked, subjects: [...others] })",
    planted: '',
    test: row,
  },
  {
    promise: 'A look at oneself is none.',
    file: 'packages/identity/src/look.ts',
    found: 'looked.subjects.filter((subject) => subject !== caller.employeeId && subject !== caller.sub)',
    planted: 'looked.subjects.filter((subject) => subject !== caller.sub + caller.sub)',
    test: row,
  },
  {
    promise: 'Who is shown names leaves a row.',
    file: 'services/directory/src/grpc.ts',
    found: '      await look(pool, { caller, operation, subjects: seen, at: deps.clock.now() })\n',
    planted: '',
    test: row,
  },
  {
    promise: 'Who resolves numbers leaves a row.',
    file: 'services/directory/src/grpc.ts',
    found:
      '      await look(pool, { caller, operation, subjects: seen.map((person) => person.employeeId), at: deps.clock.now() })\n',
    planted: '',
    test: row,
  },
  {
    promise: 'Who lists people leaves a row.',
    file: 'services/directory/src/grpc.ts',
    found:
      '      await look(pool, { caller, operation, subjects: people.map((person) => person.employeeId), at: deps.clock.now() })\n',
    planted: '',
    test: row,
  },
  {
    promise: 'Who asks for a role stands on record.',
    file: 'services/directory/src/role/handle.ts',
    found: '        await decided(tx, { caller, operation, subjects: [asked.subject], at: now })\n',
    planted: '',
    test: row,
  },
  {
    promise: 'Who approves a role stands on record.',
    file: 'services/directory/src/role/handle.ts',
    found: '        await decided(tx, { caller, operation, subjects: [subject], at: now })\n',
    planted: '',
    test: row,
  },
  {
    promise: 'Who names the first holders stands on record.',
    file: 'services/directory/src/role/handle.ts',
    found: '      await decided(tx, { caller, operation, subjects: [...new Set(subjects)], at: now })\n',
    planted: '',
    test: roles,
  },
  {
    promise: 'Who searches the record is on record himself.',
    file: 'packages/process/src/audit-service.ts',
    found: 'await searched(pool, {',
    planted: 'void ({',
    test: row,
  },
  {
    promise: 'Nobody but an auditor searches the record of another one.',
    file: 'packages/process/src/audit-service.ts',
    found: "if (!may(caller, operation, self ? ['self'] : [])) return refuse('access.denied')",
    planted: '',
    test: stranger,
  },
  {
    promise: 'Numbers are resolved for whoever may know their person.',
    file: 'services/directory/src/grpc.ts',
    found: 'may(caller, operation, relationsToAgency(caller, person.agencyId)),',
    planted: 'operation !== undefined && person.agencyId !== undefined,',
    test: 'services/directory/test/who-may-know-whom.test.ts',
  },
  {
    promise: 'People of an agency are listed for whoever may see it.',
    file: 'services/directory/src/grpc.ts',
    found: "if (!may(caller, operation, relationsToAgency(caller, agencyId))) return refuse('access.denied')",
    planted: '',
    test: 'services/directory/test/who-may-know-whom.test.ts',
  },
  {
    promise: 'A name is told to whoever may know it.',
    file: 'services/directory/src/grpc.ts',
    found: '.filter(([employeeId, held]) => may(caller, operation, held) || above.has(employeeId))',
    planted: '.filter(([employeeId, held]) => held.size >= 0 || above.has(employeeId))',
    test: stranger,
  },
  {
    promise: 'The first holders come from the operator.',
    file: 'services/directory/src/role/grpc.ts',
    found: "if (!may(call.caller, call.operation) || call.caller.kind !== 'machine') return refuse('access.denied')",
    planted: '',
    test: 'services/directory/test/two-people-give-a-role.test.ts',
  },
  {
    promise: 'Requests for roles are listed for whoever holds bkd.',
    file: 'services/directory/src/role/grpc.ts',
    found: "if (who?.holdsBkd !== true && !caller.roles.includes('auditor')) return refuse('access.denied')",
    planted: '',
    test: stranger,
  },
  {
    promise: 'A machine decides about no role.',
    file: 'services/directory/src/role/grpc.ts',
    found: "caller.kind === 'machine' && caller.roles.length > 0 ? undefined : ",
    planted: '',
    test: roles,
  },
  {
    promise: 'A plan is read by whoever may.',
    file: 'services/appraisal/src/grpc.ts',
    found: 'if (may(caller, operation, relations)) allowed.add(employeeId)',
    planted: 'if (relations.size >= 0) allowed.add(employeeId)',
    test: whose,
  },
  {
    promise: 'An earlier assessor reads the time in which he was it.',
    file: 'services/appraisal/src/grpc.ts',
    found: 'new Set([today, lastDay < today ? lastDay : today])',
    planted: 'new Set([today])',
    test: whose,
  },
  {
    promise: "Who reads another one's plan leaves a row.",
    file: 'services/appraisal/src/grpc.ts',
    found: '      await look(pool, { caller, operation, subjects: [employeeId], at: deps.clock.now() })\n',
    planted: '',
    test: whose,
  },
  {
    promise: 'Who lists plans leaves a row.',
    file: 'services/appraisal/src/grpc.ts',
    found: '      await look(pool, { caller, operation, subjects: seen, at: deps.clock.now() })\n',
    planted: '',
    test: whose,
  },
  {
    promise: 'Nobody decides on an entry of somebody who is not his.',
    file: 'services/journal/src/verdict/handle.ts',
    found: 'if (may(caller, operation, relations) && !allowed',
    planted: 'if (!allowed',
    test: assessor,
  },
  {
    promise: 'A decision of an assessor stands on record.',
    file: 'services/journal/src/verdict/handle.ts',
    found: '      if (events.length > 0)\n        await recordDecision(tx, {\n          caller,\n          operation,',
    planted:
      '      if (events.length < 0)\n        await recordDecision(tx, {\n          caller,\n          operation,',
    test: assessor,
  },
  {
    promise: 'A month, a list and an entry are shown to whoever may see their person.',
    file: 'services/journal/src/entry/handle/read.ts',
    found: 'if (!may(caller, operation, await relationsTo(pool, caller, employeeId, date))) continue',
    planted: 'await relationsTo(pool, caller, employeeId, date)',
    test: assessor,
  },
  {
    promise: 'Who is shown a month, a list or an entry of another one leaves a row.',
    file: 'services/journal/src/entry/handle/read.ts',
    found: '    await look(pool, { caller, operation, subjects: [employeeId], at: clock.now() })\n',
    planted: '',
    test: assessor,
  },
  {
    promise: 'Who reads his queue leaves a row.',
    file: 'services/journal/src/verdict/grpc.ts',
    found: '      await look(pool, {\n',
    planted: '      void ({\n',
    test: assessor,
  },
  {
    promise: 'A month is asked for by whoever may.',
    file: 'services/journal/src/entry/grpc.ts',
    found:
      "if (!(await maySee(means, caller, 'journal.GetMonth', employeeId, [days[0]!]))) return refuse('access.denied')",
    planted: '',
    test: assessor,
  },
  {
    promise: 'Nobody moves a window of an agency that is not his.',
    file: 'services/journal/src/window/handle.ts',
    found: '      if (!may(caller, operation, agencyId === undefined ? [] : relationsToAgency(caller, agencyId)))\n',
    planted: '      if (operation === undefined)\n',
    test: windows,
  },
  {
    promise: 'How far something is judged anew is told to whom the agency is.',
    file: 'services/journal/src/window/handle.ts',
    found: "return may(caller, 'journal.GetAnew', relations) ? anew : refuse('window.not-found')",
    planted: 'return anew',
    test: windows,
  },
  {
    promise: 'A survey is opened by whoever may for its agency.',
    file: 'services/feedback/src/survey/grpc.ts',
    found: "if (!(await allowed(deps, caller, operation, survey.agencyId))) return refuse('access.denied')",
    planted: '',
    test: 'services/feedback/test/answers-leave-only-as-sums.test.ts',
  },
  {
    promise: 'A survey is closed, linked and filled by whoever may have it.',
    file: 'services/feedback/src/allowed.ts',
    found: 'return survey !== undefined && (await allowed(deps, caller, operation, survey.agencyId))',
    planted: 'return survey !== undefined',
    test: 'services/feedback/test/two-replicas-count-each-answer-once.test.ts',
  },
  {
    promise: 'An officer is listed the surveys of his agencies.',
    file: 'services/feedback/src/allowed.ts',
    found: 'if (may(caller, operation)) return undefined',
    planted: 'if (caller.sub !== undefined) return undefined',
    test: 'services/feedback/test/two-replicas-count-each-answer-once.test.ts',
  },
  {
    promise: 'A board of an agency is seen by whoever may.',
    file: 'services/reporting/src/boards.ts',
    found: '  return may(caller, operation, relations)\n',
    planted: '  return relations.size >= 0\n',
    test: boards,
  },
  {
    promise: 'Frames of the province go to whoever may see it.',
    file: 'services/reporting/src/live/service.ts',
    found: "return may(caller, 'reporting.GetProvinceBoard') ? { ...nothing, agencies: 'all' } : undefined",
    planted: "return { ...nothing, agencies: 'all' }",
    test: boards,
  },
  {
    promise: "The operator's frames go to the operator.",
    file: 'services/reporting/src/live/service.ts',
    found: "return may(caller, 'reporting.GetOperatorBoard') ? { ...nothing, operator: true } : undefined",
    planted: 'return { ...nothing, operator: true }',
    test: boards,
  },
  {
    promise: 'Nobody listens longer than his token lasts.',
    file: 'services/reporting/src/live/service.ts',
    found: 'if (clock.now() - viewer.since >= LISTEN_MS) {',
    planted: 'if (clock.now() - viewer.since < 0) {',
    test: boards,
  },
  {
    promise: 'An older frame that comes late is told to nobody.',
    file: 'services/reporting/src/live/service.ts',
    found: 'if ((told.get(agencyId) ?? -1n) >= version) return false',
    planted: '',
    test: boards,
  },
  {
    promise: 'Of frames the highest version stands, whatever the order of arrival.',
    file: 'services/reporting/src/store.ts',
    found: ' where frame.version < excluded.version`',
    planted: '`',
    test: boards,
  },
  {
    promise: 'An open line ends with its session.',
    file: 'services/reporting/src/live/service.ts',
    found: 'if (viewer.sid !== undefined && isOf(viewer.sid)) viewer.response.end()',
    planted: 'if (viewer.sid !== undefined && !isOf(viewer.sid)) viewer.since = 0',
    test: boards,
  },
  {
    promise: 'A score is read by whoever may.',
    file: 'services/scoring/src/score/grpc.ts',
    found: "if (!may(caller, operation, relations)) return refuse('access.denied')",
    planted: '',
    test: sealed,
  },
  {
    promise: "Who reads another one's score leaves a row.",
    file: 'services/scoring/src/score/grpc.ts',
    found: '      await look(pool, { caller, operation, subjects: [employeeId], at: deps.now() })\n',
    planted: '',
    test: sealed,
  },
  {
    promise: 'Who looks at his people of a day leaves a row.',
    file: 'services/journal/src/team/grpc.ts',
    found:
      '      await look(pool, { caller, operation, subjects: people.map((person) => person.employeeId), at: now })\n',
    planted: '',
    test: team,
  },
  {
    promise: 'A team is seen for the days of a year, and of none to come.',
    file: 'services/journal/src/team/grpc.ts',
    found: 'if (!isDate(date) || date < first || date > last)',
    planted: 'if (!isDate(date))',
    test: team,
  },
  {
    promise: 'People are seen on a day by who assesses them on that day.',
    file: 'services/journal/src/team/handle.ts',
    found: 'const people = await peopleAssessedBy(pool, assessorId, date)',
    planted: 'const people = await peopleAssessedBy(pool, assessorId, today)',
    test: team,
  },
  {
    promise: 'The day before is told to whoever assessed on it, or does today.',
    file: 'services/journal/src/team/handle.ts',
    found: 'return line !== undefined && (mine.has(day.employeeId) || line.assessors.includes(assessorId))',
    planted: 'return line !== undefined',
    test: team,
  },
  {
    promise: 'What waits for an assessor is told of whom he assesses today.',
    file: 'services/journal/src/team/handle.ts',
    found: '(mine.has(employeeId) ? [employeeId] : [])',
    planted: '[employeeId]',
    test: team,
  },
  {
    promise: 'Leave that was withdrawn excuses nobody of a team.',
    file: 'services/journal/src/team/store.ts',
    found: ' and not leave.withdrawn',
    planted: '',
    test: team,
  },
  {
    promise: 'What its writer took back stands on no day of a team.',
    file: 'services/journal/src/team/store.ts',
    found: "where state <> 'withdrawn' group by",
    planted: 'group by',
    test: team,
  },
]
