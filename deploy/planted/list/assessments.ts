import type { Fault } from '../fault.ts'

const domain = {
  file: 'services/appraisal/src/assessment/domain.ts',
  test: 'services/appraisal/src/assessment/domain.test.ts',
}
const above = 'services/appraisal/test/an-assessment-is-decided-by-who-stands-above.test.ts'
const handle = { file: 'services/appraisal/src/assessment/handle.ts', test: above }
const door = { file: 'services/appraisal/src/assessment/grpc.ts', test: above }
const typing = { file: 'services/appraisal/src/draft/handle.ts', test: above }
const looking = { file: 'services/appraisal/src/look/handle.ts', test: above }
const look = { file: 'services/appraisal/src/look/domain.ts', test: 'services/appraisal/src/look/domain.test.ts' }
const draft = { file: 'services/appraisal/src/draft/domain.ts', test: 'services/appraisal/src/draft/domain.test.ts' }
const any = 'services/scoring/test/facts-in-any-order-give-one-hash.test.ts'
const score = { file: 'services/scoring/src/score/domain.ts', test: any }

/** Who says what of a person's quarter, when, and who reads it. */
export const assessments: readonly Fault[] = [
  {
    promise: 'An assessment of oneself begins on its first day.',
    ...domain,
    found: 'if (at < windows.selfFrom)\n        return',
    planted: 'if (at < 0)\n        return',
  },
  {
    promise: 'An assessment of oneself ends with its last day.',
    ...domain,
    found: 'if (at >= windows.selfUntil)',
    planted: 'if (at > windows.selfUntil)',
  },
  {
    promise: 'After the assessor’s assessment nobody changes his own.',
    ...domain,
    found: "      if (known.state === 'decided') return refuse('assessment.decided-already')\n",
    planted: '',
  },
  {
    promise: 'No assessment is decided before the person has spoken, or his days have passed.',
    ...domain,
    found: "if (known.state === 'open' && at < windows.selfUntil)",
    planted: "if (known.state === 'open' && at < 0)",
  },
  {
    promise: 'No assessment is decided while its quarter runs.',
    ...domain,
    found: "if (at < windows.selfFrom) return refuse('assessment.quarter-runs'",
    planted: "if (at < 0) return refuse('assessment.quarter-runs'",
  },
  {
    promise: 'An assessment is decided until its last day, and not on the one after it.',
    ...domain,
    found: 'if (at >= windows.decideUntil)',
    planted: 'if (at > windows.decideUntil)',
  },
  {
    promise: 'An assessment gives a reason for each rating.',
    ...domain,
    found: "  if (behaviourReason === '') return refuse('assessment.reason-missing', undefined, 'behaviour_reason')\n",
    planted: '',
  },
  {
    promise: 'An assessment answers from one to five.',
    ...domain,
    found: 'answer >= 1 && answer <= 5',
    planted: 'answer >= 0 && answer <= 6',
  },
  {
    promise: 'Who had not seen the last version of an assessment decides nothing over it.',
    ...domain,
    found: "seen === undefined || seen === version ? undefined : refuse('assessment.changed-meanwhile')",
    planted: 'seen === version || version >= 0 ? undefined : undefined',
  },
  {
    promise: 'An assessment that comes again changes nothing.',
    ...domain,
    found: '      if (before !== undefined && sameJudgement(before.judgement, judgement)) return accept()\n',
    planted: '',
  },
  {
    promise: 'An assessment is decided by who stands above, or stands in.',
    ...handle,
    found: "if (standing === undefined || !may(by.caller, by.operation, [relation])) return refuse('access.denied')",
    planted: "if (standing === undefined) return refuse('assessment.no-post')",
  },
  {
    promise: 'An assessment is decided by who holds the post above today, from the post of the last day.',
    ...handle,
    found: 'employeeIds.map((employeeId) => ({ employeeId, date, postOn })),',
    planted: 'employeeIds.map((employeeId) => ({ employeeId, date: postOn, postOn })),',
  },
  {
    promise: 'Who decides an assessment holds it.',
    ...handle,
    found:
      '      await lockAggregates(tx, [aggregate(employeeId, period)])\n      const at = deps.clock.now()\n      const standing',
    planted: '      const at = deps.clock.now()\n      const standing',
  },
  {
    promise: 'Whoever decides an assessment leaves a row.',
    ...handle,
    found: '    await decided(tx, { ...by, subjects: [employeeId], object: of.delegationId ?? period, at: now })\n',
    planted: '',
  },
  {
    promise: 'An assessment is read by whoever may.',
    ...door,
    found: "      if (!may(caller, operation, relations)) return refuse('access.denied')\n",
    planted: '',
  },
  {
    promise: "Who opens another one's assessment leaves a row.",
    ...door,
    found: '      await look(pool, { caller, operation, subjects: [employeeId], object: period, at: now })\n',
    planted: '',
  },
  {
    promise: 'Who lists assessments leaves a row.',
    ...door,
    found: '      await look(pool, { caller, operation, subjects: [...found.keys()], object: period, at: now })\n',
    planted: '',
  },
  {
    promise: 'The sentences of a self-assessment are for the line.',
    ...door,
    found: "caller.roles.includes('auditor') || readers.some((one) => relations.has(one))",
    planted: 'relations.size >= 0',
  },
  {
    promise: 'What is typed of an assessment is kept for whoever may decide it.',
    ...typing,
    found: "if (standing === undefined || !may(by.caller, by.operation, [relation])) return refuse('access.denied')",
    planted: '',
  },
  {
    promise: 'Who keeps a draft of an assessment holds it.',
    ...typing,
    found: '      await lockAggregates(tx, [aggregate(employeeId, period)])\n',
    planted: '',
  },
  {
    promise: 'Drafts of an assessment are forgotten when its quarter can be decided no more.',
    ...typing,
    found: '    await dropDrafts(\n      tx,\n      works.map(({ payload })',
    planted: '    Array.of(\n      tx,\n      works.map(({ payload })',
  },
  {
    promise: 'What is typed of an assessment is kept while it can be decided, and over no decision that was not seen.',
    ...draft,
    found: '  if (fault !== undefined) return fault\n',
    planted: '',
  },
  {
    promise: 'An older tab keeps nothing over a newer draft.',
    ...draft,
    found: "  if (seenDraft !== known?.keptAt) return refuse('assessment.draft-changed')\n",
    planted: '',
  },
  {
    promise: 'Of two drafts of an assessment the later has the later instant.',
    ...draft,
    found: 'Math.max(at, (known?.keptAt ?? 0) + 1)',
    planted: 'at',
  },
  {
    promise: 'The draft of an assessment is its writer’s alone.',
    file: 'services/appraisal/src/draft/store.ts',
    test: above,
    found: 'as "keptAt" from assessment_draft where employee_id = $1 and period = $2 and writer = $3`',
    planted: 'as "keptAt" from assessment_draft where employee_id = $1 and period = $2 and $3::uuid is not null`',
  },
  {
    promise: 'The draft of an assessment is read by who may decide it.',
    ...door,
    found: 'const draft = mayDecide ? await draftOf',
    planted: 'const draft = caller.employeeId !== undefined ? await draftOf',
  },
  {
    promise: 'Drafts of an assessment go when it is decided.',
    file: 'services/appraisal/src/assessment/handle.ts',
    test: above,
    found: "    if (command.type === 'decide') await dropDrafts(tx, [of])\n",
    planted: '',
  },
  {
    promise: 'The superior of whoever decides looks again, and nobody else.',
    ...looking,
    found: 'line?.superiors.includes(caller.employeeId) === true &&',
    planted: 'line !== undefined &&',
  },
  {
    promise: 'He who asked about a rating does not answer himself.',
    ...looking,
    found: "  if (command.type === 'keep' && asker === by.caller.employeeId) return refuse('look.not-asked')\n",
    planted: '',
  },
  {
    promise: 'Nobody looks again at what he decided himself.',
    ...looking,
    found: ' &&\n  last?.decidedBy !== caller.employeeId',
    planted: '',
  },
  {
    promise: 'A second look is one step after the other.',
    ...looking,
    found: `      await lockAggregates(tx, [aggregate(of.employeeId, of.period)])
      const at = deps.clock.now()
      const line`,
    planted: '      const at = deps.clock.now()\n      const line',
  },
  {
    promise: 'Whoever may decide answers a question about it.',
    ...looking,
    found: "if (standing === undefined || !may(by.caller, by.operation, [relation])) return refuse('access.denied')",
    planted: '',
  },
  {
    promise: 'A second look leaves a row.',
    ...looking,
    found: '  await decided(tx, { ...by, subjects: [employeeId], object: period, at: command.at })\n',
    planted: '',
  },
  {
    promise: 'What nobody above has agreed to is listed for an agency’s own.',
    ...door,
    found: "      if (!may(caller, operation, held)) return refuse('access.denied')\n",
    planted: '',
  },
  {
    promise: 'What is as expected is not looked at again.',
    ...look,
    found: "result !== 'meets' || behaviour !== 'meets'",
    planted: 'result !== behaviour || result === behaviour',
  },
  {
    promise: 'A second look is at the version that was read.',
    ...look,
    found:
      "  if (command.seen !== undefined && command.seen !== decision.version) return refuse('assessment.changed-meanwhile')\n",
    planted: '',
  },
  {
    promise: 'Nobody looks again when nobody can decide any more.',
    ...look,
    found: 'command.at >= windows.decideUntil',
    planted: 'command.at < 0',
  },
  {
    promise: 'A second look at a decision that was changed says nothing.',
    ...score,
    found: 'one.decisionVersion === decided.version',
    planted: 'one.decisionVersion > 0',
  },
  {
    promise: 'An assessment of an earlier post makes no rating of the quarter.',
    ...score,
    found: 'posts.filter(({ from, to }) => from <= lastDay && (to === undefined || to >= lastDay))',
    planted: 'posts.filter(({ from }) => from <= lastDay)',
  },
  {
    promise: 'An import of a decision throws away what was being typed.',
    file: 'services/appraisal/src/assessment/handle.ts',
    found: '        await dropDrafts(\n          tx,\n          imported',
    planted: '        Array.of(imported',
    test: 'services/appraisal/test/an-assessment-is-decided-by-who-stands-above.test.ts',
  },
  {
    promise: 'An agreement is no older than what it agrees to.',
    file: 'services/appraisal/src/assessment/grpc.ts',
    found: ' || agreedAt < decidedAt)',
    planted: ')',
    test: 'services/appraisal/test/an-assessment-is-decided-by-who-stands-above.test.ts',
  },
  {
    promise: 'What is as expected comes with its signature, and needs no second look.',
    file: 'services/appraisal/src/assessment/handle.ts',
    found: ' && needsLook(assessment.decision.judgement)) {',
    planted: ') {',
    test: 'services/appraisal/test/an-assessment-is-decided-by-who-stands-above.test.ts',
  },
]
