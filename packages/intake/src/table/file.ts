import { createHash } from 'node:crypto'
import { countReading, type DateOrder, orderOf, type Readings } from './date.ts'
import { columnOf, findHeader, type Form, HEAD_LINES, type Header } from './form.ts'
import { plain } from './nip.ts'
import { isBlank, type Line, lineReader, recordReader } from './record.ts'
import { bytesOf, type Source, wholeOf } from './source.ts'
import { Unreadable, type Why } from './unreadable.ts'
import { type WorkbookKind, workbookKind, workbookLines } from './workbook.ts'

/** A row of a file, by the form's columns; what a file does not say is empty. */
export interface Row<Column extends string> {
  readonly line: number
  readonly cells: Readonly<Record<Column, string>>
}
/** A line that is no row. */
export interface Unread<Column extends string> {
  readonly line: number
  readonly unread: 'quote-open' | 'not-json' | 'cell-number' | 'cell-not-text' | 'column-twice'
  readonly column: Column | undefined
}
export const isRow = <Column extends string>(row: Row<Column> | Unread<Column>): row is Row<Column> => 'cells' in row

/** What the first look at a file finds; nothing has left the machine yet. */
export type Looked<Column extends string> =
  | {
      readonly ok: true
      readonly hash: string
      readonly kind: 'csv' | 'ndjson'
      readonly kept: Letters | WorkbookKind
      /** Absent of NDJSON, which names its columns on every line. */
      readonly header: Header<Column> | undefined
      readonly rows: number
      /** As the file calls its columns. */
      readonly names: Readonly<Partial<Record<Column, string>>>
      readonly orders: Readonly<Record<Column, DateOrder>>
      /** Sentences for whoever sent it: what is not read. */
      readonly notices: readonly string[]
    }
  | { readonly ok: false; readonly sentence: string; readonly why: Why; readonly missing?: true }
export type Readable<Column extends string> = Extract<Looked<Column>, { ok: true }>

/** A line of a file of rows is no longer than this; the whole of it is in memory once. */
const LONGEST_LINE = 1_000_000
const NAMED = 5

/** How the bytes of a file are letters. A file says by its mark that it is UTF-16; that it is Windows-1252 nothing in it says, so whoever calls does. */
export type Letters = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'
const isWorkbook = (kept: Letters | WorkbookKind): kept is WorkbookKind => kept === 'xls' || kept === 'xlsx'

/**
 * Reads the whole file once, in constant memory: its hash, that all of its bytes are letters, its header, and all that only the
 * whole file tells: the order of its dates, rows that are wider than the header.
 * @param source a path; or bytes in hand, which came from somebody else
 * @param dates what the caller says of the order of days; undefined: the file says it, or is asked about
 * @param latin whether the caller says that the file is Windows-1252
 */
export async function lookAt<Column extends string>(
  source: Source,
  form: Form<Column>,
  dates?: DateOrder,
  latin = false,
): Promise<Looked<Column>> {
  try {
    return await look(source, form, dates, latin)
  } catch (error) {
    // Its columns are those of something else.
    if (error instanceof Unreadable)
      return {
        ok: false,
        sentence: error.message,
        why: error.why,
        ...(error.why.code === 'columns' ? { missing: true as const } : {}),
      }
    return {
      ok: false,
      sentence: `Berkas tidak dapat dibaca: ${(error as Error).message}. / The file cannot be read.`,
      why: { code: 'unreadable' },
    }
  }
}

