import { spawn, type ChildProcess } from 'node:child_process'
import { openSync, readFileSync, writeFileSync, existsSync } from 'node:fs'
import { kept, root } from './env.ts'
import type { Process } from './processes.ts'

const BACK_OFF_MS = [200, 500, 1_000, 2_000, 4_000]
/** A process that ran so long before it ended is not failing again and again. */
const STEADY_MS = 30_000

export interface Supervised {
  readonly pid: () => number | undefined
  stop(): Promise<void>
}

/** When a process began, as the kernel counts: a pid that was given to another has another. */
const startedAt = (pid: number): string | undefined => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19]
  } catch {
    return undefined
  }
}

const register = `${kept}processes.json`
type Known = Record<string, { pid: number; started: string }>
const known = (): Known => (existsSync(register) ? (JSON.parse(readFileSync(register, 'utf8')) as Known) : {})

/** Writes down what was started, so that the next start ends only its own orphans. */
export function remember(name: string, pid: number): void {
  writeFileSync(register, JSON.stringify({ ...known(), [name]: { pid, started: startedAt(pid) ?? '' } }))
}

/** Ends what an earlier start of this checkout left behind (it was killed), in the order given. */
export async function endOrphans(): Promise<string[]> {
  const ended: string[] = []
  for (const [name, { pid, started }] of Object.entries(known()).reverse()) {
    if (started === '' || startedAt(pid) !== started) continue
    ended.push(name)
    process.kill(pid, name === 'postgres' ? 'SIGINT' : 'SIGTERM')
    for (let look = 0; look < 200 && startedAt(pid) === started; look++) await new Promise((resolve) => setTimeout(resolve, 50))
    if (startedAt(pid) === started) process.kill(pid, 'SIGKILL')
  }
  writeFileSync(register, '{}')
  return ended
}

/**
 * Starts a process and keeps it up: ended by whatever, it is started again with back-off; after five quick failures it says so in one sentence and leaves it.
 * Its output goes to a log of its own. Resolves when it says that it is ready.
 */
export async function supervise(process_: Process, environment: Readonly<Record<string, string>>, say: (sentence: string) => void): Promise<Supervised> {
  const log = `${kept}logs/${process_.name}.log`
  let child: ChildProcess | undefined
  let stopping = false
  let failures = 0
  const begin = () => {
    const out = openSync(log, 'a')
    const begun = Date.now()
    // The environment holds secrets: they are handed on, never written on a command line.
    child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--enable-source-maps', `${root}${process_.entry}`], { cwd: root, detached: true, stdio: ['ignore', out, out], env: { PATH: process.env['PATH'] ?? '', ...environment } })
    if (child.pid !== undefined) remember(process_.name, child.pid)
    child.once('exit', (code, signal) => {
      if (stopping) return
      failures = Date.now() - begun > STEADY_MS ? 1 : failures + 1
      if (failures > BACK_OFF_MS.length) return say(`${process_.name} failed ${failures} times in a row and is left alone: see ${log}`)
      say(`${process_.name} ended (${signal ?? code}); starting it again`)
      setTimeout(() => { if (!stopping) begin() }, BACK_OFF_MS[failures - 1])
    })
  }
  begin()
  const supervised: Supervised = {
    pid: () => child?.pid,
    stop: async () => {
      stopping = true
      const ending = child
      if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return
      await new Promise<void>((resolve) => {
        const forced = setTimeout(() => ending.kill('SIGKILL'), 20_000)
        ending.once('exit', () => {
          clearTimeout(forced)
          resolve()
        })
        ending.kill('SIGTERM')
      })
    },
  }
  for (let look = 0; look < 600; look++) {
    const ok = await fetch(process_.ready, { signal: AbortSignal.timeout(2_000) }).then((response) => response.ok, () => false)
    if (ok) return supervised
    if (failures > BACK_OFF_MS.length) break
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  await supervised.stop()
  throw new Error(`${process_.name} is not ready: see ${log}`)
}
