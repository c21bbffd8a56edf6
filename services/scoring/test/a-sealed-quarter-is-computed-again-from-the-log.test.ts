import { createHash, randomUUID } from 'node:crypto'
import { FlattenedSign, importJWK } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FeedbackEvent } from '@timbang/contracts/gen/timbang/feedback/v1/events'
import type { JournalEvent } from '@timbang/contracts/gen/timbang/journal/v1/events'
import type { FedFigure } from '@timbang/contracts/gen/timbang/scoring/v1/score'
import { SealKind } from '@timbang/contracts/gen/timbang/seal/v1/cut_off'
import { toMessage } from '@timbang/contracts/envelope'
import { isRefusal } from '@timbang/contracts/refusal'
import { topics } from '@timbang/contracts/topics'
import { canonicalBytes } from '@timbang/rules/canonical'
import { leafPreimage, rootFrom } from '@timbang/rules/seal-tree'
import type { Receipt } from '@timbang/rules/kernel/1/receipt'
import { createProducer } from '@timbang/stream/kafka'
import { eventually } from '@timbang/testkit/eventually'
import { sha256 } from '../src/seal/receipts.ts'
import { replay, type AuditBundle } from '../src/seal/replay.ts'
import { cast, figureOf, markAll, PERIOD, sealed, story, tell, waitingOf, world, type World } from './world.ts'

let here: World
const people = cast()
const told = story(people, { figures: true, assessments: true })
const someone = people.people[0]!.id
/** His record came again with other content, twice told by a journal that was restarted; another one's did later. */
const conflicted = (otherOffset: bigint): JournalEvent => ({
  ...told.journal.find(({ employeeId }) => employeeId === someone)!,
  eventId: randomUUID(),
  body: {
    $case: 'recordConflicted',
    value: {
      recordId: randomUUID(),
      revision: 1,
      activityPartition: 1,
      firstOffset: 3n,
      otherOffset,
      otherEventId: randomUUID(),
    },
  },
})
told.journal.push(conflicted(40n), conflicted(9n), conflicted(40n))

/** Somebody practises, in an agency of its own, with all that there is. */
const practising = cast(1)
const practised = story(practising)
for (const { body } of practised.directory)
  if (body?.$case === 'agencyChanged') Object.assign(body.value, { code: 'L', name: 'Latihan', practice: true })

beforeAll(async () => {
  // The log goes on after the cut-off: the service's clock stands where the story ends.
  here = await world({}, Date.now())
  await tell(here.kafka, told)
  await tell(here.kafka, practised)
  here.clock.at = Date.now() + 1
})
afterAll(() => here.close())

const receiptOf = async (employeeId = someone) => {
  const answer = await here.scores.getScore(
    { employeeId, period: PERIOD, withFigures: true },
    { token: await here.issuer.person(employeeId) },
  )
  if (isRefusal(answer)) throw new Error(answer.code)
  return {
    ...answer,
    parsed: answer.receipt.length === 0 ? undefined : (JSON.parse(answer.receipt.toString()) as Receipt),
  }
}
const bundleOf = async (edition?: number) => {
  const bundle = await here.seals.getAuditBundle(
    { period: PERIOD, kind: SealKind.SEAL_KIND_EVIDENCE, edition },
    { token: await here.issuer.machine('auditor') },
  )
  if (isRefusal(bundle)) throw new Error(bundle.code)
  return {
    manifest: bundle.manifest,
    signature: bundle.signature,
    earlier: bundle.earlier,
    quarterKey: bundle.quarterKey,
    publicKey: JSON.parse(bundle.publicKeyJwk.toString()),
  }
}
/** The bundle with a manifest that says something else, and is signed all the same. */
async function signed(bundle: AuditBundle, changed: object): Promise<AuditBundle> {
  const manifest = canonicalBytes({ ...JSON.parse(bundle.manifest.toString()), ...changed })
  const { signature, protected: header } = await new FlattenedSign(manifest)
    .setProtectedHeader({ alg: 'EdDSA', kid: 'k', b64: false, crit: ['b64'] })
    .sign(await importJWK(here.config.signingKey, 'EdDSA'))
  return { ...bundle, manifest, signature: `${header}..${signature}` }
}
const again = (bundle: AuditBundle, workers = 1) =>
  replay(here.kafka, bundle, { brokers: here.config.brokers, prefix: here.config.topicPrefix, workers })

test('before the seal a score is provisional, computed when it is read', async () => {
  const score = await eventually(async () => {
    const now = await receiptOf()
    const lines = now.parsed!.segments[0]!.criteria
    expect(lines.find((line) => line.criterion === 'quantity')?.value).toBe(100_000)
    expect(lines.find((line) => line.criterion === 'service')?.value).toBe(81_250)
    return now
  })
  expect(score.seal).toBeUndefined()
  expect(score.parsed!.state).toBe('index')
})

