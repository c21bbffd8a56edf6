import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { eventually } from '@timbang/testkit/eventually'

// Before the launcher's files are read: they keep everything in the folder that stands here.
const home = mkdtempSync(`${tmpdir()}/timbang-kept-`)
process.env['TIMBANG_KEPT'] = home
mkdirSync(`${home}/logs`)
const { supervise } = await import('../local/supervise.ts')
const { registerIn } = await import('../local/register.ts')
afterAll(() => rmSync(home, { recursive: true, force: true }))

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
const alive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
/** A folder of its own, as a checkout has. */
const folder = () => mkdtempSync(`${home}/folder-`)

async function supervised(environment: Record<string, string> = {}) {
  const port = await freePort()
  const said: string[] = []
  const pids: number[] = []
  const address = `http://127.0.0.1:${port}/`
  const one = supervise(
    { name: `serves-${port}`, entry: 'deploy/test/fixtures/serves.ts', ready: address },
    { PORT: String(port), ...environment },
    { say: (sentence) => said.push(sentence), started: (_, pid) => pids.push(pid) },
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
  expect(said).toEqual([`${one.name} ended (SIGKILL); starting it again`])
  expect(pids).toEqual([first, one.pid()])
})

test('a process that fails five times in a row is left alone, with its last words in one sentence', async () => {
  const { one, said, pids } = await supervised({ FAILS: 'yes' })
  await expect(one.ready()).rejects.toThrow(
    `${one.name} failed 5 times in a row and is left alone: Error: the well is dry`,
  )
  expect(pids).toHaveLength(5)
  expect(said.at(-1)).toContain('is left alone')
})

test('a process that was stopped is not started again', async () => {
  const { one, said, pids } = await supervised()
  await one.ready()
  await one.stop()
  expect(alive(pids[0]!)).toBe(false)
  await new Promise((resolve) => setTimeout(resolve, 400))
  expect(pids).toHaveLength(1)
  expect(said).toEqual([])
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
