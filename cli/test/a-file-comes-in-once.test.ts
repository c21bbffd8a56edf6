import { spawn } from 'node:child_process'
import { randomUUID, randomUUIDv7 } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AppraisalServiceService } from '@timbang/contracts/gen/timbang/appraisal/v1/service'
import { DutyServiceService } from '@timbang/contracts/gen/timbang/directory/v1/duty'
import { PinServiceService } from '@timbang/contracts/gen/timbang/directory/v1/pin'
import { DirectoryServiceService } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { EntryServiceService } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { PresenceServiceService } from '@timbang/contracts/gen/timbang/journal/v1/presence'
import { ScoreServiceService } from '@timbang/contracts/gen/timbang/scoring/v1/score'
import { agencyIdOf, assignmentIdOf } from '@timbang/contracts/official-id'
import { isRefusal } from '@timbang/contracts/refusal'
import { topics } from '@timbang/contracts/topics'
import { grpcClient } from '@timbang/process/grpc'
import { daysOfMonth, periodOf, startOf, weekdayOf } from '@timbang/rules/civil-date'
import type { LineOf, Receipt } from '@timbang/rules/kernel/1/receipt'
import { VerdictServiceService } from '@timbang/contracts/gen/timbang/journal/v1/verdict'
import { connectKafka, topicEnds } from '@timbang/stream/kafka'
import { eventually } from '@timbang/testkit/eventually'
import { TEST_PARTITIONS } from '@timbang/testkit/topic'
import { sample, settle, staffOf, today, type Staff } from '../../bench/people.ts'
import { type GuardedInfra, guardedInfra, type Platform, standUp } from '../../bench/platform.ts'
import { attlogLines, pinRows } from '../../data/attlog.ts'
import { HOSPITAL, monthsOf, shifts, unitMonths } from '../../data/duty.ts'
import { history } from '../../data/history.ts'
import { publishDuties } from '../../data/loading/duty.ts'
import { importPlans as bringPlans } from '../../data/loading/plans.ts'
import { sendRecords } from '../../data/loading/records.ts'
import { importStaff as bringStaff, inTime, taken } from '../../data/loading/staff.ts'
import { contractMonths, contractShift, CONTRACT_POST, SHOWN_MACHINE, SHOWN_MONTH } from '../../data/machines.ts'
import type { Plan } from '../../data/plans.ts'
import { PAST } from '../../data/sample.ts'
import { createPool } from '../../packages/postgres/src/pool.ts'
import { importPresence } from '../src/presence/import.ts'
import { importPins } from '../src/presence/pins.ts'
import { importActivities } from '../src/activities/import.ts'
import { plansOf } from '../src/activities/people.ts'
import { importDuty, setShifts } from '../src/duty.ts'
import { importPlans } from '../src/plans/import.ts'
import { Stopped } from '../src/province.ts'
import { importStaff } from '../src/staff/import.ts'

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
const nipOf = (serial: number) => `199001012015011${serial}`
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
  expect(again).toMatchObject({ rows: 29, sent: 0, fresh: 0, changed: 0, same: 24, gone: 0, faults: 5 })
  expect(await entries()).toEqual({ entries: 25, quantity: 6 * (2_500 + 1_000 + 1_000_500), refused: 1 })
}, 120_000)

/** A person of his own for each test, in the order of the sample; and the head of every file. */
const people = () => staff.plans.filter(({ from, to }) => from <= today() && today() <= to)
const HEAD = 'tanggal;jam mulai;uraian kegiatan;RHK;hasil;satuan;NIP'
const reported = async (path: string) =>
  (await readFile(`${path}.galat.csv`, 'utf8'))
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(';'))
/** What stands of one person today, by its words. */
async function standing(employeeId: string): Promise<Record<string, { revision: number; thousandths: number }>> {
  await entries()
  const pool = createPool(platform.environment['JOURNAL_POSTGRES_URL']!, { max: 1 })
  try {
    const { rows } = await pool.query<{ sentence: string; revision: number; thousandths: bigint }>(
      `select sentence, entry.revision, quantity_thousandths as thousandths from entry join entry_words on event_id = activity_event_id
       where entry.employee_id = $1`,
      [employeeId],
    )
    return Object.fromEntries(
      rows.map(({ sentence, revision, thousandths }) => [sentence, { revision, thousandths: Number(thousandths) }]),
    )
  } finally {
    await pool.end()
  }
}

test('the same rows in another order, with other line ends, separators and names, adds nothing', async () => {
  const plan = people()[6]!
  const { nip } = plan.assignment.person
  const rows = [
    [today(), '08:00', 'Memeriksa izin', '2,5', 'berkas', nip],
    [today(), '', 'Menerima  tamu', '3', 'orang', nip],
    // Two of one kind: the second is another row, and stays one.
    [today(), '', 'Menerima  tamu', '3', 'orang', nip],
  ]
  const path = await written(
    'asli.csv',
    `tanggal;jam mulai;uraian kegiatan;hasil;satuan;NIP\n${rows.map((row) => row.join(';')).join('\n')}\n`,
  )
  expect(await importActivities(env, path, { history: false })).toMatchObject({ sent: 3, fresh: 3, same: 0, faults: 0 })
  const before = await onTopic()

  const resaved = rows
    .toReversed()
    .map(([date, start, words, quantity, unit, number]) =>
      [`'${number}`, `"${words} "`, `"${quantity}"`, unit!.toUpperCase(), date, start?.replace(':', '.')].join(','),
    )
  const other = await written(
    'disimpan ulang.csv',
    `\uFEFFLAPORAN KEGIATAN\r\n\r\nNo. Induk,Kegiatan,Jumlah,Satuan,Tgl,Mulai\r\n${resaved.join('\r\n,,,,,\r\n')}`,
  )
  expect(await importActivities(env, other, { history: false })).toMatchObject({
    rows: 3,
    sent: 0,
    fresh: 0,
    changed: 0,
    same: 3,
    gone: 0,
    faults: 0,
    errorFile: undefined,
  })
  expect(await onTopic()).toBe(before)
}, 120_000)

