import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ActivityRecorded } from '@timbang/contracts/gen/timbang/activity/v1/events'
import { Comparison, EntryState, type ImportCandidate } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { isRefusal } from '@timbang/contracts/refusal'
import { topics } from '@timbang/contracts/topics'
import { addDays } from '@timbang/rules/civil-date'
import { activityEvent, journalWorld, people, recordIdOf, RESULT, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await journalWorld()
})
afterAll(() => world.close())

const IMPORT = '00000000-0000-4000-8000-0000000000f4'
/** In nobody's plan. */
const NO_RESULT = 'b0000000-0000-4000-8000-00000000dead'
const ok = <T>(answer: T) => {
  if (isRefusal(answer)) throw new Error(answer.code)
  return answer as Exclude<T, { refused: true }>
}
/** The row of a file that says what an event recorded. */
const candidate = (event: ReturnType<typeof activityEvent>, of: Partial<ImportCandidate> = {}): ImportCandidate => {
  const { recordId, workDate, resultId, quantityThousandths, unit } = event.body!.value as ActivityRecorded
  return {
    recordId,
    employeeId: event.employeeId!,
    workDate,
    sentence: 'Menulis surat',
    resultId,
    quantityThousandths,
    unit,
    startMinute: undefined,
    endMinute: undefined,
    evidenceLink: undefined,
    sourceRecordedAt: undefined,
    ...of,
  }
}
async function compare(candidates: readonly ImportCandidate[], foresee = false) {
  const token = await world.issuer.machine('importer')
  return ok(await world.client.compareImport({ candidates: [...candidates], foresee }, { token })).compared
}
const words = (event: ReturnType<typeof activityEvent>, sentence = 'Menulis surat') => ({
  eventId: event.eventId,
  employeeId: event.employeeId!,
  recordId: recordIdOf(event),
  revision: 1,
  sentence,
  evidenceLink: undefined,
  occurredAt: 0n,
})
const record = (employeeId: string, of: Parameters<typeof activityEvent>[1] = {}) =>
  activityEvent(employeeId, { importId: IMPORT, resultId: RESULT, ...of })

test('a row is new, the same, changed, or mended by the person, in the order asked and with the revision that stands', async () => {
  const {
    staff: [ani, budi],
  } = await people(world, 2)
  const [one, other] = [record(ani!), record(ani!)]
  const own = activityEvent(ani!, { recordId: recordIdOf(other), revision: 2, quantityThousandths: 3_000n })
  await world.publish(topics.activityText, [words(one), words(other), words(own)])
  await world.publish(topics.activity, [one, other, own])
  await world.settled()

  const compared = await compare([
    candidate(record(ani!)),
    candidate(one),
    candidate(one, { quantityThousandths: 13_000n }),
    candidate(one, { sentence: 'Menulis nota' }),
    candidate(other),
    // The id alone is nobody's: the same one of another person is another record.
    candidate(one, { employeeId: budi! }),
  ])
  expect(compared.map(({ comparison, revision }) => [comparison, revision])).toEqual([
    [Comparison.COMPARISON_NEW, 0],
    [Comparison.COMPARISON_SAME, 1],
    [Comparison.COMPARISON_CHANGED, 1],
    [Comparison.COMPARISON_CHANGED, 1],
    [Comparison.COMPARISON_MENDED, 2],
    [Comparison.COMPARISON_NEW, 0],
  ])
})

test('what stands verified or refused is said, and a revision that was refused while the earlier one stands', async () => {
  const {
    head,
    staff: [ani],
  } = await people(world, 1)
  const [verified, refused, standing] = [record(ani!), record(ani!, { resultId: NO_RESULT }), record(ani!)]
  const later = record(ani!, { recordId: recordIdOf(standing), revision: 2, resultId: NO_RESULT })
  await world.publish(topics.activity, [verified, refused, standing, later])
  await world.settled()
  ok(
    await world.client.openEntry(
      { recordId: recordIdOf(verified), revision: 1 },
      { token: await world.issuer.person(head) },
    ),
  )
  ok(
    await world.client.verifyEntries(
      { entries: [{ recordId: recordIdOf(verified), revision: 1 }] },
      { token: await world.issuer.person(head) },
    ),
  )
  const compared = await compare([candidate(verified), candidate(refused), candidate(standing)])
  expect(
    compared.map(({ state, code, refusedRevision, refusedCode }) => [state, code, refusedRevision, refusedCode]),
  ).toEqual([
    [EntryState.ENTRY_STATE_VERIFIED, '', 0, ''],
    [EntryState.ENTRY_STATE_REFUSED, 'activity.result-unknown', 0, ''],
    [EntryState.ENTRY_STATE_WAITING, '', 2, 'activity.result-unknown'],
  ])
})

