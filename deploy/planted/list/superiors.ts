import type { Fault } from '../fault.ts'

const asked = 'packages/roster/test/who-is-whose-superior-on-a-day.test.ts'
const onDay = { test: asked, sentence: 'who assesses on a day is who the post answered to' }
const superior = {
  file: 'services/directory/src/domain/superior.ts',
  test: 'services/directory/src/domain/superior.test.ts',
}
const mended = 'services/directory/test/an-agency-mends-its-line.test.ts'
const handle = { file: 'services/directory/src/line/handle.ts', test: mended }

/** Whom a post answers to, by the day: told late or ahead, never over what was decided. */
export const superiors: readonly Fault[] = [
  {
    promise: 'Who assesses on a day is the superior of that day.',
    file: 'packages/roster/src/line.ts',
    ...onDay,
    found: ' and own.date between climb.from_date and climb.to_date',
    planted: '',
  },
  {
    promise: 'Whom somebody assesses on a day are those who answer to him on that day.',
    file: 'packages/roster/src/read.ts',
    ...onDay,
    found: 'where employee_id = $1) and s.from_date <= $2 and s.to_date >= $2',
    planted: 'where employee_id = $1)',
  },
  {
    promise: 'An older state of a post changes none of its superiors.',
    file: 'packages/roster/src/fold.ts',
    ...onDay,
    found: 'positions.filter(({ positionId }) => newer.has(positionId)),',
    planted: '[...positions],',
  },
  {
    promise: 'What was told of an earlier day ends where the next one begins.',
    ...superior,
    found: '.toSorted((a, b) => (a.fromDate < b.fromDate ? -1 : 1))',
    planted: '.toSorted(() => 0)',
  },
  {
    promise: 'A loop is found on every later day on which it would hold.',
    ...superior,
    found: 'for (const day of new Set([from, ...later])) {',
    planted: 'for (const day of new Set([from, ...later.slice(0, 0)])) {',
  },
  {
    promise: 'A superior is told for a day near this one.',
    file: 'services/directory/src/line/domain.ts',
    test: 'services/directory/src/line/domain.test.ts',
    found: 'return wanted < first || wanted > last ?',
    planted: 'return wanted < first ?',
  },
  {
    promise: 'What a post answers to is shown to who mends it, or watches that it is mended.',
    ...handle,
    found: "      if (!mayMend(call, agencyId)) return refuse('access.denied')\n      const now",
    planted: '      const now',
    sentence: 'whom a post answers to is read by',
  },
  {
    promise: 'Of a post of another agency one hears what he hears of none.',
    ...handle,
    found: 'if (state === undefined || state.agencyId !== agencyId) return',
    planted: 'if (state === undefined) return',
    sentence: 'whom a post answers to is read by',
  },
  {
    promise: 'Who reads whom a post answers to is on record.',
    ...handle,
    found: '      await look(tx, { ...call, subjects: [...subjects], object: state.positionId, agencyId, at: now })\n',
    planted: '',
    sentence: 'whom a post answers to is read by',
  },
  {
    promise: 'Who held a post on the day that is told has as little a say in it as who holds it today.',
    ...handle,
    found: '      { positionId, from: fromDate, to: next === undefined ? null : addDays(next, -1) },\n',
    planted: '',
  },
  {
    promise: 'Who heads an agency does not change ahead of the day.',
    ...handle,
    found:
      "      if (next === undefined) return refuse('request.value-invalid', { hint: `≤ ${today}` }, 'from_date')\n",
    planted: '      if (next === undefined) return { version: post.version }\n',
    sentence: 'a line that would turn round only on a later day',
  },
  {
    promise: 'Who holds a post on any of the days that are told has no say in it, not only on the first.',
    file: 'services/directory/src/line/handle.ts',
    found: 'to: next === undefined ? null : addDays(next, -1) }',
    planted: 'to: fromDate }',
    test: 'services/directory/test/an-agency-mends-its-line.test.ts',
  },
  {
    promise: 'A staff file of an earlier day leaves the heads of today.',
    file: 'services/directory/src/handle.ts',
    found: 'headsOf(toChart(left, states.structure, today))',
    planted: 'headsOf(toChart(left, states.structure, from))',
    test: 'services/directory/test/a-staff-file-is-judged-whole-before-it-touches-anything.test.ts',
  },
  {
    promise: 'A staff file of an earlier day closes no loop with what was told for a later one.',
    file: 'services/directory/src/handle.ts',
    found: 'superiorPositionCode !== undefined && looping.has(positionIdOf(positionCode))',
    planted: 'superiorPositionCode !== undefined && false',
    test: 'services/directory/test/a-staff-file-is-judged-whole-before-it-touches-anything.test.ts',
  },
  {
    promise: 'A list of superiors changes no head of an agency ahead of its day.',
    file: 'services/directory/src/line/handle.ts',
    found: 'days: [today, ...new Set(coming)]',
    planted: 'days: [today]',
    test: 'services/directory/test/an-agency-mends-its-line.test.ts',
  },
  {
    promise: 'Whoever leads nobody of that day any more stands in for none of them.',
    file: 'services/directory/src/delegation/store.ts',
    found: ' and below.from_date <= $1 and below.to_date >= $1',
    planted: '',
    test: 'services/directory/test/a-superior-who-is-away-is-stood-in-for.test.ts',
  },
]
