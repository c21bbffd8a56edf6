// The one script that runs on the machine's own Node (20 or later) and needs nothing installed: sets up, then goes on under the pinned Node.
import { execFile, execFileSync, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { fetchComponents, isFetched } from './fetch.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))
const kept = `${root}.timbang/`
const entries = {
  start: 'deploy/local/start.ts',
  test: 'deploy/local/test.ts',
  timbang: 'cli/src/main.ts',
  bench: 'bench/main.ts',
  chaos: 'bench/chaos.ts',
}
const [what = '', ...given] = process.argv.slice(2)

const stop = (sentence) => {
  console.error(sentence)
  process.exit(1)
}
const has = (command, flag) => spawnSync(command, [flag], { stdio: 'ignore' }).error === undefined

if (!(what in entries)) stop(`Unknown command "${what}". Known: ${Object.keys(entries).join(', ')}.`)
if (Number(process.versions.node.split('.')[0]) < 20)
  stop(`Node ${process.versions.node} is too old: install Node 20 or later.`)
const withoutContainers = !(process.env.KAFKA_BROKERS && process.env.POSTGRES_URL && process.env.REDIS_URL)
if (withoutContainers && what !== 'timbang') {
  if (!has('java', '-version')) stop('Java is missing: install a JRE, version 17 or later (Kafka runs on it).')
  if (!has('mvn', '-version')) stop('Maven is missing: install it (it fetches Kafka and Redis).')
}

// Installed already for exactly these files: touch no registry.
const packages = ['packages', 'services'].flatMap((folder) =>
  readdirSync(`${root}${folder}`).map((name) => `${folder}/${name}/package.json`),
)
const pinned = createHash('sha256')
for (const file of [
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'package.json',
  'cli/package.json',
  'data/package.json',
  'deploy/package.json',
  ...packages.sort(),
])
  if (existsSync(`${root}${file}`)) pinned.update(file).update(readFileSync(`${root}${file}`))
const lock = pinned.digest('hex')
const stamp = `${kept}installed`
const mustInstall =
  !existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock || !existsSync(`${root}node_modules/.bin`)
const mustFetch = withoutContainers && what !== 'timbang' && !(await isFetched())

async function install() {
  const { pnpm } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')).devDependencies
  const { error, said } = await new Promise((resolve) =>
    execFile(
      'npx',
      ['-y', `pnpm@${pnpm}`, 'install', '--frozen-lockfile'],
      { cwd: root, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => resolve({ error, said: `${stdout}${stderr}` }),
    ),
  )
  if (error !== null) {
    console.error(`\n${said}`)
    // A package that the lock file does not know at all has an error of its own.
    throw new Error(
      /OUTDATED_LOCKFILE|NO_IMPORTER/.test(said)
        ? `pnpm-lock.yaml does not fit the package.json files: run "npx -y pnpm@${pnpm} install" and commit the lock file.`
        : 'The packages could not be installed: the reason stands above. Is the package registry reachable?',
    )
  }
  writeFileSync(stamp, lock)
}

const pinnedNode = () =>
  ['x64', 'arm64']
    .map((arch) => `${root}node_modules/node-linux-${arch}/bin/node`)
    .find((path) => {
      try {
        return existsSync(path) && execFileSync(path, ['--version']).length > 0
      } catch {
        return false
      }
    })

/** What is made of the sources, while Maven still fetches. A failure is told by whoever needs it next. */
const build = () =>
  Promise.all(
    ['pages.ts', 'assemble.ts'].map(
      (file) =>
        new Promise((resolve) =>
          execFile(
            pinnedNode(),
            ['--disable-warning=ExperimentalWarning', `${root}deploy/local/${file}`],
            { cwd: root },
            resolve,
          ),
        ),
    ),
  )

if (mustInstall || mustFetch) {
  const begun = Date.now()
  mkdirSync(kept, { recursive: true, mode: 0o700 })
  // Both at once: the network is what one waits for.
  const steps = [
    ...(mustInstall ? [['Installing the pinned packages', install]] : []),
    ...(mustFetch ? [['Fetching Apache Kafka and Redis from Maven Central', fetchComponents]] : []),
  ]
  let fetched = !mustFetch
  await Promise.all(
    steps.map(async ([name, work]) => {
      console.log(`${name} …`)
      await work()
      console.log(`${name} … ${((Date.now() - begun) / 1000).toFixed(1)} s`)
      if (work === fetchComponents) fetched = true
      // Once nothing is fetched any more the start itself builds, beside Kafka and PostgreSQL.
      if (work !== install || what !== 'start' || fetched || pinnedNode() === undefined) return
      console.log('Building the pages and the processes …')
      await build()
      console.log(`Building the pages and the processes … ${((Date.now() - begun) / 1000).toFixed(1)} s`)
    }),
  ).catch((error) => stop(error.message))
}

const node = pinnedNode()
if (node === undefined) stop('The pinned Node 24 does not run here: only Linux on x64 and arm64 is supported.')
// The operator's environment of the province that runs here; what stands in the environment already wins.
const operator =
  what === 'timbang' ? [`--env-file-if-exists=${process.env.TIMBANG_KEPT ?? `${root}.timbang`}/environment/cli`] : []
const child = spawn(node, ['--disable-warning=ExperimentalWarning', ...operator, `${root}${entries[what]}`, ...given], {
  // The command line tool reads files relative to where it was called.
  cwd: what === 'timbang' ? (process.env.INIT_CWD ?? process.cwd()) : root,
  stdio: 'inherit',
  env: {
    NODE_COMPILE_CACHE: `${kept}compile-cache`,
    ...process.env,
    PATH: `${root}node_modules/.bin:${node.replace(/\/node$/, '')}:${process.env.PATH}`,
  },
})
// Ctrl-C reaches the whole group: the child decides, this one only waits.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    if (signal !== 'SIGINT') child.kill(signal)
  })
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
