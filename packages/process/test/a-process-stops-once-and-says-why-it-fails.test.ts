import { spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'

/** A process of its own, since it is signals and exit codes that are tested. Talks in lines of its standard output. */
function program(build: string) {
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `
    import { run } from ${JSON.stringify(new URL('../src/run.ts', import.meta.url).href)}
    const tell = (text) => process.stdout.write(text + '\\n')
    const hold = setInterval(() => {}, 1000)
    run('sample', () => { ${build} })`,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LOG_LEVEL: 'info' } },
  )
  const lines: string[] = []
  const told = new EventEmitter()
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    told.emit('line', line)
  })
  let errors = ''
  child.stderr.on('data', (data) => {
    errors += String(data)
  })
  return {
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    until: async (text: string) => {
      while (!lines.some((line) => line.includes(text))) await once(told, 'line')
    },
    ended: async () => {
      if (child.exitCode === null && child.signalCode === null) await once(child, 'close')
      return {
        code: child.exitCode,
        lines,
        errors,
        logged: lines
          .filter((line) => line.startsWith('{'))
          .map((line) => JSON.parse(line) as { level: number; msg: string; err?: { message: string } }),
      }
    },
  }
}
const fatal = 60

test.concurrent('a process stops once, however often it is told to, and finishes what is in hand', async ({
  expect,
}) => {
  const sample = program(
    `return { start: async () => {}, stop: async () => { tell('stopping'); await new Promise((done) => setTimeout(done, 150)); tell('done') } }`,
  )
  await sample.until('"ready"')
  sample.kill('SIGTERM')
  await sample.until('stopping')
  sample.kill('SIGINT')
  sample.kill('SIGTERM')
  const { code, lines } = await sample.ended()
  expect(code).toBe(0)
  expect(lines.filter((line) => line === 'stopping' || line === 'done')).toEqual(['stopping', 'done'])
})
test.concurrent('a fault ends a process with a code and one line, not with a dump', async () => {
  for (const [fault, message] of [
    [`setTimeout(() => { throw new Error('out of the blue') })`, 'out of the blue'],
    [`Promise.reject(new Error('nobody waits'))`, 'nobody waits'],
  ] as const) {
    const sample = program(`return { start: async () => { ${fault} }, stop: async () => tell('stopping') }`)
    const { code, logged, errors, lines } = await sample.ended()
    expect([code, errors]).toEqual([1, ''])
    expect(logged.filter(({ level }) => level === fatal).map(({ err }) => err?.message)).toEqual([message])
    expect(lines).not.toContain('stopping')
  }
})
test.concurrent('a start that fails says why and ends, one that is broken off by a signal just ends', async () => {
  const failing = await program(
    `return { start: async () => { throw new Error('the port is taken') }, stop: async () => {} }`,
  ).ended()
  expect([failing.code, failing.logged.map(({ err }) => err?.message)]).toEqual([1, ['the port is taken']])
  const broken = program(
    `let fail; return { start: () => new Promise((_, reject) => { fail = reject; tell('starting') }), stop: async () => { fail(new Error('the pool was ended')); await new Promise((done) => setTimeout(done, 50)) } }`,
  )
  await broken.until('starting')
  broken.kill('SIGTERM')
  const { code, logged } = await broken.ended()
  expect([code, logged.filter(({ level }) => level === fatal)]).toEqual([0, []])
})