test('asked to foresee, the journal judges rows as if they were recorded now, and nothing comes of it', async () => {
  const {
    staff: [ani],
  } = await people(world, 1)
  const long = addDays(world.today(), -40)
  const stranger = '0b0f3c3e-0000-4000-8000-00000000dead'
  const rows = [
    candidate(record(ani!)),
    candidate(record(ani!), { workDate: long }),
    candidate(record(ani!), { resultId: NO_RESULT }),
    candidate(record(ani!), { employeeId: stranger }),
    // History counts from when its source had it.
    candidate(record(ani!), { workDate: long, sourceRecordedAt: BigInt(Date.parse(`${long}T09:00:00Z`)) }),
  ]
  expect((await compare(rows, true)).map(({ foreseenCode }) => foreseenCode)).toEqual([
    '',
    'entry.window-closed',
    'activity.result-unknown',
    'entry.person-unknown',
    '',
  ])
  expect((await compare(rows)).map(({ foreseenCode }) => foreseenCode)).toEqual(['', '', '', '', ''])
  const { rows: kept } = await world.database.pool.query('select from entry where employee_id = $1', [ani])
  expect(kept).toHaveLength(0)
})

test('what imports said last is listed in pages, without what was refused or mended, and who looked is on record', async () => {
  const {
    staff: [ani, budi],
  } = await people(world, 2)
  const imported = [record(ani!), record(ani!), record(ani!), record(budi!)]
  const [own, refused] = [activityEvent(ani!), record(ani!, { resultId: NO_RESULT })]
  const mended = record(budi!)
  const mending = activityEvent(budi!, { recordId: recordIdOf(mended), revision: 2 })
  const all = [...imported, own, refused, mended]
  await world.publish(
    topics.activityText,
    [...all, mending].map((event) => words(event)),
  )
  await world.publish(topics.activity, [...all, mending])
  await world.settled()
  const today = world.today()
  const token = await world.issuer.machine('importer')
  const seen: { recordId: string; sentence: string }[] = []
  for (let after = ''; ; ) {
    const page = ok(
      await world.client.listImported(
        { employeeIds: [ani!, budi!], fromDate: today, toDate: today, after, limit: 3, mendedToo: false },
        { token },
      ),
    )
    seen.push(...page.entries)
    if (page.next === '') break
    after = page.next
  }
  expect(seen.map(({ recordId }) => recordId).sort()).toEqual(imported.map(recordIdOf).sort())
  expect(new Set(seen.map(({ sentence }) => sentence))).toEqual(new Set(['Menulis surat']))
  // Asked for, also what a file said first and the person has mended: where it is, and none of his words. Nothing that he wrote himself.
  const whole = ok(
    await world.client.listImported(
      { employeeIds: [ani!, budi!], fromDate: today, toDate: today, after: '', limit: 0, mendedToo: true },
      { token },
    ),
  )
  expect(whole.entries.map(({ recordId }) => recordId).sort()).toEqual([...imported, mended].map(recordIdOf).sort())
  expect(whole.entries.filter((entry) => entry.mended)).toEqual([
    expect.objectContaining({
      recordId: recordIdOf(mended),
      revision: 2,
      state: EntryState.ENTRY_STATE_WAITING,
      sentence: '',
    }),
  ])
  const { rows } = await world.database.pool.query<{ subjects: string[] }>(
    `select subjects from audit.look where operation = 'journal.ListImported' and subjects @> array[$1]`,
    [budi],
  )
  expect(rows.length).toBeGreaterThan(0)
})

test('nobody but whoever imports may hold a file against the journal, and words are shown to him and to the auditor alone', async () => {
  const {
    head,
    staff: [ani],
  } = await people(world, 1)
  const listed = {
    employeeIds: [ani!],
    fromDate: world.today(),
    toDate: world.today(),
    after: '',
    limit: 1,
    mendedToo: false,
  }
  for (const person of [ani!, head]) {
    const token = await world.issuer.person(person)
    expect(await world.client.compareImport({ candidates: [], foresee: false }, { token })).toMatchObject({
      code: 'access.denied',
    })
    expect(await world.client.listImported(listed, { token })).toMatchObject({ code: 'access.denied' })
  }
})
