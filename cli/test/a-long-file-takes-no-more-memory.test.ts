import { execFile } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'

const READER = fileURLToPath(new URL('read-a-file.ts', import.meta.url))

/** A file of rows that all differ, as a year of an agency is: the people change fastest. */
function* lines(count: number): Generator<string> {
  yield 'tanggal;jam mulai;jam selesai;uraian kegiatan;RHK;hasil;satuan;tautan bukti;NIP\n'
  for (let n = 0; n < count; n++)
    yield `2026-11-26;08:00;09:00;Memeriksa berkas izin penelitian nomor ${n} dari Universitas Jambi;RHK 1;3;berkas;;19850712201001${1000 + (n % 900) + 1}\n`
}

async function peakOf(path: string, count: number): Promise<number> {
  await pipeline(Readable.from(lines(count)), createWriteStream(path))
  const { stdout } = await promisify(execFile)(process.execPath, [READER, path])
  const { rows, kilobytes } = JSON.parse(stdout) as { rows: number; kilobytes: number }
  expect(rows).toBe(count)
  return kilobytes
}

test('a file of a million lines takes at most half as much memory again as one of a hundred thousand', async () => {
  const folder = await mkdtemp(`${tmpdir()}/timbang-cli-`)
  onTestFinished(() => rm(folder, { recursive: true }))
  const short = await peakOf(`${folder}/pendek.csv`, 100_000)
  const long = await peakOf(`${folder}/panjang.csv`, 1_000_000)
  expect(long / short).toBeLessThan(1.5)
}, 240_000)
