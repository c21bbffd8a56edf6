import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bareScan, isScan, type NoScan, pushedScan, type Scan, scanFile, secondOf } from './scan.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(`${tmpdir()}/timbang-scan-`)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const clock = (second: number) => new Date(second * 1000).toISOString().slice(11, 19)
const shown = (one: Scan | NoScan) =>
  isScan(one) ? `${one.pin} ${one.date} ${clock(one.second)} ${one.key ?? '-'}` : `${one.line} ${one.reason}`
async function read(name: string, content: string, wish: Parameters<typeof scanFile>[2] = {}): Promise<string[]> {
  await writeFile(`${folder}/${name}`, content)
  const said: string[] = []
  for await (const one of (await scanFile(`${folder}/${name}`, name, wish)).scans()) said.push(shown(one))
  return said
}

const attlog = '       12\t2026-11-03 07:28:05\t1\t0\t1\t0\r\n      112\t2026-11-03 16:03:00\t1\t255\t15\t0\r\n'
test('an attlog has the machine in its third column, an ADMS push the key: they are never taken for each other', async () => {
  const line = { number: 1, text: '12\t2026-11-03 07:28:05\t1\t0\t15\t0' }
  expect(shown(bareScan(line, 'attlog'))).toBe('12 2026-11-03 07:28:05 in')
  expect(shown(bareScan(line, 'adms'))).toBe('12 2026-11-03 07:28:05 out')
  expect(await read('AB12_attlog.dat', attlog)).toEqual(['12 2026-11-03 07:28:05 in', '112 2026-11-03 16:03:00 -'])
  await expect(read('push.txt', attlog)).rejects.toThrow('--format attlog')
  expect(await read('push.txt', attlog, { format: 'adms' })).toEqual([
    '12 2026-11-03 07:28:05 out',
    '112 2026-11-03 16:03:00 out',
  ])
})

test('the log of an Eppos: a number full of zeros, two spaces, 2 in and 4 out', async () => {
  const file =
    'No\tMchn\tEnNo\tName\tMode\tIOMd\tDateTime\n1\t1\t000000012\tx\t1\t2\t2026/11/03  07:28:05\n2\t1\t000000012\tx\t1\t4\t2026/11/03  16:03:00\n'
  expect(await read('GLog.txt', file)).toEqual(['12 2026-11-03 07:28:05 in', '12 2026-11-03 16:03:00 out'])
})

test('a sheet of days gives its first and last scan, an empty cell none, and the order of its days is asked about', async () => {
  const sheet = (day: string) =>
    `Emp No.;No. ID;NIK;Nama;Tanggal;Scan Masuk;Scan Pulang\n1;12;157103;x;${day};07:28;16:03\n2;13;157104;y;${day};;16.05\n`
  expect(await read('solution.csv', sheet('13/11/2026'))).toEqual([
    '12 2026-11-13 07:28:00 in',
    '12 2026-11-13 16:03:00 out',
    '13 2026-11-13 16:05:00 out',
  ])
  await expect(read('solution.csv', sheet('03/04/2026'))).rejects.toThrow('--dates dmy')
  expect((await read('solution.csv', sheet('03/04/2026'), { dates: 'dmy' }))[0]).toContain('2026-04-03')
})

test('our own table, and lines of a push that come again or tell something else', async () => {
  expect(
    await read('own.csv', 'PIN,tanggal,jam,kunci\n12,2026-11-03,7.28,masuk\n12,2026-11-03,16:03,Pulang\n'),
  ).toEqual(['12 2026-11-03 07:28:00 in', '12 2026-11-03 16:03:00 out'])
  const push = (pin: unknown) => ({
    number: 1,
    text: JSON.stringify({
      type: 'attlog',
      cloud_id: 'C1',
      data: { pin, scan: '2026-11-03 07:28:05', status_scan: 0 },
    }),
  })
  for (const pin of ['12', 12]) expect(shown(pushedScan(push(pin))!)).toBe('12 2026-11-03 07:28:05 in')
  expect(pushedScan({ number: 1, text: '{"type":"get_userinfo","data":{}}' })).toBeUndefined()
  expect(pushedScan({ number: 4, text: '{' })).toEqual({ line: 4, reason: 'not-json' })
})

test('a line that is no scan is told, and its neighbours are read', async () => {
  expect(
    await read(
      'bad.csv',
      'PIN;tanggal;jam\n12;2026-02-30;07:28\n12;2026-11-03;25:00\nA B;2026-11-03;07:28\n12;2026-11-03;07:28\n',
    ),
  ).toEqual(['2 date-invalid', '3 time-invalid', '4 pin-invalid', '12 2026-11-03 07:28:00 -'])
  expect([secondOf('24:00'), secondOf('7:60'), secondOf('07.28.61'), secondOf('')]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})

test('a file in hand is read in pieces as one that lies here, and its name says what has no header', async () => {
  const bytes = new TextEncoder().encode(attlog.repeat(1_000))
  const file = await scanFile(bytes, 'AB12_attlog.dat', {})
  let count = 0
  for await (const one of file.scans()) if (isScan(one)) count++
  expect(bytes.length).toBeGreaterThan(64 * 1024)
  expect(count).toBe(2_000)
  await expect(scanFile(bytes, 'push.txt', {})).rejects.toMatchObject({ why: { code: 'format' } })
})
