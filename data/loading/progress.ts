import { systemClock } from '@timbang/process/clock'

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const EVERY_MS = 250

export interface Step {
  /** How many of what is counted are done, or only that it still goes on; shown in place on a terminal. */
  at(done?: number): void
  /** Ends the line with what came of it and how long it took; of a number, the rate too. */
  done(result?: string): void
}

/** One line a step. On a terminal it tells how far it is, elsewhere only how it ended. @param total of what, for "of" */
export function step(
  what: string,
  total?: { readonly count: number; readonly of: string },
  out: NodeJS.WriteStream = process.stdout,
): Step {
  const begun = systemClock.now()
  let shown = 0
  let last = 0
  const seconds = () => (systemClock.now() - begun) / 1_000
  const rate = (count: number) => `${number.format(count / Math.max(0.001, seconds()))}/s`
  out.write(`${what} … `)
  return {
    at(count) {
      last = count ?? last
      if (!out.isTTY || systemClock.now() - shown < EVERY_MS) return
      shown = systemClock.now()
      if (count === undefined) out.write(`\r\x1b[2K${what} … ${seconds().toFixed(0)} s`)
      else
        out.write(
          `\r\x1b[2K${what} … ${number.format(count)}${total === undefined ? '' : ` of ${number.format(total.count)} ${total.of}`}, ${rate(count)}`,
        )
    },
    done(result) {
      if (out.isTTY) out.write(`\r\x1b[2K${what} … `)
      const count =
        total === undefined
          ? ''
          : `${number.format(total.count)} ${total.of}, ${rate(last === 0 ? total.count : last)}, `
      out.write(`${result === undefined ? '' : `${result}, `}${count}${seconds().toFixed(1)} s\n`)
    },
  }
}

export const grouped = (count: number | bigint): string => number.format(count)
