import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isRow, lookAt, rowsOf } from '@timbang/intake/table/file'
import { activitiesForm, entryOf, isFault } from './form.ts'
import { counterOf, identityOf, recordIdOf } from './id.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'timbang-resaved-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** The ids of a file's rows, in its order; of a row that cannot be taken, why. */
async function idsOf(content: string | Buffer, latin = false): Promise<string[]> {
  const path = join(folder, 'berkas')
  await writeFile(path, content)
  const looked = await lookAt(path, activitiesForm, 'dmy', latin)
  if (!looked.ok) throw new Error(looked.sentence)
  const counter = counterOf(looked.rows)
  return (await Array.fromAsync(rowsOf(path, looked, activitiesForm))).map((row) => {
    const entry = isRow(row) ? entryOf(row, 'dmy') : undefined
    if (entry === undefined || isFault(entry)) throw new Error(JSON.stringify(entry ?? row))
    const identity = identityOf('importer', { ...entry, employeeId: entry.nip })
    return recordIdOf(identity, counter.next(identity)!, entry.workDate)
  })
}

type Cells = readonly [date: string, start: string, words: string, quantity: string, unit: string, nip: string]
const NIP = '198507122010012003'
const rows: readonly Cells[] = [
  ['26/11/2026', '08:00', 'Memeriksa berkas; 5" dan seterusnya', '2,5', 'berkas', NIP],
  ['26/11/2026', '', 'Menyeduh café – rapat', '', '', NIP],
  ['26/11/2026', '', 'Menerima tamu', '3', 'orang', NIP],
  ['26/11/2026', '', 'Menerima tamu', '3', 'orang', NIP],
  ['27/11/2026', '13.00', 'Menulis surat', '1.250,5', 'surat', NIP],
]
const more: Cells = ['28/11/2026', '', 'Menulis nota', '1', 'nota', NIP]
/** Another number, unit or way of writing is the same row. */
const mended = rows.map(
  (cells, at): Cells => (at === 0 ? [cells[0], '8.00', ` ${cells[2]} `, '7', 'lembar', `'${NIP}`] : cells),
)

const names = ['Tanggal', 'Jam Mulai', 'Uraian Kegiatan', 'Hasil', 'Satuan', 'NIP']
const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`
const csv = (all: readonly Cells[], { by = ';', end = '\n', above = '' } = {}) =>
  `${above}${[names, ...all].map((cells) => cells.map(quoted).join(by)).join(end)}${end}`
const json = (all: readonly Cells[]) =>
  all.map((cells) => JSON.stringify(Object.fromEntries(names.map((name, at) => [name, cells[at]])))).join('\n')
/** As a spreadsheet leaves empty columns and rows. */
const moved = (all: readonly Cells[]) => csv(all, { end: ';;\n;;;;;;;;\n' })
const backwards = (all: readonly Cells[]) =>
  [names, ...all].map((cells) => cells.toReversed().map(quoted).join(',')).join('\r\n')
const latin = (text: string) => Buffer.from(text.replaceAll('–', '\x96'), 'latin1')

const forms: readonly [string, (all: readonly Cells[]) => string | Buffer][] = [
  ['semicolons and LF', (all) => csv(all)],
  ['semicolons and CRLF', (all) => csv(all, { end: '\r\n' })],
  ['semicolons and CR', (all) => csv(all, { end: '\r' })],
  ['commas', (all) => csv(all, { by: ',' })],
  ['tabs', (all) => csv(all, { by: '\t' })],
  ['a BOM and sep=', (all) => csv(all, { above: '\uFEFFsep=;\r\n', end: '\r\n' })],
  ['titles above', (all) => csv(all, { above: 'LAPORAN KEGIATAN\n;;;\nDinas, Triwulan IV\n' })],
  ['columns the other way about', backwards],
  ['empty rows and columns', moved],
  ['UTF-16, little end first', (all) => Buffer.from(`\uFEFF${csv(all, { end: '\r\n' })}`, 'utf16le')],
  ['UTF-16, big end first', (all) => Buffer.from(`\uFEFF${csv(all)}`, 'utf16le').swap16()],
  ['Windows-1252', (all) => latin(csv(all))],
  ['JSON, a line each', json],
]
test.each(forms)(
  '%s: saved that way, and mended there, a file holds the same rows and the one that is new',
  async (form, save) => {
    const isLatin = form === 'Windows-1252'
    const known = await idsOf(csv(rows))
    expect(new Set(known).size).toBe(rows.length)
    expect((await idsOf(save(rows), isLatin)).toSorted()).toEqual(known.toSorted())
    const again = await idsOf(save([more, ...mended.toReversed()]), isLatin)
    expect(again).toHaveLength(rows.length + 1)
    expect(again.filter((id) => !known.includes(id))).toEqual([again[0]])
    expect(known.filter((id) => !again.includes(id))).toEqual([])
  },
)
