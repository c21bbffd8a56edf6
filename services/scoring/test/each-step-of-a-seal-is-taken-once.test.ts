import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SealKind } from '@timbang/contracts/gen/timbang/seal/v1/cut_off'
import { isRefusal, refuse } from '@timbang/contracts/refusal'
import { topics } from '@timbang/contracts/topics'
import { transaction } from '@timbang/postgres/transaction'
import { noteInLog, rowOf, savePacks } from '@timbang/rulebook/pack'
import { canonicalBytes } from '@timbang/rules/canonical'
import { shipped } from '@timbang/rules/packs/shipped'
import { testDatabase, type TestDatabase } from '@timbang/testkit/database'
import { eventually } from '@timbang/testkit/eventually'
import { testTopics } from '@timbang/testkit/topic'
import { appendFacts } from '../src/fold/store/parts.ts'
import { saveStates } from '../src/fold/store/states.ts'
import { factsOfActivity } from '../src/fold/wire/activity.ts'
import { statesOf } from '../src/fold/wire/state.ts'
import { agenciesToSeal } from '../src/score/store.ts'
import { requestSeal } from '../src/seal/handle.ts'
import { awaitedOf, countAgency, finish, lead, owners, type RunDeps } from '../src/seal/run.ts'
import {
  beginRun,
  exportSnapshot,
  insertSeal,
  readAgenciesOf,
  readSeal,
  readSealsOf,
  saveAgency,
  saveMarkers,
  takeAgency,
  type SealRow,
} from '../src/seal/store.ts'
import { cast, PERIOD, story, type Cast, type Story } from './world.ts'

// No process is up: each step of a seal is called here, on rows, as two workers at once would.
const KIND = SealKind.SEAL_KIND_EVIDENCE
const CUT_OFF = Date.parse('2026-12-01T00:00:00Z')
const LATER = CUT_OFF + 60_000
let now = CUT_OFF
let database: TestDatabase
let kafka: Awaited<ReturnType<typeof testTopics>>
let deps: RunDeps

const dinas = cast(2)
const told = story(dinas)
/** What the log had at an instant. */
const known = ({ directory, appraisal, journal }: Pick<Story, 'directory' | 'appraisal' | 'journal'>, at: number) =>
  transaction(database.pool, (tx) =>
    saveStates(
      tx,
      [...directory, ...appraisal, ...journal].flatMap((event) => statesOf(event, at)),
    ),
  )

beforeAll(async () => {
  ;[database, kafka] = await Promise.all([testDatabase('scoring'), testTopics({ consumers: ['scoring'] })])
  const signingKey = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  deps = { pool: database.pool, kafka, now: () => now, masterKey: randomBytes(32), signingKey: { ...signingKey } }
  const packs = shipped.map((pack) => rowOf(pack, 1))
  await transaction(database.pool, async (tx) => {
    await savePacks(tx, packs)
    await noteInLog(
      tx,
      packs.map(({ name, version }) => ({ name, version, appendedAt: 1 })),
    )
  })
  await known(told, 1)
})
afterAll(async () => {
  await kafka.close()
  await database.close()
})

