import { currentTrace } from '@timbang/contracts/trace'
import { pino, type Logger } from 'pino'

export type Log = Logger

/** What must never stand in a log line, wherever somebody puts it. */
const redact = [
  'nip',
  '*.nip',
  'name',
  '*.name',
  'sentence',
  '*.sentence',
  'token',
  '*.token',
  'authorization',
  '*.authorization',
  'req.headers',
  'headers.cookie',
  'password',
  '*.password',
]

/** Eighteen digits are a NIP. Spaces between its parts are as it is often written. */
const NIP = /(?<!\d)\d{8} ?\d{6} ?\d ?\d{3}(?!\d)/g
const mask = (text: string | undefined): string | undefined => text?.replace(NIP, '[NIP]')

/** What is told of an error. Not its other properties: Postgres puts the row into `detail` and the statement's values into `where`. */
function told(error: unknown): unknown {
  if (!(error instanceof Error)) return mask(String(error))
  const { code, constraint, table } = error as { code?: unknown; constraint?: unknown; table?: unknown }
  return {
    type: error.constructor.name,
    message: mask(error.message),
    stack: mask(error.stack),
    code,
    constraint,
    table,
    ...(error instanceof AggregateError
      ? { errors: error.errors.map((each: unknown) => mask(each instanceof Error ? each.message : String(each))) }
      : {}),
    ...(error.cause === undefined ? {} : { cause: told(error.cause) }),
  }
}

/** One JSON line per event, on standard output. `service` stands in each, and the trace of whoever set it off. */
export const logger = (service: string, options: { level?: string; to?: { write(line: string): void } } = {}): Log =>
  pino(
    {
      level: options.level ?? process.env['LOG_LEVEL'] ?? 'info',
      base: { service },
      mixin: () => {
        const trace = currentTrace()
        return trace === undefined ? {} : { trace: trace.slice(3, 35) }
      },
      redact: { paths: redact, censor: '[tidak dicatat]' },
      serializers: { err: told },
    },
    options.to ?? pino.destination(1),
  )
