import { createHash, randomUUID, randomUUIDv7 } from 'node:crypto'
import { connect } from 'node:net'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ActivityRecorded } from '@timbang/contracts/gen/timbang/activity/v1/events'
import { filesAt } from '@timbang/files/files'
import type { Files } from '@timbang/files/port'
import { isRefusal } from '@timbang/contracts/refusal'
import { topics } from '@timbang/contracts/topics'
import { eventually } from '@timbang/testkit/eventually'
import { lockKeeping } from '../src/evidence/store.ts'
import { activityEvent, inHand, journalWorld, people, recordIdOf, type World } from './world.ts'

let world: World
let files: Files
let ani: string
let budi: string
let head: string
beforeAll(async () => {
  // The same of every store: of an S3-compatible one where TEST_S3 has the address of a bucket.
  const store = process.env['TEST_S3'] ?? ''
  world = await journalWorld({ replicas: 2, files: store })
  files = filesAt(store, { pool: world.database.pool, clock: world.clock })
  const known = await people(world, 2)
  head = known.head
  ;[ani, budi] = known.staff as [string, string]
})
afterAll(() => world.close())

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
let shade = 0
const photo = () =>
  sharp({ create: { width: 40 + ++shade, height: 30, channels: 3, background: '#2f7fc1' } })
    .jpeg()
    .withExif({ IFD0: { Make: 'TELEPON' } })
    .toBuffer()
const paper = (inside = '') =>
  Buffer.from(`%PDF-1.7\n1 0 obj\n<</Type/Catalog ${inside}/Id(${++shade})>>\nendobj\n%%EOF\n`)

/** An entry that names these, folded; its words too. */
const recorded = async (employeeId: string, files: readonly Buffer[], of: Partial<ActivityRecorded> = {}) => {
  const event = activityEvent(employeeId, { hasEvidence: files.length > 0, evidenceHashes: files.map(hashOf), ...of })
  const recordId = recordIdOf(event)
  const { revision } = event.body!.value as ActivityRecorded
  await world.publish(topics.activityText, [
    {
      eventId: event.eventId,
      employeeId,
      recordId,
      revision,
      sentence: 'Memeriksa',
      evidenceLink: undefined,
      occurredAt: 0n,
    },
  ])
  await world.publish(topics.activity, [event])
  await world.settled()
  return { recordId, event }
}
const addressOf = (recordId: string, hash: string, replica = 0) =>
  `${world.replicas[replica]!.addresses.http}/records/${recordId}/evidence/${hash}`
const put = async (
  employeeId: string,
  recordId: string,
  bytes: Buffer,
  of: { type?: string; hash?: string; replica?: number } = {},
) => {
  const type = of.type ?? (bytes.includes('%PDF') ? 'application/pdf' : 'image/jpeg')
  const response = await fetch(addressOf(recordId, of.hash ?? hex(hashOf(bytes)), of.replica), {
    method: 'PUT',
    body: bytes as Uint8Array<ArrayBuffer>,
    headers: { 'content-type': type, authorization: `Bearer ${await world.issuer.person(employeeId)}` },
  })
  return { status: response.status, ...((await response.json()) as { code?: string; kept?: string; bytes?: number }) }
}
const get = async (employeeId: string, recordId: string, bytes: Buffer, replica = 0) => {
  const response = await fetch(addressOf(recordId, hex(hashOf(bytes)), replica), {
    headers: { authorization: `Bearer ${await world.issuer.person(employeeId)}` },
  })
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) }
}
const entryOf = async (employeeId: string, recordId: string) => {
  const found = await world.client.getEntry({ recordId }, { token: await world.issuer.person(employeeId) })
  if (isRefusal(found)) throw new Error(found.code)
  return found.entry!
}
const keptOf = async (recordId: string) =>
  (await world.told()).flatMap(({ body }) =>
    body?.$case === 'evidenceKept' && body.value.recordId === recordId ? [body.value] : [],
  )

