import { expect, test } from 'vitest'
import { access, type Operation } from '@timbang/identity/access'
import type { Row } from '@timbang/identity/access/row'
import { operationsOf } from './words.ts'

/** What leaves no row: one's own records and sessions, a citizen's answer (law 12), a counter's link, and what the pages do for themselves. */
const own = new Set<string>([
  'activity-ingest.SubmitRecords',
  'directory.BeginSession',
  // What one types for oneself alone leaves no row.
  'appraisal.KeepDraft',
  'directory.EndSessions',
  'directory.GetOwnData',
  'directory.GetOwnTurns',
  'directory.ListSessions',
  'directory.RenewSession',
  'feedback.AnswerSurvey',
  'feedback.CreateLink',
  'web.SignIn',
  'web.SignOut',
])

test('whatever decides and whatever shows a person has words on the page of the record, in both languages', () => {
  const onRecord = (Object.keys(access) as Operation[]).filter((operation) => {
    const { does, about }: Row = access[operation]
    return !own.has(operation) && (does === 'writes' || about === 'person')
  })
  for (const language of ['id', 'en'] as const) {
    const worded = operationsOf(language).map(([operation]) => operation)
    expect(worded).toEqual(expect.arrayContaining(onRecord))
    for (const operation of worded) expect(access, operation).toHaveProperty([operation])
  }
})
