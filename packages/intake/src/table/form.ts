import { type Cut, isBlank, type Line, recordReader } from './record.ts'
import type { Why } from './unreadable.ts'

/** A form that people fill: its columns, by the names under which they write them. The first name of each is ours. */
export interface Form<Column extends string> {
  /** Letters and digits only, lower case: a header is read without the rest. */
  readonly columns: Readonly<Record<Column, readonly [string, ...string[]]>>
  /** Without these a file is something else. */
  readonly needed: readonly Column[]
  /** Columns of days: each has one order. */
  readonly dates: readonly Column[]
  /** Columns that name somebody or something: JSON keeps no eighteen digits of a number, and no zero behind a point. */
  readonly identifiers: readonly Column[]
}

/** The line that names the columns, judged. */
export interface Header<Column extends string> {
  readonly delimiter: string
  /** The line on which it ends. */
  readonly until: number
  /** In the order of the file; undefined: not read. */
  readonly columns: readonly (Column | undefined)[]
  /** As the file calls them. */
  readonly names: Readonly<Partial<Record<Column, string>>>
  readonly unknown: readonly string[]
}
/** missing: it is a file of something else. */
export type Found<Column extends string> =
  | Header<Column>
  | { readonly refused: string; readonly why: Why; readonly missing?: true }

/** Titles are the same when they differ in case, punctuation or space only. */
export const normalised = (title: string): string =>
  title
    .normalize('NFKC')
    .toLocaleLowerCase('id')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** The header stands within so many lines: above it are titles, an empty line, `sep=;`. */
export const HEAD_LINES = 30
const DELIMITERS = [';', ',', '\t', '|']

/** Which column of the form a name means; undefined: none. */
export function columnOf<Column extends string>(form: Form<Column>, name: string): Column | undefined {
  const wanted = normalised(name)
  return (Object.keys(form.columns) as Column[]).find((column) => form.columns[column].includes(wanted))
}

/** Finds the header among a file's first lines: the record that names most columns of the form. */
export function findHeader<Column extends string>(form: Form<Column>, head: readonly Line[]): Found<Column> {
  const said = /^sep=(.)$/i.exec(head[0]?.text.trim() ?? '')?.[1]
  let best: { cut: Cut; delimiter: string; known: number } | undefined
  for (const delimiter of said === undefined ? DELIMITERS : [said])
    for (const cut of recordsOf(said === undefined ? head : head.slice(1), delimiter)) {
      const known = new Set((cut.cells ?? []).map((name) => columnOf(form, name)))
      known.delete(undefined)
      if (known.size > (best?.known ?? 0)) best = { cut, delimiter, known: known.size }
    }
  const cells = best?.cut.cells ?? []
  const columns = cells.map((name) => columnOf(form, name))
  const missing = form.needed.filter((column) => !columns.includes(column)).map((column) => form.columns[column][0])
  if (best === undefined || missing.length > 0) {
    const where = best === undefined || best.known < 2 ? '' : ` (judul kolom di baris ${best.cut.line})`
    return {
      refused: `Kolom tidak ada: ${missing.join(', ')}${where}. / Missing columns.`,
      why: { code: 'columns', columns: missing },
      missing: true,
    }
  }
  const twice = firstPair(cells, (name, at) => columns[at] ?? normalised(name))
  if (twice !== undefined)
    return {
      refused:
        `Kolom "${twice[0]}" dan "${twice[1]}" sama artinya. Hapus salah satu, lalu ulangi. / ` +
        `The columns "${twice[0]}" and "${twice[1]}" mean the same. Remove one and repeat.`,
      why: { code: 'columns-twice', columns: twice },
    }
  const width = cells.findLastIndex((name) => name.trim() !== '') + 1
  return {
    delimiter: best.delimiter,
    until: best.cut.until,
    columns: columns.slice(0, width),
    names: Object.fromEntries(
      columns.flatMap((column, at) => (column ? [[column, shownName(cells[at]!)]] : [])),
    ) as Partial<Record<Column, string>>,
    unknown: cells.slice(0, width).flatMap((name, at) => (columns[at] || name.trim() === '' ? [] : [shownName(name)])),
  }
}

const shownName = (name: string) => name.replace(/\s+/g, ' ').trim().slice(0, 60)

function recordsOf(head: readonly Line[], delimiter: string): Cut[] {
  const reader = recordReader(delimiter, 0)
  return [...head.flatMap((line) => [...reader.push(line)]), ...reader.end()].filter(
    ({ cells }) => cells !== undefined && !isBlank(cells),
  )
}

/** The first two names that mean one thing. Columns without a name are not named twice. */
function firstPair(
  names: readonly string[],
  meaning: (name: string, at: number) => string,
): [string, string] | undefined {
  const seen = new Map<string, string>()
  for (const [at, name] of names.entries()) {
    if (name.trim() === '') continue
    const means = meaning(name, at)
    const first = seen.get(means)
    if (first !== undefined) return [shownName(first), shownName(name)]
    seen.set(means, name)
  }
  return undefined
}
