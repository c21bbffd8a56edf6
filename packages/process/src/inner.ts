import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { liveness, readiness, type Health } from './health.ts'
import type { Log } from './log.ts'
import type { Registry } from './metrics.ts'

export interface InnerOptions {
  readonly host: string
  /** 0 takes any free port. */
  readonly innerPort: number
  readonly health: Health
  readonly metrics: Registry
  readonly log: Log
}
export interface Inner {
  readonly address: string
  stop(): Promise<void>
}

const WHOLE_WITHIN_MS = 5_000
/** A launcher, a probe and a collector or two ask; beyond that a caller is closed at once. */
const CONNECTIONS = 64

/**
 * The inner port of a process: `/health/live`, `/health/ready` and `/metrics`, for whoever keeps it up or watches it. It asks nobody who he is, so it is
 * published nowhere; no other port of the process knows these addresses.
 */
export async function openInner({ host, innerPort, health, metrics, log }: InnerOptions): Promise<Inner> {
  const say = (response: ServerResponse, status: number, type: string, body: string) =>
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body)
  const told = (response: ServerResponse, state: { ok: boolean }) =>
    say(response, state.ok ? 200 : 503, 'application/json', JSON.stringify(state))
  const answer = async (path: string, response: ServerResponse) => {
    if (path === '/health/live') return told(response, liveness(health))
    if (path === '/health/ready') return told(response, await readiness(health))
    if (path === '/metrics') return say(response, 200, metrics.contentType, await metrics.metrics())
    return say(response, 404, 'text/plain', '')
  }
  const server = createServer(
    { requestTimeout: WHOLE_WITHIN_MS, headersTimeout: WHOLE_WITHIN_MS, connectionsCheckingInterval: 500 },
    (request, response) => {
      if (request.method !== 'GET' && request.method !== 'HEAD')
        return void response.writeHead(405, { allow: 'GET, HEAD', connection: 'close' }).end()
      answer((request.url ?? '').split('?', 1)[0]!, response).catch((error: unknown) => {
        log.error({ err: error }, 'the inner port could not answer')
        if (!response.headersSent) say(response, 503, 'text/plain', '')
      })
    },
  )
  server.maxConnections = CONNECTIONS
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(innerPort, host, () => resolve())
  })
  const { port } = server.address() as AddressInfo
  return {
    address: `http://${host}:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
