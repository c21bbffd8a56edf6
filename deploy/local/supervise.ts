import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { kept, root } from './env.ts'
import type { Process } from './processes.ts'

/** Waits before the second, third, … beginning; after the last one's failure the process is left alone. */
const BACK_OFF_MS = [200, 500, 1_000, 2_000]
/** A process that ran so long before it ended is not failing again and again. */
const STEADY_MS = 30_000
const READY_WITHIN_MS = 60_000
const STOP_WITHIN_MS = 20_000

/** Stripped and compiled sources: a process begins with 0.4 s of a core instead of 0.7 s, and there are eleven of them. */
const compileCache = `${root}.timbang/compile-cache`

export interface Supervised {
  readonly name: string
  pid(): number | undefined
  /** Resolves when the process says that it can serve; throws the sentence when it never will. */
  ready(): Promise<void>
  stop(): Promise<void>
}

/** What a process said last before it gave up: a log line of pino, or the text as it stands. */
function lastWords(log: string): string {
  for (const line of readFileSync(log, 'utf8').trimEnd().split('\n').slice(-20).reverse()) {
    try {
      const { level, msg, err } = JSON.parse(line) as { level: number; msg?: string; err?: { message?: string } }
      if (level >= 50) return [msg, err?.message].filter((part) => part !== undefined).join(': ')
    } catch {
      const error = /^\w*Error: .*/.exec(line)
      if (error !== null) return error[0]
    }
  }
  return 'it said nothing'
}

/**
 * Starts a process in a group of its own and keeps it up: ended by whatever, it is started again with back-off; after five failures in a row it says so in one
 * sentence and leaves it. Its output goes to a log of its own.
 * @param environment all that the process sees of the world, its secrets among it: handed on, never written on a command line
 */
export function supervise(
  one: Process,
  environment: Readonly<Record<string, string>>,
  { say, started }: { say(sentence: string): void; started(name: string, pid: number): void },
): Supervised {
  const log = `${kept}logs/${one.name}.log`
  let child: ChildProcess | undefined
  let again: NodeJS.Timeout | undefined
  let stopping = false
  let failures = 0
  let givenUp: string | undefined

  const begin = () => {
    const out = openSync(log, 'a')
    const begun = Date.now()
    child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', '--enable-source-maps', `${root}${one.entry}`],
      {
        cwd: root,
        detached: true,
        stdio: ['ignore', out, out],
        env: { PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE: compileCache, ...environment, ...one.environment },
      },
    )
    closeSync(out)
    if (child.pid !== undefined) started(one.name, child.pid)
    child.once('exit', (code, signal) => {
      if (stopping) return
      failures = Date.now() - begun > STEADY_MS ? 1 : failures + 1
      if (failures > BACK_OFF_MS.length) {
        givenUp = `${one.name} failed ${failures} times in a row and is left alone: ${lastWords(log)} (${log})`
        return say(givenUp)
      }
      say(`${one.name} ended (${signal ?? code}); starting it again`)
      again = setTimeout(begin, BACK_OFF_MS[failures - 1])
    })
  }
  begin()

  return {
    name: one.name,
    pid: () => child?.pid,
    ready: async () => {
      const until = Date.now() + READY_WITHIN_MS
      while (givenUp === undefined && !stopping && Date.now() < until) {
        if (
          await fetch(one.ready, { signal: AbortSignal.timeout(2_000) }).then(
            (response) => response.ok,
            () => false,
          )
        )
          return
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      throw new Error(
        givenUp ?? `${one.name} is not ready after ${READY_WITHIN_MS / 1_000} s: ${lastWords(log)} (${log})`,
      )
    },
    stop: async () => {
      stopping = true
      clearTimeout(again)
      const ending = child
      if (ending === undefined || ending.pid === undefined || ending.exitCode !== null || ending.signalCode !== null)
        return
      await new Promise<void>((resolve) => {
        const forced = setTimeout(() => ending.kill('SIGKILL'), STOP_WITHIN_MS)
        ending.once('exit', () => {
          clearTimeout(forced)
          resolve()
        })
        ending.kill('SIGTERM')
      })
    },
  }
}