test('a quarter is sealed once every owner has said that he is past the cut-off, and not before', async () => {
  const { stages, seal } = await sealed(here, async (step, asked) => {
    expect(step.awaited).toEqual(expect.arrayContaining(['directory', 'journal', 'appraisal', 'feedback', 'scoring']))
    // What is said behind the cut-off, but before the owners' answers, lies within what is sealed, and is not known to it.
    await eventually(() => expect(Date.now()).toBeGreaterThan(Number(asked.cutOff)), { every: 1 })
    const survey = told.feedback.find(({ body }) => body?.$case === 'surveyOpened')!
    const late = {
      ...survey,
      eventId: randomUUID(),
      body: { ...survey.body!, value: { ...survey.body!.value, elements: ['u1'], version: 2 } },
    } as FeedbackEvent
    const producer = createProducer(here.kafka)
    await producer.send(here.kafka.name(topics.feedback), [toMessage(topics.feedback, late, { partitions: 3 })])
    const figure = figureOf(people, '2026-07-14', 9_000, 1)
    await producer.send(here.kafka.name(topics.figure), [toMessage(topics.figure, figure, { partitions: 3 })])
    await eventually(async () => {
      const { rowCount } = await here.database.pool.query('select from figure_part')
      expect(rowCount).toBe(told.figure.length + 1)
    })
    await producer.close()
    await markAll(here.kafka, asked.cutOff)
    here.clock.at += 2_000
  })
  expect(seal).toMatchObject({ period: PERIOD, edition: 1, people: 3 })
  expect(stages.at(-1)).toBe('sealed')
  expect(stages[0]).toBe('waiting')
})

test('the receipt of a person leads to the sealed root', async () => {
  const { receipt, proof, seal } = await receiptOf()
  const leaf = sha256(leafPreimage(proof!.salt, receipt))
  expect(Buffer.from(leaf)).toEqual(proof!.leaf)
  expect(Buffer.from(rootFrom(leaf, proof!.steps, sha256))).toEqual(seal!.root)
})

test('whoever practises has a score to look at, and is in no seal', async () => {
  const { parsed, seal, proof } = await receiptOf(practising.people[0]!.id)
  expect(parsed!.segments[0]!.criteria.find((line) => line.criterion === 'quantity')?.value).toBe(100_000)
  expect({ seal, proof }).toEqual({ seal: undefined, proof: undefined })
})

test('the sealed receipt of one whose result names an indicator holds the figures, and the manifest their partitions', async () => {
  const { parsed, seal, fed } = await receiptOf(people.people[1]!.id)
  expect(seal!.edition).toBe(1)
  const { trace } = parsed!.segments[0]!.criteria.find((line) => line.criterion === 'quantity')!
  expect(trace[1]).toMatchObject({ indicatorId: waitingOf(people), verified: 6_300_000, per: 340_000 })
  const [result, ...more] = fed
  expect(more).toEqual([])
  expect(result).toMatchObject({ segment: 0, resultId: trace[1]!.resultId, unitId: people.unit })
  expect(result!.indicator).toMatchObject({ code: 'TUNGGU', source: 'SIM antrean' })
  // Its rows are the number: moved ones where they lie now, none that was taken back, a month that has no days.
  expect(result!.figures.map(({ span }) => span)).toEqual([
    '2026-07-01',
    '2026-07-02',
    '2026-07-07',
    '2026-08-03',
    '2026-09',
  ])
  expect(result!.figures.map(({ recordId }) => recordId).sort()).toEqual([...trace[1]!.records].sort())
  const sum = (of: (figure: FedFigure) => bigint) => result!.figures.reduce((total, figure) => total + of(figure), 0n)
  expect(sum((figure) => figure.amountThousandths)).toBe(6_300_000n)
  expect(sum((figure) => figure.perThousandths!)).toBe(340_000n)
  const { partitions } = JSON.parse((await bundleOf()).manifest.toString()) as {
    partitions: { topic: string; records: string }[]
  }
  const records = partitions.filter(({ topic }) => topic === topics.figure.name).map((one) => Number(one.records))
  // One of them came after the cut-off.
  expect(records.reduce((a, b) => a + b, 0)).toBe(told.figure.length + 1)
})

