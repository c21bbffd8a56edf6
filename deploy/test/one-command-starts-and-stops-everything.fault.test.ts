import { mkdtempSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, onTestFailed, onTestFinished, test } from 'vitest'
import { eventually } from '@timbang/testkit/eventually'
import { expand, root } from '../local/env.ts'
import { innerPortOf, processes } from '../local/processes.ts'
import { alive, cleanUp, database, freeDigits, known, READY, ready, type Start, start } from './launcher.ts'

/** What each port of `.env` answers to a stranger who asks how the process is: a status, or nothing that he could read. */
async function asksEveryPort(digits: string): Promise<void> {
  const env = expand(readFileSync(`${root}.env`, 'utf8'), { TIMBANG_PORTS: digits })
  const asked = (port: string, path: string) =>
    fetch(`http://127.0.0.1:${env[port]}${path}`, { redirect: 'manual', signal: AbortSignal.timeout(5_000) }).then(
      ({ status }) => status,
      () => 'nothing',
    )
  const inner = new Set(processes(env).map(({ name }) => innerPortOf(name)))
  const expected = (port: string) =>
    inner.has(port) ? 200 : /^(WEB|IDP|LIVE|\w+_HTTP)_PORT$/.test(port) ? 404 : 'nothing'
  await Promise.all(
    Object.keys(env)
      .filter((name) => name.endsWith('_PORT'))
      .map(async (port) => {
        for (const path of ['/metrics', '/health/live', '/health/ready'])
          expect(await asked(port, path), `${port} ${path}`).toBe(expected(port))
        if (inner.has(port))
          for (const path of ['/', '/records', '/openapi.json']) expect(await asked(port, path), port + path).toBe(404)
      }),
  )
}

const COMPONENTS = ['kafka', 'postgres', 'redis']
/** A fold with a relay, the pages, and the door that has no database: one of each kind of process. */
const PROCESSES = ['journal', 'web', 'activity-ingest']

let kept: string
let digits: string
const begun: Start[] = []
const starting = (folder = kept) => {
  const one = start(folder, digits, { SILENT_SECONDS: '15' })
  begun.push(one)
  return one
}
/** What was started last over this folder. */
let launcher: Start
beforeAll(async () => {
  kept = mkdtempSync(`${tmpdir()}/timbang-start-`)
  digits = await freeDigits()
  launcher = starting()
  await ready(launcher)
}, 300_000)
afterAll(() => cleanUp(kept, begun))

const pids = () => Object.fromEntries(Object.entries(known(kept)).map(([name, { pid }]) => [name, pid]))

test('one command starts everything, and nobody starts a second one over it', async () => {
  // Each step is a line of its own with how long it took.
  for (const step of ['Starting Kafka, PostgreSQL and Redis', 'Creating topics and databases', 'Starting the services'])
    expect(launcher.said()).toMatch(new RegExp(`^${step} … [\\d.]+ s$`, 'm'))
  const [, , address] = READY.exec(launcher.said())!
  // Who is not logged in is told so, by a page.
  expect((await fetch(address!)).headers.get('content-type')).toContain('text/html')

  // How a process is and what it has done is told on its inner port, and on no other.
  await asksEveryPort(digits)

  // Neither from its folder nor on its ports.
  const second = starting()
  expect(await second.ended).toBe(1)
  expect(second.said()).toContain(`Timbang runs already from this folder (process ${launcher.child.pid})`)
  const other = mkdtempSync(`${tmpdir()}/timbang-start-`)
  onTestFinished(() => rm(other, { recursive: true, force: true }))
  const third = starting(other)
  expect(await third.ended).toBe(1)
  expect(third.said()).toContain(`Taken already: port ${digits}00 (WEB_PORT)`)
  expect(third.said()).toContain('TIMBANG_PORTS=')
})

