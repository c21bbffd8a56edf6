import type { Fault } from '../fault.ts'

const suppress = {
  file: 'services/reporting/src/domain/suppress.ts',
  test: 'services/reporting/src/domain/suppress.test.ts',
}
const publication = {
  file: 'services/reporting/src/domain/publication.ts',
  test: 'services/reporting/src/domain/publication.test.ts',
}
const answer = { file: 'services/feedback/src/answer/domain.ts', test: 'services/feedback/src/answer/domain.test.ts' }
const replicas = 'services/feedback/test/two-replicas-count-each-answer-once.test.ts'

/** Nobody can be picked out of a group: what is shown, from how many on, and what leaves together. */
export const groups: readonly Fault[] = [
  {
    promise: 'A unit of fewer than k people is hidden.',
    ...suppress,
    found: 'peopled.filter(({ people }) => people < k)',
    planted: 'peopled.filter(({ people }) => people < k - 1)',
  },
  {
    promise: 'A unit of k people is shown.',
    ...suppress,
    found: 'peopled.filter(({ people }) => people < k)',
    planted: 'peopled.filter(({ people }) => people <= k)',
  },
  {
    promise: 'What is hidden together holds k.',
    ...suppress,
    found: ' && sumOf(hidden).people >= k',
    planted: '',
  },
  {
    promise: 'A total under k is hidden with its parts.',
    ...suppress,
    found: 'if (whole.people < k)',
    planted: 'if (whole.people < 0)',
  },
  {
    promise: 'The figures of a unit wholly in one class are hidden.',
    ...suppress,
    found: 'people.includes(unit) || ofOneClass(unit)',
    planted: 'people.includes(unit)',
  },
  {
    promise: 'Figures that are hidden together are mixed.',
    ...suppress,
    found: 'enough(hidden) && !ofOneClass(sumOf(hidden))',
    planted: 'enough(hidden)',
  },
  {
    promise: 'Where all are of one class nothing is said of the whole.',
    ...suppress,
    found: 'figures: figures !== undefined && !ofOneClass(whole)',
    planted: 'figures: true',
  },
  {
    promise: 'The smallest unit that covers is hidden.',
    ...suppress,
    found: 'a.people - b.people',
    planted: 'b.people - a.people',
  },
  {
    promise: 'An empty unit is shown as empty, and covers nobody.',
    ...suppress,
    found: 'siblings.filter(({ people }) => people > 0)',
    planted: 'siblings.filter(({ people }) => people >= 0)',
  },
  {
    promise: 'A survey under its threshold tells the public nothing but the threshold.',
    ...publication,
    found: 'if (survey.answers < fewest)',
    planted: 'if (survey.answers < 1)',
  },
  {
    promise: 'A survey with as many answers as its threshold is shown.',
    ...publication,
    found: 'if (survey.answers < fewest)',
    planted: 'if (survey.answers <= fewest)',
  },
  {
    promise: 'The number of people of a hidden unit is not published.',
    ...publication,
    found: '!hidden.people.has(unit.unitId)',
    planted: 'true',
  },
  {
    promise: 'The figures of a hidden unit are not published.',
    ...publication,
    found: 'hidden.figures.has(unit.unitId)',
    planted: 'hidden.people.has(unit.unitId + unit.name)',
  },
  {
    promise: 'A whole whose figures would give somebody away is not published.',
    ...publication,
    found: ': hidden.total.figures\n',
    planted: ': hidden.total.figures || true\n',
  },
  {
    promise: "A board shows no survey's index under its threshold.",
    file: 'services/reporting/src/boards.ts',
    found: 'survey.answers < survey.threshold',
    planted: 'survey.answers < 0',
    test: 'services/reporting/test/boards-move-for-those-who-may-see-them.test.ts',
  },
  {
    promise: 'A later edition, which holds changed people only, is not published as a whole.',
    file: 'services/reporting/src/store.ts',
    found: 'where edition = 1 and not exists',
    planted: 'where not exists',
    test: 'services/reporting/test/a-sealed-quarter-is-published-once.test.ts',
  },
  {
    promise: 'A sealed quarter is published once, whichever replica does it.',
    file: 'services/reporting/src/publish.ts',
    found: "      await tx.query('select pg_advisory_xact_lock(7433290204)')\n",
    planted: '',
    test: 'services/reporting/test/a-sealed-quarter-is-published-once.test.ts',
  },
  {
    promise: 'A replica that waited for another asks again whether a sealed quarter is published.',
    file: 'services/reporting/src/publish.ts',
    found: '      if (!(await unpublished(tx)).some(({ period }) => period === sealed.period)) return 0\n',
    planted: '',
    test: 'services/reporting/test/a-sealed-quarter-is-published-once.test.ts',
  },
  {
    promise: 'Answers leave only with a whole threshold left behind.',
    ...answer,
    found: 'held >= 2 * threshold ? held - threshold',
    planted: 'held >= threshold ? held',
  },
  {
    promise: 'The last batch at the close holds the threshold too.',
    ...answer,
    found: 'if (closing) return held >= threshold ? held : 0',
    planted: 'if (closing) return held',
  },
  {
    promise: 'The close lets go of as many as the threshold.',
    ...answer,
    found: 'if (closing) return held >= threshold ? held : 0',
    planted: 'if (closing) return held > threshold ? held : 0',
  },
  {
    promise: 'A survey that was closed takes no answer.',
    ...answer,
    found: "if (survey.closedOn !== undefined) return refuse('survey.not-open')",
    planted: '',
  },
  {
    promise: 'An answer after the last day of a survey is refused.',
    ...answer,
    found: 'answer.day > survey.toDate ||',
    planted: '',
  },
  {
    promise: 'An answer of the last day of a survey counts.',
    ...answer,
    found: 'answer.day > survey.toDate',
    planted: 'answer.day >= survey.toDate',
  },
  {
    promise: 'An answer without all its elements is not counted.',
    ...answer,
    found: 'score >= 1 && score <= 4)',
    planted: 'score <= 4)',
  },
  {
    promise: 'The threshold of a survey is fixed once it is open.',
    file: 'services/feedback/src/survey/domain.ts',
    found: 'known.threshold === asked.threshold &&',
    planted: '',
    test: 'services/feedback/src/survey/domain.test.ts',
  },
  {
    promise: 'No survey has a threshold under the lowest.',
    file: 'services/feedback/src/survey/domain.ts',
    found: 'LOWEST_THRESHOLD = 5',
    planted: 'LOWEST_THRESHOLD = 4',
    test: 'services/feedback/src/survey/domain.test.ts',
  },
  {
    promise: 'A survey closes on no day before its last answer.',
    file: 'services/feedback/src/survey/domain.ts',
    found: ' || closedOn < (lastAnswered ?? closedOn)',
    planted: '',
    test: 'services/feedback/src/survey/domain.test.ts',
  },
  {
    promise: 'Two replicas never release the same answers: who releases holds the survey.',
    file: 'services/feedback/src/survey/store.ts',
    found: "${lock ? 'for update' : ''}",
    planted: '',
    test: replicas,
  },
  {
    promise: 'An answer is kept behind the lock of its survey.',
    file: 'services/feedback/src/answer/handle.ts',
    found:
      "const survey = await loadSurvey(tx, surveyId, true)\n      if (survey === undefined) return refuse('survey.not-found')\n      const answerId",
    planted:
      "const survey = await loadSurvey(tx, surveyId)\n      if (survey === undefined) return refuse('survey.not-found')\n      const answerId",
    test: replicas,
  },
  {
    promise: 'Imported answers are kept behind the lock of their survey.',
    file: 'services/feedback/src/answer/handle.ts',
    found:
      "const survey = await loadSurvey(tx, surveyId, true)\n      if (survey === undefined) return refuse('survey.not-found')\n      const named",
    planted:
      "const survey = await loadSurvey(tx, surveyId)\n      if (survey === undefined) return refuse('survey.not-found')\n      const named",
    test: replicas,
  },
  {
    promise: 'A survey is closed behind its lock, so that no answer slips in beside the close.',
    file: 'services/feedback/src/survey/handle.ts',
    found: 'loadSurvey(tx, surveyId, true)',
    planted: 'loadSurvey(tx, surveyId)',
    test: replicas,
  },
  {
    promise: 'A survey that two open at once is opened once, though no row is there to be locked.',
    file: 'services/feedback/src/survey/handle.ts',
    found: '      await lockSurvey(tx, asked.surveyId)\n',
    planted: '',
    test: replicas,
  },
  {
    promise: 'A form that is sent twice is one answer, also when the survey was closed in between.',
    file: 'services/feedback/src/answer/handle.ts',
    found: 'if ((await knownAnswers(tx, surveyId, [answerId])).size > 0) return undefined',
    planted: '',
    test: replicas,
  },
  {
    promise: 'Answers that were released are not released again.',
    file: 'services/feedback/src/answer/store.ts',
    found: 'from answer where survey_id = $1 and batch is null`',
    planted: 'from answer where survey_id = $1`',
    test: 'services/feedback/test/answers-leave-only-as-sums.test.ts',
  },
  {
    promise: 'A batch takes no answer that another batch took.',
    file: 'services/feedback/src/answer/store.ts',
    found: 'where survey_id = $1 and batch is null and complete order by day',
    planted: 'where survey_id = $1 and complete order by day',
    test: 'services/feedback/test/answers-leave-only-as-sums.test.ts',
  },
  {
    promise: 'The day of a last batch is the day of the close.',
    file: 'services/feedback/src/answer/handle.ts',
    found: 'day: closedOn ?? day,',
    planted: 'day,',
    test: replicas,
  },
  {
    promise: 'A link that was changed opens no survey.',
    file: 'services/feedback/src/survey/link.ts',
    found: ' || !timingSafeEqual(given, expected)',
    planted: '',
    test: 'services/feedback/test/answers-leave-only-as-sums.test.ts',
  },
  {
    promise: 'The salt of a leaf is of its person: nobody guesses a receipt from a leaf by another salt.',
    file: 'services/scoring/src/seal/receipts.ts',
    found: 'update(`${employeeId} ${period} ${edition}`)',
    planted: 'update(`${period} ${edition}`)',
    test: 'services/scoring/src/seal/receipts.test.ts',
  },
  {
    promise: 'The salt of a leaf is of its edition.',
    file: 'services/scoring/src/seal/receipts.ts',
    found: 'update(`${employeeId} ${period} ${edition}`)',
    planted: 'update(`${employeeId} ${period}`)',
    test: 'services/scoring/src/seal/receipts.test.ts',
  },
  {
    promise: "A quarter's key opens no other quarter.",
    file: 'services/scoring/src/seal/receipts.ts',
    found: 'update(`quarter ${period} ${kind}`)',
    planted: 'update(`quarter ${kind}`)',
    test: 'services/scoring/src/seal/receipts.test.ts',
  },
]