async function look<Column extends string>(
  source: Source,
  form: Form<Column>,
  dates: DateOrder | undefined,
  latin: boolean,
): Promise<Looked<Column>> {
  const hash = createHash('sha256')
  const kept = latin ? await latinOf(source) : await keptAs(source)
  const book = isWorkbook(kept) ? await workbookLines(source, kept) : undefined
  if (book !== undefined) hash.update(await wholeOf(source))
  const lines = book?.lines ?? linesOf(source, kept as Letters, hash)
  const head: Line[] = []
  let ended = false
  while (!ended && head.length < HEAD_LINES) {
    const next = await lines.next()
    if (next.done === true) ended = true
    else head.push(...next.value)
  }
  async function* all(): AsyncGenerator<readonly Line[]> {
    yield head
    if (!ended) yield* lines
  }
  const kind = head
    .find(({ text }) => text.trim() !== '')
    ?.text.trimStart()
    .startsWith('{')
    ? 'ndjson'
    : 'csv'
  const header = kind === 'csv' ? findHeader(form, head.slice(0, HEAD_LINES)) : undefined
  // Also a file of something else is read to its end: that it is no UTF-8 is said before that a column is missing.
  const rows =
    kind === 'ndjson' ? jsonRows(all(), form) : 'refused' in header! ? drained(all()) : csvRows(all(), header!, form)
  const readings = new Map(form.dates.map((column) => [column, {} as Readings]))
  const names = new Map<Column, string>()
  const unknown = new Set<string>()
  const wide: number[] = []
  let [count, wider] = [0, 0]
  for await (const row of rows) {
    count++
    if ('wide' in row) {
      wider++
      if (wide.length < NAMED) wide.push(row.line)
    }
    if ('keys' in row) for (const key of row.keys!) nameKey(form, key, names, unknown)
    if (isRow(row))
      for (const column of form.dates) countReading(readings.get(column)!, row.line, plain(row.cells[column]))
  }
  if (header !== undefined && 'refused' in header) throw new Unreadable(header.refused, header.why)
  if (wider > 0)
    throw new Unreadable(
      `Baris ${wide.join(', ')}${wider > wide.length ? ', …' : ''} lebih lebar dari judul kolomnya (${wider} baris). Periksa tanda pemisah di dalam teks. / ` +
        `${wider} rows are wider than the header. Look for a separator inside a text.`,
      { code: 'wide', lines: wide },
    )
  const called = header?.names ?? (Object.fromEntries(names) as Partial<Record<Column, string>>)
  const orders = {} as Record<Column, DateOrder>
  for (const [column, seen] of readings) {
    const order = dates ?? orderOf(seen, called[column] ?? column)
    if (typeof order !== 'string') throw new Unreadable(order.ask, order.why)
    orders[column] = order
  }
  return {
    ok: true,
    hash: hash.digest('hex'),
    kind,
    kept,
    header,
    rows: count,
    names: called,
    orders,
    notices: [
      ...(book === undefined || book.others.length === 0 ? [] : [sheetNotice(book.sheet, book.others)]),
      ...[...(header?.unknown ?? unknown)].map(
        (name) => `Kolom "${name}" tidak dikenal dan tidak dibaca. / The column "${name}" is unknown and is not read.`,
      ),
    ],
  }
}

const sheetNotice = (sheet: string, others: readonly string[]): string => {
  const rest = `${others
    .slice(0, NAMED)
    .map((name) => `"${name}"`)
    .join(', ')}${others.length > NAMED ? ', …' : ''}`
  return `Lembar "${sheet}" dibaca; lembar lain tidak: ${rest}. / The sheet "${sheet}" is read; others are not.`
}

const MOST_UNKNOWN = 20
const MOST_KEYS = 1_000
function nameKey<Column extends string>(
  form: Form<Column>,
  key: string,
  names: Map<Column, string>,
  unknown: Set<string>,
): void {
  const column = columnOf(form, key)
  if (column === undefined) {
    if (unknown.size < MOST_UNKNOWN) unknown.add(key.slice(0, 60))
  } else if (!names.has(column)) names.set(column, key)
}

/** The rows of a file, one after the other, each as it is read: constant memory, whatever the length. */
export async function* rowsOf<Column extends string>(
  source: Source,
  looked: Readable<Column>,
  form: Form<Column>,
): AsyncGenerator<Row<Column> | Unread<Column>> {
  const lines = isWorkbook(looked.kept)
    ? (await workbookLines(source, looked.kept)).lines
    : linesOf(source, looked.kept)
  yield* looked.header === undefined ? jsonRows(lines, form) : csvRows(lines, looked.header, form)
}

async function* csvRows<Column extends string>(
  lines: AsyncIterable<readonly Line[]>,
  { delimiter, until, columns }: Header<Column>,
  form: Form<Column>,
): AsyncGenerator<(Row<Column> & { wide?: true }) | Unread<Column>> {
  const reader = recordReader(delimiter, columns.length)
  const empty = emptyRow(form)
  function* rows(cuts: Iterable<{ line: number; cells: readonly string[] | undefined }>) {
    for (const { line, cells } of cuts) {
      if (cells === undefined) yield { line, unread: 'quote-open' as const, column: undefined }
      else if (!isBlank(cells)) {
        const row = { ...empty }
        columns.forEach((column, at) => {
          if (column !== undefined) row[column] = cells[at] ?? ''
        })
        const wide = cells.some((cell, at) => at >= columns.length && cell.trim() !== '')
        yield wide ? { line, cells: row, wide: true as const } : { line, cells: row }
      }
    }
  }
  for await (const some of lines) for (const line of some) if (line.number > until) yield* rows(reader.push(line))
  yield* rows(reader.end())
}

async function* jsonRows<Column extends string>(
  lines: AsyncIterable<readonly Line[]>,
  form: Form<Column>,
): AsyncGenerator<(Row<Column> & { keys?: readonly string[] }) | Unread<Column>> {
  // What a key means is found once: a file says the same few on every line.
  const meanings = new Map<string, Column | undefined>()
  const meaning = (key: string) => {
    if (!meanings.has(key) && meanings.size < MOST_KEYS) meanings.set(key, columnOf(form, key))
    return meanings.has(key) ? meanings.get(key) : columnOf(form, key)
  }
  for await (const some of lines)
    for (const { number: line, text } of some) {
      if (text.trim() === '') continue
      let said: unknown
      try {
        said = JSON.parse(text)
      } catch {
        said = undefined
      }
      if (typeof said !== 'object' || said === null || Array.isArray(said))
        yield { line, unread: 'not-json', column: undefined }
      else yield jsonRow(line, said as Readonly<Record<string, unknown>>, form, meaning)
    }
}

