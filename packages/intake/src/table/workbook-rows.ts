import { createRequire } from 'node:module'
import { buffer } from 'node:stream/consumers'

/**
 * A process of its own, for a workbook is a packed thing that somebody else made: what unpacks without end ends this one only. Reads its bytes from the standard input. Writes a line of JSON for
 * each row that says something, `[row, cells]`, and before them `{sheet, others}`: which sheet is read, and which are not. Ends with 3 where it is locked.
 */
type Cell = {
  readonly t: string
  readonly v?: string | number | boolean
  readonly w?: string
  readonly z?: string | number
}
interface Sheet {
  readonly '!data'?: readonly (readonly (Cell | undefined)[] | undefined)[]
}
interface Workbook {
  readonly SheetNames: readonly string[]
  readonly Sheets: Readonly<Record<string, Sheet>>
  readonly Workbook?: {
    readonly WBProps?: { readonly date1904?: boolean }
    readonly Sheets?: readonly { readonly Hidden?: number }[]
  }
}
interface Library {
  read(bytes: Buffer, options: object): Workbook
  readonly SSF: {
    is_date(format: string | number): boolean
    parse_date_code(
      serial: number,
      options: object,
    ): { y: number; m: number; d: number; H: number; M: number; S: number } | null
  }
}
// The form for `require` brings the code pages of old files along.
const { read, SSF } = createRequire(import.meta.url)('@e965/xlsx') as Library

const two = (number: number) => String(number).padStart(2, '0')

/** A cell as a person would have to write it so that nobody could read it otherwise. */
function textOf(cell: Cell | undefined, date1904: boolean): string {
  if (cell?.v === undefined) return ''
  if (cell.t === 'e') return cell.w ?? '#N/A'
  if (typeof cell.v === 'boolean') return cell.v ? 'TRUE' : 'FALSE'
  if (typeof cell.v === 'string') return cell.v
  if (cell.z !== undefined && SSF.is_date(cell.z)) {
    // To the second: seven hours and twenty-eight minutes of a day are no whole number of its parts.
    const second = Math.round(cell.v * 86_400) / 86_400
    const told = SSF.parse_date_code(second, { date1904 })
    if (told !== null) {
      const clock = `${two(told.H)}:${two(told.M)}:${two(told.S)}`
      if (second < 1) return clock
      const day = `${String(told.y).padStart(4, '0')}-${two(told.m)}-${two(told.d)}`
      return Number.isInteger(second) ? day : `${day} ${clock}`
    }
  }
  // Ninety percent is kept as nine tenths.
  if (typeof cell.z === 'string' && cell.z.includes('%')) return `${Number((cell.v * 100).toPrecision(15))}%`
  // A number keeps fifteen digits, as its program shows it: what had more stands as what it has become, so that nobody takes it for a NIP.
  return Math.abs(cell.v) >= 1e15 ? cell.v.toExponential() : String(Number(cell.v.toPrecision(15)))
}

const says = ({ '!data': rows }: Sheet): boolean =>
  rows?.some((row) => row?.some((cell) => cell?.v !== undefined)) === true

function main(bytes: Buffer): number {
  let book: Workbook
  try {
    book = read(bytes, {
      dense: true,
      cellDates: false,
      cellNF: true,
      cellHTML: false,
      cellFormula: false,
    })
  } catch (error) {
    process.stderr.write(String(error instanceof Error ? error.message : error))
    // No workbook is locked as a ZIP: what reads so is broken.
    return /password|(?<!ZIP )encrypt/i.test(String(error)) ? 3 : 1
  }
  const hidden = (at: number) => (book.Workbook?.Sheets?.[at]?.Hidden ?? 0) > 0
  const shown = book.SheetNames.filter((name, at) => !hidden(at) && says(book.Sheets[name]!))
  const [sheet, ...others] = shown
  const write = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`)
  write({ sheet: sheet ?? '', others })
  const date1904 = book.Workbook?.WBProps?.date1904 === true
  for (const [at, row] of (sheet === undefined ? [] : book.Sheets[sheet]!['!data']!).entries()) {
    const cells = [...(row ?? [])].map((cell) => textOf(cell, date1904))
    if (cells.some((cell) => cell !== '')) write([at + 1, cells])
  }
  return 0
}
process.exitCode = main(await buffer(process.stdin))
