import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { connect } from 'node:net'
import { root } from './env.ts'

/** Something that runs as long as the platform does: a component or a process of ours. */
export interface Charge {
  readonly name: string
  readonly command: string
  readonly given: readonly string[]
  /** All that it sees of the world, its secrets among it: handed on, never written on a command line. */
  readonly environment: Readonly<Record<string, string>>
  readonly as?: { readonly uid: number; readonly gid: number }
  readonly stopsBy: NodeJS.Signals
  /** Whether it can serve now. */
  ready(): Promise<boolean>
  /** Whether it lives: any answer will do, only silence and its own word that it gets nowhere will not. */
  answers(): Promise<boolean>
}

/** In a group of its own: Ctrl-C must reach only the launcher, which stops things in their order. */
export function begin(charge: Charge, log: string): ChildProcess {
  const out = openSync(log, 'a', 0o600)
  const child = spawn(charge.command, charge.given, {
    cwd: root,
    detached: true,
    stdio: ['ignore', out, out],
    ...(charge.as ?? {}),
    env: { PATH: process.env['PATH'] ?? '', ...charge.environment },
  })
  // Without one an error (no such file) would end the launcher; that it has no pid is seen by who waits for it.
  child.once('error', () => {})
  closeSync(out)
  return child
}

export const hasEnded = (child: ChildProcess) =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null

/** Ends a process by its signal, by force when that takes too long. One that is held is let go first: it takes no other signal. */
export async function end(child: ChildProcess | undefined, signal: NodeJS.Signals, within = 20_000): Promise<void> {
  if (child === undefined || hasEnded(child)) return
  await new Promise<void>((resolve) => {
    const forced = setTimeout(() => child.kill('SIGKILL'), within)
    child.once('exit', () => {
      clearTimeout(forced)
      resolve()
    })
    child.kill(signal)
    child.kill('SIGCONT')
  })
}

/** Waits until it can serve. @throws the sentence that names the log when it ends before, or has not come after a minute */
export async function serving(charge: Charge, child: ChildProcess, log: string): Promise<void> {
  for (const until = performance.now() + 60_000; performance.now() < until; ) {
    if (hasEnded(child)) throw new Error(`${charge.name} did not start: see ${log}`)
    if (await charge.ready()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`${charge.name} is not ready after a minute: see ${log}`)
}

/**
 * Says something on a connection of its own and waits for any answer: a port of a process that is held still takes connections.
 * @param expected what the answer must begin with; absent: whatever it is
 */
export const replies = (port: number, said: Uint8Array | string, expected = ''): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(said))
    const done = (answered: boolean) => {
      socket.destroy()
      resolve(answered)
    }
    socket.setTimeout(3_000, () => done(false))
    socket.once('data', (bytes) => done(bytes.toString('latin1').startsWith(expected)))
    socket.once('error', () => done(false))
    socket.once('end', () => done(false))
  })