test('in a mended file another number is one changed row, other words are one new row, and the old one is listed', async () => {
  const plan = people()[7]!
  const { nip, employeeId } = plan.assignment.person
  const of = (...rows: readonly string[]) => `${HEAD}\n${rows.map((row) => `${today()};;${row};${nip}`).join('\n')}\n`
  const path = await written('triwulan.csv', of('Memeriksa izin;;2;berkas', 'Menulis surat;;1;surat', 'Rapat;;;'))
  await importActivities(env, path, { history: false })

  await written('triwulan.csv', of('Memeriksa izin;;3;berkas', 'Menulis surat dinas;;1;surat', 'Rapat;;;'))
  const dry = await importActivities(env, path, { history: false, dryRun: true })
  expect(dry).toMatchObject({ sent: 0, fresh: 1, changed: 1, same: 1, gone: 1, faults: 0 })
  expect(Object.keys(await standing(employeeId)).sort()).toEqual(['Memeriksa izin', 'Menulis surat', 'Rapat'])

  const mended = await importActivities(env, path, { history: false })
  expect(mended).toMatchObject({ sent: 2, admitted: 2, fresh: 1, changed: 1, same: 1, gone: 1, faults: 0 })
  expect(await standing(employeeId)).toEqual({
    'Memeriksa izin': { revision: 2, thousandths: 3_000 },
    'Menulis surat': { revision: 1, thousandths: 1_000 },
    'Menulis surat dinas': { revision: 1, thousandths: 1_000 },
    Rapat: { revision: 1, thousandths: 0 },
  })
  const [gone, ...others] = await reported(path)
  expect(others).toEqual([])
  expect(gone).toEqual(['', '', 'no-longer-in-file', expect.stringContaining('Menulis surat”'), expect.any(String)])
  expect(gone![3]).toContain(`NIP …${nip.slice(-3)}`)
  expect(await importActivities(env, path, { history: false })).toMatchObject({ sent: 0, same: 3, changed: 0, gone: 1 })
}, 120_000)

test('what another source brought of the same person and day is none of the file’s', async () => {
  const { nip, employeeId } = people()[11]!.assignment.person
  const worker = staff.workers.find((one) => one.employeeId === employeeId)!
  const answer = await fetch(`${env['ACTIVITY_INGEST_HTTP']}/records`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await platform.issuer.machine('importer')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      record_id: randomUUIDv7(),
      employee_id: employeeId,
      agency_id: worker.agencyId,
      import_id: randomUUID(),
      activity: { work_date: today(), sentence: 'Melayani pemohon' },
    }),
  })
  expect(answer.status).toBe(202)
  expect(Object.keys(await standing(employeeId))).toEqual(['Melayani pemohon'])
  const path = await written('sumber lain.csv', `${HEAD}\n${today()};;Menulis surat;;1;surat;${nip}\n`)
  expect(await importActivities(env, path, { history: false })).toMatchObject({ fresh: 1, gone: 0, faults: 0 })
}, 120_000)

