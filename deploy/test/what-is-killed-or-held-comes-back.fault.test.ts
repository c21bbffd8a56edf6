import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, onTestFailed, onTestFinished, test } from 'vitest'
import { eventually } from '@timbang/testkit/eventually'
import { expand, root } from '../local/env.ts'
import { processes } from '../local/processes.ts'
import { alive, cleanUp, freeDigits, known, ready, start } from './launcher.ts'

const COMPONENTS = ['kafka', 'postgres', 'redis']
/** A fold with a relay, the pages, and the door that has no database: one of each kind of process. */
const PROCESSES = ['journal', 'web', 'activity-ingest']

test('whatever is killed, and whatever is held and answers nothing, is there again, component or process, and meanwhile nobody says that he can serve', async () => {
  const kept = mkdtempSync(`${tmpdir()}/timbang-back-`)
  const digits = await freeDigits()
  const launcher = start(kept, digits, { SILENT_SECONDS: '15' })
  onTestFinished(() => cleanUp(kept, [launcher]))
  onTestFailed(() => console.log(launcher.said()))
  await ready(launcher)
  const env = expand(readFileSync(`${root}.env`, 'utf8'), { TIMBANG_PORTS: digits })
  const all = processes(env)
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
  const pids = () => Object.fromEntries(Object.entries(known(kept)).map(([name, { pid }]) => [name, pid]))
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

  // With a component held it stops all the same, asked twice, and leaves nothing.
  const last = Object.values(pids())
  process.kill(pids()['postgres']!, 'SIGSTOP')
  launcher.child.kill('SIGINT')
  launcher.child.kill('SIGINT')
  expect(await launcher.ended).toBe(0)
  expect(last.filter(alive)).toEqual([])
}, 900_000)
