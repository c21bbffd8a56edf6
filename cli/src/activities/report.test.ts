import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { reportAt } from './report.ts'

const folder = async () => {
  const made = await mkdtemp(join(tmpdir(), 'timbang-report-'))
  onTestFinished(() => rm(made, { recursive: true }))
  return made
}

test('the report calls columns as the file does, keeps line and record, and a clean import leaves none', async () => {
  const path = join(await folder(), 'kegiatan.csv.galat.csv')
  const report = reportAt(path, { tanggal: 'Tgl.', NIP: 'No. Induk' })
  expect(await report.close()).toBeUndefined()
  expect(existsSync(path)).toBe(false)

  const other = reportAt(path, { tanggal: 'Tgl.', NIP: 'No. Induk' })
  other.write({ line: 2, column: 'tanggal', reason: 'date-invalid', said: '30/02/2026' })
  other.write({ line: 3, column: 'NIP', reason: 'nip-unknown', recordId: 'r1' })
  other.write({ line: undefined, column: undefined, reason: 'no-longer-in-file', said: 'Menulis; "surat"' })
  expect(await other.close()).toBe(path)
  const [head, ...lines] = readFileSync(path, 'utf8').split('\n')
  expect(head).toBe('\uFEFFbaris;kolom;kode;alasan;catatan')
  expect(lines[0]).toMatch(/^2;Tgl\.;date-invalid;“30\/02\/2026”: Tanggal bukan .*;$/)
  expect(lines[1]).toMatch(/^3;No\. Induk;nip-unknown;NIP ini .*;r1$/)
  expect(lines[2]).toMatch(/^;;no-longer-in-file;"“Menulis; ""surat""”: /)
})
test('what a spreadsheet would take for a formula stands in the report as text', async () => {
  const path = join(await folder(), 'galat.csv')
  const report = reportAt(path, { tanggal: '=HYPERLINK("x")' })
  report.write({ line: 2, column: 'tanggal', reason: 'date-invalid' })
  await report.close()
  expect(readFileSync(path, 'utf8')).toContain(`;"'=HYPERLINK(""x"")";`)
})
test('a report that cannot be written is told, whenever that is asked', async () => {
  const report = reportAt(join(await folder(), 'away', 'galat.csv'), {})
  report.write({ line: 2, column: 'tanggal', reason: 'date-invalid' })
  await expect(report.close()).rejects.toThrow(/tidak dapat ditulis: ENOENT/)
  await expect(report.close()).rejects.toThrow(/tidak dapat ditulis/)
})
