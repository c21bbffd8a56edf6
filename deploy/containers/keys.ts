import { writeFileSync } from 'node:fs'
import { kept, readEnv } from '../local/env.ts'
import { environmentOf } from '../local/processes.ts'
import { secrets } from '../local/secrets.ts'
import { hosts, stores } from './network.ts'

// The first container: makes the secrets of this installation once, into the volume that all the others read, so that none stands in a file of the project.
const env = readEnv()
const own = secrets()
const write = (name: string, text: string, mode: number) => writeFileSync(`${kept}${name}`, text, { mode })
write(
  'environment',
  Object.entries(environmentOf(env, own, stores(env), hosts))
    .map(([name, value]) => `${name}=${value}\n`)
    .join(''),
  0o600,
)
// PostgreSQL reads it as another user.
write('postgres-password', own['POSTGRES_PASSWORD']!, 0o644)
