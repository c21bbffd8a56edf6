import { existsSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { httpServer } from '@timbang/process/http'
import { logger } from '@timbang/process/log'
import { servePages, tellInWords, type AstroHandler } from '../src/http.ts'
import type { PageLocals } from '../src/locals.ts'
import type { Answer } from '../src/place/shared/answer.ts'
import { displayOf } from '../src/place/shared/display.ts'
import { now, type World } from '../src/place/shared/scene.ts'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))

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
    display: displayOf(() => undefined),
    now,
    requestId: '7F3K',
    origin: url,
    providerOrigin: '',
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
  if (!existsSync(`${dist}server/entry.mjs`))
    throw new Error('the pages are not built: run `astro build` in services/web')
  const { handler } = (await import(pathToFileURL(`${dist}server/entry.mjs`).href)) as {
    handler: AstroHandler
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
      server.server.closeAllConnections()
      await server.close()
    },
  }
  const server = await httpServer({
    name: 'site',
    log: logger('site', { level: 'silent' }),
    pages: true,
    tell: tellInWords,
  })
  server.addHook('onRequest', async (request, reply) => {
    if (!site.down) return
    reply.hijack()
    request.raw.socket.destroy()
  })
  server.get('/langsung', { config: { operation: 'web.Page' } }, (_request, reply) => {
    if (deaf) {
      refusals++
      return reply.code(503).send()
    }
    reply.hijack()
    const response = reply.raw
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.write(': ready\n\n')
    listeners.add(response)
    response.on('close', () => listeners.delete(response))
  })
  await servePages(server, {
    dist,
    handler,
    locals: async (request) => localsOf(site, request.method),
    nobody: () => localsOf({ ...site, world: {} }, 'GET'),
  })
  site.url = await server.listen({ host: '127.0.0.1', port })
  return site
}
