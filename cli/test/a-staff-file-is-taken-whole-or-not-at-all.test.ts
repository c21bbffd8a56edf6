import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DirectoryServiceService } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { grpcClient } from '@timbang/process/grpc'
import { TEST_PARTITIONS } from '@timbang/testkit/topic'
import { patiently, sample } from '../../bench/people.ts'
import { type GuardedInfra, guardedInfra, type Platform, standUp } from '../../bench/platform.ts'
import { inTime, registerStructure, rowsOf } from '../../data/loading/staff.ts'
import { importStaff } from '../src/staff.ts'

let infra: GuardedInfra
let platform: Platform
let folder: string
let provider: Server
let env: Record<string, string>
beforeAll(async () => {
  folder = await mkdtemp(`${tmpdir()}/timbang-cli-`)
  infra = await guardedInfra()
  platform = await standUp(infra, ['directory'], `${folder}/logs`, { partitions: TEST_PARTITIONS })
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

/** The sample's staff as a list of an agency writes it: titles above, names of its own, day first. */
const HEAD = [
  'No. Induk',
  'Nama Pegawai',
  'Jenis Pegawai',
  'Kode OPD',
  'Unit Kerja',
  'Kode Jabatan',
  'Jabatan',
  'Jenis Jabatan',
  'Kode Jabatan Atasan',
  'Kapasitas',
  'TMT',
  'Zona',
]
const rows = () =>
  rowsOf(inTime(sample())).map((row) => [
    `'${row.nip}`,
    row.name,
    row.employment,
    row.agencyCode,
    row.unitCode,
    row.positionCode,
    row.positionTitle,
    row.positionKind,
    row.superiorPositionCode,
    row.capacity,
    row.fromDate.split('-').reverse().join('/'),
    row.zone,
  ])
async function written(cells: readonly (readonly string[])[], end = '\n'): Promise<string> {
  const lines = [['DAFTAR PEGAWAI'], [], HEAD, ...cells].map((row) =>
    row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(';'),
  )
  await writeFile(`${folder}/pegawai.csv`, lines.join(end))
  return `${folder}/pegawai.csv`
}

test('a staff file comes in whole, and saved another way changes nothing', async () => {
  const all = rows()
  const dmy = { dryRun: false, dates: 'dmy' } as const
  expect(await importStaff(env, await written(all), { ...dmy, dryRun: true })).toMatchObject({
    rows: all.length,
    errors: 0,
    applied: 0,
  })
  expect(await importStaff(env, await written(all), dmy)).toMatchObject({ errors: 0, applied: all.length })
  expect(await importStaff(env, await written(all, '\r\n'), dmy)).toMatchObject({ errors: 0, applied: 0 })
}, 120_000)

test('one row that cannot be sent stops the whole file, beside what the directory says of the others, in the order of the file', async () => {
  const all = rows()
  const broken = all.map((row, at) =>
    at === 0
      ? row.with(1, 'Nama yang lain')
      : at === 1
        ? row.with(1, `${row[1]}\nSaputra`)
        : at === 2
          ? row.with(11, 'GMT')
          : row,
  )
  const done = await importStaff(env, await written(broken), { dryRun: false, dates: 'dmy' })
  expect(done).toMatchObject({ rows: all.length, errors: 2, applied: 0 })
  // The cell with a line break takes two lines: what stands below is where the editor shows it.
  expect(done.lines.filter((line) => line.startsWith('galat'))).toEqual([
    expect.stringMatching(/^galat · baris 5 · Nama Pegawai ".*Saputra" · .*ganti baris/),
    expect.stringMatching(/^galat · baris 7 · Zona "GMT" · /),
  ])
  expect(await importStaff(env, await written(rows()), { dryRun: false, dates: 'dmy' })).toMatchObject({ applied: 0 })
}, 120_000)

test('a line that is no row stops the whole file too, though the directory never sees it', async () => {
  const renamed = rows().map((row, at) => (at === 0 ? row.with(1, 'Nama yang lain') : row))
  const path = await written(renamed)
  await appendFile(path, '\n"197911022006041001;Hendra')
  const done = await importStaff(env, path, { dryRun: false, dates: 'dmy' })
  expect(done).toMatchObject({ rows: renamed.length + 1, errors: 1, applied: 0 })
  expect(done.lines).toEqual([expect.stringMatching(/^galat · baris \d+ · Tanda kutip/)])
  expect(await importStaff(env, await written(renamed), { dryRun: false, dates: 'dmy' })).toMatchObject({ applied: 1 })
}, 120_000)
