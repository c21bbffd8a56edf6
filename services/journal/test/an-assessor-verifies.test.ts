import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'
import { isRefusal } from '@timbang/contracts/refusal'
import { EntryState } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import type { ListQueueResponse } from '@timbang/contracts/gen/timbang/journal/v1/verdict'
import { topics } from '@timbang/contracts/topics'
import { dateAt } from '@timbang/rules/civil-date'
import { randomUUID } from 'node:crypto'
import { inspect } from 'node:util'
import { activityEvent, AGENCY, journalWorld, people, positionEvent, recordIdOf, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await journalWorld()
})
afterAll(() => world.close())

/** Records so many entries of a person; those with `bad` fail a check. */
async function record(
  employeeId: string,
  count: number,
  of: { bad?: boolean; hasEvidence?: boolean } = {},
): Promise<string[]> {
  const events = Array.from({ length: count }, () =>
    activityEvent(employeeId, { hasEvidence: of.hasEvidence ?? false, ...(of.bad ? { unit: 'dokumen' } : {}) }),
  )
  await world.publish(topics.activity, events)
  await world.settled()
  // One append is one instant: within it the ids decide.
  return events.map(recordIdOf).sort()
}
const refs = (recordIds: readonly string[]) => recordIds.map((recordId) => ({ recordId, revision: 1 }))
const token = (employeeId: string) => world.issuer.person(employeeId)
const ok = <T>(answer: T) => {
  if (isRefusal(answer)) throw new Error(answer.code)
  return answer as Exclude<T, { refused: true }>
}
const queue = async (
  head: string,
  of: { filter?: string; limit?: number; after?: string } = {},
): Promise<ListQueueResponse> =>
  ok(await world.client.listQueue({ filter: 'all', limit: 50, after: '', ...of }, { token: await token(head) }))

test('the queue shows what waits, oldest first, with counts that no filter changes', async () => {
  const {
    head,
    staff: [ani, budi],
  } = await people(world, 2)
  const good = await record(ani!, 2)
  const bad = await record(budi!, 1, { bad: true })
  const proved = await record(ani!, 1, { hasEvidence: true })
  const all = await queue(head)
  expect(all.entries.map((entry) => entry.facts?.recordId)).toEqual([...good, ...bad, ...proved])
  expect(all).toMatchObject({
    total: 4,
    passed: 3,
    toOpen: 1,
    withEvidence: 1,
    oldestRecordedAt: all.entries[0]!.facts!.recordedAt,
    next: '',
  })
  expect(all.people).toEqual([
    { employeeId: ani, waiting: 3, onBehalfOf: '' },
    { employeeId: budi, waiting: 1, onBehalfOf: '' },
  ])
  const filtered = async (filter: string) =>
    (await queue(head, { filter })).entries.map((entry) => entry.facts?.recordId)
  expect(await filtered('to-open')).toEqual(bad)
  expect(await filtered('evidence')).toEqual(proved)
  expect(await filtered('passed')).toEqual([...good, ...proved])
  expect(await filtered(budi!)).toEqual(bad)
  expect(await filtered(randomUUID())).toEqual([])
  expect((await queue(ani!)).total).toBe(0)
  const first = await queue(head, { limit: 3 })
  const second = await queue(head, { limit: 3, after: first.next })
  expect([...first.entries, ...second.entries].map((entry) => entry.facts?.recordId)).toEqual([
    ...good,
    ...bad,
    ...proved,
  ])
  expect(second.next).toBe('')
})

const postOf = async (employeeId: string): Promise<string> =>
  (
    await world.database.pool.query<{ positionId: string }>(
      'select position_id as "positionId" from roster.assignment where employee_id = $1',
      [employeeId],
    )
  ).rows[0]!.positionId
let version = 1
/** Posts that report to somebody else from now on. */
async function moved(...posts: readonly DirectoryEvent[]): Promise<void> {
  version += 1
  await world.publish(
    topics.directory,
    posts.map((event) => {
      const { body } = event
      return body?.$case === 'positionChanged'
        ? { ...event, body: { ...body, value: { ...body.value, version } } }
        : event
    }),
  )
  await world.settled()
}