test('a photo that came after its entry is kept anew, told once, and shown to the writer and his assessor, each look on record', async () => {
  const picture = await photo()
  const { recordId } = await recorded(ani, [picture])
  expect((await entryOf(ani, recordId)).evidence).toEqual([{ sent: hashOf(picture), mediaType: '', bytes: 0 }])
  expect((await get(ani, recordId, picture)).status).toBe(404)

  const [first, again] = [await put(ani, recordId, picture), await put(ani, recordId, picture, { replica: 1 })]
  expect([first.status, again]).toEqual([200, first])
  const [kept, ...more] = await keptOf(recordId)
  expect(more).toEqual([])
  expect(kept).toMatchObject({ sent: hashOf(picture), mediaType: 'image/webp' })

  const shown = await get(head, recordId, picture, 1)
  expect([shown.status, hashOf(shown.bytes)]).toEqual([200, Buffer.from(kept!.kept)])
  expect(shown.bytes.includes('TELEPON')).toBe(false)
  expect(Object.fromEntries(shown.headers)).toMatchObject({
    'content-type': 'image/webp',
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  })
  expect((await entryOf(head, recordId)).evidence).toEqual([
    { sent: hashOf(picture), mediaType: 'image/webp', bytes: shown.bytes.length },
  ])
  const { rows } = await world.database.pool.query(
    `select reader from audit.look where operation = 'journal.GetEvidence' and subjects = array[$1]`,
    [ani],
  )
  expect(rows).toEqual([{ reader: head }])
})

