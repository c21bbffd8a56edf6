import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { kept, root } from './env.ts'
import { type Doors, forgetInfra, startInfra, type Infra } from './infra.ts'
import { type Register, registerIn } from './register.ts'

const PREFIX = 'test-'

/** What a killed run left behind: its processes are ended, its data removed. */
async function sweep(): Promise<void> {
  for (const name of await readdir(kept)) {
    const folder = `${kept}${name}`
    if (!name.startsWith(PREFIX) || !existsSync(`${folder}/processes.json`)) continue
    const register = registerIn(folder)
    if (register.isTaken()) continue
    await register.endOrphans()
    await forgetInfra(folder)
  }
}

/** A folder for what is begun here. Whatever its register remembers ends, and its data go, once this process has ended, however it ended: Ctrl-C, a time-out, kill -9. */
export async function temporaryFolder(): Promise<{ readonly directory: string; readonly register: Register }> {
  await mkdir(kept, { recursive: true, mode: 0o700 })
  await sweep()
  const directory = `${kept}${PREFIX}${randomBytes(4).toString('hex')}`
  await mkdir(directory, { mode: 0o700 })
  const register = registerIn(directory)
  register.take()
  const guard = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', `${root}deploy/local/guard.ts`, directory],
    { detached: true, stdio: ['pipe', 'ignore', 'ignore'] },
  )
  guard.unref()
  ;(guard.stdin as Socket).unref()
  return { directory, register }
}

/** And what was begun beside the components may be remembered. */
export type TemporaryInfra = Infra & Pick<Register, 'remember'>

/**
 * Kafka, PostgreSQL and Redis for one run of tests: on any free ports, nothing is written through to the disk, nothing stays.
 * @param doors absent: they ask nobody who comes, and the tests are one superuser
 */
export async function temporaryInfra(doors?: Doors): Promise<TemporaryInfra> {
  const { directory, register } = await temporaryFolder()
  const infra = await startInfra({
    directory,
    ports: 'free',
    durable: false,
    onStarted: register.remember,
    ...(doors === undefined ? {} : { doors }),
  })
  return { ...infra, remember: register.remember, stop: () => infra.stop({ remove: true }) }
}