test('what waits goes along when a post comes to stand below another one, and whoever was above it has no say any more', async () => {
  const {
    head,
    staff: [ani, budi],
  } = await people(world, 2)
  const { head: other } = await people(world)
  const [goes, stays] = [await record(ani!, 2), await record(budi!, 1)]
  await moved(positionEvent(await postOf(ani!), await postOf(other)))
  const waiting = async (who: string) => (await queue(who)).entries.map((entry) => entry.facts?.recordId)
  expect(await waiting(other)).toEqual(goes)
  expect(await waiting(head)).toEqual(stays)
  const verify = async (who: string) =>
    ok(await world.client.verifyEntries({ entries: refs(goes) }, { token: await token(who) })).outcomes.map(
      ({ refusalCode }) => refusalCode,
    )
  expect(await verify(head)).not.toContain('')
  expect(await verify(other)).toEqual(['', ''])
})

test('what waits is asked of the superior of today: of one who is coming from his day on, and what was decided stays', async () => {
  const {
    head,
    staff: [ani],
  } = await people(world)
  const { head: other } = await people(world)
  const posts = [await postOf(ani!), await postOf(head), await postOf(other)] as const
  const below = (fromDate: string) =>
    moved(positionEvent(posts[0], posts[1], [{ fromDate, reportsToPositionId: posts[2] }]))
  const [decided, waits] = await record(ani!, 2)
  const waiting = async (who: string) => (await queue(who)).entries.map((entry) => entry.facts?.recordId)
  const verify = async (who: string, recordId: string) =>
    ok(await world.client.verifyEntries({ entries: refs([recordId]) }, { token: await token(who) })).outcomes.map(
      ({ refusalCode }) => refusalCode,
    )
  await below(dateAt(Date.now() + 86_400_000, 'WIB'))
  expect([await waiting(head), await waiting(other)]).toEqual([[decided, waits], []])
  expect(await verify(other, waits!)).not.toContain('')
  expect(await verify(head, decided!)).toEqual([''])
  // Told late, it holds since last week: what waits goes along.
  await below(dateAt(Date.now() - 7 * 86_400_000, 'WIB'))
  expect([await waiting(head), await waiting(other)]).toEqual([[], [waits]])
  expect(await verify(head, waits!)).not.toContain('')
  expect(await verify(other, waits!)).toEqual([''])
  const { entry } = ok(await world.client.getEntry({ recordId: decided! }, { token: await token(ani!) }))
  expect(entry).toMatchObject({ state: EntryState.ENTRY_STATE_VERIFIED })
})

test('whatever is wrong above somebody holds up none of his entries: they are received and wait', async () => {
  const {
    head,
    staff: [alone, ani, budi],
  } = await people(world, 3)
  const posts = await Promise.all([alone, ani, budi].map((one) => postOf(one!)))
  const [lonely, a, b] = posts as [string, string, string]
  // One below nobody, and two below each other.
  await moved(positionEvent(lonely), positionEvent(a, b), positionEvent(b, a))
  for (const one of [alone, ani, budi]) {
    const [recordId] = await record(one!, 1)
    const { entry } = ok(await world.client.getEntry({ recordId: recordId! }, { token: await token(one!) }))
    expect(entry).toMatchObject({ state: EntryState.ENTRY_STATE_WAITING, code: '' })
  }
  expect((await queue(head)).entries).toEqual([])
  // Put right, they stand where they belong.
  await moved(positionEvent(lonely, await postOf(head)))
  expect((await queue(head)).entries).toHaveLength(1)
})

test('imported history stands in the queue where it was written down, also over the edge of a page', async () => {
  const {
    head,
    staff: [ani],
  } = await people(world)
  const fresh = await record(ani!, 2)
  const source = Date.now() - 40 * 86_400_000
  const old = [1, 2].map((nth) =>
    activityEvent(ani!, {
      importId: '00000000-0000-4000-8000-0000000000f2',
      sourceRecordedAt: source + nth * 60_000,
      workDate: dateAt(source, 'WIB'),
    }),
  )
  await world.publish(topics.activity, [old[1]!, old[0]!])
  await world.settled()
  const pages: ListQueueResponse[] = [await queue(head, { limit: 1 })]
  for (let at = pages[0]!; at.next !== ''; at = pages.at(-1)!)
    pages.push(await queue(head, { limit: 1, after: at.next }))
  expect(pages.flatMap((page) => page.entries.map((entry) => entry.facts?.recordId))).toEqual([
    ...old.map(recordIdOf),
    ...fresh,
  ])
  expect(pages[0]!.oldestRecordedAt).toBe(BigInt(source + 60_000))
})

