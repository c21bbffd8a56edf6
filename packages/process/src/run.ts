import { ConfigError } from './config.ts'
import { logger } from './log.ts'
import type { Part } from './parts.ts'

const STOP_WITHIN_MS = 15_000

/**
 * Runs a service as this process: starts it, stops it once on SIGTERM or SIGINT however often they come, and turns any fault into
 * one log line and exit code 1. A supervisor starts it again.
 */
export function run(name: string, build: () => Part | Promise<Part>): void {
  const log = logger(name)
  let service: Part | undefined
  let stopping = false

  const die = (reason: string, error: unknown): never => {
    if (error instanceof ConfigError) log.fatal(error.message)
    else log.fatal({ err: error }, reason)
    process.exit(1)
  }
  const stop = (signal: string) => {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'stopping')
    setTimeout(
      () => die('did not stop in time', new Error(`still busy after ${STOP_WITHIN_MS} ms`)),
      STOP_WITHIN_MS,
    ).unref()
    Promise.resolve(service?.stop()).then(
      () => process.exit(0),
      (error: unknown) => die('failed while stopping', error),
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.on('uncaughtException', (error) => die('a fault nobody expected', error))
  process.on('unhandledRejection', (error) => die('a promise nobody waited for', error))

  Promise.resolve()
    .then(build)
    .then(async (built) => {
      service = built
      await built.start()
      log.info('ready')
      process.send?.('ready')
    })
    .catch((error: unknown) => {
      // Whoever is told to stop while he starts may fail at it: that is no crash.
      if (!stopping) die('could not start', error)
    })
}
