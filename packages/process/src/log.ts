import { pino, type Logger } from 'pino'

export type Log = Logger

/** What must never stand in a log line, wherever somebody puts it. */
const redact = ['nip', '*.nip', 'name', '*.name', 'sentence', '*.sentence', 'token', '*.token', 'authorization', '*.authorization', 'req.headers', 'headers.cookie', 'password', '*.password']

/** One JSON line per event, on standard output. `service` stands in each. */
export const logger = (service: string, options: { level?: string } = {}): Log =>
  pino({ level: options.level ?? process.env['LOG_LEVEL'] ?? 'info', base: { service }, redact: { paths: redact, censor: '[tidak dicatat]' } })