test('bulk verification refuses what was never opened and failed a check, and verifies its neighbours', async () => {
  const {
    head,
    staff: [ani],
  } = await people(world)
  const [good, bad] = [await record(ani!, 2), await record(ani!, 1, { bad: true })]
  const answer = ok(
    await world.client.verifyEntries({ entries: refs([...good, ...bad]) }, { token: await token(head) }),
  )
  expect(answer.outcomes.map((outcome) => outcome.refusalCode)).toEqual(['', '', 'entry.not-opened'])
  expect(answer.undoUntil).toBe(BigInt(world.clock.now() + 10_000))
  ok(await world.client.openEntry({ recordId: bad[0]!, revision: 1 }, { token: await token(head) }))
  expect(ok(await world.client.verifyEntries({ entries: refs(bad) }, { token: await token(head) })).outcomes).toEqual([
    { recordId: bad[0], revision: 1, refusalCode: '' },
  ])
  expect(await queue(head)).toMatchObject({ total: 0, entries: [] })
  const { entry, steps } = ok(await world.client.getEntry({ recordId: bad[0]! }, { token: await token(ani!) }))
  expect(entry).toMatchObject({
    state: EntryState.ENTRY_STATE_VERIFIED,
    decidedBy: head,
    verifiedQuantityThousandths: 36_000n,
  })
  expect(steps.map((step) => [step.what, step.actor])).toEqual([
    ['ActivityRecorded', ani],
    ['EntryAdmitted', ''],
    ['EntryOpened', head],
    ['EntryVerified', head],
  ])
})

test('a thousand entries are verified at once, each once', async () => {
  const {
    head,
    staff: [ani],
  } = await people(world)
  const ids = await record(ani!, 1_000)
  const begun = performance.now()
  const { outcomes } = ok(
    await world.client.verifyEntries(
      { entries: refs([...ids.slice(0, 999), ids[0]!]) },
      { token: await token(head), deadline: 20_000 },
    ),
  )
  const took = performance.now() - begun
  expect(outcomes.filter((outcome) => outcome.refusalCode === '')).toHaveLength(999)
  expect(outcomes.at(-1)).toMatchObject({ refusalCode: 'entry.not-waiting' })
  expect(took).toBeLessThan(5_000)
  expect(
    await world.client.verifyEntries({ entries: refs([...ids, randomUUID()]) }, { token: await token(head) }),
  ).toMatchObject({ code: 'request.too-many-items' })
  expect(
    (await world.told()).filter((event) => event.employeeId === ani && event.body?.$case === 'entryVerified'),
  ).toHaveLength(999)
})

test("whoever reads another one's entries, and whoever decides on them, leaves a row; without a row nothing is read and nothing decided", async () => {
  const {
    head,
    staff: [ani],
  } = await people(world)
  const { pool } = world.database
  const [first, second] = await record(ani!, 2)
  const rows = async () =>
    (
      await pool.query<{ row: string }>(
        `select kind || ' ' || operation as row from audit.look where reader = $1 and subjects = array[$2]::text[] order by at, look_id`,
        [head, ani],
      )
    ).rows.map(({ row }) => row)
  const verify = async (recordId: string) =>
    world.client.verifyEntries({ entries: refs([recordId]) }, { token: await token(head) })
  const read = async (recordId: string, by = head) => world.client.getEntry({ recordId }, { token: await token(by) })
  ok(await verify(first!))
  ok(await read(first!))
  await queue(head)
  // Who reads his own is nobody's business.
  ok(await read(first!, ani))
  expect(await rows()).toEqual(['decision journal.VerifyEntries', 'look journal.GetEntry', 'look journal.ListQueue'])
  await pool.query('alter table audit.look rename to gone')
  try {
    for (const answer of [await verify(second!), await read(second!)])
      expect(answer).toMatchObject({ code: 'service.unavailable' })
  } finally {
    await pool.query('alter table audit.gone rename to look')
  }
  expect((await queue(head)).entries.map((entry) => entry.facts?.recordId)).toEqual([second])
})

