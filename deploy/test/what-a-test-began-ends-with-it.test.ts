import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { expect, onTestFinished, test } from 'vitest'
import { eventually } from '@timbang/testkit/eventually'
import { root } from '../local/env.ts'
import { alive } from './launcher.ts'

/** A run of tests: begins what would live long, holds a port, and tells of both. */
const RUN = `
  import { spawn } from 'node:child_process'
  import { freePorts, hold } from './deploy/local/ports.ts'
  import { temporaryFolder } from './deploy/local/temporary.ts'
  const { directory, register } = await temporaryFolder()
  const begun = ['first', 'second'].map((name) => {
    const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' })
    register.remember(name, child.pid)
    return child.pid
  })
  const [port] = await freePorts(1)
  console.log(JSON.stringify({ directory, begun, port, again: await hold(port) }))
  setInterval(() => {}, 1_000)`

async function running() {
  const kept = mkdtempSync(`${tmpdir()}/timbang-guard-`)
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', RUN], {
    cwd: root,
    env: { ...process.env, TIMBANG_KEPT: kept },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string]
  const told = JSON.parse(line) as { directory: string; begun: number[]; port: number; again: boolean }
  onTestFinished(() => {
    for (const pid of [child.pid!, ...told.begun]) if (alive(pid)) process.kill(pid, 'SIGKILL')
    rmSync(kept, { recursive: true, force: true })
  })
  return { ...told, child }
}

test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
  'whatever a run of tests began ends with it, and its data go, however it ends: %s',
  async (signal) => {
    const { child, begun, directory } = await running()
    expect([begun.map(alive), existsSync(directory)]).toEqual([[true, true], true])
    child.kill(signal)
    await eventually(() => expect([begun.map(alive), existsSync(directory)]).toEqual([[false, false], false]), {
      within: 30_000,
    })
  },
)

test('a port is one run’s alone until that run ends, also while nobody listens on it', async () => {
  const { hold } = await import('../local/ports.ts')
  const { child, port, again } = await running()
  expect([again, await hold(port)]).toEqual([false, false])
  // Its owner can listen there all the same.
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
  await new Promise((resolve) => server.close(resolve))
  child.kill('SIGKILL')
  await eventually(async () => expect(await hold(port)).toBe(true))
})
