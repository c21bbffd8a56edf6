/** A line as a person sees it in his editor: numbered from 1, whatever ends it. */
export interface Line {
  readonly number: number
  readonly text: string
}

/** What stands between two line ends that are no part of a cell. Without cells it cannot be read: a quotation mark has no other. */
export interface Cut {
  readonly line: number
  /** The line on which it ends: a cell may hold line breaks. */
  readonly until: number
  readonly cells: readonly string[] | undefined
}

/** A cell that goes on for more lines than this was never closed. */
const MOST_LINES = 40

/** Lines of text that comes in pieces. CRLF, LF and CR end a line, also beside each other in one file. */
export function lineReader() {
  let rest = ''
  let number = 0
  const take = (text: string, last: boolean): Line[] => {
    rest += text
    const lines: Line[] = []
    let from = 0
    const ends = /\r\n|\n|\r/g
    for (let end = ends.exec(rest); end !== null; end = ends.exec(rest)) {
      // A CR at the end of a piece may be half of a line end.
      if (!last && end[0] === '\r' && ends.lastIndex === rest.length) break
      lines.push({ number: ++number, text: rest.slice(from, end.index) })
      from = ends.lastIndex
    }
    rest = rest.slice(from)
    if (last && rest !== '') lines.push({ number: ++number, text: rest })
    return lines
  }
  return {
    push: (text: string) => take(text, false),
    end: () => take('', true),
    /** Letters of a line that has not ended. */
    waiting: () => rest.length,
  }
}

/** Cuts lines into records. A quotation mark without another one costs its own line, never its neighbours. @param width columns; 0: not known yet */
export function recordReader(delimiter: string, width: number) {
  let held: Line[] = []
  const most = width > 1 ? width - 1 : Number.POSITIVE_INFINITY

  function* push(line: Line): Generator<Cut> {
    const fresh = [line]
    for (let next = fresh.shift(); next !== undefined; next = fresh.shift()) {
      held.push(next)
      const cells = cut(held.length === 1 ? next.text : held.map(({ text }) => text).join('\n'), delimiter)
      if (cells === 'open' && held.length < MOST_LINES && (held.length === 1 || delimitersIn(next.text) < most))
        continue
      const [first] = held
      const whole = typeof cells !== 'string' && (held.length === 1 || width === 0 || cells.length <= width)
      if (!whole) {
        // The others are read as if it were not there.
        fresh.unshift(...held.slice(1))
        yield { line: first!.number, until: first!.number, cells: undefined }
      } else yield { line: first!.number, until: next.number, cells }
      held = []
    }
  }
  const delimitersIn = (text: string) => text.split(delimiter).length - 1

  return {
    push,
    *end(): Generator<Cut> {
      while (held.length > 0) {
        const [first, ...others] = held
        held = []
        yield { line: first!.number, until: first!.number, cells: undefined }
        for (const line of others) yield* push(line)
      }
    },
  }
}

/** open: a quoted cell goes on behind the end · broken: something stands behind a closed one */
function cut(text: string, delimiter: string): readonly string[] | 'open' | 'broken' {
  const cells: string[] = []
  for (let at = 0; ; at++) {
    if (text[at] === '"') {
      let cell = ''
      let from = at + 1
      for (;;) {
        const quote = text.indexOf('"', from)
        if (quote === -1) return 'open'
        cell += text.slice(from, quote)
        at = quote + 1
        if (text[at] !== '"') break
        cell += '"'
        from = at + 1
      }
      while (text[at] === ' ') at++
      if (at < text.length && text[at] !== delimiter) return 'broken'
      cells.push(cell)
    } else {
      const end = text.indexOf(delimiter, at)
      cells.push(text.slice(at, end === -1 ? text.length : end))
      at = end === -1 ? text.length : end
    }
    if (at >= text.length) return cells
  }
}

/** Nothing but separators: no row. */
export const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '')