test('an undo within ten seconds is a compensating event, after eleven it is refused', async () => {
  const {
    head,
    staff: [ani],
  } = await people(world)
  const ids = await record(ani!, 2)
  ok(await world.client.verifyEntries({ entries: refs(ids) }, { token: await token(head) }))
  world.clock.advance(9_000)
  expect(
    ok(await world.client.undoVerification({ entries: refs([ids[0]!]) }, { token: await token(head) })).outcomes,
  ).toMatchObject([{ refusalCode: '' }])
  world.clock.advance(2_000)
  expect(
    ok(await world.client.undoVerification({ entries: refs([ids[1]!]) }, { token: await token(head) })).outcomes,
  ).toMatchObject([{ refusalCode: 'entry.undo-too-late' }])
  expect((await queue(head)).entries.map((entry) => entry.facts?.recordId)).toEqual([ids[0]])
  const verdicts = (await world.told()).filter(
    (event) =>
      event.employeeId === ani && (event.body?.$case === 'entryVerified' || event.body?.$case === 'verificationUndone'),
  )
  expect(
    verdicts.map((event) => [event.body?.$case, (event.body!.value as { verdictVersion: number }).verdictVersion]),
  ).toEqual([
    ['entryVerified', 1],
    ['entryVerified', 1],
    ['verificationUndone', 2],
  ])
})

test("a returned entry tells its writer why, in the assessor's words, which are not in the log", async () => {
  const {
    head,
    staff: [ani],
  } = await people(world)
  const [id] = await record(ani!, 1)
  ok(
    await world.client.returnEntry(
      { recordId: id!, revision: 1, reasonCode: 'unclear', note: 'Tulis nama berkasnya.' },
      { token: await token(head) },
    ),
  )
  const { entry, steps } = ok(await world.client.getEntry({ recordId: id! }, { token: await token(ani!) }))
  expect(entry).toMatchObject({
    state: EntryState.ENTRY_STATE_RETURNED,
    code: 'unclear',
    note: 'Tulis nama berkasnya.',
    decidedBy: head,
  })
  expect(steps.at(-1)).toMatchObject({ what: 'EntryReturned', code: 'unclear', note: 'Tulis nama berkasnya.' })
  expect(
    JSON.stringify(await world.told(), (_key, value) => (typeof value === 'bigint' ? String(value) : value)),
  ).not.toContain('berkasnya')
  await world.publish(topics.activity, [activityEvent(ani!, { recordId: id!, revision: 2 })])
  await world.settled()
  expect((await queue(head)).entries).toMatchObject([
    { facts: { recordId: id, revision: 2 }, opened: false, code: '', note: '' },
  ])
  expect(
    ok(await world.client.verifyEntries({ entries: refs([id!]) }, { token: await token(head) })).outcomes,
  ).toMatchObject([{ refusalCode: 'entry.not-waiting' }])
})

test('a return that is taken back takes its words with it', async () => {
  const {
    head,
    staff: [ani],
  } = await people(world)
  const [id] = await record(ani!, 1)
  ok(
    await world.client.returnEntry(
      { recordId: id!, revision: 1, reasonCode: 'other', note: 'Salah orang' },
      { token: await token(head) },
    ),
  )
  ok(await world.client.undoVerification({ entries: refs([id!]) }, { token: await token(head) }))
  const { entry, steps } = ok(await world.client.getEntry({ recordId: id! }, { token: await token(ani!) }))
  expect(entry).toMatchObject({ state: EntryState.ENTRY_STATE_WAITING, note: '', code: '' })
  expect(steps.map((step) => [step.what, step.note])).toContainEqual(['EntryReturned', ''])
})