test('what is appended after the seal changes neither the receipt nor the root', async () => {
  const before = await receiptOf()
  const fed = await receiptOf(people.people[1]!.id)
  const producer = createProducer(here.kafka)
  const late = { ...told.journal.find((event) => event.employeeId === someone)!, eventId: randomUUID() }
  await producer.send(here.kafka.name(topics.journal), [toMessage(topics.journal, late, { partitions: 3 })])
  const { recordId, span } = fed.fed[0]!.figures[0]!
  const mended = figureOf(people, span, 8_000, 1, { recordId, revision: 9 })
  await producer.send(here.kafka.name(topics.figure), [toMessage(topics.figure, mended, { partitions: 3 })])
  await eventually(async () => {
    const { rowCount } = await here.database.pool.query('select from figure_part where revision = 9')
    expect(rowCount).toBe(1)
  })
  await producer.close()
  expect((await receiptOf()).receipt).toEqual(before.receipt)
  const after = await receiptOf(people.people[1]!.id)
  expect(after.receipt).toEqual(fed.receipt)
  // What lies behind the number is what lay there then.
  expect(after.fed).toEqual(fed.fed)
})

test('a replay from zero, without the database, gets the same root', async () => {
  const replayed = await again(await bundleOf())
  expect(replayed).toMatchObject({ same: true, people: 3 })
})

test('a manifest names the records in conflict, and a replay finds others than those on the log', async () => {
  const bundle = await bundleOf()
  const manifest = JSON.parse(bundle.manifest.toString())
  const named = [{ partition: 1, records: 2, digest: createHash('sha256').update('9\n40').digest('hex') }]
  expect(manifest.conflicts).toEqual(named)
  expect(await again(await signed(bundle, { conflicts: [{ ...named[0], records: 3 }] }))).toEqual({
    same: false,
    why: 'the records in conflict on the log are not those that edition 1 names',
  })
})

test('a replay notices a log that holds other records than those that were sealed, in whatever topic', async () => {
  const bundle = await bundleOf()
  const { partitions } = JSON.parse(bundle.manifest.toString()) as {
    partitions: { topic: string; partition: number; records: string; digest: string }[]
  }
  const full = [...Map.groupBy(partitions, ({ topic }) => topic).values()].flatMap(
    (places) => places.find(({ records }) => records !== '0') ?? [],
  )
  expect(full.length).toBeGreaterThan(4)
  for (const place of full)
    for (const changed of [
      { digest: place.digest.replace(/^./, (first) => (first === '0' ? '1' : '0')) },
      { records: `${place.records}0` },
    ])
      expect(
        await again(
          await signed(bundle, { partitions: partitions.map((one) => (one === place ? { ...one, ...changed } : one)) }),
        ),
      ).toEqual({
        same: false,
        why: `${place.topic}/${place.partition} holds other records than those that were sealed`,
      })
})

test('a replay notices a manifest that was changed, and another quarter key', async () => {
  const bundle = await bundleOf()
  expect(
    await again({
      ...bundle,
      manifest: Buffer.from(bundle.manifest.toString().replace('"people":3', '"people":4')),
    }),
  ).toMatchObject({ same: false, why: expect.stringMatching(/signature/) })
  expect(await again({ ...bundle, quarterKey: Buffer.alloc(32) })).toMatchObject({
    same: false,
    why: expect.stringMatching(/computed from the log/),
  })
})

test('a colleague may not read it', async () => {
  const answer = await here.scores.getScore(
    { employeeId: someone, period: PERIOD, withFigures: false },
    { token: await here.issuer.person(people.people[1]!.id) },
  )
  expect(answer).toMatchObject({ refused: true, code: 'access.denied' })
})

test("whoever reads another one's score leaves a row, and where it cannot be written he reads nothing", async () => {
  const { pool } = here.database
  const read = async () =>
    here.scores.getScore(
      { employeeId: someone, period: PERIOD, withFigures: false },
      { token: await here.issuer.machine('auditor'), deadline: 20_000 },
    )
  await pool.query('delete from audit.look')
  expect(isRefusal(await read())).toBe(false)
  const { rows } = await pool.query('select kind, operation, subjects from audit.look')
  expect(rows).toEqual([{ kind: 'look', operation: 'scoring.GetScore', subjects: [someone] }])
  await pool.query('alter table audit.look rename to gone')
  try {
    expect(await read()).toMatchObject({ refused: true, code: 'service.unavailable' })
  } finally {
    await pool.query('alter table audit.gone rename to look')
  }
})

test('a quarter whose verification window is open cannot be sealed', async () => {
  const asked = await here.seals.sealQuarter(
    { commandId: randomUUID(), period: '2026-Q4', kind: SealKind.SEAL_KIND_EVIDENCE },
    { token: await here.issuer.machine('importer') },
  )
  expect(asked).toMatchObject({ code: 'seal.too-early' })
})
