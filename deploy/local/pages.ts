import { execFile } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { root } from './env.ts'
import { madeFrom } from './made-from.ts'

const web = `${root}services/web/`
const stamp = `${web}dist/built-from`
/** What the pages are made of; other packages they take only as types, or on the server, where nothing is bundled from them unseen. */
const SOURCES = [
  'services/web/{src,public}/**/*',
  'services/web/astro.config.ts',
  'packages/{rules,contracts,process,identity}/{src,gen}/**/*.ts',
  'pnpm-lock.yaml',
]

const sources = () => madeFrom(root, SOURCES)

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