function jsonRow<Column extends string>(
  line: number,
  said: Readonly<Record<string, unknown>>,
  form: Form<Column>,
  meaning: (key: string) => Column | undefined,
): (Row<Column> & { keys: readonly string[] }) | Unread<Column> {
  const keys = Object.keys(said)
  const cells = emptyRow(form)
  const seen = new Set<Column>()
  for (const key of keys) {
    const column = meaning(key)
    const value = said[key]
    if (column === undefined) continue
    if (seen.has(column)) return { line, unread: 'column-twice', column }
    seen.add(column)
    if (typeof value === 'number' && form.identifiers.includes(column)) return { line, unread: 'cell-number', column }
    if (typeof value === 'object' && value !== null) return { line, unread: 'cell-not-text', column }
    cells[column] = String(value ?? '')
  }
  return { line, cells, keys }
}

// biome-ignore lint/correctness/useYield: it has no row
async function* drained(lines: AsyncIterable<readonly Line[]>): AsyncGenerator<never> {
  for await (const _ of lines);
}

const emptyRow = <Column extends string>(form: Form<Column>) =>
  Object.fromEntries(Object.keys(form.columns).map((column) => [column, ''])) as Record<Column, string>

/** Lines of a file, those of a piece at once. Throws what is to be told: another encoding, another kind of file. */
async function* linesOf(
  source: Source,
  letters: Letters,
  hash?: ReturnType<typeof createHash>,
): AsyncGenerator<readonly Line[]> {
  const decoder = new TextDecoder(letters, { fatal: true })
  const reader = lineReader()
  const decode = (chunk?: Buffer) => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
    } catch {
      throw new Unreadable(
        letters === 'utf-8'
          ? 'Berkas ini bukan UTF-8 (mungkin Windows-1252). Simpan sebagai CSV UTF-8, lalu ulangi; atau ulangi dengan --encoding windows-1252. / The file is not UTF-8: save it as CSV UTF-8, or repeat with --encoding windows-1252.'
          : 'Berkas ini rusak: tidak semuanya UTF-16. Simpan sebagai CSV UTF-8, lalu ulangi. / The file is broken: not all of it is UTF-16. Save it as CSV UTF-8.',
        { code: 'letters' },
      )
    }
  }
  for await (const chunk of bytesOf(source)) {
    hash?.update(chunk)
    yield reader.push(decode(chunk))
    if (reader.waiting() > LONGEST_LINE)
      throw new Unreadable(
        'Satu baris berkas ini lebih dari sejuta huruf: ini bukan tabel. / A line has over a million letters: this is no table.',
        { code: 'no-table' },
      )
  }
  yield reader.push(decode())
  yield reader.end()
}

/** What the first bytes of a file say it is. Throws where that is neither text nor a workbook. */
async function keptAs(source: Source): Promise<Letters | WorkbookKind> {
  let begin = Buffer.alloc(0)
  for await (const chunk of bytesOf(source, 1_000)) begin = Buffer.concat([begin, chunk])
  const workbook = workbookKind(begin)
  if (workbook !== undefined) return workbook
  const mark = begin.subarray(0, 4).toString('hex')
  if (mark.startsWith('fffe')) return 'utf-16le'
  if (mark.startsWith('feff')) return 'utf-16be'
  if (begin.includes(0))
    throw new Unreadable(
      'Berkas ini UTF-16 tanpa tanda di depannya. Simpan sebagai CSV UTF-8, lalu ulangi. / The file is UTF-16 without its mark: save it as CSV UTF-8.',
      { code: 'letters' },
    )
  return 'utf-8'
}

/** A file of which is said that it is Windows-1252. Every byte is a letter there, so what is UTF-8 would be read as others, and nobody would notice. */
async function latinOf(source: Source): Promise<Letters | WorkbookKind> {
  const letters = await keptAs(source)
  // Its letters are its own affair.
  if (isWorkbook(letters)) return letters
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let beyond = letters !== 'utf-8'
  try {
    for await (const chunk of bytesOf(source)) {
      decoder.decode(chunk, { stream: true })
      beyond ||= chunk.some((byte) => byte > 127)
    }
    decoder.decode()
  } catch {
    if (letters === 'utf-8') return 'windows-1252'
  }
  if (!beyond) return 'windows-1252'
  throw new Unreadable(
    'Berkas ini bukan Windows-1252. Ulangi tanpa --encoding. / The file is not Windows-1252: repeat without --encoding.',
    { code: 'letters' },
  )
}
