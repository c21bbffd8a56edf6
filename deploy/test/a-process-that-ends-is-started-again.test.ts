import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { eventually } from '@timbang/testkit/eventually'

// Before the launcher's files are read: they keep everything in the folder that stands here.
const home = mkdtempSync(`${tmpdir()}/timbang-kept-`)
process.env['TIMBANG_KEPT'] = home
mkdirSync(`${home}/logs`)
const { chargeOf, supervise } = await import('../local/supervise.ts')
const { registerIn } = await import('../local/register.ts')
const { freePorts } = await import('../local/ports.ts')
afterAll(() => rmSync(home, { recursive: true, force: true }))

const alive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
/** A folder of its own, as a checkout has. */
const folder = () => mkdtempSync(`${home}/folder-`)

async function supervised(
  environment: Record<string, string> = {},
  watch: { live?: string; silentSeconds?: number } = {},
) {
  const [port] = await freePorts(1)
  const said: string[] = []
  const pids: number[] = []
  const address = `http://127.0.0.1:${port}/`
  const name = `serves-${port}`
  const one = supervise(
    chargeOf(
      { name, entry: '', ready: address, live: address + (watch.live ?? '') },
      { PORT: String(port), ...environment },
      fileURLToPath(new URL('fixtures/serves.ts', import.meta.url)),
    ),
    {
      log: `${home}/logs/${name}.log`,
      say: (sentence) => said.push(sentence),
      started: (_, pid) => pids.push(pid),
      // As in life, only faster.
      ...(watch.silentSeconds === undefined ? {} : { silentSeconds: watch.silentSeconds, silentAtFirstSeconds: 3 }),
      backOffMs: [10, 20, 40],
    },
  )
  onTestFinished(() => one.stop())
  return { one, said, pids, answer: () => fetch(address).then((response) => response.text()) }
}

test('a process that is killed is started again', async () => {
  const { one, said, pids, answer } = await supervised()
  await one.ready()
  const first = one.pid()!
  expect(await answer()).toBe(String(first))
  process.kill(first, 'SIGKILL')
  await eventually(async () => expect(await answer()).not.toBe(String(first)))
  expect(said[0]).toBe(`${one.name} ended (SIGKILL); starting it again`)
  await eventually(() => expect(said.at(-1)).toBe(`${one.name} answers again`))
  expect(pids).toEqual([first, one.pid()])
})

test('a process that lives and answers nothing is ended and started again', async () => {
  const { one, said, answer } = await supervised({}, { silentSeconds: 1 })
  await one.ready()
  await eventually(async () => expect(await answer()).toBe(String(one.pid())))
  const first = one.pid()!
  process.kill(first, 'SIGSTOP')
  await eventually(() => expect(one.pid()).not.toBe(first), { within: 60_000 })
  expect(said).toContain(`${one.name} lives and answers nothing; ending it`)
  await one.ready()
  expect(await answer()).toBe(String(one.pid()))
})

test('a process that says itself that it gets nowhere is started again', async () => {
  const { one, said } = await supervised({}, { live: 'stuck', silentSeconds: 1 })
  const first = one.pid()!
  await eventually(() => expect(one.pid()).not.toBe(first), { within: 30_000 })
  expect(said[0]).toBe(`${one.name} lives and answers nothing; ending it`)
})

test('a process that fails again and again is told of once, with its last words, and begun again for ever', async () => {
  const { one, said, pids } = await supervised({ FAILS: 'yes' })
  const complaint = `${one.name} failed 5 times in a row: Error: the well is dry`
  await expect(one.ready({ orFail: true })).rejects.toThrow(complaint)
  await eventually(() => expect(pids.length).toBeGreaterThan(8), { within: 30_000 })
  expect(said.filter((sentence) => sentence.startsWith(complaint))).toHaveLength(1)
  expect(said).toHaveLength(5)
})

test('a process that was stopped is not started again', async () => {
  const { one, said, pids } = await supervised()
  await one.ready()
  await one.stop()
  expect(alive(pids[0]!)).toBe(false)
  // One that is held is let go and stopped as well, and stopping twice is stopping once.
  const other = await supervised()
  await other.one.ready()
  process.kill(other.one.pid()!, 'SIGSTOP')
  await Promise.all([other.one.stop(), other.one.stop()])
  expect(other.pids.filter(alive)).toEqual([])
  expect([...pids, ...other.pids]).toHaveLength(2)
  expect([...said, ...other.said]).toEqual([])
})

test('a start ends what a killed one left behind, and nothing that only has its number', async () => {
  const orphan = spawn('sleep', ['60'])
  const stranger = spawn('sleep', ['60'])
  onTestFinished(() => void [orphan, stranger].map((child) => child.kill('SIGKILL')))
  const directory = folder()
  const register = registerIn(directory)
  register.remember('orphan', orphan.pid!)
  register.remember('stranger', stranger.pid!)
  const file = `${directory}/processes.json`
  const known = JSON.parse(readFileSync(file, 'utf8')) as Record<string, { pid: number; started: string }>
  // As if the machine had given the number of a process that ended to somebody else.
  writeFileSync(file, JSON.stringify({ ...known, stranger: { ...known['stranger'], started: '1' } }))
  expect(await registerIn(directory).endOrphans()).toEqual(['orphan'])
  expect(alive(stranger.pid!)).toBe(true)
  await eventually(() => expect(orphan.signalCode).toBe('SIGTERM'))
  expect(await registerIn(directory).endOrphans()).toEqual([])
})

test('a folder belongs to one start at a time', () => {
  const other = spawn('sleep', ['60'])
  onTestFinished(() => void other.kill('SIGKILL'))
  const directory = folder()
  registerIn(directory).remember('owner', other.pid!)
  expect(() => registerIn(directory).take()).toThrow(`Timbang runs already from this folder (process ${other.pid})`)
  registerIn(directory).leave()
  registerIn(directory).take()
  registerIn(directory).take()
})
