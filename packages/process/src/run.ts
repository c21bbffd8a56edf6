import { ConfigError } from './config.ts'
import { logger } from './log.ts'

/** What every composition root gives. `start` resolves when it serves; `stop` when everything in hand is done. */
export interface Service {
  start(): Promise<void>
  stop(): Promise<void>
}

/** Stops in the reverse order of starting; one that fails does not keep the others from stopping. */
export function inOrder(parts: readonly (Service | undefined)[]): Service {
  const present = parts.filter((part): part is Service => part !== undefined)
  const started: Service[] = []
  return {
    start: async () => {
      for (const part of present) {
        await part.start()
        started.push(part)
      }
    },
    stop: async () => {
      const failures: unknown[] = []
      for (let part = started.pop(); part !== undefined; part = started.pop()) {
        try {
          await part.stop()
        } catch (error) {
          failures.push(error)
        }
      }
      if (failures.length > 0) throw failures[0]
    },
  }
}

const STOP_WITHIN_MS = 15_000

/**
 * Runs a service as this process: starts it, stops it once on SIGTERM or SIGINT however often they come, and turns any fault into
 * one log line and exit code 1. A supervisor starts it again.
 */
export function run(name: string, build: () => Service | Promise<Service>): void {
  const log = logger(name)
  let service: Service | undefined
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
