import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Transform } from 'node:stream'
import { parse } from 'csv-parse'

/** A line that cannot be taken, as the error file tells it. */
export interface Fault {
  readonly line: number
  readonly column: string
  /** One of `reasons`, or a code of contracts/refusal.ts. */
  readonly reason: string
  /** What whoever refused it said; absent: what the reason says. */
  readonly sentence?: string
}

/** A row as the form has it, checked but not yet resolved. */
export interface Row {
  readonly line: number
  readonly workDate: string
  readonly start: string | undefined
  readonly end: string | undefined
  readonly sentence: string
  readonly result: string
  readonly quantity: string | undefined
  readonly unit: string | undefined
  readonly evidenceLink: string | undefined
  readonly nip: string
}

export const reasons: Readonly<Record<string, string>> = {
  'date-invalid': 'Tanggal bukan tanggal sungguhan: tulis 2026-11-26 atau 26/11/2026. / Not a real date.',
  'time-invalid': 'Jam tidak terbaca: tulis 08:30. / The time cannot be read.',
  'sentence-empty': 'Uraian kegiatan kosong. / The description is empty.',
  'quantity-invalid':
    'Hasil bukan bilangan, atau titiknya bisa dibaca dua cara: tulis 4, 2,5 atau 1250. / The result is no number, or its point can be read two ways.',
  'link-invalid': 'Tautan bukti harus dimulai dengan https://. / The link must begin with https://.',
  'nip-invalid': 'NIP terdiri atas 18 angka. / A NIP has 18 digits.',
  'nip-unknown': 'NIP ini tidak ada di direktori. / Nobody has this NIP.',
  'result-unknown':
    'RHK ini tidak ada dalam SKP yang berlaku hari itu. / This result is in no plan that held on that day.',
  'not-json': 'Baris ini bukan JSON. / This line is no JSON.',
}

const COLUMNS = {
  tanggal: 'workDate',
  'jam mulai': 'start',
  'jam selesai': 'end',
  'uraian kegiatan': 'sentence',
  rhk: 'result',
  hasil: 'quantity',
  satuan: 'unit',
  'tautan bukti': 'evidenceLink',
  nip: 'nip',
} as const

/** ISO or DD/MM/YYYY; undefined when it is no real date. */
export function dateOf(text: string): string | undefined {
  const local = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text)
  const iso = local === null ? text : `${local[3]}-${local[2]!.padStart(2, '0')}-${local[1]!.padStart(2, '0')}`
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso)) return undefined
  const parsed = new Date(`${iso}T00:00:00Z`)
  return Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== iso ? undefined : iso
}

/** `8.30` and `08:30` to `08:30`. */
export function timeOf(text: string): string | undefined {
  const [, hour, minute] = /^(\d{1,2})[:.](\d{2})$/.exec(text) ?? []
  if (hour === undefined || Number(hour) > 24 || Number(minute) > 59 || (Number(hour) === 24 && minute !== '00'))
    return undefined
  return `${hour.padStart(2, '0')}:${minute}`
}

/**
 * `2,5`, `1.200,5`, `1200.5` to decimal text with a point, three decimals at most. `1.250` is refused: one reader means a thousand, another one and a
 * quarter, and a guess would be counted for good.
 */
export function quantityOf(text: string): string | undefined {
  if (/^[1-9]\d{0,2}\.\d{3}$/.test(text)) return undefined
  const plain = text.includes(',') ? text.replaceAll('.', '').replace(',', '.') : text
  return /^\d{1,7}(\.\d{1,3})?$/.test(plain) ? plain : undefined
}

/** Reads one row's cells. Several faults of a row are told one after the other, the leftmost first. */
export function rowOf(line: number, cells: Readonly<Record<string, string | undefined>>): Row | Fault {
  const cell = (column: keyof typeof COLUMNS) => (cells[column] ?? '').trim().normalize('NFC')
  const fault = (column: string, reason: string): Fault => ({ line, column, reason })
  const workDate = dateOf(cell('tanggal'))
  if (workDate === undefined) return fault('tanggal', 'date-invalid')
  for (const column of ['jam mulai', 'jam selesai'] as const)
    if (cell(column) !== '' && timeOf(cell(column)) === undefined) return fault(column, 'time-invalid')
  if (cell('uraian kegiatan') === '') return fault('uraian kegiatan', 'sentence-empty')
  if (cell('hasil') !== '' && quantityOf(cell('hasil')) === undefined) return fault('hasil', 'quantity-invalid')
  if (cell('tautan bukti') !== '' && !cell('tautan bukti').startsWith('https://'))
    return fault('tautan bukti', 'link-invalid')
  const nip = cell('nip').replace(/[\s.]/g, '')
  if (!/^\d{18}$/.test(nip)) return fault('NIP', 'nip-invalid')
  return {
    line,
    workDate,
    start: timeOf(cell('jam mulai')),
    end: timeOf(cell('jam selesai')),
    sentence: cell('uraian kegiatan'),
    result: cell('rhk'),
    quantity: cell('hasil') === '' ? undefined : quantityOf(cell('hasil')),
    unit: cell('satuan') || undefined,
    evidenceLink: cell('tautan bukti') || undefined,
    nip,
  }
}

