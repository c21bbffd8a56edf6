import { mkdtempSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { expect, onTestFinished, test } from 'vitest'
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

test('one command starts everything, goes on after it was killed, and stops everything at one Ctrl-C', async () => {
  const kept = mkdtempSync(`${tmpdir()}/timbang-start-`)
  const digits = await freeDigits()
  const begun: Start[] = []
  const starting = (folder = kept) => {
    const one = start(folder, digits)
    begun.push(one)
    return one
  }
  onTestFinished(() => cleanUp(kept, begun))
  const first = starting()
  await ready(first)
  // Each step is a line of its own with how long it took.
  for (const step of ['Starting Kafka, PostgreSQL and Redis', 'Creating topics and databases', 'Starting the services'])
    expect(first.said()).toMatch(new RegExp(`^${step} … [\\d.]+ s$`, 'm'))
  const [, , address] = READY.exec(first.said())!
  // Who is not logged in is told so, by a page.
  expect((await fetch(address!)).headers.get('content-type')).toContain('text/html')

  // How a process is and what it has done is told on its inner port, and on no other.
  await asksEveryPort(digits)

  // Nobody may start a second one over it, neither from its folder nor on its ports.
  const second = starting()
  expect(await second.ended).toBe(1)
  expect(second.said()).toContain(`Timbang runs already from this folder (process ${first.child.pid})`)
  const other = mkdtempSync(`${tmpdir()}/timbang-start-`)
  onTestFinished(() => rm(other, { recursive: true, force: true }))
  const third = starting(other)
  expect(await third.ended).toBe(1)
  expect(third.said()).toContain(`Taken already: port ${digits}00 (WEB_PORT)`)
  expect(third.said()).toContain('TIMBANG_PORTS=')

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
  first.child.kill('SIGKILL')
  await first.ended
  expect(left.every(([, { pid }]) => alive(pid))).toBe(true)
  const next = starting()
  await ready(next)
  expect(next.said()).toContain('Ended what an earlier start had left: ')
  expect(left.some(([, { pid }]) => alive(pid))).toBe(false)
  // On a machine that also has other work the figure says nothing about us.
  const took = Number(READY.exec(next.said())![1])
  console.log(`the next start took ${took} s, load ${loadavg()[0]!.toFixed(1)} on ${availableParallelism()} cores`)
  if (loadavg()[0]! < 3 * availableParallelism()) expect(took).toBeLessThanOrEqual(20)
  const again = await database(kept, digits)
  expect((await again.query('select word from kept')).rows).toEqual([{ word: 'whole' }])
  await again.end()

  const running = Object.values(known(kept)).map(({ pid }) => pid)
  next.child.kill('SIGINT')
  next.child.kill('SIGINT')
  expect(await next.ended).toBe(0)
  expect(next.said()).toMatch(/Stopping in reverse order … [\d.]+ s\n$/)
  expect(running.filter(alive)).toEqual([])
  expect(known(kept)).toEqual({})
})
