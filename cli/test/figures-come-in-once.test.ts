import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DirectoryServiceService } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { figureIdOf } from '@timbang/contracts/figure-id'
import { agencyIdOf, indicatorIdOf, unitIdOf } from '@timbang/contracts/official-id'
import { grpcClient } from '@timbang/process/grpc'
import { eventually } from '@timbang/testkit/eventually'
import { TEST_PARTITIONS } from '@timbang/testkit/topic'
import { patiently, sample } from '../../bench/people.ts'
import { type GuardedInfra, guardedInfra, type Platform, standUp } from '../../bench/platform.ts'
import { registerStructure } from '../../data/loading/staff.ts'
import { importFigures } from '../src/figures/import.ts'
import { importIndicators } from '../src/figures/indicators.ts'

let infra: GuardedInfra
let platform: Platform
let folder: string
let provider: Server
let env: Record<string, string>
const unit = sample().units.find(({ agencyCode }) => agencyCode === 'DPMPTSP')!.code

beforeAll(async () => {
  folder = await mkdtemp(`${tmpdir()}/timbang-cli-`)
  infra = await guardedInfra()
  platform = await standUp(infra, ['directory', 'activity-ingest', 'reporting'], `${folder}/logs`, {
    partitions: TEST_PARTITIONS,
  })
  const { issuer, environment } = platform
  const directory = grpcClient(DirectoryServiceService, environment['DIRECTORY_GRPC']!)
  const token = await issuer.machine('importer')
  await patiently(() => registerStructure(directory, token, sample()))
  directory.close()
  provider = createServer((_request, response) => {
    void issuer
      .machine('importer')
      .then((access) => response.end(JSON.stringify({ access_token: access, expires_in: 300, token_type: 'Bearer' })))
  })
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
  env = { ...environment, IDP_ISSUER: `http://127.0.0.1:${(provider.address() as AddressInfo).port}` }
}, 240_000)
afterAll(async () => {
  provider?.close()
  await platform?.stop()
  await infra?.stop()
  await rm(folder, { recursive: true, force: true })
}, 60_000)

type Row = readonly [
  agency: string,
  unit: string,
  indicator: string,
  day: string,
  month: string,
  amount: string,
  per: string,
]
async function brought(rows: readonly Row[], dryRun = false, wish: { replace?: boolean; most?: number } = {}) {
  const head = ['Kode OPD', 'Unit Kerja', 'Kode Indikator', 'Tanggal', 'Bulan', 'Jumlah', 'Per']
  const path = `${folder}/angka.csv`
  await writeFile(path, [head, ...rows].map((row) => row.join(';')).join('\n'))
  return importFigures(env, path, { dryRun, dates: 'dmy', ...wish })
}
const whole: readonly Row[] = [
  ['DPMPTSP', unit, 'TUNGGU', '02/11/2026', '', '4.500,5', '250'],
  ['DPMPTSP', unit, 'TUNGGU', '03/11/2026', '', '0', '0'],
  ['DPMPTSP', unit, 'BERKAS', '', '2026-10', '120', ''],
]

test('what figures mean comes in from a file, each row by itself, and twice is once', async () => {
  const head = 'OPD;Indikator;Arti;Meaning;Ukuran;Satuan;Per;Arah;Target;Sumber;Verifikasi;Mulai'
  const rows = [
    'DPMPTSP;TUNGGU;Waktu tunggu loket;Waiting time;rasio;menit;orang;turun;2026-Q4=15;SIM antrean;Catatan mesin;01/01/2026',
    'DPMPTSP;BERKAS;Izin terbit;Permits issued;jumlah;berkas;;naik;;SIM izin;Nomor izin;01/01/2026',
    'DPMPTSP;SALAH;Izin;Permits;jumlah;berkas;;kiri;;SIM izin;Nomor izin;01/01/2026',
    'DPMPTSP;SALAH;Izin;Permits;jumlah;gunung;;naik;;SIM izin;Nomor izin;01/01/2026',
    'DPMPTSP;SALAH;Izin;Permits;jumlah;berkas;;naik;Q4;SIM izin;Nomor izin;01/01/2026',
  ]
  const path = `${folder}/indikator.csv`
  await writeFile(path, [head, ...rows].join('\n'))
  for (let twice = 0; twice < 2; twice++) {
    const done = await importIndicators(env, path, { dryRun: false, dates: 'dmy' })
    expect(done).toMatchObject({ rows: 5, faults: 3 })
    expect(done.lines.map((line) => line.split(' · ').slice(1, 3).join(' · ').slice(0, 30))).toEqual([
      'baris 4 · Arah',
      'baris 5 · Satuan ini tidak ada',
      'baris 6 · Target',
    ])
  }
}, 60_000)

test('a file of figures comes in once; of a mended row the next revision, and a dry run sends nothing', async () => {
  // The reports hear of the indicators after the directory.
  await eventually(async () => expect(await brought(whole, true)).toMatchObject({ rows: 3, fresh: 3, faults: 0 }), {
    within: 30_000,
  })
  expect(await brought(whole)).toMatchObject({ fresh: 3, changed: 0, same: 0, faults: 0, beside: 0 })
  expect(await brought(whole)).toMatchObject({ fresh: 0, changed: 0, same: 3 })
  const mended = whole.map((row, at) => (at === 0 ? row.with(5, '4600') : row)) as readonly Row[]
  expect(await brought(mended)).toMatchObject({ fresh: 0, changed: 1, same: 2 })
  expect(await brought(mended)).toMatchObject({ changed: 0, same: 3 })
}, 120_000)

