import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { PageLocals } from '../src/locals.ts'
import type { Answer } from '../src/place/shared/answer.ts'
import { now, type World } from '../src/place/shared/scene.ts'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const types: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' }

export type Site = {
  url: string
  /** What the next requests are answered from: test data for one state of a page. */
  world: World
  /** Says something on every open /langsung. */
  say(event: string, data: unknown): void
  /** How many /langsung are open. */
  listeners(): number
  /** How often /langsung was refused since the last cut. */
  refusals(): number
  /** Cuts every open /langsung; while `deaf`, none is taken. */
  cut(deaf: boolean): void
  /** While down, every connection is dropped before an answer. */
  down: boolean
  close(): Promise<void>
}

/** What a page may ask in a scene: nobody is signed in unless the scene says so, and what it does not tell is not there. */
const localsOf = ({ world, url }: Site, method: string): PageLocals => {
  const told = world as unknown as Record<string, ((...args: readonly unknown[]) => Promise<Answer<never>>) | undefined>
  const answer = async ({ name }: { name: string }, args: readonly unknown[]): Promise<Answer<never>> =>
    (await told[name]?.(...args)) ?? { ok: false, problem: { kind: world.caller ? 'not-found' : 'sign-in' } }
  return {
    language: 'id',
    now,
    requestId: '7F3K',
    origin: url,
    sampleData: true,
    caller: world.caller ?? null,
    ask: (question, ...args) => answer(question, args),
    act: (command, ...args) => {
      if (method !== 'POST') throw new Error(`${command.name} writes, and a ${method} must not`)
      return answer(command, args)
    },
  }
}

/** The built pages with fixed view models instead of services: for looking at every state a page can have. */
export const startSite = async (port = 0): Promise<Site> => {
  if (!existsSync(join(dist, 'server/entry.mjs')))
    throw new Error('the pages are not built: run `astro build` in services/web')
  const { handler } = (await import(pathToFileURL(join(dist, 'server/entry.mjs')).href)) as {
    handler: (...args: unknown[]) => void
  }
  const listeners = new Set<ServerResponse>()
  let deaf = false
  let refusals = 0
  const site: Site = {
    url: '',
    world: {},
    down: false,
    listeners: () => listeners.size,
    refusals: () => refusals,
    say: (event, data) => {
      for (const listener of listeners) listener.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    },
    cut: (stay) => {
      deaf = stay
      refusals = 0
      for (const listener of listeners) listener.destroy()
      listeners.clear()
    },
    close: async () => {
      for (const listener of listeners) listener.destroy()
      server.closeAllConnections()
      await new Promise<void>((done) => server.close(() => done()))
    },
  }
  const server = createServer((request, response) => {
    if (site.down) return void request.socket.destroy()
    const path = new URL(request.url ?? '/', 'http://site').pathname
    if (path === '/langsung') {
      if (deaf) {
        refusals++
        return void response.writeHead(503).end()
      }
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      response.write(': ready\n\n')
      listeners.add(response)
      response.on('close', () => listeners.delete(response))
      return
    }
    const file = normalize(join(dist, 'client', path))
    if (file.startsWith(join(dist, 'client')) && existsSync(file) && statSync(file).isFile()) {
      response.writeHead(200, {
        'content-type': types[extname(file)] ?? 'application/octet-stream',
        'cache-control': path.startsWith('/_astro/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      })
      createReadStream(file).pipe(response)
      return
    }
    handler(request, response, undefined, localsOf(site, request.method ?? 'GET'))
  })
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  const address = server.address()
  site.url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`
  return site
}
