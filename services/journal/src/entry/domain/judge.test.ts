import fc from 'fast-check'
import {
  admitted,
  conflicted,
  facts,
  given,
  held,
  knows,
  NOON,
  refusedFor,
  returned,
  tell,
  undone,
  verified,
  withdrawn,
} from './given.ts'
import { expect, test } from 'vitest'
import { carried, type Entry, evolve, type Facts } from './entry.ts'
import { judge, judgeAgain } from './judge.ts'
import type { TimingVerdict } from '@timbang/rules/kernel/1/lateness'

const timing = (verdict: TimingVerdict, movedBy?: string) => ({ timing: { verdict, movedBy } })

test('a record in time for a planned result is admitted with every check passed', () => {
  expect(judge(facts(), undefined, knows())).toEqual(admitted())
})

test('an unknown person or plan is held, never refused', () => {
  expect(judge(facts(), undefined, knows({ person: false, timing: undefined }))).toEqual(held('entry.person-unknown'))
  expect(judge(facts(), undefined, knows({ results: undefined }))).toEqual(held('entry.plan-unknown'))
})

test('a record for a closed window is refused, even while the plan is unknown', () => {
  expect(judge(facts(), undefined, knows(timing('closed')))).toEqual(refusedFor('entry.window-closed'))
  expect(judge(facts(), undefined, knows({ ...timing('closed'), results: undefined }))).toEqual(
    refusedFor('entry.window-closed'),
  )
})

test('a record from before its work date is refused', () => {
  expect(judge(facts(), undefined, knows(timing('before-work-date')))).toEqual(refusedFor('activity.before-work-date'))
})

test('a result that no plan of the day holds is refused; an additional task needs no plan', () => {
  expect(judge(facts({ resultId: 'r9' }), undefined, knows())).toMatchObject({
    type: 'EntryRefused',
    code: 'activity.result-unknown',
  })
  expect(judge(facts({ resultId: undefined }), undefined, knows({ results: undefined }))).toMatchObject({
    type: 'EntryAdmitted',
    checkCodes: ['no-result'],
  })
})

test('each automatic check has its code', () => {
  const codes = (of: Parameters<typeof facts>[0], known = knows()) => judge(facts(of), undefined, known)
  expect(codes({ unit: 'Berkas' })).toMatchObject({ checkCodes: [] })
  expect(codes({ unit: 'dokumen' })).toMatchObject({ checkCodes: ['unit-differs'] })
  expect(codes({ quantityThousandths: 120_000 })).toMatchObject({ checkCodes: [] })
  expect(codes({ quantityThousandths: 120_001 })).toMatchObject({ checkCodes: ['quantity-implausible'] })
  expect(codes({}, knows(timing('late')))).toMatchObject({ timeliness: 'late', checkCodes: ['late'] })
  expect(codes({}, knows({ repeated: true }))).toMatchObject({ checkCodes: ['near-identical'] })
})

test('the same record again says nothing, the same id with other content is a conflict', () => {
  const entry = given(admitted())
  expect(judge(facts({ activityOffset: 4_900n, activityEventId: 'e2' }), entry, knows())).toBeUndefined()
  expect(judge(facts({ activityOffset: 4_900n, activityEventId: 'e2', contentDigest: 'bb' }), entry, knows())).toEqual(
    conflicted(),
  )
})

test('a correction supersedes what is not verified, an older revision says nothing', () => {
  const correction = facts({ revision: 2, contentDigest: 'bb' })
  for (const entry of [given(admitted()), given(admitted(), returned()), given(refusedFor()), given(held())])
    expect(judge(correction, entry, knows())).toMatchObject({ type: 'EntryAdmitted', facts: { revision: 2 } })
  expect(judge(correction, given(admitted(), verified()), knows())).toMatchObject({
    type: 'EntryRefused',
    code: 'entry.already-verified',
  })
  expect(judge(facts(), given(admitted({ revision: 2 })), knows())).toBeUndefined()
})

const takesBack = (revision = 2, of: Partial<Facts> = {}) =>
  facts({ revision, contentDigest: 'cc', withdrawn: true, ...of })

test('whoever wrote an entry takes it back until it is verified, however late, and whatever is known of him', () => {
  for (const entry of [
    undefined,
    given(admitted()),
    given(held()),
    given(refusedFor()),
    given(admitted(), returned()),
    given(admitted(), verified(), undone()),
  ])
    for (const known of [knows(), knows(timing('closed')), knows({ person: false, timing: undefined })])
      expect(judge(takesBack(), entry, known)).toEqual(withdrawn())
  expect(judge(takesBack(), given(admitted(), verified()), knows())).toMatchObject({
    type: 'EntryRefused',
    code: 'entry.already-verified',
  })
})

test('what is taken back again, or has been corrected since, says nothing; another text under its number is a conflict', () => {
  const gone = given(admitted(), withdrawn())
  expect(judge(takesBack(2, { activityOffset: 5_000n }), gone, knows())).toBeUndefined()
  expect(judge(facts(), gone, knows())).toBeUndefined()
  expect(judge(facts({ revision: 2, contentDigest: 'bb' }), gone, knows())).toMatchObject({ type: 'RecordConflicted' })
  expect(judge(takesBack(2), given(admitted(), admitted({ revision: 3 })), knows())).toBeUndefined()
})

