import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { expect, onTestFinished, test } from 'vitest'
import { alive, cleanUp, database, freeDigits, known, READY, ready, type Start, start } from './launcher.ts'

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