test('each row that cannot be taken is told with its line and column, and its neighbours come in', async () => {
  const [good] = [['DPMPTSP', unit, 'BERKAS', '04/11/2026', '', '7', ''] as Row]
  const elsewhere = sample().units.find(({ agencyCode }) => agencyCode !== 'DPMPTSP')!.code
  const done = await brought([
    good,
    good,
    good.with(0, 'TIDAKADA') as unknown as Row,
    good.with(1, elsewhere) as unknown as Row,
    good.with(2, 'LAIN') as unknown as Row,
    good.with(3, '31/11/2026') as unknown as Row,
    good.with(4, '2026-11') as unknown as Row,
    good.with(5, '1.250') as unknown as Row,
    ['DPMPTSP', unit, 'BERKAS', '05/11/2026', '', '7', '3'],
    ['DPMPTSP', unit, 'TUNGGU', '05/11/2026', '', '7', ''],
    ['DPMPTSP', unit, 'TUNGGU', '06/11/2026', '', '7', '0'],
    ['DPMPTSP', unit, 'BERKAS', '01/01/2199', '', '7', ''],
  ])
  expect(done).toMatchObject({ rows: 12, fresh: 1, faults: 11 })
  expect(done.lines.map((line) => line.split(' · ').slice(1, 3).join(' · ').split(':')[0]!.slice(0, 34))).toEqual([
    'baris 3 · Tanggal',
    'baris 4 · Kode OPD',
    'baris 5 · Unit Kerja',
    'baris 6 · Kode Indikator',
    'baris 7 · Tanggal',
    'baris 8 · Tanggal',
    'baris 9 · Jumlah',
    'baris 10 · Per',
    'baris 11 · Per',
    'baris 12 · Pembaginya nol, jumlahn',
    'baris 13 · Tanggal',
  ])
}, 120_000)

test('a whole file takes back what an earlier one brought and it has no longer; what somebody mended, or told himself, stays and is said', async () => {
  const day = (nth: number) => `${String(nth).padStart(2, '0')}/09/2026`
  const row = (nth: number, amount = '7'): Row => ['DPMPTSP', unit, 'BERKAS', day(nth), '', amount, '']
  const all = Array.from({ length: 14 }, (_, nth) => row(nth + 1))
  const without = (...days: number[]) => all.filter((_, nth) => !days.includes(nth + 1))
  const ids = { unitId: unitIdOf(unit), indicatorId: indicatorIdOf(agencyIdOf('DPMPTSP'), 'BERKAS') }
  /** As the agency's own system tells it. */
  const bySystem = async (date: string, revision: number, recordId = figureIdOf({ ...ids, span: date })) => {
    const response = await fetch(`${env['ACTIVITY_INGEST_HTTP']}/records`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await platform.issuer.machine('feeder')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        record_id: recordId,
        revision,
        agency_id: agencyIdOf('DPMPTSP'),
        figure: { unit_id: ids.unitId, indicator_id: ids.indicatorId, date, amount: 99 },
      }),
    })
    expect(response.status).toBe(202)
  }
  expect(await brought(all)).toMatchObject({ fresh: 14, gone: 0 })
  await bySystem('2026-09-02', 2)
  await bySystem('2026-09-20', 1)
  const gone = ({ lines }: { lines: readonly string[] }) => lines.map((line) => line.split(' / ')[0])
  const left = [
    `2026-09-02 · ${unit} · BERKAS · tidak ada lagi di berkas, tetapi diubah sesudah diimpor: dibiarkan`,
    `2026-09-03 · ${unit} · BERKAS · tidak ada lagi di berkas, dibiarkan`,
  ]
  // The system's own figure of a later day is none of the file's, though it lies between the rows.
  const fewer = [...without(2, 3), row(30)]
  await eventually(async () => expect(gone(await brought(fewer))).toEqual(left))
  // Of a row that nobody can tell nothing is known: it may be the one that seems to be gone.
  const unread = await brought([...fewer, row(3).with(3, '31/09/2026') as unknown as Row], false, { replace: true })
  expect(unread).toMatchObject({ gone: 2, withdrawn: 0 })
  expect(unread.lines[0]).toContain('Tidak ada yang ditarik: baris 15')
  // A row that cannot be taken is in the file all the same.
  expect(await brought([...fewer, row(3, 'tujuh')], false, { replace: true })).toMatchObject({ gone: 1, withdrawn: 0 })
  const taken = [left[0], left[1]!.replace('dibiarkan', 'ditarik')]
  expect(gone(await brought(fewer, true, { replace: true }))).toEqual(taken)
  expect(await brought(fewer, false, { replace: true })).toMatchObject({ gone: 2, withdrawn: 1, same: 13 })
  expect(await brought(fewer, false, { replace: true })).toMatchObject({ gone: 1, withdrawn: 0 })
  // Back in the file it counts again.
  expect(await brought([...fewer, row(3)], false, { replace: true })).toMatchObject({
    changed: 1,
    gone: 1,
    withdrawn: 0,
  })
  const [first, last] = [row(1, '8'), row(30)]
  await expect(brought([first, last], false, { replace: true })).rejects.toThrow('12 dari 15')
  expect(await brought([first, last], true)).toMatchObject({ changed: 1, gone: 13 })
  await expect(brought([first, last], false, { replace: true, most: 11 })).rejects.toThrow('12 dari 15')
  expect(await brought([first, last], false, { replace: true, most: 12 })).toMatchObject({ gone: 13, withdrawn: 12 })
}, 180_000)
