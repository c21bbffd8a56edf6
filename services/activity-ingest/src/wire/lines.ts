import { isUtf8 } from 'node:buffer'
import { type Refusal, refuse } from '@timbang/contracts/refusal'

/** A line of a body; without a text it is of another encoding. */
export interface Line {
  readonly line: number
  readonly text: string | undefined
}

/**
 * The lines of an NDJSON body, numbered from 1; empty ones are skipped. A line in another encoding does not spoil its neighbours.
 * @param most lines that are not empty; of empty ones there may be as many
 */
export function linesOf(body: Buffer, most: number): readonly Line[] | Refusal {
  const tooMany = refuse('request.too-many-items', { limit: most })
  const whole = isUtf8(body) ? body.toString('utf8') : undefined
  const lines: Line[] = []
  let line = 0
  let from = whole?.charCodeAt(0) === 0xfeff ? 1 : 0
  const end = whole?.length ?? body.length
  while (from < end) {
    if (++line > most * 2) return tooMany
    const found = whole === undefined ? body.indexOf(10, from) : whole.indexOf('\n', from)
    const to = found === -1 ? end : found
    let text = whole?.slice(from, to)
    if (whole === undefined) {
      const part = body.subarray(from, to)
      if (isUtf8(part)) text = part.toString('utf8')
    }
    if (text === undefined || text.trim() !== '') {
      if (lines.length === most) return tooMany
      lines.push({ line, text })
    }
    from = to + 1
  }
  return lines.length === 0 ? refuse('request.malformed') : lines
}
