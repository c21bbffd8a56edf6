import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DirectoryServiceService } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { isRefusal } from '@timbang/contracts/refusal'
import { grpcClient } from '@timbang/process/grpc'
import { TEST_PARTITIONS } from '@timbang/testkit/topic'
import { patiently, sample } from '../../bench/people.ts'
import { type GuardedInfra, guardedInfra, type Platform, standUp } from '../../bench/platform.ts'
import { createPool } from '../../packages/postgres/src/pool.ts'
import { inTime, registerStructure, rowsOf } from '../../data/loading/staff.ts'
import { importStaff } from '../src/staff/import.ts'

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

/** The columns of the national sheet, as it is handed out. */
const NATIONAL =
  'PNS ID;NIP BARU;NIP LAMA;NAMA;GELAR DEPAN;GELAR BELAKANG;TEMPAT LAHIR NAMA;TANGGAL LAHIR;JENIS KELAMIN;AGAMA ID;AGAMA NAMA;NIK;NOMOR HP;EMAIL;ALAMAT;NPWP NOMOR;BPJS;JENIS PEGAWAI NAMA;KEDUDUKAN HUKUM ID;KEDUDUKAN HUKUM NAMA;TMT PNS;JENIS JABATAN ID;JENIS JABATAN NAMA;JABATAN ID;JABATAN NAMA;TMT JABATAN;UNOR ID;UNOR NAMA;INSTANSI INDUK NAMA;INSTANSI KERJA NAMA;SATUAN KERJA INDUK NAMA;SATUAN KERJA KERJA NAMA;IS VALID NIK;ESELON NAMA'.split(
    ';',
  )
/** What nobody has to know, as values that stand nowhere else. */
const SECRETS = {
  'AGAMA NAMA': 'Zoroaster-1571',
  NIK: '1571019900000077',
  'NOMOR HP': '081299887766',
  'NPWP NOMOR': '99.888.777.6-555.000',
  ALAMAT: 'Jalan Rahasia 9',
  'TEMPAT LAHIR NAMA': 'Kotarahasia',
}
const echelons: Readonly<Record<string, string>> = { 'jpt-pratama': 'II.a', administrator: 'III.a', pengawas: 'IV.a' }