test('what was taken back comes again only with a later revision whose own window allows it', () => {
  const gone = given(admitted(), withdrawn())
  const again = facts({ revision: 3, contentDigest: 'dd' })
  expect(carried(gone, again)).toBeUndefined()
  expect(judge(again, gone, knows())).toMatchObject({ type: 'EntryAdmitted', facts: { revision: 3 } })
  expect(judge(again, gone, knows(timing('late')))).toMatchObject({ timeliness: 'late' })
  expect(judge(again, gone, knows(timing('closed')))).toMatchObject({ code: 'entry.window-closed' })
})

test('a withdrawal changes nothing of what comes after it: what was returned is as timely then as without', () => {
  const returnedOne = given(admitted(), returned())
  expect(carried(returnedOne, takesBack())).toEqual({ of: facts() })
  const gone = given(admitted(), returned(), withdrawn(2, {}, NOON - 7))
  expect(carried(gone, facts({ revision: 3, recordedAt: NOON + 2 }))).toEqual({ instant: NOON - 7 })
})

test('revisions of an entry, some of which take it back, end the same in whatever order and however often they come', () => {
  const sent = fc.record({ revision: fc.integer({ min: 1, max: 4 }), withdrawn: fc.boolean() })
  fc.assert(
    fc.property(
      fc.uniqueArray(sent, { selector: ({ revision }) => revision, minLength: 1 }),
      fc.infiniteStream(fc.nat()),
      (drawn, dice) => {
        const all = drawn.map((one) => facts({ ...one, contentDigest: `${one.revision}` }))
        const end = (order: readonly Facts[]) => {
          let entry: Entry | undefined
          for (const one of order) {
            const body = judge(one, entry, knows())
            if (body) entry = evolve(entry, tell(body))
          }
          return [entry!.state, entry!.facts]
        }
        const shuffled = [...all, ...all]
          .map((one) => ({ one, by: dice.next().value! }))
          .sort((a, b) => a.by - b.by)
          .map(({ one }) => one)
        const last = all.toSorted((a, b) => b.revision - a.revision)[0]!
        expect(end(all)).toEqual([last.withdrawn ? 'withdrawn' : 'waiting', last])
        expect(end(shuffled)).toEqual(end(all))
      },
    ),
  )
})

test('a judgement tells the instant that its record carries from what it corrects', () => {
  for (const known of [
    knows({ timelyAt: NOON - 5 }),
    knows({ timelyAt: NOON - 5, results: undefined }),
    knows({ timelyAt: NOON - 5, ...timing('closed') }),
  ])
    expect(judge(facts(), undefined, known)).toMatchObject({ timelyAt: NOON - 5 })
})

test('a held entry is released when the plan arrives, and held no second time while it does not', () => {
  expect(judgeAgain(given(held())!, knows())).toEqual(admitted())
  expect(judgeAgain(given(held())!, knows({ results: undefined }))).toBeUndefined()
  expect(judgeAgain(given(held('entry.person-unknown'))!, knows({ results: undefined }))).toEqual(
    held('entry.plan-unknown'),
  )
})

test('an outage brings a refused entry back, and says which', () => {
  expect(judgeAgain(given(refusedFor())!, knows(timing('in-time', 'outage-1')))).toMatchObject({
    type: 'EntryAdmitted',
    timeliness: 'in-time',
    reinstatedBy: 'outage-1',
  })
  expect(judgeAgain(given(refusedFor())!, knows(timing('closed')))).toBeUndefined()
})

test('an outage makes a late entry timely, and never a timely one late', () => {
  expect(
    judgeAgain(given(admitted({}, ['late'], 'late'), verified())!, knows(timing('in-time', 'outage-1'))),
  ).toMatchObject({ type: 'EntryAdmitted', timeliness: 'in-time' })
  expect(judgeAgain(given(admitted())!, knows(timing('late')))).toBeUndefined()
  expect(judgeAgain(given(admitted({ recordedAt: NOON }))!, knows())).toBeUndefined()
})

/** Admitted in time by an outage, or late by a grace period. */
const byMove = (timeliness: 'in-time' | 'late') => ({ ...admitted({}, [], timeliness), reinstatedBy: 'outage-1' })

test('what waits by an outage is refused again when the outage is withdrawn', () => {
  expect(judgeAgain(given(byMove('in-time'))!, knows(timing('closed')))).toEqual(refusedFor('entry.window-closed'))
  expect(judgeAgain(given(byMove('in-time'))!, knows(timing('late')))).toMatchObject({
    type: 'EntryAdmitted',
    timeliness: 'late',
    reinstatedBy: undefined,
  })
})

test('what a person decided by an outage that is withdrawn stands, and is late', () => {
  for (const decision of [verified(), returned()])
    expect(judgeAgain(given(byMove('in-time'), decision)!, knows(timing('closed')))).toMatchObject({
      type: 'EntryAdmitted',
      timeliness: 'late',
      checkCodes: ['late'],
      reinstatedBy: undefined,
    })
})

test('what stands by an outage says nothing new while the outage stands, and names the one by which it stands now', () => {
  expect(judgeAgain(given(byMove('in-time'))!, knows(timing('in-time', 'outage-1')))).toBeUndefined()
  expect(judgeAgain(given(byMove('in-time'))!, knows(timing('in-time', 'outage-2')))).toMatchObject({
    reinstatedBy: 'outage-2',
  })
})

test('what stands without an outage is never taken back by a window', () => {
  for (const known of [knows(timing('closed')), knows(timing('late')), knows({ results: undefined })])
    expect(judgeAgain(given(admitted())!, known)).toBeUndefined()
})