test('nobody decides on, opens or reads an entry that is not his to see', async () => {
  const {
    staff: [ani],
  } = await people(world)
  const { head: otherHead } = await people(world)
  const [id] = await record(ani!, 1)
  const strangers = [
    await token(otherHead),
    await token(randomUUID()),
    await world.issuer.machine('operator'),
    await world.issuer.token({ sub: 'p', sid: 's', roles: ['personnel_officer'], agencies: [randomUUID()] }),
  ]
  for (const stranger of strangers) {
    // Of what is there he hears exactly what he hears of what is not.
    const heard = async (recordId: string) => [
      await world.client.getEntry({ recordId }, { token: stranger }),
      await world.client.openEntry({ recordId, revision: 1 }, { token: stranger }),
      await world.client.returnEntry({ recordId, revision: 1, reasonCode: 'unclear', note: '' }, { token: stranger }),
      await world.client.undoVerification({ entries: refs([recordId]) }, { token: stranger }),
      await world.client.verifyEntries({ entries: refs([recordId]) }, { token: stranger }),
      (
        await fetch(`${world.service.addresses.http}/records/${recordId}`, {
          headers: { authorization: `Bearer ${stranger}` },
        })
      ).status,
    ]
    const none = '00000000-0000-7000-8000-000000000000'
    const text = (said: unknown) => inspect(said, { depth: null }).replaceAll(id!, none)
    expect(text(await heard(id!))).toEqual(text(await heard(none)))
    expect(text(await heard(id!))).toMatch(/entry.not-found|access.denied/)
    expect(
      await world.client.listEntries(
        {
          employeeId: ani!,
          fromDate: '2026-01-01',
          toDate: '2026-12-31',
          states: [],
          limit: 10,
          after: '',
          recordIds: [],
          words: '',
          resultId: '',
          counted: false,
        },
        { token: stranger },
      ),
    ).toMatchObject({ code: 'access.denied' })
    expect(await world.client.getMonth({ employeeId: ani!, month: '2026-11' }, { token: stranger })).toMatchObject({
      code: 'access.denied',
    })
  }
  const own = await token(ani!)
  expect(ok(await world.client.verifyEntries({ entries: refs([id!]) }, { token: own })).outcomes).toMatchObject([
    { refusalCode: 'entry.not-found' },
  ])
  expect(await world.client.getEntry({ recordId: randomUUID() }, { token: own })).toMatchObject({
    code: 'entry.not-found',
  })
  expect((await fetch(`${world.service.addresses.http}/records/${id}`)).status).toBe(401)
  for (const reader of [
    own,
    await world.issuer.machine('auditor'),
    await world.issuer.token({ sub: 'p', sid: 's', roles: ['personnel_officer'], agencies: [AGENCY] }),
  ])
    ok(await world.client.getEntry({ recordId: id! }, { token: reader }))
})

test('an imported verdict is kept with the instant of its source and without a name, and a second run adds nothing', async () => {
  const {
    head,
    staff: [ani],
  } = await people(world)
  const source = world.clock.now() - 40 * 86_400_000
  const events = [1, 2].map(() =>
    activityEvent(ani!, {
      importId: '00000000-0000-4000-8000-0000000000f3',
      sourceRecordedAt: source,
      workDate: dateAt(source, 'WIB'),
    }),
  )
  await world.publish(topics.activity, events)
  await world.settled()
  const verdicts = events.map((event, i) => ({
    employeeId: ani!,
    recordId: recordIdOf(event),
    revision: 1,
    verified: i === 0,
    reasonCode: i === 0 ? '' : 'unclear',
    sourceRecordedAt: BigInt(source),
  }))
  const send = async (token: string) => {
    const answers = []
    const call = world.client.importVerdicts(
      (async function* () {
        yield {
          importId: '00000000-0000-4000-8000-0000000000f3',
          verdicts: [...verdicts, { ...verdicts[0]!, recordId: randomUUID() }],
        }
      })(),
      { token },
    )
    for await (const answer of call) answers.push(answer)
    return call.refusal() ?? answers
  }
  expect(await send(await token(head))).toMatchObject({ code: 'access.denied' })
  for (let run = 0; run < 2; run++)
    expect(await send(await world.issuer.machine('importer'))).toMatchObject([
      { accepted: 2, refused: [{ refusalCode: 'entry.not-found' }] },
    ])
  const { entry } = ok(await world.client.getEntry({ recordId: recordIdOf(events[0]!) }, { token: await token(ani!) }))
  expect(entry).toMatchObject({ state: EntryState.ENTRY_STATE_VERIFIED, decidedBy: '', undoUntil: 0n })
  const told = (await world.told()).filter(
    (event) =>
      event.employeeId === ani && (event.body?.$case === 'entryVerified' || event.body?.$case === 'entryReturned'),
  )
  expect(told.map((event) => event.sourceRecordedAt)).toEqual([BigInt(source), BigInt(source)])
  expect(
    ok(
      await world.client.getImportOutcome(
        { importId: '00000000-0000-4000-8000-0000000000f3', after: '', limit: 10 },
        { token: await world.issuer.machine('importer') },
      ),
    ),
  ).toMatchObject({ judged: 2n, admitted: 2n, held: 0n, refused: 0n, problems: [] })
})