test('what the person has mended himself stays, and the file is told so', async () => {
  const worker = staff.workers.find(({ employeeId }) => employeeId === people()[8]!.assignment.person.employeeId)!
  const { nip } = people()[8]!.assignment.person
  const path = await written('kegiatan orang.csv', `${HEAD}\n${today()};;Menyusun laporan;;2;berkas;${nip}\n`)
  await importActivities(env, path, { history: false })
  const [before] = await records(worker.employeeId)
  const answer = await fetch(`${env['ACTIVITY_INGEST_HTTP']}/records`, {
    method: 'POST',
    headers: { authorization: `Bearer ${worker.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      record_id: before,
      revision: 2,
      activity: { work_date: today(), sentence: 'Menyusun laporan', quantity: '5', unit: 'berkas' },
    }),
  })
  expect(answer.status).toBe(202)
  expect(await standing(worker.employeeId)).toEqual({ 'Menyusun laporan': { revision: 2, thousandths: 5_000 } })

  expect(await importActivities(env, path, { history: false })).toMatchObject({
    sent: 0,
    mended: 1,
    gone: 0,
    faults: 0,
  })
  expect(await reported(path)).toEqual([['2', '', 'kept-mended', expect.stringContaining('memperbaiki'), before]])
  expect(await standing(worker.employeeId)).toEqual({ 'Menyusun laporan': { revision: 2, thousandths: 5_000 } })
}, 120_000)

test('a dry run tells what the real run tells, in its order, and sends nothing', async () => {
  const { nip } = people()[9]!.assignment.person
  const path = await written(
    'periksa.csv',
    `${HEAD}
${today()};;Menulis;RHK 99;1;berkas;${nip}
${today()};;Menulis;;0;berkas;${nip}
2026-10-05;;Menulis surat lama;;1;berkas;${nip}
${today()};;"Menulis;;1;berkas;${nip}
${today()};;Menulis;;1;gerobak sapi;${nip}
${today()};;Menulis nota;;1;berkas;${nip}
2026-10-06;;Menulis nota lama;;1;berkas;${nip}
`,
  )
  const before = await onTopic()
  const dry = await importActivities(env, path, { history: false, dryRun: true })
  const foreseen = await reported(path)
  expect(await onTopic()).toBe(before)
  const real = await importActivities(env, path, { history: false })
  expect(await reported(path)).toEqual(foreseen)
  expect(foreseen.map(([line, column, code]) => `${line} ${column} ${code}`)).toEqual([
    '2 RHK result-unknown',
    '3 hasil quantity-range',
    '4 tanggal entry.window-closed',
    '5  quote-open',
    '6 satuan activity.unit-unknown',
    '8 tanggal entry.window-closed',
  ])
  expect({ ...dry, sent: 0, admitted: 0 }).toEqual({ ...real, sent: 0, admitted: 0 })
  expect(real).toMatchObject({ fresh: 1, sent: 3, admitted: 1, faults: 6 })
}, 120_000)

test('an import that was killed in its middle comes in whole when it is run again, and doubles nothing', async () => {
  const { nip, employeeId } = people()[10]!.assignment.person
  const count = 4_000
  const path = await written(
    'panjang.csv',
    `${HEAD}\n${Array.from({ length: count }, (_, n) => `${today()};;Memeriksa berkas nomor ${n};;1;berkas;${nip}\n`).join('')}`,
  )
  const already = await onTopic()
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
  const command = spawn(process.execPath, [main, 'import', 'activities', path], {
    env: { ...process.env, ...env },
    stdio: 'ignore',
  })
  const ended = once(command, 'exit')
  await eventually(
    async () => {
      expect(await onTopic()).toBeGreaterThan(already)
    },
    { within: 60_000 },
  )
  command.kill('SIGKILL')
  expect((await ended)[1]).toBe('SIGKILL')
  const came = Number((await onTopic()) - already)
  expect(came).toBeLessThan(count)

  expect(await importActivities(env, path, { history: false })).toMatchObject({ rows: count, faults: 0, gone: 0 })
  expect(Object.keys(await standing(employeeId))).toHaveLength(count)
  expect((await records(employeeId)).length).toBe(count)
  expect(await importActivities(env, path, { history: false })).toMatchObject({ sent: 0, fresh: 0, same: count })
}, 240_000)

test('what an earlier file brought and this one has no longer is withdrawn where that is asked, and what a person has decided or said since stays', async () => {
  const { nip, employeeId } = people()[12]!.assignment.person
  const worker = staff.workers.find((one) => one.employeeId === employeeId)!
  const of = (...rows: readonly string[]) => `${HEAD}\n${rows.map((row) => `${today()};;${row};${nip}`).join('\n')}\n`
  const all = [
    'Memeriksa izin;;2;berkas',
    'Menulis surat;;1;surat',
    'Rapat;;;',
    'Menyusun laporan;;1;berkas',
    'Baca;;;',
  ]
  const path = await written('bulan.csv', of(...all))
  await importActivities(env, path, { history: false })
  const ids = await recordsByWords(employeeId)
  await verify(worker.superior!, ids['Menyusun laporan']!)
  await sayAsPerson(worker.token, { record_id: ids['Rapat']!, sentence: 'Rapat dinas' })
  await sayAsPerson(worker.token, { record_id: ids['Baca']!, sentence: 'Baca', withdrawn: true })
  await entries()

  // A line that may be any of those that seem to be gone: nothing is withdrawn, and that is said.
  await written('bulan.csv', `${of(all[0]!)}31/02/2026;;Menulis surat;;1;surat;${nip}\n`)
  const before = await onTopic()
  const unclear = await importActivities(env, path, { history: false, replace: true })
  expect(unclear).toMatchObject({ gone: 2, withdrawn: 0, faults: 1 })
  expect(unclear.notices).toEqual([expect.stringMatching(/Tidak ada yang ditarik: baris 3 /)])
  expect(await onTopic()).toBe(before)

  await written('bulan.csv', of(all[0]!))
  const dry = await importActivities(env, path, { history: false, replace: true, dryRun: true })
  const foreseen = await reported(path)
  expect(await onTopic()).toBe(before)
  const real = await importActivities(env, path, { history: false, replace: true })
  expect(await reported(path)).toEqual(foreseen)
  expect(real).toEqual(dry)
  expect(real).toMatchObject({ same: 1, gone: 4, withdrawn: 1, faults: 0 })
  // Of what the person says himself nobody is told the words.
  expect(
    Object.fromEntries(foreseen.map(([, , code, says, id]) => [id, [code, /· ([^”]*)”/.exec(says!)?.[1]]])),
  ).toEqual({
    [ids['Menulis surat']!]: ['gone-withdrawn', `NIP …${nip.slice(-3)} · Menulis surat`],
    [ids['Menyusun laporan']!]: ['gone-verified', `NIP …${nip.slice(-3)} · Menyusun laporan`],
    [ids['Rapat']!]: ['gone-mended', `NIP …${nip.slice(-3)}`],
    [ids['Baca']!]: ['gone-mended', `NIP …${nip.slice(-3)}`],
  })
  expect(await statesOf(employeeId)).toEqual({
    [ids['Memeriksa izin']!]: 'waiting 1',
    [ids['Menulis surat']!]: 'withdrawn 2',
    [ids['Rapat']!]: 'waiting 2',
    [ids['Menyusun laporan']!]: 'verified 1',
    [ids['Baca']!]: 'withdrawn 2',
  })
  expect(await importActivities(env, path, { history: false, replace: true })).toMatchObject({ gone: 3, withdrawn: 0 })

  // The earlier file again: what only a file took back comes back, what the person took back does not.
  await written('bulan.csv', of(...all))
  expect(await importActivities(env, path, { history: false, replace: true })).toMatchObject({
    changed: 1,
    same: 2,
    mended: 2,
    gone: 0,
  })
  expect(await statesOf(employeeId)).toMatchObject({
    [ids['Menulis surat']!]: 'waiting 3',
    [ids['Baca']!]: 'withdrawn 2',
  })
}, 120_000)

test('a wrong file withdraws no month unasked, and one that was killed at it withdraws the rest when it is run again', async () => {
  const { nip, employeeId } = people()[13]!.assignment.person
  const count = 1_200
  const of = (some: number) =>
    `${HEAD}\n${Array.from({ length: some }, (_, n) => `${today()};;Memeriksa berkas nomor ${n};;1;berkas;${nip}\n`).join('')}`
  const path = await written('salah.csv', of(count))
  await importActivities(env, path, { history: false })
  await written('salah.csv', of(1))
  const before = await onTopic()
  for (const wish of [{}, { dryRun: true }, { most: count - 2 }])
    await expect(importActivities(env, path, { history: false, replace: true, ...wish })).rejects.toSatisfy(
      (error) => error instanceof Stopped && error.message.includes(`${count - 1} dari ${count}`),
    )
  expect(await onTopic()).toBe(before)

  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
  const command = spawn(
    process.execPath,
    [main, 'import', 'activities', path, '--replace', '--most', String(count - 1)],
    { env: { ...process.env, ...env }, stdio: 'ignore' },
  )
  const ended = once(command, 'exit')
  await eventually(async () => expect(await onTopic()).toBeGreaterThan(before), { within: 60_000 })
  command.kill('SIGKILL')
  expect((await ended)[1]).toBe('SIGKILL')
  await entries()
  const left = Object.values(await statesOf(employeeId)).filter((state) => state === 'waiting 1').length
  expect(left).toBeGreaterThan(1)
  expect(left).toBeLessThan(count)

  const rest = await importActivities(env, path, { history: false, replace: true, most: count - 1 })
  expect(rest).toMatchObject({ same: 1, gone: left - 1, withdrawn: left - 1, faults: 0 })
  const states = Object.values(await statesOf(employeeId))
  expect([states.length, states.filter((state) => state === 'withdrawn 2').length]).toEqual([count, count - 1])
}, 240_000)

/** What a person says himself of a record that a file brought. */
async function sayAsPerson(
  token: string,
  { record_id, ...said }: { record_id: string; sentence: string; withdrawn?: true },
): Promise<void> {
  const answer = await fetch(`${env['ACTIVITY_INGEST_HTTP']}/records`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ record_id, revision: 2, activity: { work_date: today(), ...said } }),
  })
  expect(answer.status).toBe(202)
}
async function verify(superior: string, recordId: string): Promise<void> {
  await entries()
  const journal = grpcClient(VerdictServiceService, env['JOURNAL_GRPC']!)
  try {
    const token = await platform.issuer.person(superior)
    const one = { recordId, revision: 1 }
    expect(await journal.openEntry(one, { token })).not.toHaveProperty('refused')
    expect(await journal.verifyEntries({ entries: [one] }, { token })).toMatchObject({
      outcomes: [{ refusalCode: '' }],
    })
  } finally {
    journal.close()
  }
}
async function ofPerson(employeeId: string) {
  await entries()
  const pool = createPool(platform.environment['JOURNAL_POSTGRES_URL']!, { max: 1 })
  try {
    return (
      await pool.query<{ record_id: string; state: string; revision: number; sentence: string }>(
        `select entry.record_id, state, entry.revision, sentence from entry join entry_words on event_id = activity_event_id where entry.employee_id = $1`,
        [employeeId],
      )
    ).rows
  } finally {
    await pool.end()
  }
}
const recordsByWords = async (employeeId: string): Promise<Record<string, string>> =>
  Object.fromEntries((await ofPerson(employeeId)).map(({ sentence, record_id }) => [sentence, record_id]))
const statesOf = async (employeeId: string): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await ofPerson(employeeId)).map(({ record_id, state, revision }) => [record_id, `${state} ${revision}`]),
  )

/** The ids of all that stands of one person. */
async function records(employeeId: string): Promise<string[]> {
  const pool = createPool(platform.environment['JOURNAL_POSTGRES_URL']!, { max: 1 })
  try {
    const { rows } = await pool.query<{ record_id: string }>('select record_id from entry where employee_id = $1', [
      employeeId,
    ])
    return rows.map((row) => row.record_id)
  } finally {
    await pool.end()
  }
}

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

test('plans come in from the columns of their paper: twice is once, a mended one is the next version, and a faulty one spares its neighbours', async () => {
  const [one, other, third] = people().slice(-3) as [Plan, Plan, Plan]
  const nip = (plan: Plan) => plan.assignment.person.nip
  const HEADER =
    'NIP;No;Kategori;RHK pimpinan yang diintervensi;RHK;Aspek;IKI;Target;Satuan;Bobot;Realisasi;Sampai;TW 1;TW 2;TW 3;TW 4'
  const until = (plan: Plan) => dayFirst(plan.agreedTo)
  const mine = (plan: Plan, target: string, weight = '60') => [
    `${nip(plan)};1;A. UTAMA;x;Terlayaninya pemohon izin;Kuantitas;IKI;${target};berkas;${weight};;${until(plan)};;;;`,
    // The cells of a result span its rows.
    `${nip(plan)};;;;;Waktu;IKI;3;hari;;;${until(plan)};;;;`,
    `${nip(plan)};2;B. TAMBAHAN;x;"Tersusunnya laporan; lengkap";;IKI;4;laporan;40 %;;${until(plan)};1;1;1;1`,
  ]
  const titled = (rows: readonly string[]) => ['SASARAN KINERJA PEGAWAI', '', HEADER, ...rows, ''].join('\r\n')
  const path = await written(
    'skp.csv',
    titled([
      ...mine(one, '1.200,5'),
      ...mine(other, '24', '50'),
      ...mine(third, '24'),
      `199001012015011999;1;;;Apa saja;;;1;berkas;;;${until(third)};;;;`,
    ]),
  )
  const tried = await importPlans(env, path, { dryRun: true })
  expect(tried).toMatchObject({ rows: 10, fresh: 0, changed: 2, same: 0, refused: 2 })
  expect(tried.lines.filter((line) => line.startsWith('galat'))).toEqual([
    // The quarters and the day's line end stand as an editor counts them: the header is line 3.
    expect.stringMatching(/^galat · baris 7 · Bobot · Jumlah bobot RHK 90 %/),
    expect.stringMatching(/^galat · baris 13 · NIP · NIP ini tidak ada/),
  ])
  expect(tried.lines.join('\n')).not.toMatch(/[{}]|\d{18}/)
  const plansNow = async () => {
    const client = grpcClient(AppraisalServiceService, platform.environment['APPRAISAL_GRPC']!)
    const found = await plansOf(
      client,
      await platform.issuer.machine('importer'),
      [one, other, third].map(({ assignment }) => assignment.person.employeeId),
      one.from,
      one.agreedTo,
    )
    client.close()
    return [one, other, third].map(({ assignment }) => found.get(assignment.person.employeeId)!.at(-1)!)
  }
  const before = await plansNow()
  expect(before.map(({ version }) => version)).toEqual([1, 1, 1])

  const first = await importPlans(env, path, { dryRun: false })
  expect({ ...first, lines: 0 }).toEqual({ ...tried, lines: 0 })
  expect(await importPlans(env, path, { dryRun: false })).toMatchObject({ fresh: 0, changed: 0, same: 2, refused: 2 })
  const [kept] = await plansNow()
  expect(kept).toMatchObject({ planId: one.planId, version: 2, fromDate: one.from })
  expect(
    kept!.results.map(({ title, result }) => [result!.code, title, result!.weightThousandths, result!.additional]),
  ).toEqual([
    ['RHK 1', 'Terlayaninya pemohon izin', 60_000, false],
    ['RHK 2', 'Tersusunnya laporan; lengkap', 40_000, true],
  ])
  expect(
    kept!.results.map(({ result }) =>
      result!.indicators.map((of) => [of.aspect, of.targetThousandths, of.unit, of.quarterTargetsThousandths.length]),
    ),
  ).toEqual([
    [
      [1, 1_200_500n, 'berkas', 0],
      [3, 3_000n, 'hari', 0],
    ],
    [[1, 4_000n, 'laporan', 4]],
  ])

  const mended = await written(
    'skp-2.csv',
    titled([...mine(other, '24'), ...mine(one, '1.200,5'), ...mine(third, '30')]),
  )
  expect(await importPlans(env, mended, { dryRun: false })).toMatchObject({
    rows: 9,
    fresh: 0,
    changed: 2,
    same: 1,
    refused: 0,
  })
  expect((await plansNow()).map(({ version }) => version)).toEqual([2, 2, 3])

  // Of a row that is nobody's only its neighbours can be told: theirs it may be.
  const torn = await written(
    'skp-3.csv',
    titled([
      ...mine(one, '9'),
      `12;3;;;Milik siapa;;;1;berkas;;;${until(one)};;;;`,
      ...mine(other, '9'),
      ...mine(third, '9'),
    ]),
  )
  expect(await importPlans(env, torn, { dryRun: true })).toMatchObject({ changed: 1, same: 0, refused: 2 })
  // The first day in one row of several: none of the parts is meant.
  const days = mine(one, '9', '').map((row, at) => `${row};${at === 0 ? one.from : ''}`)
  const parted = await written('skp-5.csv', titled(days).replace('40 %', '').replace(HEADER, `${HEADER};Mulai`))
  expect(await importPlans(env, parted, { dryRun: true })).toMatchObject({ fresh: 0, changed: 0, same: 0 })
  // A result that two rows tell in two ways, by its words or its weight, is neither of them.
  const unlike = await written(
    'skp-6.csv',
    titled([
      ...mine(one, '9'),
      `${nip(one)};2;;;Berbunyi lain;Waktu;;3;hari;;;${until(one)};;;;`,
      ...mine(other, '9'),
      `${nip(other)};2;;;;Waktu;;3;hari;30;;${until(other)};;;;`,
    ]),
  )
  const differing = await importPlans(env, unlike, { dryRun: true })
  expect(differing).toMatchObject({ fresh: 0, changed: 0, same: 0, refused: 2 })
  expect(differing.lines.join('\n')).toMatch(/berbunyi lain[\s\S]*berbeda di baris lain/)
  const bare = await written('skp-4.csv', titled([`${nip(one)};1;;;Apa saja;;;1;berkas;;;;;;;`]))
  expect((await importPlans(env, bare, { dryRun: true })).lines.at(-1)).toMatch(/--year/)
  expect(await importPlans(env, bare, { dryRun: true, year: Number(one.from.slice(0, 4)) })).toMatchObject({
    refused: 0,
  })
}, 120_000)

test('a duty schedule goes from its file to the score: whoever works nights from Saturday to Wednesday is held to his own days, also where it is published after its month', async () => {
  const [head, nurse] = [nipOf(901), nipOf(902)]
  const directory = grpcClient(DirectoryServiceService, env['DIRECTORY_GRPC']!)
  const appraisal = grpcClient(AppraisalServiceService, env['APPRAISAL_GRPC']!)
  const entriesOf = grpcClient(EntryServiceService, env['JOURNAL_GRPC']!)
  const scores = grpcClient(ScoreServiceService, env['SCORING_GRPC']!)
  const closing = [directory, appraisal, entriesOf, scores]
  try {
    const token = await platform.issuer.machine('importer')
    const holidays = ['2026-09-28', '2026-09-29'].map((date) => ({ date, name: 'Libur', jointLeave: false }))
    const agency = {
      agencyId: '',
      code: 'RSUJI',
      name: 'RS Uji',
      kind: 'rsud',
      calendarCode: 'uji',
      practice: false,
      version: 0,
    }
    const unit = { unitId: '', agencyId: agencyIdOf('RSUJI'), parentUnitId: undefined, name: 'Rawat inap', version: 0 }
    const registered = await directory.registerStructure(
      {
        calendars: [
          { calendarCode: 'uji', year: 2026, workingWeekdays: [1, 2, 3, 4, 5], holidays, hours: [], version: 0 },
        ],
        agencies: [{ ...agency, attendanceConnected: false }],
        units: [{ ...unit, code: 'RSUJI.1', servesPublic: false }],
      },
      { token },
    )
    expect(registered).toMatchObject({ problems: [] })
    const staffed = await importStaff(
      env,
      await written(
        'rs.csv',
        [
          'nip;nama;jenis pegawai;opd;unit;kode jabatan;jabatan;jenis jabatan;kode jabatan atasan;kapasitas;tmt;zona',
          `${head};Kepala Ruang;PNS;RSUJI;RSUJI.1;RSUJI-1;Direktur;jpt-madya;;definitif;2026-01-05;WIB`,
          `${nurse};Nur Perawat;PNS;RSUJI;RSUJI.1;RSUJI-2;Perawat;pelaksana-operator;RSUJI-1;definitif;2026-01-05;WIB`,
        ].join('\n'),
      ),
      { dryRun: false, dates: 'iso' },
    )
    expect(staffed).toMatchObject({ errors: 0, applied: 2 })
    const found = await directory.resolveIdentifiers({ nips: [nurse] }, { token })
    if (isRefusal(found)) throw new Error(found.code)
    const { employeeId } = found.resolved[0]!
    const own = await platform.issuer.person(employeeId)
    const assignment = {
      person: { employeeId },
      post: { agencyCode: 'RSUJI' },
      assignmentId: assignmentIdOf({
        employeeId,
        positionCode: 'RSUJI-2',
        capacity: 'definitive',
        fromDate: '2026-01-05',
      }),
    }
    const result = { resultId: randomUUID(), code: 'RHK 1', title: 'Pasien terlayani', weightThousandths: 100_000 }
    const results = [{ ...result, unit: 'orang', targetThousandths: 66_000 }]
    const plan = { planId: randomUUID(), from: '2026-07-01', to: '2026-09-30', agreedTo: '2026-09-30' }
    await bringPlans(appraisal, token, [{ ...plan, assignment, results } as unknown as Plan], () => {})

    // From Saturday to Wednesday; the nights begin on the day before the one on which they end.
    const worked = (month: string) => daysOfMonth(month).filter((date) => ![4, 5].includes(weekdayOf(date)))
    const [july, august] = [[...worked('2026-07'), '2026-07-30'].sort(), worked('2026-08').slice(0, 18)]
    expect([july, august].map((days) => days.length)).toEqual([22, 18])
    const grid = (month: string, days: readonly string[], code: (at: number) => string) => {
      const dates = daysOfMonth(month)
      const cells = dates.map((date) => (days.includes(date) ? code(days.indexOf(date)) : 'L'))
      return written(
        `jaga ${month}.csv`,
        `JADWAL JAGA RAWAT INAP\n\nNo. Induk;Nama;${dates.map((_, at) => at + 1).join(';')}\n'${nurse};Nur Perawat;${cells.join(';')}\n`,
      )
    }
    const asked = (month: string, dryRun = false) => ({ unit: 'RSUJI.1', month, dryRun })
    const turns = (at: number) => ['P', 'S', 'M', 'M'][at % 4]!
    const fileOfJuly = await grid('2026-07', july, turns)
    const unknown = await importDuty(env, fileOfJuly, asked('2026-07'))
    expect(unknown).toMatchObject({ errors: 22, changed: 0 })
    expect(unknown.lines[0]).toBe(
      'galat · baris 4 · 1 "P" · Kode giliran ini tidak dikenal. Pakai kode yang ada, atau tulis jamnya. / This shift code is not known. Use one that exists, or write the hours.',
    )
    const shifts = ['P=07:00-14:00/30', 'S=14:00-21:00/30', 'M=21:00-07:00/60']
    expect(await setShifts(env, 'RSUJI', shifts)).toBe(true)
    expect(await setShifts(env, 'RSUJI', shifts)).toBe(false)
    expect(await importDuty(env, fileOfJuly, asked('2026-07', true))).toMatchObject({ errors: 0, changed: 0 })
    expect(await importDuty(env, fileOfJuly, asked('2026-07'))).toMatchObject({ rows: 1, errors: 0, changed: 1 })
    expect(await importDuty(env, fileOfJuly, asked('2026-07'))).toMatchObject({ errors: 0, changed: 0 })

    // 38 of 60 days are due: the last two nights of August and all of September are leave.
    const leave = await fetch(`${env['ACTIVITY_INGEST_HTTP']}/records`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        record_id: randomUUIDv7(),
        employee_id: employeeId,
        agency_id: agencyIdOf('RSUJI'),
        import_id: randomUUID(),
        leave: { from_date: august[16], to_date: '2026-09-30', kind: 'leave' },
      }),
    })
    expect(leave.status).toBe(202)
    const quantity = async () => {
      const answer = await scores.getScore({ employeeId, period: '2026-Q3', withFigures: false }, { token: own })
      if (isRefusal(answer)) throw new Error(answer.code)
      const { segments } = JSON.parse(Buffer.from(answer.receipt).toString('utf8') || '{"segments":[]}') as Receipt
      const line = segments[0]?.criteria.find((one): one is LineOf<'quantity'> => one.criterion === 'quantity')
      return line?.trace[0] && { target: line.trace[0].target, shares: line.trace[0].shares }
    }
    await eventually(
      async () =>
        expect((await quantity())?.shares).toEqual([{ agreed: 66_000, due: expect.any(Number), planned: 63 }]),
      { within: 30_000 },
    )
    // August is published when it is long over: its days are judged anew.
    expect(await importDuty(env, await grid('2026-08', august, turns), asked('2026-08'))).toMatchObject({ changed: 1 })
    await eventually(
      async () =>
        expect(await quantity()).toEqual({ target: 41_800, shares: [{ agreed: 66_000, due: 38, planned: 60 }] }),
      { within: 30_000 },
    )

    const month = await entriesOf.getMonth({ employeeId, month: '2026-07' }, { token: own })
    if (isRefusal(month)) throw new Error(month.code)
    expect(month.days.filter(({ working }) => working).map(({ date }) => date)).toEqual(july)
    expect(month.days.find(({ date }) => date === july[2])!.shifts).toEqual([
      { code: 'M', beginMinute: 1260, endMinute: 1860, breakMinutes: 60 },
    ])
    // A colleague of nowhere sees neither.
    const stranger = await platform.issuer.person(randomUUID())
    expect(await entriesOf.getMonth({ employeeId, month: '2026-07' }, { token: stranger })).toMatchObject({
      code: 'access.denied',
    })
  } finally {
    for (const one of closing) one.close()
  }
}, 180_000)

