import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { expect, onTestFinished, test } from 'vitest'
import { lookAt, rowsOf } from '../src/activities/file.ts'

test('a hundred thousand lines are read in constant memory', async () => {
  const line =
    '2026-11-26;08:00;09:00;Memeriksa berkas izin penelitian dari Universitas Jambi;RHK 1;3;berkas;;198507122010012003\n'
  const folder = await mkdtemp(`${tmpdir()}/timbang-cli-`)
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = `${folder}/kegiatan.csv`
  await writeFile(
    path,
    `tanggal;jam mulai;jam selesai;uraian kegiatan;RHK;hasil;satuan;tautan bukti;NIP\n${line.repeat(100_000)}`,
  )
  const looked = await lookAt(path)
  if (!looked.ok) throw new Error(looked.sentence)
  globalThis.gc?.()
  const before = process.memoryUsage().heapUsed
  let count = 0
  let most = 0
  for await (const _row of rowsOf(path, looked))
    if (++count % 5_000 === 0) most = Math.max(most, process.memoryUsage().heapUsed - before)
  expect(count).toBe(100_000)
  // The file is 10 MB; holding its rows would take several times that.
  expect(most).toBeLessThan(60 * 1024 * 1024)
}, 60_000)
