import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { expect } from 'vitest'
import { eventually } from '@timbang/testkit/eventually'
import { connectDirect } from '@timbang/postgres/pool'
import { expand, root } from '../local/env.ts'
import { forgetInfra } from '../local/infra.ts'
import { hold } from '../local/ports.ts'

/** What the launcher says when the pages answer. */
export const READY = /Ready after ([\d.]+) s\. Open (http\S+)/

/** First digits under which nobody listens, held until this process ends: below the ports that are given singly, and those that the kernel gives to clients. */
export async function freeDigits(): Promise<string> {
  for (let digits = 110 + (process.pid % 50); digits < 200; digits++) {
    const env = expand(readFileSync(`${root}.env`, 'utf8'), { TIMBANG_PORTS: String(digits) })
    const ports = Object.entries(env).filter(([name]) => name.endsWith('_PORT'))
    const free = await Promise.all(ports.map(([, port]) => hold(Number(port))))
    if (free.every(Boolean)) return String(digits)
  }
  throw new Error('no hundred ports are free together')
}

export interface Start {
  readonly child: ChildProcess
  said(): string
  ended: Promise<number | null>
}
/** Runs the launcher, without a sample, in a folder of its own. */
export function start(kept: string, digits: string, environment: Record<string, string> = {}): Start {
  let said = ''
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'deploy/local/start.ts', '--no-sample'],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TIMBANG_KEPT: kept, TIMBANG_PORTS: digits, ...environment },
    },
  )
  for (const stream of [child.stdout, child.stderr])
    stream!.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  return { child, said: () => said, ended: new Promise((resolve) => child.once('close', resolve)) }
}
export const ready = (one: Start) =>
  eventually(
    () => {
      if (one.child.exitCode !== null) return expect.fail(`it ended: ${one.said()}`)
      expect(one.said()).toMatch(READY)
    },
    { within: 300_000, every: 100 },
  )

/** As the superuser: the database asks who comes. */
export const database = (kept: string, digits: string) => {
  const { POSTGRES_PASSWORD } = expand(readFileSync(`${kept}/secrets.env`, 'utf8'), {})
  return connectDirect(`postgres://postgres:${POSTGRES_PASSWORD}@127.0.0.1:${digits}54/postgres`, 'test')
}
/** What runs, by its name, as the launcher notes it for the next one. */
export const known = (kept: string) =>
  JSON.parse(readFileSync(`${kept}/processes.json`, 'utf8')) as Record<string, { pid: number }>
export const alive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Nothing of it stays, however it ended. */
export async function cleanUp(kept: string, begun: readonly Start[]): Promise<void> {
  for (const { child } of begun) child.kill('SIGKILL')
  for (const { pid } of Object.values(known(kept))) if (alive(pid)) process.kill(pid, 'SIGKILL')
  await forgetInfra(`${kept}/data`)
  await rm(kept, { recursive: true, force: true })
}