/** Scans of one person in the journal, by the clock of his workplace. */
async function scansOf(employeeId: string): Promise<string[]> {
  const pool = createPool(platform.environment['JOURNAL_POSTGRES_URL']!, { max: 1 })
  try {
    const { rows } = await pool.query<{ punched_at: bigint; key: string | null }>(
      'select punched_at, key from punch where employee_id = $1 order by punched_at',
      [employeeId],
    )
    return rows.map(
      (row) => `${new Date(Number(row.punched_at) + 7 * 3_600_000).toISOString().slice(0, 16)} ${row.key}`,
    )
  } finally {
    await pool.end()
  }
}

test('a machine’s file comes in once, a mended one adds what is new, and a number that changed its owner is each one’s on his days', async () => {
  const [ani, budi] = [people()[2]!, people()[3]!].map(({ assignment }) => assignment.person)
  const attlog = (...scans: string[]) => scans.map((scan) => `${scan}\t1\t15\t0`).join('\r\n')
  const first = [
    '       12\t2026-11-13 07:28:00\t1\t0',
    '       12\t2026-11-13 07:28:00\t1\t0',
    '       12\t2026-11-16 07:31:00\t1\t0',
    '       99\t2026-11-16 07:32:00\t1\t0',
    '       12\t2026-11-16 99:32:00\t1\t0',
  ]
  const path = await written('M1_attlog.dat', attlog(...first))
  const wish = { device: 'SETDA-1', dryRun: false }
  await expect(importPresence(env, path, wish)).rejects.toSatisfy(
    (error) => error instanceof Stopped && /timbang import pins/.test(error.message),
  )
  const pins = await written(
    'pin.csv',
    `PIN;NIP;mulai\n12;${ani!.nip};2026-01-01\n12;${budi!.nip};2026-11-16\n77;1;2026-01-01\n`,
  )
  const machine = { device: 'SETDA-1', agency: 'SETDA', zone: 'WIB' }
  expect(await importPins(env, pins, machine, { dryRun: false })).toMatchObject({ changed: 0, errors: 1 })
  await writeFile(pins, `PIN;NIP;mulai\n12;${ani!.nip};2026-01-01\n12;${budi!.nip};2026-11-16\n`)
  expect(await importPins(env, pins, machine, { dryRun: true })).toMatchObject({ changed: 1, errors: 0 })
  expect(await importPins(env, pins, machine, { dryRun: false })).toMatchObject({ changed: 1, errors: 0 })
  expect(await importPins(env, pins, machine, { dryRun: false })).toMatchObject({ changed: 0, errors: 0 })

  const before = await onTopic()
  const told = { scans: 5, fresh: 2, same: 1, unknown: 1, faults: 1 }
  const dry = await importPresence(env, path, { ...wish, dryRun: true })
  expect(dry).toMatchObject(told)
  expect(await onTopic()).toBe(before)
  const done = await importPresence(env, path, wish)
  expect(done).toMatchObject(told)
  expect(done.lines).toEqual(dry.lines)
  expect(done.lines.join('\n')).toContain('PIN 99: 1 scan')
  expect(await onTopic()).toBe(before + 2n)
  expect(await scansOf(ani!.employeeId)).toEqual(['2026-11-13T07:28 in'])
  expect(await scansOf(budi!.employeeId)).toEqual(['2026-11-16T07:31 in'])

  expect(await importPresence(env, path, wish)).toMatchObject({ ...told, fresh: 0, same: 3 })
  expect(await onTopic()).toBe(before + 2n)
  await writeFile(path, attlog(...first.slice(0, 4), '       12\t2026-11-16 16:03:00\t1\t1'))
  expect(await importPresence(env, path, wish)).toMatchObject({ fresh: 1, same: 3, unknown: 1, faults: 0 })
  expect(await onTopic()).toBe(before + 3n)
}, 120_000)

