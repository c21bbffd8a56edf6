import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SealKind } from '@timbang/contracts/gen/timbang/seal/v1/cut_off'
import type { DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'
import { toMessage } from '@timbang/contracts/envelope'
import { isRefusal, refuse } from '@timbang/contracts/refusal'
import { topics } from '@timbang/contracts/topics'
import { transaction } from '@timbang/postgres/transaction'
import { packsAt } from '@timbang/rulebook/pack'
import { boundsOf } from '@timbang/rules/civil-date'
import { receiptBytes } from '@timbang/rules/canonical'
import { createProducer, type Producer } from '@timbang/stream/kafka'
import { eventually } from '@timbang/testkit/eventually'
import { compactQuarter, peopleWithDays } from '../src/fold/store/compact.ts'
import { appendFacts, partsOf } from '../src/fold/store/parts.ts'
import { factsOfActivity } from '../src/fold/wire/activity.ts'
import { readKnown } from '../src/score/store.ts'
import { reachOf, receiptsOf } from '../src/seal/receipts.ts'
import { replay } from '../src/seal/replay.ts'
import { awaitedOf, countAgency, lead, type RunDeps } from '../src/seal/run.ts'
import { holdRun, readSeal, readSealsOf } from '../src/seal/store.ts'
import { cast, markAll, PERIOD, processOf, sealed, story, tell, world, type World } from './world.ts'

const KIND = SealKind.SEAL_KIND_EVIDENCE
let here: World
let producer: Producer
const casts = Array.from({ length: 6 }, () => cast(12))
const stories = casts.map((of) => story(of, { figures: true }))
const everybody = casts.flatMap(({ people }) => people.map(({ id }) => id))

beforeAll(async () => {
  here = await world({ seal: 0 }, Date.now())
  producer = createProducer(here.kafka)
  for (const told of stories) await tell(here.kafka, told)
  await folded()
})
afterAll(async () => {
  await producer.close()
  await here.close()
})

const ask = async () => {
  const asked = await here.seals.sealQuarter(
    { commandId: randomUUID(), period: PERIOD, kind: KIND },
    { token: await here.issuer.machine('importer') },
  )
  if (isRefusal(asked)) throw new Error(asked.code)
  return asked
}
/** What a worker is given, without one. */
const deps = (): RunDeps => ({ ...here.config, kafka: here.kafka, pool: here.database.pool, now: () => here.clock.at })
const rows = async <R extends object>(statement: string, ...given: unknown[]) =>
  (await here.database.pool.query<R>(statement, given)).rows
const bundleOf = async (edition: number) => {
  const bundle = await here.seals.getAuditBundle(
    { period: PERIOD, kind: KIND, edition },
    { token: await here.issuer.machine('auditor') },
  )
  if (isRefusal(bundle)) throw new Error(bundle.code)
  return { ...bundle, publicKey: JSON.parse(bundle.publicKeyJwk.toString()) }
}
const replayed = async (edition: number, workers: number) =>
  replay(here.kafka, await bundleOf(edition), {
    brokers: here.config.brokers,
    prefix: here.config.topicPrefix,
    workers,
  })
const folded = () =>
  eventually(
    async () => {
      const [{ people } = { people: 0n }] = await rows<{ people: bigint }>(
        `select count(distinct about) as people from context_state where kind = 'assignment'`,
      )
      expect(people).toBe(BigInt(everybody.length))
    },
    { within: 60_000 },
  )

test('an agency without a calendar for the year is named, and nothing is sealed', async () => {
  const lonely = cast(1)
  const told = story(lonely)
  const directory = told.directory
    .filter(({ body }) => body?.$case !== 'calendarChanged')
    .map((event): DirectoryEvent => {
      const { body } = event
      return body?.$case === 'agencyChanged'
        ? {
            ...event,
            body: { ...body, value: { ...body.value, name: 'Dinas Tanpa Kalender', calendarCode: 'lain', version: 1 } },
          }
        : event
    })
  await tell(here.kafka, { ...told, directory, activity: [], journal: [], feedback: [], appraisal: [] })
  await eventually(async () => {
    const known = await rows(
      `select from context_state where (kind = 'assignment' and about = $1) or (kind = 'agency' and id = $2)`,
      lonely.people[0]!.id,
      lonely.agency,
    )
    expect(known).toHaveLength(2)
  })
  here.clock.at = Date.now()
  const answer = await here.seals.sealQuarter(
    { commandId: randomUUID(), period: PERIOD, kind: KIND },
    { token: await here.issuer.machine('importer') },
  )
  expect(answer).toEqual(refuse('seal.calendar-missing', { year: '2026', agencies: 'Dinas Tanpa Kalender' }))
  expect(await readSealsOf(here.database.pool, PERIOD, KIND)).toEqual([])
  // His post is taken back, so that the others can go on.
  const withdrawn = directory.flatMap((event) =>
    event.body?.$case === 'assignmentChanged'
      ? [
          {
            ...event,
            eventId: randomUUID(),
            body: { ...event.body, value: { ...event.body.value, version: 2, withdrawn: true } },
          },
        ]
      : [],
  )
  await tell(here.kafka, { directory: withdrawn, activity: [], journal: [], feedback: [], appraisal: [] })
  await eventually(async () =>
    expect(await rows(`select from context_state where kind = 'assignment' and version = 2`)).toHaveLength(1),
  )
})

test('a seal is counted once by two workers that are killed at any step, while records go on arriving', async () => {
  here.clock.at = Date.now()
  const asked = await ask()
  // Sixty a second and more, for as long as it takes.
  let going = true
  const traffic = (async () => {
    const name = here.kafka.name(topics.activity)
    const partitions = await here.kafka.partitions(name)
    const event = stories[0]!.activity[0]!
    while (going) {
      await producer.send(
        name,
        Array.from({ length: 20 }, () =>
          toMessage(topics.activity, { ...event, eventId: randomUUID() }, { partitions }),
        ),
      )
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  })()
  let workers = [processOf(here, 'main-seal.ts'), processOf(here, 'main-seal.ts')]
  try {
    await eventually(
      async () =>
        expect((await readSeal(here.database.pool, asked.sealId))!.awaited).toEqual([
          'directory',
          'journal',
          'appraisal',
          'feedback',
        ]),
      { within: 60_000 },
    )
    await markAll(here.kafka, asked.cutOff)
    // The one that leads, and counts, dies three times; the other once. Each time another takes its place.
    for (const nth of [0, 1, 0, 0]) {
      await eventually(
        async () => expect((await readSeal(here.database.pool, asked.sealId))!.state).not.toBe('waiting'),
        { within: 60_000, every: 5 },
      )
      await workers[nth]!.kill()
      workers = workers.with(nth, processOf(here, 'main-seal.ts'))
    }
    await eventually(
      async () =>
        expect(await readSeal(here.database.pool, asked.sealId)).toMatchObject({
          state: 'sealed',
          people: everybody.length,
        }),
      { within: 90_000 },
    )
  } finally {
    going = false
    await traffic
    for (const worker of workers) await worker.kill()
  }
  const sealedPeople = await rows<{ employee_id: string }>(
    `select employee_id from sealed_receipt r join seal on seal.run = r.run where seal.id = $1`,
    asked.sealId,
  )
  expect(sealedPeople.map(({ employee_id }) => employee_id).sort()).toEqual([...everybody].sort())
  expect(await replayed(1, 2)).toMatchObject({ same: true, people: everybody.length })
}, 300_000)

test('the own reading is awaited up to where the log ended at the cut-off, of the activities, of the figures and of the packs', async () => {
  here.clock.at = Date.now()
  const { sealId } = await ask()
  const seal = (await readSeal(here.database.pool, sealId))!
  here.clock.at = seal.cutOff + 2_000
  expect(await awaitedOf(deps(), seal)).not.toContain('scoring')
  for (const topic of [topics.activity, topics.figure, topics.scoring]) {
    const read = await rows<{ partition: number; position: bigint }>(
      `select partition, position from stream.consumer_position where consumer = 'scoring' and topic = $1`,
      topic.name,
    )
    await rows(`update stream.consumer_position set position = 0 where consumer = 'scoring' and topic = $1`, topic.name)
    const awaited = await awaitedOf(deps(), seal)
    for (const { partition, position } of read)
      await rows(
        `update stream.consumer_position set position = $3 where consumer = 'scoring' and topic = $1 and partition = $2`,
        topic.name,
        partition,
        position,
      )
    expect(awaited, topic.name).toContain('scoring')
  }
  // What is appended at the cut-off itself is told by a clock that is not ours.
  here.clock.at = seal.cutOff + 500
  expect(await awaitedOf(deps(), seal)).toContain('scoring')
  here.clock.at = Date.now()
})

test('whoever leaves a seal leaves no transaction open, and may come back to it', async () => {
  const { sealId } = await ask()
  const token = await here.issuer.machine('importer')
  for (let caller = 0; caller < 3; caller++)
    for await (const step of here.seals.watchSeal({ sealId }, { token })) {
      expect(step.stage).toBe('waiting')
      break
    }
  const open = await rows(
    `select state from pg_stat_activity where datname = current_database() and application_name = 'scoring' and state like 'idle in transaction%'`,
  )
  expect(open).toEqual([])
})

test('an edition in which nobody changed is not made, and its number is the next one that changed somebody', async () => {
  const { sealId } = await ask()
  const seal = (await readSeal(here.database.pool, sealId))!
  expect(seal.edition).toBe(2)
  await markAll(here.kafka, BigInt(seal.cutOff), 2)
  here.clock.at += 2_000
  const worker = processOf(here, 'main-seal.ts')
  try {
    await eventually(async () => expect((await readSeal(here.database.pool, sealId))!.state).toBe('unchanged'), {
      within: 60_000,
    })
    expect((await readSealsOf(here.database.pool, PERIOD, KIND)).map(({ state }) => state)).toEqual([
      'sealed',
      'unchanged',
    ])

    // Somebody's late day was verified after all.
    const of = casts[1]!
    const verdict = stories[1]!.journal.find(({ employeeId }) => employeeId === of.people[0]!.id)!
    const body = verdict.body as Extract<typeof verdict.body, { $case: 'entryVerified' }>
    const returned = {
      ...verdict,
      eventId: randomUUID(),
      body: {
        $case: 'entryReturned' as const,
        value: { ...body.value, verdictVersion: 2, reasonCode: 'unclear', hasNote: false },
      },
    }
    await producer.send(here.kafka.name(topics.journal), [
      toMessage(topics.journal, returned as never, {
        partitions: await here.kafka.partitions(here.kafka.name(topics.journal)),
      }),
    ])
    here.clock.at = Date.now() + 1_000
    const later = await sealed(here, async (_, asked) => {
      expect(asked.edition).toBe(2)
      await markAll(here.kafka, asked.cutOff, 2)
      here.clock.at += 2_000
    })
    expect(later.seal).toMatchObject({ edition: 2, people: 1 })
  } finally {
    await worker.kill()
  }
  const [first, second] = (await readSealsOf(here.database.pool, PERIOD, KIND)).filter(
    ({ state }) => state === 'sealed',
  )
  const manifest = JSON.parse(Buffer.from(second!.manifest!).toString('utf8'))
  expect(manifest.previousRoot).toBe(Buffer.from(first!.root!).toString('hex'))
  expect(await replayed(2, 1)).toMatchObject({ same: true, people: 1 })
  expect(await replayed(1, 1)).toMatchObject({ same: true, people: everybody.length })
}, 180_000)

test('a run whose snapshot is lost begins anew, and what was counted for it counts no more', async () => {
  here.clock.at = Date.now() + 5_000
  const { sealId } = await ask()
  const seal = () => readSeal(here.database.pool, sealId)
  const begun = new AbortController()
  const leading = lead(deps(), (await seal())!, begun.signal)
  await eventually(async () => expect((await seal())!.state).toBe('counting'))
  const first = (await seal())!
  // Of two who would lead at once one does.
  await lead(deps(), first, AbortSignal.timeout(1))
  expect((await seal())!.run).toBe(first.run)
  expect(await countAgency(deps(), first)).toBe('counted')
  begun.abort()
  await leading
  expect(await countAgency(deps(), first)).toBe('begin-anew')

  const anew = new AbortController()
  const leadingAnew = lead(deps(), first, anew.signal)
  await eventually(async () => expect((await seal())!.run).not.toBe(first.run))
  const second = (await seal())!
  await transaction(here.database.pool, async (tx) => {
    expect(await holdRun(tx, sealId, first.run!)).toBe(false)
    expect(await holdRun(tx, sealId, second.run!)).toBe(true)
  })
  expect(await rows(`select from seal_agency where run = $1 and done`, second.run)).toHaveLength(0)
  anew.abort()
  await leadingAnew
})

test('what became known only after the request, and before its cut-off, stops the seal too', async () => {
  // The one that was begun is left to nobody.
  await rows(`update seal set state = 'refused' where state in ('waiting', 'counting')`)
  here.clock.at = Date.now() + 20_000
  const { sealId } = await ask()
  const seal = (await readSeal(here.database.pool, sealId))!
  const late = cast(1)
  const told = story(late)
  const directory = told.directory
    .filter(({ body }) => body?.$case !== 'calendarChanged')
    .map(
      (event): DirectoryEvent =>
        event.body?.$case === 'agencyChanged'
          ? {
              ...event,
              body: { ...event.body, value: { ...event.body.value, name: 'Dinas Baru', calendarCode: 'lain' } },
            }
          : event,
    )
  await tell(here.kafka, { directory, activity: [], journal: [], feedback: [], appraisal: [] })
  await eventually(async () =>
    expect(
      await rows(
        `select from context_state where (kind = 'assignment' and about = $1) or (kind = 'agency' and id = $2)`,
        late.people[0]!.id,
        late.agency,
      ),
    ).toHaveLength(2),
  )
  await lead(deps(), seal, AbortSignal.timeout(1))
  expect(await readSeal(here.database.pool, sealId)).toMatchObject({
    state: 'refused',
    refusal: { code: 'seal.calendar-missing', details: { agencies: 'Dinas Baru' } },
  })
  const answers = here.seals.watchSeal({ sealId }, { token: await here.issuer.machine('importer') })
  for await (const step of answers) expect.unreachable(step.stage)
  expect(answers.refusal()).toMatchObject({ code: 'seal.calendar-missing' })
})

test('days that were laid together, twice and with what came between, give the same receipts as days that lie apart', async () => {
  const ids = everybody.slice(0, 12)
  const receipts = async () => {
    const known = await readKnown(here.database.pool, ids, boundsOf(PERIOD))
    const { from, to } = reachOf(PERIOD)
    const parts = await partsOf(here.database.pool, ids, from, to)
    const packs = await packsAt(here.database.pool)
    return [...receiptsOf(known, ids, parts, { period: PERIOD, asOf: here.clock.at, packs })].map(({ receipt }) =>
      Buffer.from(receiptBytes(receipt)).toString('utf8'),
    )
  }
  const before = await receipts()
  const compact = () =>
    transaction(here.database.pool, async (tx) => {
      const page = await peopleWithDays(tx, boundsOf(PERIOD).from, '00000000-0000-0000-0000-000000000000', 1_000)
      await compactQuarter(tx, boundsOf(PERIOD).from, page)
      return page.length
    })
  await compact()
  expect(await receipts()).toEqual(before)
  expect(await rows(`select from entry_part where employee_id = any($1)`, ids)).toEqual([])
  expect(await rows(`select from quarter_part where employee_id = any($1)`, ids)).toHaveLength(12)
  // What comes later lies by day again.
  const [person] = casts[0]!.people
  const again = stories[0]!.activity.filter(({ employeeId }) => employeeId === person!.id)
  await transaction(here.database.pool, (tx) =>
    appendFacts(
      tx,
      'entry_part',
      again.flatMap((event, nth) => factsOfActivity(event, 1_000_000n + BigInt(nth), Date.now())),
    ),
  )
  expect(await receipts()).toEqual(before)
  expect(await compact()).toBe(1)
  expect(await receipts()).toEqual(before)
  expect(await rows(`select from quarter_part where employee_id = $1`, person!.id)).toHaveLength(1)
})
