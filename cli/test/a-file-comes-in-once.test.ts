import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { topics } from '@timbang/contracts/topics'
import { connectKafka, topicEnds } from '@timbang/stream/kafka'
import { eventually } from '@timbang/testkit/eventually'
import { TEST_PARTITIONS } from '@timbang/testkit/topic'
import { sample, settle, staffOf, today, type Staff } from '../../bench/people.ts'
import { type GuardedInfra, guardedInfra, type Platform, standUp } from '../../bench/platform.ts'
import { createPool } from '../../packages/postgres/src/pool.ts'
import { importActivities } from '../src/activities/import.ts'
import { Stopped } from '../src/province.ts'

// The services that a file meets, every one a process of its own: door, journal, directory, appraisal.
let infra: GuardedInfra
let platform: Platform
let staff: Staff
let folder: string
let provider: Server
let asked = 0
let env: Record<string, string>
beforeAll(async () => {
  folder = await mkdtemp(`${tmpdir()}/timbang-cli-`)
  infra = await guardedInfra()
  // Scoring too: the journal judges by the packs that it publishes.
  platform = await standUp(
    infra,
    ['activity-ingest', 'directory', 'appraisal', 'journal', 'scoring'],
    `${folder}/logs`,
    {
      partitions: TEST_PARTITIONS,
    },
  )
  const province = sample()
  staff = await staffOf(province, ['SETDA', 'DPMPTSP'], platform.issuer)
  await settle(platform, province, staff)
  // Gives a machine its token, as the identity provider does.
  provider = createServer((_request, response) => {
    asked++
    void platform.issuer
      .machine('importer')
      .then((token) =>
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ access_token: token, expires_in: 300, token_type: 'Bearer' })),
      )
  })
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
  env = { ...platform.environment, IDP_ISSUER: `http://127.0.0.1:${(provider.address() as AddressInfo).port}` }
}, 240_000)
afterAll(async () => {
  provider?.close()
  await platform?.stop()
  await infra?.stop()
  await rm(folder, { recursive: true, force: true })
}, 60_000)

/** What the journal keeps once it has judged all that is on the topic: a second run's records would be judged after the first's. */
async function entries(): Promise<{ entries: number; quantity: number; refused: number }> {
  const pool = createPool(platform.environment['JOURNAL_POSTGRES_URL']!, { max: 1 })
  try {
    const there = await onTopic()
    await eventually(
      async () => {
        const { rows } = await pool.query<{ judged: bigint }>(
          'select coalesce(sum(position), 0)::bigint as judged from stream.consumer_position where topic = $1',
          [topics.activity.name],
        )
        expect(rows[0]!.judged).toBe(there)
      },
      { within: 30_000 },
    )
    const { rows } = await pool.query<{ entries: number; quantity: number; refused: number }>(
      `select count(*)::int as entries, sum(quantity_thousandths)::int as quantity, count(*) filter (where state = 'refused')::int as refused from entry`,
    )
    return rows[0]!
  } finally {
    await pool.end()
  }
}
async function onTopic(): Promise<bigint> {
  const kafka = connectKafka({ brokers: [infra.kafkaBrokers], clientId: 'test' })
  try {
    return (await topicEnds(kafka, topics.activity.name)).reduce((sum, { high }) => sum + high, 0n)
  } finally {
    await kafka.close()
  }
}
async function written(name: string, content: string | Buffer): Promise<string> {
  await writeFile(`${folder}/${name}`, content)
  return `${folder}/${name}`
}
const dayFirst = (date: string) => date.split('-').reverse().join('/')

test('the same file twice adds nothing, and every line that cannot be taken is named once, the late ones too', async () => {
  const plans = staff.plans.filter(({ from, to }) => from <= today() && today() <= to).slice(0, 6)
  expect(plans).toHaveLength(6)
  // By code and by title in other letters, ISO and day first, a decimal comma, a NIP with spaces; 24 lines that are good.
  const good = plans.flatMap((plan, at) => {
    const { nip } = plan.assignment.person
    const [result] = plan.results
    return [
      `${today()};08:00;09:30;Memeriksa berkas nomor ${at};${result!.code};2,5;${result!.unit};;${nip}`,
      `${dayFirst(today())};8.00;9.30;Menyusun laporan nomor ${at};${result!.title.toUpperCase()};1;${result!.unit};https://berkas.example/${at};${nip.slice(0, 8)} ${nip.slice(8, 14)} ${nip.slice(14)}`,
      `${today()};;;"Rapat; nomor ${at}";;;;;${nip}`,
      `${today()};13:00;14:00;Mencatat surat nomor ${at};;1.000,5;surat;;${nip}`,
    ]
  })
  const { nip } = plans[0]!.assignment.person
  const bad = [
    `30/02/2026;;;Menulis;;;;;${nip}`,
    `${today()};;;Menulis;RHK 99;1;berkas;;${nip}`,
    `${today()};;;Menulis;;;;;199001012015011999`,
    `${today()};;;Menulis;;;;https://a:b@berkas.example/;${nip}`,
    // A window that closed long ago: only the journal can say it.
    `2026-10-05;;;Menulis surat lama;;;;;${nip}`,
  ]
  const path = await written(
    'kegiatan.csv',
    `\uFEFFtanggal;jam mulai;jam selesai;uraian kegiatan;RHK;hasil;satuan;tautan bukti;NIP\n${[...good, ...bad].join('\n')}\n`,
  )

  const first = await importActivities(env, path, { history: false })
  expect(first).toMatchObject({ rows: 29, sent: 25, admitted: 24, faults: 5 })
  expect(await entries()).toEqual({ entries: 25, quantity: 6 * (2_500 + 1_000 + 1_000_500), refused: 1 })
  const [, ...told] = (await readFile(first.errorFile!, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => line.split(';'))
  const byLine = Object.fromEntries(told.map(([line, column, code]) => [line, [column, code]]))
  expect(
    Object.keys(byLine)
      .map(Number)
      .sort((a, b) => a - b),
  ).toEqual([26, 27, 28, 29, 30])
  expect(byLine['26']![0]).toBe('tanggal')
  expect(byLine['27']![0]).toBe('RHK')
  expect(byLine['28']![0]).toBe('NIP')
  expect(byLine['29']![0]).toBe('tautan bukti')
  expect(byLine['30']).toEqual(['tanggal', 'entry.window-closed'])
  // Sentences are whole: no name of a place that was to be filled.
  expect(await readFile(first.errorFile!, 'utf8')).not.toMatch(/[{}]/)
  // Nobody's number stands in what is kept.
  expect(await readFile(first.errorFile!, 'utf8')).not.toMatch(/\d{18}/)

  const again = await importActivities(env, path, { history: false })
  expect(again).toMatchObject({ rows: 29, faults: 5 })
  expect(await entries()).toEqual({ entries: 25, quantity: 6 * (2_500 + 1_000 + 1_000_500), refused: 1 })
}, 120_000)

test('a file in another encoding is refused with a sentence, and nothing has left the machine', async () => {
  const { nip } = staff.plans[0]!.assignment.person
  const path = await written(
    'latin.csv',
    Buffer.from(
      `tanggal;uraian kegiatan;NIP\n${today()};Menulis;${nip}\n${today()};Menyeduh caf\xe9;${nip}\n`,
      'latin1',
    ),
  )
  const [askedBefore, before] = [asked, await onTopic()]
  await expect(importActivities(env, path, { history: false })).rejects.toSatisfy(
    (error) => error instanceof Stopped && /UTF-8/.test(error.message),
  )
  expect(asked).toBe(askedBefore)
  expect(await onTopic()).toBe(before)
}, 60_000)
