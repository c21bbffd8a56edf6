import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { root } from './env.ts'

const web = `${root}services/web/`
const stamp = `${web}dist/built-from`
/** What the pages are made of; other packages they take only as types, or on the server, where nothing is bundled from them unseen. */
const SOURCES = [
  'services/web/{src,public}/**/*',
  'services/web/astro.config.ts',
  'packages/{rules,contracts,process,identity}/{src,gen}/**/*.ts',
  'pnpm-lock.yaml',
]

function sources(): string {
  const hash = createHash('sha256')
  for (const file of globSync(SOURCES, { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .sort())
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

/** Whether the built pages are those of the sources as they stand. */
export const pagesAreCurrent = (): boolean =>
  existsSync(`${web}dist/server/entry.mjs`) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources()

export async function buildPages(): Promise<void> {
  const of = sources()
  await promisify(execFile)(`${web}node_modules/.bin/astro`, ['build'], {
    cwd: web,
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' },
    maxBuffer: 16 * 1024 * 1024,
  }).catch((error: { stdout?: string; stderr?: string }) => {
    throw new Error(`The pages could not be built:\n${error.stdout}${error.stderr}`)
  })
  writeFileSync(stamp, of)
}

if (import.meta.main && !pagesAreCurrent()) await buildPages()