test('whatever is killed, and whatever is held and answers nothing, is there again, component or process, and meanwhile nobody says that he can serve', async () => {
  onTestFailed(() => console.log(launcher.said()))
  const all = processes(expand(readFileSync(`${root}.env`, 'utf8'), { TIMBANG_PORTS: digits }))
  const status = (address: string) =>
    fetch(address, { signal: AbortSignal.timeout(5_000) }).then(
      (response) => response.status,
      () => 0,
    )
  const everybodyServes = () =>
    eventually(
      async () => {
        for (const one of all) expect(await status(one.ready), one.name).toBe(200)
      },
      { within: 240_000, every: 200 },
    )
  /** Others than before run under these names. */
  const replaced = (before: Record<string, number>, names: readonly string[]) =>
    eventually(
      () => {
        const now = pids()
        for (const name of names) {
          expect(now[name], name).not.toBe(before[name])
          expect(alive(before[name]!), name).toBe(false)
        }
      },
      { within: 240_000, every: 100 },
    )

  await everybodyServes()
  let before = pids()
  for (const name of [...COMPONENTS, ...PROCESSES]) process.kill(before[name]!, 'SIGKILL')
  await replaced(before, [...COMPONENTS, ...PROCESSES])
  await everybodyServes()

  // A held broker still takes connections, and a held process its requests: only silence tells.
  before = pids()
  const ingest = all.find(({ name }) => name === 'activity-ingest')!
  process.kill(before['kafka']!, 'SIGSTOP')
  await eventually(async () => expect(await status(ingest.ready)).toBe(503), { within: 60_000 })
  for (const name of ['postgres', 'redis', ...PROCESSES]) process.kill(before[name]!, 'SIGSTOP')
  await replaced(before, [...COMPONENTS, ...PROCESSES])
  await everybodyServes()
  for (const name of COMPONENTS) expect(launcher.said()).toContain(`${name} lives and answers nothing; ending it`)
}, 900_000)

test('it goes on after it was killed, and stops everything at one Ctrl-C, pressed twice, with a component held', async () => {
  onTestFailed(() => console.log(launcher.said()))
  // The launcher is killed: what it started goes on, and the next start ends that first and has the same data.
  const store = await database(kept, digits)
  await store.query("create table kept (word text); insert into kept values ('whole')")
  await store.end()
  const left = Object.entries(known(kept)).filter(([name]) => name !== 'owner')
  expect(left.map(([name]) => name)).toEqual(
    expect.arrayContaining([
      'kafka',
      'postgres',
      'redis',
      'idp',
      'web',
      'directory',
      'journal',
      'activity-ingest',
      'scoring',
      'reporting',
      'live',
    ]),
  )
  launcher.child.kill('SIGKILL')
  await launcher.ended
  expect(left.every(([, { pid }]) => alive(pid))).toBe(true)
  launcher = starting()
  await ready(launcher)
  expect(launcher.said()).toContain('Ended what an earlier start had left: ')
  expect(left.some(([, { pid }]) => alive(pid))).toBe(false)
  // On a machine that also has other work the figure says nothing about us.
  const took = Number(READY.exec(launcher.said())![1])
  console.log(`the next start took ${took} s, load ${loadavg()[0]!.toFixed(1)} on ${availableParallelism()} cores`)
  if (loadavg()[0]! < 3 * availableParallelism()) expect(took).toBeLessThanOrEqual(20)
  const again = await database(kept, digits)
  expect((await again.query('select word from kept')).rows).toEqual([{ word: 'whole' }])
  await again.end()

  const running = Object.values(pids())
  process.kill(pids()['postgres']!, 'SIGSTOP')
  launcher.child.kill('SIGINT')
  launcher.child.kill('SIGINT')
  expect(await launcher.ended).toBe(0)
  expect(launcher.said()).toMatch(/Stopping in reverse order … [\d.]+ s\n$/)
  expect(running.filter(alive)).toEqual([])
  expect(known(kept)).toEqual({})
}, 300_000)
