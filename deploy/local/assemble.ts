import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { readEnv, root } from './env.ts'
import { madeFrom } from './made-from.ts'
import { feeder, processes } from './processes.ts'

/**
 * A process loads 1,700 modules, most of them a few lines of some library, and each costs half a millisecond of a core: 1.3 s a process, a dozen
 * processes. Put together they cost 0.8 s (ADR 10). The sources stay what is written, read and run in a debugger; this is a cache of them.
 */
const folder = `${root}.timbang/processes/`
const stamp = `${folder}built-from`
const SOURCES = ['{packages,services}/*/{src,gen}/**/*.ts', 'deploy/**/*.ts', 'data/**/*.ts', 'pnpm-lock.yaml']

/** Where the file of a process lies, by its entry. */
export const assembledOf = (entry: string): string => `${folder}${nameOf(entry)}.mjs`
const nameOf = (entry: string) => entry.replace(/\.ts$/, '').replaceAll('/', '-')

const sources = () => madeFrom(root, SOURCES, ['**/*.test.ts'])

export const assembledIsCurrent = (): boolean => existsSync(stamp) && readFileSync(stamp, 'utf8') === sources()

/** A source finds what lies beside it (migrations, descriptors, a worker's file) from where it was written. */
const whereItWasWritten: Plugin = {
  name: 'where it was written',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      if (path.includes('/node_modules/')) return undefined
      const text = readFileSync(path, 'utf8')
      if (!text.includes('import.meta.url')) return undefined
      return { contents: text.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)), loader: 'ts' }
    }),
}
/** Where a line of ours stood is worth a map; those of libraries make it twelve times as long, and it is read at every start. */
const NOWHERE = `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from('{"version":3,"sources":[""],"mappings":"AAAA"}').toString('base64')}`
const withoutMaps: Plugin = {
  name: 'libraries without maps',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\/node_modules\/.*\.[cm]?js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')) + NOWHERE,
      loader: 'js',
    })),
}
/** `stream` reaches into kafkajs by a way of its own: there must be one of it. sharp looks for its library beside itself. */
const oneOfIt: Plugin = {
  name: 'one of it',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^(kafkajs|sharp)$/ }, ({ importer, path }) => ({
      path: createRequire(importer).resolve(path),
      external: true,
    })),
}

/**
 * Puts every process together, each in a file, what several need in files of its own that are named by what is in them. Two who do it at once write
 * the same; whoever runs meanwhile has loaded what he needs.
 */
export async function assemble(): Promise<void> {
  const of = sources()
  const entries = [...processes(readEnv()), feeder(readEnv(), 0)].map(({ entry }) => entry)
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(entries.map((entry) => [nameOf(entry), entry])),
    outdir: folder,
    bundle: true,
    splitting: true,
    write: false,
    platform: 'node',
    target: `node${process.versions.node}`,
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    // Without the texts, which lie where they were written: a map is read at every start.
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'silent',
    // For libraries that are no ES modules.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module';const require = requireFrom(import.meta.url);",
    },
    plugins: [whereItWasWritten, withoutMaps, oneOfIt],
  })
  await mkdir(folder, { recursive: true })
  const isEntry = (path: string) => entries.some((entry) => assembledOf(entry) === path.replace(/\.map$/, ''))
  for (const { path, contents } of outputFiles.toSorted((a, b) => Number(isEntry(a.path)) - Number(isEntry(b.path)))) {
    writeFileSync(`${path}.${process.pid}`, contents)
    renameSync(`${path}.${process.pid}`, path)
  }
  const written = new Set(outputFiles.map(({ path }) => basename(path)))
  for (const name of await readdir(folder))
    if (/\.mjs(\.map)?$/.test(name) && !written.has(name)) rmSync(folder + name, { force: true })
  writeFileSync(stamp, of)
}

if (import.meta.main && !assembledIsCurrent()) await assemble()
