import type { Fault } from '../fault.ts'

const domain = { file: 'services/journal/src/draft/domain.ts', test: 'services/journal/src/draft/domain.test.ts' }
const left = 'services/journal/test/a-colleague-leaves-a-draft.test.ts'
const handle = { file: 'services/journal/src/draft/handle.ts', test: left }
const store = { file: 'services/journal/src/draft/store.ts', test: left }
const form = { file: 'services/web/src/place/titip/form.ts', test: 'services/web/src/place/titip/form.test.ts' }

/** What a colleague writes for somebody: by whom, how many, how long, and that its words go. */
export const drafts: readonly Fault[] = [
  {
    promise: 'A draft is left by who works in one unit with her.',
    ...domain,
    found: 'writerId === employeeId || !together',
    planted: 'writerId === employeeId',
  },
  {
    promise: 'Nobody leaves himself a draft.',
    ...domain,
    found: 'writerId === employeeId || !together',
    planted: '!together',
  },
  {
    promise: 'A draft is of no day that is older than a week.',
    ...domain,
    found: 'workDate < firstDate(today) || workDate > today',
    planted: 'workDate > today',
  },
  {
    promise: 'A draft is of no day that has not come.',
    ...domain,
    found: 'workDate < firstDate(today) || workDate > today',
    planted: 'workDate < firstDate(today)',
  },
  {
    promise: 'Five drafts wait for one person.',
    ...domain,
    found: 'waiting.forHer >= MOST_FOR',
    planted: 'waiting.forHer > MOST_FOR',
  },
  {
    promise: 'Ten drafts of one writer wait.',
    ...domain,
    found: 'waiting.byHim >= MOST_BY',
    planted: 'waiting.byHim > MOST_BY',
  },
  {
    promise: 'The number of a draft stands for one draft.',
    ...domain,
    found: "same && (known.state !== 'waiting' || known.sentence === sentence)",
    planted: 'same',
  },
  {
    promise: 'A draft is dropped by one of its two sides.',
    ...domain,
    found: "  if (draft.employeeId !== by && draft.writerId !== by) return refuse('draft.not-found')\n",
    planted: '',
  },
  {
    promise: 'After a week there is no draft.',
    ...domain,
    found: 'draft === undefined || draft.expiresAt <= now',
    planted: 'draft === undefined || draft.expiresAt < now',
  },
  {
    promise: 'What was sent is dropped no more.',
    ...domain,
    found: "  if (draft.state === 'taken') return refuse('draft.taken')\n",
    planted: '',
  },
  {
    promise: 'Of two who leave the last draft at once, one is heard.',
    ...handle,
    found: '      await lockCounts(tx, [employeeId, writerId])\n',
    planted: '',
  },
  {
    promise: 'A draft is forgotten when its week is over.',
    ...handle,
    found: '      await owe(tx, [{ kind: FORGET, key: draftId, dueAt: expiresAt }])\n',
    planted: '',
  },
  {
    promise: 'Who leaves a draft is on record.',
    ...handle,
    found: '      await decided(tx, { caller, operation, subjects: [employeeId], object: draftId, at: now })\n',
    planted: '',
  },
  {
    promise: 'Who drops a draft is on record.',
    ...handle,
    found: '      await decided(tx, { caller, operation, subjects, object: draftId, at: now })\n',
    planted: '      void subjects\n',
  },
  {
    promise: 'The words of a draft go when it is dropped.',
    ...store,
    found: "set state = 'dropped', sentence = ''",
    planted: "set state = 'dropped'",
  },
  {
    promise: 'The words of a draft go when it is sent.',
    ...store,
    found: "set state = 'taken', sentence = ''",
    planted: "set state = 'taken'",
  },
  {
    promise: 'A draft is taken by whom it was left for.',
    ...store,
    found: ' and draft.employee_id = sent.employee_id',
    planted: '',
  },
  {
    promise: 'A draft that is over waits for nobody.',
    ...store,
    found: "where employee_id = $1 and state = 'waiting' and expires_at > $2",
    planted: "where employee_id = $1 and state = 'waiting' and $2::bigint > 0",
  },
  {
    promise: 'What was sent waits for nobody any more.',
    file: 'services/journal/src/consume.ts',
    found: '    await foldDrafts(tx, batch.events(topics.activity))\n',
    planted: '',
    test: left,
  },
  {
    promise: 'The form of a draft takes a day of the last week.',
    ...form,
    found: 'date < span.first || date > span.today',
    planted: 'date > span.today',
  },
  {
    promise: 'The form of a draft takes as many letters as an entry.',
    ...form,
    found: '[...words].length > MOST_LETTERS',
    planted: 'words.length > MOST_LETTERS',
  },
]