test('a PDF is kept as it is and downloaded by itself; with a script in it it is refused', async () => {
  const [clean, active] = [paper(), paper('/OpenAction<</S/JavaScript/JS(app.alert)>>')]
  const { recordId } = await recorded(ani, [clean, active])
  expect(await put(ani, recordId, clean)).toMatchObject({ status: 200, kept: hex(hashOf(clean)) })
  expect(await put(ani, recordId, active)).toMatchObject({ status: 422, code: 'evidence.pdf-active' })
  const shown = await get(ani, recordId, clean)
  expect(shown.bytes.equals(clean)).toBe(true)
  expect(shown.headers.get('content-disposition')).toMatch(/^attachment; filename="bukti-[0-9a-f]{8}\.pdf"$/)
  expect(shown.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
})

test('evidence that comes before its entry waits for it, and is nobody’s to see until then', async () => {
  const picture = await photo()
  const recordId = randomUUIDv7()
  expect((await put(ani, recordId, picture)).status).toBe(200)
  expect([(await get(ani, recordId, picture)).status, (await get(head, recordId, picture)).status]).toEqual([404, 404])
  await recorded(ani, [picture], { recordId })
  expect((await get(head, recordId, picture)).status).toBe(200)
})

test('only the writer brings it, and who may not read the entry hears what he hears of one that is not there', async () => {
  const picture = await photo()
  const { recordId } = await recorded(ani, [picture])
  expect((await put(ani, recordId, picture)).status).toBe(200)
  // A colleague's bytes under the same id are his own record's: nobody sees them here.
  const his = await photo()
  expect((await put(budi, recordId, his)).status).toBe(200)
  expect((await get(head, recordId, his)).status).toBe(404)
  const stranger = await get(budi, recordId, picture)
  const nothing = await get(budi, randomUUIDv7(), picture)
  const told = ({ bytes }: { bytes: Buffer }) => ({ ...(JSON.parse(bytes.toString()) as object), instance: '' })
  expect([stranger.status, told(stranger)]).toEqual([404, told(nothing)])

  const machine = await fetch(addressOf(recordId, hex(hashOf(picture))), {
    method: 'PUT',
    body: picture as Uint8Array<ArrayBuffer>,
    headers: { 'content-type': 'image/jpeg', authorization: `Bearer ${await world.issuer.machine('importer')}` },
  })
  expect(machine.status).toBe(403)
})

test('what is no photo, another kind than it says, other bytes than its hash says, or too large is refused', async () => {
  const { recordId } = await recorded(ani, [])
  const picture = await photo()
  expect(
    await Promise.all([
      put(ani, recordId, Buffer.from('<!doctype html><script>'), { type: 'image/jpeg' }),
      put(ani, recordId, picture, { type: 'application/pdf' }),
      put(ani, recordId, picture, { type: 'image/svg+xml' }),
    ]),
  ).toMatchObject(Array.from({ length: 3 }, () => ({ status: 415, code: 'evidence.kind-unknown' })))
  expect(await put(ani, recordId, picture.subarray(0, picture.length - 60))).toMatchObject({
    status: 422,
    code: 'evidence.picture-unreadable',
  })
  expect(await put(ani, recordId, picture, { hash: hex(hashOf(Buffer.from('x'))) })).toMatchObject({
    status: 422,
    code: 'evidence.hash-differs',
  })
  expect(await put(ani, recordId, Buffer.alloc(2 * 1024 * 1024 + 1))).toMatchObject({
    status: 413,
    code: 'evidence.too-large',
  })
  expect(await keptOf(recordId)).toEqual([])
})

test('what was taken back or erased is shown to nobody, and erased bytes are gone', async () => {
  const [gone, erased] = [await photo(), await photo()]
  const taken = await recorded(ani, [gone])
  await put(ani, taken.recordId, gone)
  await recorded(ani, [gone], { recordId: taken.recordId, revision: 2, withdrawn: true })
  expect((await get(head, taken.recordId, gone)).status).toBe(404)
  expect((await entryOf(head, taken.recordId)).evidence).toEqual([])

  const { recordId, event } = await recorded(ani, [erased])
  await put(ani, recordId, erased)
  expect((await get(head, recordId, erased)).status).toBe(200)
  // Whoever forgets the bytes waits meanwhile: nobody is shown them before they are gone either.
  const release = await inHand(world, (tx) => lockKeeping(tx, ani))
  await world.erase({
    eventId: event.eventId,
    employeeId: ani,
    recordId,
    revision: 1,
    sentence: '',
    evidenceLink: undefined,
    occurredAt: 0n,
  })
  await world.settled()
  expect((await get(head, recordId, erased)).status).toBe(404)
  expect((await entryOf(head, recordId)).evidence).toEqual([])
  await release()
  await eventually(async () => {
    const { rows } = await world.database.pool.query('select gone_code from evidence where record_id = $1', [recordId])
    expect(rows).toEqual([{ gone_code: 'words-erased' }])
  })
  // A store outside sweeps what is gone once an hour.
  world.clock.advance(3_600_001)
  const [kept] = await keptOf(recordId)
  await eventually(async () => expect(await files.get({ owner: ani, hash: hex(kept!.kept) })).toBeUndefined())
})

test('bytes that no record named in two days are forgotten, what one named stays, and the same bytes elsewhere too', async () => {
  const [lone, named] = [await photo(), await photo()]
  const { recordId } = await recorded(budi, [named])
  const unnamed = randomUUIDv7()
  for (const [id, bytes] of [
    [recordId, named],
    [unnamed, named],
    [unnamed, lone],
  ] as const)
    expect((await put(budi, id, bytes)).status).toBe(200)
  world.clock.advance(2 * 86_400_000 + 1)
  await eventually(async () => {
    const left = await world.database.pool.query(
      `select record_id, gone_code from evidence where employee_id = $1 and record_id = any($2) order by gone_code nulls first`,
      [budi, [recordId, unnamed]],
    )
    expect(left.rows).toEqual([
      { record_id: recordId, gone_code: null },
      { record_id: unnamed, gone_code: 'not-named' },
      { record_id: unnamed, gone_code: 'not-named' },
    ])
  })
  expect((await get(head, recordId, named)).status).toBe(200)
  const gone = (await keptOf(unnamed)).find(({ sent }) => hex(sent) === hex(hashOf(lone)))!
  world.clock.advance(3_600_001)
  await eventually(async () => expect(await files.get({ owner: budi, hash: hex(gone.kept) })).toBeUndefined())
})

test('a correction that names other evidence waits for the assessor to give the verified entry back; the trace stays', async () => {
  const [first, second] = [await photo(), await photo()]
  const { recordId } = await recorded(ani, [first])
  await put(ani, recordId, first)
  const token = await world.issuer.person(head)
  await world.client.verifyEntries({ entries: [{ recordId, revision: 1 }] }, { token })
  await recorded(ani, [second], { recordId, revision: 2 })
  await put(ani, recordId, second)
  const refused = await world.client.getEntry({ recordId }, { token })
  if (isRefusal(refused)) throw new Error(refused.code)
  expect(refused.entry!.evidence.map(({ sent }) => sent)).toEqual([hashOf(first)])
  expect(refused.steps.at(-1)).toMatchObject({ what: 'EntryRefused', code: 'entry.already-verified', revision: 2 })
  expect((await get(head, recordId, second)).status).toBe(404)

  await world.client.returnEntry({ recordId, revision: 1, reasonCode: 'evidence-missing', note: '' }, { token })
  await recorded(ani, [second], { recordId, revision: 3 })
  expect([(await get(head, recordId, second)).status, (await get(head, recordId, first)).status]).toEqual([200, 404])
  expect(await keptOf(recordId)).toHaveLength(2)
})

test('the month’s number is told, and the sixty-first is refused, also of two that come at once to two replicas', async () => {
  const { staff } = await people(world)
  const [citra] = staff as [string]
  const used = async () => {
    const token = await world.issuer.person(citra)
    const month = await world.client.getMonth({ employeeId: citra, month: world.today().slice(0, 7) }, { token })
    if (isRefusal(month)) throw new Error(month.code)
    return [month.evidenceUsed, month.evidenceLimit]
  }
  expect(await used()).toEqual([0, 60])
  const now = world.clock.now()
  await world.database.pool.query(
    `insert into evidence (employee_id, record_id, sent, named, kept, media_type, bytes, came_at, decided_at)
     select $1, gen_random_uuid(), sha256(n::text::bytea), true, sha256(n::text::bytea), 'image/webp', 9, $2, $2 from generate_series(1, 59) n`,
    [citra, now],
  )
  expect(await used()).toEqual([59, 60])
  const [one, two] = [await photo(), await photo()]
  const recordId = randomUUIDv7()
  const answers = await Promise.all([put(citra, recordId, one), put(citra, recordId, two, { replica: 1 })])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 422])
  expect(answers.find(({ status }) => status === 422)).toMatchObject({ code: 'evidence.too-many' })
  expect(await used()).toEqual([60, 60])
})

test('whoever leaves in the middle of a file, or sends it drop by drop, holds no room', async () => {
  const token = await world.issuer.person(randomUUID())
  const { hostname, port } = new URL(world.replicas[0]!.addresses.http)
  const begin = (host: string) =>
    new Promise<ReturnType<typeof connect>>((resolve) => {
      const socket = connect(Number(port), host, () => {
        socket.write(
          `PUT /records/${randomUUIDv7()}/evidence/${'a'.repeat(64)} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: image/jpeg\r\nContent-Length: 1000\r\n\r\nabc`,
          () => resolve(socket),
        )
      })
      socket.on('error', () => undefined)
    })
  const three = await Promise.all(Array.from({ length: 3 }, () => begin(hostname)))
  const fourth = async () => {
    const response = await fetch(addressOf(randomUUIDv7(), 'a'.repeat(64)), {
      method: 'PUT',
      body: 'abc',
      headers: { 'content-type': 'image/jpeg', authorization: `Bearer ${token}` },
    })
    return response.status
  }
  await eventually(async () => expect(await fourth()).toBe(429))
  for (const socket of three) socket.destroy()
  // The hash is not that of these bytes: the room was entered and the file looked at.
  await eventually(async () => expect(await fourth()).toBe(422))
})
