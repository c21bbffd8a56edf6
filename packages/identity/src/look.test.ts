import { expect, test } from 'vitest'
import { publicCaller, type Caller } from './caller.ts'
import { look } from './look.ts'

const head: Caller = {
  kind: 'person',
  sub: 'account-7',
  employeeId: 'e1',
  roles: ['agency_head'],
  agencies: ['a1'],
  sid: 's1',
  amr: [],
  token: 'secret',
}
const lines = (caller: Caller, subjects: string[]) => {
  const written: object[] = []
  look({ info: (fields) => void written.push(fields) }, { caller, operation: 'journal.GetMonth', subjects })
  return written
}

test('whoever sees the data of others leaves a line with keys, and without his token', () => {
  expect(lines(head, ['e2', 'e1', 'e3'])).toEqual([
    { audit: 'look', by: 'account-7', sid: 's1', operation: 'journal.GetMonth', subjects: ['e2', 'e3'] },
  ])
})
test('a look at oneself, or at nobody, is none', () => {
  expect(lines(head, ['e1'])).toEqual([])
  expect(lines(head, [])).toEqual([])
})
test('a machine that has no employee looks at everybody it is shown', () => {
  expect(lines({ ...publicCaller, kind: 'machine', sub: 'importer' }, ['e1'])).toHaveLength(1)
})