test('a machine’s local time is an instant by the zone in which it stands', async () => {
  const { nip, employeeId } = people()[4]!.assignment.person
  const pins = await written('pin-wita.csv', `PIN;NIP;mulai\n5;${nip};2026-01-01\n`)
  await importPins(env, pins, { device: 'SETDA-WITA', agency: 'SETDA', zone: 'WITA' }, { dryRun: false })
  const path = await written('wita.csv', 'PIN;tanggal;jam\n5;2026-11-13;08:28\n')
  expect(await importPresence(env, path, { device: 'SETDA-WITA', dryRun: false })).toMatchObject({ fresh: 1 })
  expect(await scansOf(employeeId)).toEqual(['2026-11-13T07:28 null'])
}, 60_000)

test('the schedules of the sample’s wards are taken as they stand, and the second time change nothing', async () => {
  const directory = grpcClient(DirectoryServiceService, env['DIRECTORY_GRPC']!)
  const duty = grpcClient(DutyServiceService, env['DIRECTORY_GRPC']!)
  try {
    const token = await platform.issuer.machine('importer')
    await bringStaff(directory, token, randomUUID(), inTime(sample()))
    const day = today()
    const months = () => unitMonths(sample(), monthsOf([PAST, periodOf(day)], day))
    const people = [...months()].reduce((sum, { rows }) => sum + rows.length, 0)
    expect(people).toBeGreaterThan(5)
    expect(await publishDuties(duty, token, HOSPITAL, shifts, months())).toBe(people)
    expect(await publishDuties(duty, token, HOSPITAL, shifts, months())).toBe(0)
  } finally {
    directory.close()
    duty.close()
  }
}, 120_000)

