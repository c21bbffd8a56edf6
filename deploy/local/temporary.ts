import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import { kept } from './env.ts'
import { type Doors, forgetInfra, startInfra, type Infra } from './infra.ts'
import { registerIn } from './register.ts'

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

/**
 * Kafka, PostgreSQL and Redis for one run of tests: on any free ports, nothing is written through to the disk, nothing stays.
 * @param doors absent: they ask nobody who comes, and the tests are one superuser
 */
export async function temporaryInfra(doors?: Doors): Promise<Infra> {
  await mkdir(kept, { recursive: true, mode: 0o700 })
  await sweep()
  const directory = `${kept}${PREFIX}${randomBytes(4).toString('hex')}`
  await mkdir(directory, { mode: 0o700 })
  const register = registerIn(directory)
  register.take()
  const infra = await startInfra({
    directory,
    ports: 'free',
    durable: false,
    onStarted: register.remember,
    ...(doors === undefined ? {} : { doors }),
  })
  return { ...infra, stop: () => infra.stop({ remove: true }) }
}