test('the national sheet puts people where its names say, says who lent them, lists what it does not tell, and gives away nothing else', async () => {
  const province = sample()
  const agencies = new Map(province.agencies.map(({ code, name }) => [code, name]))
  const units = new Map(province.units.map(({ code, name }) => [code, name]))
  const staff = rowsOf(inTime(province)).filter(
    ({ agencyCode, capacity, positionKind }) =>
      agencyCode === 'DPMPTSP' && capacity === 'definitif' && echelons[positionKind] !== undefined,
  )
  expect(staff.length).toBeGreaterThan(3)
  const line = (row: (typeof staff)[number], of: Readonly<Record<string, string>> = {}) => {
    const cells: Readonly<Record<string, string>> = {
      'PNS ID': `A8ACA7F4-${row.line}`,
      'NIP BARU': `'${row.nip}`,
      'NIP LAMA': '131234567',
      NAMA: row.name,
      'KEDUDUKAN HUKUM NAMA': 'Aktif',
      'JENIS JABATAN NAMA': 'Jabatan Struktural',
      'JABATAN NAMA': row.positionTitle.toUpperCase(),
      'TMT JABATAN': row.fromDate.split('-').reverse().join('-'),
      'UNOR NAMA': units.get(row.unitCode)!,
      'INSTANSI INDUK NAMA': 'Pemerintah Provinsi Jambi',
      'INSTANSI KERJA NAMA': 'Pemerintah Provinsi Jambi',
      'SATUAN KERJA INDUK NAMA': agencies.get(row.agencyCode)!,
      'SATUAN KERJA KERJA NAMA': agencies.get(row.agencyCode)!,
      'ESELON NAMA': echelons[row.positionKind]!,
      ...SECRETS,
      ...of,
    }
    return NATIONAL.map((column) => cells[column] ?? '').join(';')
  }
  const [lent, away, ...others] = staff
  const path = `${folder}/siasn.csv`
  const lines = [
    line(lent!, { 'INSTANSI INDUK NAMA': 'Kementerian Kelautan' }),
    line(away!, { 'KEDUDUKAN HUKUM NAMA': 'CLTN', NAMA: 'Nama yang tidak dibaca' }),
    ...others.map((row) => line(row)),
  ]
  await writeFile(path, `${NATIONAL.join(';')}\n${lines.join('\n')}\n`)
  const wish = { dryRun: false, dates: 'dmy', asOf: '2026-11-20' } as const
  await expect(importStaff(env, path, { ...wish, asOf: undefined })).rejects.toThrow(/--as-of/)
  const dry = await importStaff(env, path, { ...wish, dryRun: true })
  expect(dry.lines.filter((one) => one.startsWith('galat'))).toEqual([])
  expect(dry).toMatchObject({ rows: staff.length, errors: 0, applied: 0 })
  const done = await importStaff(env, path, wish)
  expect({ ...done, applied: 0 }).toEqual(dry)
  expect(done.applied).toBeGreaterThan(0)
  expect(done.lines.filter((one) => one.includes('CLTN'))).toEqual([
    expect.stringMatching(/^peringatan · baris 3 · KEDUDUKAN HUKUM NAMA "CLTN" · /),
  ])
  // Read again, also with other line ends, it changes nothing; an older one is asked about.
  await writeFile(path, `\uFEFF${NATIONAL.join(';')}\r\n${lines.join('\r\n')}\r\n`)
  expect(await importStaff(env, path, wish)).toMatchObject({ errors: 0, applied: 0 })
  await expect(importStaff(env, path, { ...wish, asOf: '2026-11-19' })).rejects.toThrow(/staff\.file-older/)
  expect(await importStaff(env, path, { ...wish, asOf: '2026-11-19', older: true })).toMatchObject({ applied: 0 })

  const directory = grpcClient(DirectoryServiceService, env['DIRECTORY_GRPC']!)
  try {
    const keys = await directory.resolveIdentifiers(
      { nips: [lent!.nip, others[0]!.nip] },
      { token: await platform.issuer.machine('importer') },
    )
    if (isRefusal(keys)) throw new Error(keys.code)
    const people = await directory.getPeople(
      { employeeIds: keys.resolved.map(({ employeeId }) => employeeId) },
      { token: await platform.issuer.machine('bkd') },
    )
    if (isRefusal(people)) throw new Error(people.code)
    expect(Object.fromEntries(people.people.map(({ name, secondedFrom }) => [name, secondedFrom]))).toEqual({
      [lent!.name]: 'Kementerian Kelautan',
      [others[0]!.name]: '',
    })
  } finally {
    directory.close()
  }

  // Nowhere: not in what is told, not in a log, not in a table, not on its way to one.
  const logs = await Promise.all(
    (await readdir(`${folder}/logs`, { recursive: true, withFileTypes: true }))
      .filter((one) => one.isFile())
      .map((one) => readFile(`${one.parentPath}/${one.name}`, 'utf8')),
  )
  const pool = createPool(env['DIRECTORY_POSTGRES_URL']!, { max: 1 })
  try {
    const { rows: tables } = await pool.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    )
    const kept: string[] = []
    for (const { name } of tables)
      kept.push(
        ...(await pool.query<{ row: string }>(`select t::text as row from ${name} t`)).rows.map(({ row }) => row),
      )
    expect(kept.join()).toContain('Kementerian Kelautan')
    const everything = [...done.lines, ...logs, ...kept].join('\n')
    for (const secret of [...Object.values(SECRETS), 'Nama yang tidak dibaca']) expect(everything).not.toContain(secret)
  } finally {
    await pool.end()
  }
}, 120_000)