test('the raw month of the sample’s machine is what the sample told: brought in as a file it is all there', async () => {
  const province = sample()
  const token = await platform.issuer.machine('importer')
  const pins = grpcClient(PinServiceService, env['DIRECTORY_GRPC']!)
  const duty = grpcClient(DutyServiceService, env['DIRECTORY_GRPC']!)
  const presence = grpcClient(PresenceServiceService, env['JOURNAL_GRPC']!)
  try {
    taken(await pins.setPins(pinRows(province, SHOWN_MACHINE), { token }), 'the numbers of the machine')
    await publishDuties(duty, token, SHOWN_MACHINE.agencyCode, [contractShift], contractMonths(province, [SHOWN_MONTH]))
    const known = new Set(pinRows(province, SHOWN_MACHINE).rows.map(({ employeeId }) => employeeId))
    const people = province.people.filter(({ employeeId }) => known.has(employeeId))
    const september = { from: '2026-09-01', to: '2026-09-30', before: startOf('2026-10-02', 'WIB') }
    const punches = history({ ...province, people }, september).filter(({ kind }) => kind === 'punch')
    const door = { address: env['ACTIVITY_INGEST_HTTP']!, token: async () => token }
    const sent = await sendRecords(door, punches, randomUUID(), () => {})
    const path = await written(
      `${SHOWN_MACHINE.device}_attlog.dat`,
      `${[...attlogLines(province, SHOWN_MACHINE, SHOWN_MONTH)].join('\n')}\n`,
    )
    await eventually(
      async () =>
        expect(await importPresence(env, path, { device: SHOWN_MACHINE.device, dryRun: true })).toMatchObject({
          scans: sent,
          same: sent,
          fresh: 0,
          unknown: 0,
          faults: 0,
        }),
      { within: 30_000 },
    )
    // 08.25 by a contract that begins at 08.00.
    const { person } = province.assignments.find(({ post }) => post.code === CONTRACT_POST)!
    const own = await platform.issuer.person(person.employeeId)
    const asked = { employeeId: person.employeeId, fromDate: '2026-09-10', toDate: '2026-09-10' }
    await eventually(
      async () =>
        expect(await presence.getPresence(asked, { token: own })).toMatchObject({
          days: [{ source: 'punches', shift: 'K', lateMinutes: 25, earlyLeaveMinutes: 0 }],
        }),
      { within: 30_000 },
    )
  } finally {
    for (const one of [pins, duty, presence]) one.close()
  }
}, 120_000)
