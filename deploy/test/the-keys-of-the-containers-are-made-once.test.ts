import { spawn, spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { expect, onTestFinished, test } from 'vitest'
import { eventually } from '@timbang/testkit/eventually'
import { users } from '../containers/network.ts'
import { root } from '../local/env.ts'

/** Runs the first container's step as it runs there. @returns what it wrote, by container and file */
function keys(kept: string, given: Record<string, string>): Record<string, string> {
  const done = spawnSync(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      `--env-file-if-exists=${kept}/keys/environment`,
      `${root}deploy/containers/keys.ts`,
    ],
    {
      encoding: 'utf8',
      env: { PATH: process.env['PATH']!, TIMBANG_KEPT: kept, PEOPLE_FOLDER: `${kept}/people`, ...given },
    },
  )
  expect(done.status, done.stderr).toBe(0)
  return Object.fromEntries(
    globSync(`${kept}/*/*`)
      .filter((file) => statSync(file).isFile())
      .map((file) => [file.slice(kept.length + 1), readFileSync(file, 'utf8')]),
  )
}
const valueIn = (file: string, name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(file)?.[1]

test('the keys are made once: a second start, with other ports too, leaves every secret and every origin as it must be', () => {
  const kept = mkdtempSync(`${tmpdir()}/timbang-keys-`)
  onTestFinished(() => rmSync(kept, { recursive: true }))
  const first = keys(kept, {})
  // Word for word, but for the secret that the broker's controller tells itself.
  const same = (file: string) => file.replace(/^listener\.name\.controller\.plain.*$/m, '')
  const second = keys(kept, {})
  expect(Object.keys(second)).toEqual(Object.keys(first))
  for (const [file, content] of Object.entries(first)) expect(same(second[file]!), file).toBe(same(content))

  const moved = keys(kept, { TIMBANG_PORTS: '47' })
  const web = moved['web/environment']!
  expect(valueIn(web, 'WEB_ORIGIN')).toBe('http://127.0.0.1:4700')
  expect(valueIn(web, 'IDP_ISSUER')).toBe('http://127.0.0.1:4701')
  expect(valueIn(web, 'BIND_HOST')).toBe('0.0.0.0')
  expect(valueIn(moved['journal/environment']!, 'KAFKA_BROKERS')).toMatch(/^journal:\w+@kafka:4792$/)
  expect(moved['kafka/server.properties']).toContain('listeners=CLIENTS://0.0.0.0:4792')
  for (const name of ['WEB_SIGNING_KEY', 'WEB_SEALING_SECRET', 'WEB_CLIENT_SECRET'])
    expect(valueIn(web, name), name).toBe(valueIn(first['web/environment']!, name))
  expect(moved['kafka/format']).toBe(first['kafka/format'])
  expect(moved['postgres/password']).toBe(first['postgres/password'])

  for (const file of globSync(`${kept}/*/*`).filter((one) => statSync(one).isFile()))
    expect(statSync(file).mode & 0o077, file).toBe(0)
  const secret = statSync(`${kept}/secrets.env`)
  expect(secret.mode & 0o077).toBe(0)
  if (process.getuid?.() === 0)
    for (const name of Object.keys(users)) expect(statSync(`${kept}/${name}`).uid, name).toBe(users[name])
})

test('whoever speaks with the provider in a container of his own finds it at the address that browsers see', async () => {
  const provider = createServer((request, response) => response.end(`you asked ${request.headers.host}`))
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void provider.close())
  const { port } = provider.address() as AddressInfo
  // Another loopback address stands for the container's own.
  const issuer = `http://127.0.0.2:${port}`
  const ask = `const say = () => fetch('${issuer}/').then((answer) => answer.text()).then(console.log); setTimeout(say, 200)`
  const child = spawn(process.execPath, ['--import', `${root}deploy/containers/issuer.ts`, '-e', ask], {
    env: { PATH: process.env['PATH'], IDP_ISSUER: issuer, ISSUER_LEADS_TO: `127.0.0.1:${port}` },
  })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  await eventually(() => expect(said).toContain(`you asked 127.0.0.2:${port}`))
  // The way there holds up nobody's end.
  await eventually(() => expect(child.exitCode).toBe(0))
})