test('a page of a thousand waiting entries is fifty, and the counts are of all', async () => {
  const { head, staff } = await people(world, 10)
  await world.publish(
    topics.activity,
    staff.flatMap((one) => Array.from({ length: 100 }, () => activityEvent(one))),
  )
  await world.settled()
  const { entries, total } = await queue(head)
  expect([entries.length, total]).toEqual([50, 1_000])
})

test('an assessor lists what he decided, the latest first: what he took back says so, what can be undone says until when, and of whom he does not assess he is shown nothing', async () => {
  const {
    head,
    staff: [ani],
  } = await people(world, 1)
  const [one, two, three] = (await record(ani!, 3)) as [string, string, string]
  const by = { token: await token(head) }
  const given = async (of: { limit?: number; after?: string } = {}, whose = head) =>
    ok(await world.client.listVerdicts({ limit: 50, after: '', ...of }, { token: await token(whose) }))
  expect((await given()).verdicts).toEqual([])

  ok(await world.client.verifyEntries({ entries: refs([one]) }, by))
  world.clock.advance(60_000)
  ok(await world.client.returnEntry({ recordId: two, revision: 1, reasonCode: 'other', note: 'Sebut nomornya' }, by))
  world.clock.advance(1_000)
  ok(await world.client.verifyEntries({ entries: refs([three]) }, by))
  ok(await world.client.undoVerification({ entries: refs([three]) }, by))
  const { verdicts } = await given()
  const until = BigInt(world.clock.now() - 1_000 + 10_000)
  expect(verdicts).toMatchObject([
    { recordId: three, reasonCode: '', undone: true, undoUntil: 0n, entry: { state: EntryState.ENTRY_STATE_WAITING } },
    { recordId: two, reasonCode: 'other', note: 'Sebut nomornya', undone: false, undoUntil: until },
    { recordId: one, undone: false, undoUntil: 0n, entry: { state: EntryState.ENTRY_STATE_VERIFIED, employeeId: ani } },
  ])
  const first = await given({ limit: 2 })
  expect((await given({ limit: 2, after: first.next })).verdicts.map(({ recordId }) => recordId)).toEqual([one])

  // What its writer made of the quantity since is told beside the verdict, and in the story where it was mended.
  expect(verdicts.map(({ mended }) => mended)).toEqual([undefined, undefined, undefined])
  await world.publish(topics.activity, [
    activityEvent(ani!, {
      recordId: two,
      revision: 2,
      quantityThousandths: 3_000n,
      contentDigest: Buffer.alloc(32, 9),
    }),
  ])
  await world.settled()
  const change = { beforeThousandths: 12_000n, unitBefore: 'berkas', afterThousandths: 3_000n, unit: 'berkas' }
  expect((await given()).verdicts.map(({ recordId, mended }) => [recordId, mended])).toEqual([
    [three, undefined],
    [two, change],
    [one, undefined],
  ])
  const { steps } = ok(await world.client.getEntry({ recordId: two }, { token: await token(ani!) }))
  expect(steps.flatMap(({ what, quantity }) => (quantity === undefined ? [] : [[what, quantity]]))).toEqual([
    ['ActivityRecorded', change],
  ])

  const stranger = randomUUID()
  expect((await given({}, ani!)).verdicts).toEqual([])
  await world.database.pool.query(
    `insert into verdict select gen_random_uuid(), $1, at, record_id, employee_id, revision, verdict_version, reason_code, undone from verdict where record_id = $2`,
    [stranger, two],
  )
  expect((await given({}, stranger)).verdicts).toMatchObject([
    { recordId: two, note: '', entry: undefined, undoUntil: 0n },
  ])
  const { rows } = await world.database.pool.query(
    `select distinct reader, subjects from audit.look where operation = 'journal.ListVerdicts'`,
  )
  expect(rows).toEqual([{ reader: head, subjects: [ani] }])
})