const rows = async (statement: string, ...given: unknown[]) => (await database.pool.query(statement, given)).rows
const waiting = async () =>
  (await rows(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).length
/** What a step gives, or that it waits for who holds what it wants. */
async function givesOrWaits<T>(step: Promise<T>): Promise<T | 'waits'> {
  let over = false
  const ended = () => {
    over = true
  }
  step.then(ended, ended)
  await eventually(async () => expect(over || (await waiting()) > 0).toBe(true))
  return over ? step : 'waits'
}

const ask = async (commandId: string = randomUUID(), period = PERIOD) => {
  const caller = { sub: 'importer', roles: [] }
  const asked = await requestSeal(deps)({ commandId, period, kind: KIND }, { caller, operation: 'scoring.SealQuarter' })
  return isRefusal(asked) ? asked : { id: asked.id, edition: asked.edition, cutOff: asked.cutOff }
}
const endAs = (state: SealRow['state']) =>
  rows(`update seal set state = $1 where state in ('waiting', 'counting')`, state)
const forget = () => rows('truncate seal, seal_command, seal_agency, sealed_receipt, stream.outbox, cut_off_marker')
/** An edition that was asked for. */
const request = async (edition: number, cutOff = CUT_OFF) => {
  const id = randomUUID()
  await transaction(database.pool, (tx) =>
    insertSeal(tx, { id, period: PERIOD, kind: KIND, edition, cutOff, requestedBy: 'importer' }),
  )
  return (await readSeal(database.pool, id))!
}
/** A run of it on what is there now, for as long as the work lasts. */
const inRun = async <T>({ id }: SealRow, agencies: readonly string[], work: (seal: SealRow) => Promise<T>) =>
  transaction(
    database.pool,
    async (tx) => {
      const run = { run: randomUUID(), snapshot: await exportSnapshot(tx), draft: canonicalBytes({}) }
      const due = agencies.map((agencyId) => ({ agencyId, people: 1 }))
      await transaction(database.pool, (own) => beginRun(own, id, run, due))
      return work((await readSeal(database.pool, id))!)
    },
    { begin: 'begin isolation level repeatable read read only' },
  )

test('five who ask for a seal at once get one', async () => {
  await forget()
  let asked: Promise<PromiseSettledResult<Awaited<ReturnType<typeof ask>>>[]> | undefined
  await transaction(database.pool, async (tx) => {
    // Whoever asks may look at what is there; nobody writes before this ends.
    await tx.query('lock table seal in share mode')
    asked = Promise.allSettled(Array.from({ length: 5 }, () => ask()))
    await eventually(async () => expect(await waiting()).toBe(5))
  })
  const answers = await asked!
  expect(answers).toEqual(Array.from({ length: 5 }, () => answers[0]))
  expect(answers[0]).toMatchObject({ status: 'fulfilled', value: { edition: 1 } })
  expect(await readSealsOf(database.pool, PERIOD, KIND)).toHaveLength(1)
})

test('a command that comes again is answered with its seal, also when that has ended, and another quarter is refused to it', async () => {
  await forget()
  const commandId = randomUUID()
  const asked = await ask(commandId)
  await expect(ask(commandId)).resolves.toEqual(asked)
  await expect(ask()).resolves.toEqual(asked)
  await expect(ask(commandId, '2026-Q2')).resolves.toEqual(refuse('seal.command-taken'))
  await endAs('refused')
  await expect(ask(commandId)).resolves.toEqual(asked)
  expect(await readSealsOf(database.pool, PERIOD, KIND)).toHaveLength(1)
})

test('an edition that was not made leaves its number to the next', async () => {
  await forget()
  for (const [edition, state] of [
    [1, 'refused'],
    [1, 'sealed'],
    [2, 'unchanged'],
    [2, 'sealed'],
    [3, 'sealed'],
  ] as const) {
    expect(await ask()).toMatchObject({ edition })
    await endAs(state)
  }
})

test('a seal waits for every partition of every owner, and until its cut-off has passed on every clock', async () => {
  await forget()
  const seal = await request(1)
  const mark = async (which: (partition: number, partitions: number) => boolean) => {
    for (const topic of owners) {
      const partitions = await kafka.partitions(kafka.name(topic))
      for (let partition = 0; partition < partitions; partition++)
        if (which(partition, partitions))
          await transaction(database.pool, (tx) =>
            saveMarkers(tx, topic.name, partition, [{ ...seal, cutOff: BigInt(seal.cutOff), inputs: [] }]),
          )
    }
  }
  now = CUT_OFF + 1_000
  await mark((partition, partitions) => partition < partitions - 1)
  expect(await awaitedOf(deps, seal)).toEqual(owners.map(({ writer }) => writer))
  await mark((partition, partitions) => partition === partitions - 1)
  expect(await awaitedOf(deps, seal)).toEqual([])
  // What is appended at the cut-off itself is told by a clock that is not ours.
  now = CUT_OFF + 999
  expect(await awaitedOf(deps, seal)).toEqual(['scoring'])
  now = CUT_OFF
})

test('an agency that one worker counts is counted by no other, who goes on with the next', async () => {
  await forget()
  const agencies = [randomUUID(), randomUUID()]
  await inRun(await request(1), agencies, ({ run }) =>
    transaction(database.pool, async (tx) => {
      const mine = await takeAgency(tx, run!)
      const next = transaction(database.pool, (other) => takeAgency(other, run!))
      expect([mine, await givesOrWaits(next)].sort()).toEqual(agencies.sort())
    }),
  )
})

test('a run ends when every agency is counted, and by one of two workers who would end it at once', async () => {
  await forget()
  const [first, second] = [randomUUID(), randomUUID()]
  await inRun(await request(1), [first, second], async (seal) => {
    const counted = (agencyId: string) =>
      transaction(database.pool, (tx) =>
        saveAgency(tx, seal.run!, { agencyId, root: randomBytes(32), sealed: 1, figures: [] }),
      )
    await counted(first)
    expect(await finish(deps, seal)).toBe(false)
    expect(await readSeal(database.pool, seal.id)).toMatchObject({ state: 'counting' })
    await counted(second)
    let both: Promise<boolean[]> | undefined
    await transaction(database.pool, async (tx) => {
      await tx.query('select from seal where id = $1 for update', [seal.id])
      both = Promise.all([finish(deps, seal), finish(deps, seal)])
      await eventually(async () => expect(await waiting()).toBe(2))
    })
    expect((await both!).sort()).toEqual([false, true])
    expect(await readSeal(database.pool, seal.id)).toMatchObject({ state: 'sealed', people: 2 })
    expect(await rows('select from stream.outbox where topic = $1', topics.scoring.name)).toHaveLength(1)
  })
})

test('what is counted for a run that ends meanwhile counts no more, and leaves nothing', async () => {
  await forget()
  await inRun(await request(1), [dinas.agency], async (seal) => {
    let counting: ReturnType<typeof countAgency> | undefined
    await transaction(database.pool, async (tx) => {
      await beginRun(tx, seal.id, { run: randomUUID(), snapshot: seal.snapshot!, draft: seal.draft! }, [])
      counting = countAgency(deps, seal)
      expect(await givesOrWaits(counting)).toBe('waits')
    })
    expect(await counting).toBe('nothing-left')
    expect(await rows('select from sealed_receipt where run = $1', seal.run)).toEqual([])
    expect(await readAgenciesOf(database.pool, seal.run!)).toMatchObject([{ done: false }])
  })
})

test('a later edition holds whose receipt changed since the latest one, and is not made where nobody’s did', async () => {
  await forget()
  const edition = async (number: number) =>
    inRun(await request(number), [dinas.agency], async (seal) => {
      expect(await countAgency(deps, seal)).toBe('counted')
      const people = await rows('select employee_id as id from sealed_receipt where run = $1 order by 1', seal.run)
      expect(await finish(deps, seal)).toBe(true)
      return { state: (await readSeal(database.pool, seal.id))!.state, people: people.map(({ id }) => id) }
    })
  const everybody = dinas.people.map(({ id }) => id).sort()
  expect(await edition(1)).toEqual({ state: 'sealed', people: everybody })
  const someone = everybody[0]!
  await transaction(database.pool, (tx) =>
    appendFacts(
      tx,
      'entry_part',
      told.activity
        .filter(({ employeeId }) => employeeId === someone)
        .flatMap((event, nth) => factsOfActivity(event, BigInt(nth), 1)),
    ),
  )
  expect(await edition(2)).toEqual({ state: 'sealed', people: [someone] })
  // Who came after the cut-off is in none, though he stands in the agency now.
  await known(story({ ...dinas, people: cast(1).people }), LATER)
  expect(await edition(3)).toEqual({ state: 'unchanged', people: [] })
})

/** What is told of another agency, of whose year there is no calendar. */
const withoutCalendar = (of: Cast): Story => {
  const all = story(of)
  return {
    ...all,
    directory: all.directory.flatMap((event) => {
      if (event.body?.$case === 'calendarChanged') return []
      if (event.body?.$case !== 'agencyChanged') return [event]
      const value = { ...event.body.value, name: 'Dinas Tanpa Kalender', calendarCode: 'lain' }
      return [{ ...event, body: { ...event.body, value } }]
    }),
  }
}

test('an agency that stood at the cut-off without a calendar stops a seal by its name, and one that came later is no part of it', async () => {
  await forget()
  const other = cast(1)
  await known(withoutCalendar(other), LATER)
  expect(await agenciesToSeal(database.pool, LATER - 1)).toEqual([{ agencyId: dinas.agency, people: 2 }])
  now = LATER
  const refusal = refuse('seal.calendar-missing', { year: '2026', agencies: 'Dinas Tanpa Kalender' })
  expect(await ask()).toEqual(refusal)
  now = CUT_OFF
  // As if it had become known between the request and its cut-off.
  const seal = await request(1, LATER)
  await lead(deps, seal, AbortSignal.timeout(1))
  expect(await readSeal(database.pool, seal.id)).toMatchObject({ state: 'refused', refusal })
})

test('whoever leads a seal and whoever counts for it see one state of all that was read, whatever commits meanwhile', async () => {
  await forget()
  const { id } = await request(1)
  const seal = async () => (await readSeal(database.pool, id))!
  const leading = new AbortController()
  let led: Promise<void> | undefined
  try {
    await transaction(database.pool, async (tx) => {
      // Whoever leads has looked at some tables and not at others, when more comes into them.
      await tx.query('lock table partition_chain in access exclusive mode')
      led = lead(deps, await seal(), leading.signal)
      await eventually(async () => expect(await waiting()).toBe(1))
      const come = story({ ...dinas, people: cast(1).people }).directory
      const elsewhere = story(cast(1)).directory
      await saveStates(
        tx,
        [...come, ...elsewhere].flatMap((event) => statesOf(event, 1)),
      )
    })
    await eventually(async () => expect((await seal()).state).toBe('counting'))
    const { run } = await seal()
    expect(await readAgenciesOf(database.pool, run!)).toMatchObject([{ agencyId: dinas.agency, people: 2 }])
    expect(await countAgency(deps, await seal())).toBe('counted')
    expect(await readAgenciesOf(database.pool, run!)).toMatchObject([{ done: true, sealed: 2 }])
  } finally {
    leading.abort()
    await led
  }
})