/** What the first look at a file finds; nothing has left the machine yet. */
export type Looked =
  | { readonly ok: true; readonly hash: string; readonly kind: 'csv' | 'ndjson'; readonly delimiter: ';' | ',' }
  | { readonly ok: false; readonly sentence: string }

const needed = ['tanggal', 'uraian kegiatan', 'nip'] as const

/** Reads the whole file once: its hash, and that it is UTF-8 throughout with the columns that are needed, those of the form unless others are named. Constant memory. */
export async function lookAt(path: string, columns: readonly string[] = needed): Promise<Looked> {
  const hash = createHash('sha256')
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let head = ''
  let first = true
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      if (first && ((chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff)))
        return {
          ok: false,
          sentence:
            'Berkas ini UTF-16. Simpan sebagai CSV UTF-8, lalu ulangi. / The file is UTF-16: save it as CSV UTF-8.',
        }
      first = false
      hash.update(chunk)
      const text = decoder.decode(chunk, { stream: true })
      if (head.length < 4_096) head += text
    }
    decoder.decode()
  } catch (error) {
    if (error instanceof TypeError)
      return {
        ok: false,
        sentence:
          'Berkas ini bukan UTF-8 (mungkin Windows-1252). Simpan sebagai CSV UTF-8, lalu ulangi. / The file is not UTF-8: save it as CSV UTF-8.',
      }
    return { ok: false, sentence: `Berkas tidak dapat dibaca: ${(error as Error).message}. / The file cannot be read.` }
  }
  const line = head.replace(/^\uFEFF/, '').split(/\r?\n/)[0] ?? ''
  if (line.trimStart().startsWith('{')) return { ok: true, hash: hash.digest('hex'), kind: 'ndjson', delimiter: ',' }
  const delimiter = line.split(';').length >= line.split(',').length ? ';' : ','
  const names = line.split(delimiter).map((name) => name.trim().replace(/^"|"$/g, '').toLowerCase())
  const missing = columns.filter((name) => !names.includes(name))
  if (missing.length > 0) return { ok: false, sentence: `Kolom tidak ada: ${missing.join(', ')}. / Missing columns.` }
  return { ok: true, hash: hash.digest('hex'), kind: 'csv', delimiter }
}

/** The rows of a file, one after the other, each as it is read: constant memory, whatever the length. */
export async function* rowsOf(path: string, looked: Extract<Looked, { ok: true }>): AsyncGenerator<Row | Fault> {
  if (looked.kind === 'ndjson') {
    let line = 0
    for await (const text of linesOf(path)) {
      line++
      if (text.trim() === '') continue
      let cells: unknown
      try {
        cells = JSON.parse(text)
      } catch {
        cells = undefined
      }
      if (typeof cells !== 'object' || cells === null) yield { line, column: '', reason: 'not-json' }
      else
        yield rowOf(
          line,
          Object.fromEntries(Object.entries(cells).map(([name, value]) => [name.toLowerCase(), String(value ?? '')])),
        )
    }
    return
  }
  const parser = createReadStream(path).pipe(
    parse({
      delimiter: looked.delimiter,
      bom: true,
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      relax_column_count: true,
      skip_empty_lines: true,
      info: true,
    }),
  )
  for await (const { record, info } of parser as AsyncIterable<{
    record: Record<string, string>
    info: { lines: number }
  }>)
    yield rowOf(info.lines, record)
}

async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = ''
  const whole = createReadStream(path, 'utf8').pipe(
    new Transform({
      decodeStrings: false,
      readableObjectMode: true,
      transform(chunk: string, _encoding, done) {
        const lines = (rest + chunk).split('\n')
        rest = lines.pop()!
        for (const line of lines) this.push(line === '' ? ' ' : line)
        done()
      },
      flush(done) {
        if (rest !== '') this.push(rest)
        done()
      },
    }),
  )
  for await (const line of whole as AsyncIterable<string>) yield line.replace(/^\uFEFF/, '')
}

export const isFault = (row: Row | Fault): row is Fault => 'reason' in row
