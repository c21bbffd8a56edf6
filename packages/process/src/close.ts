import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** As long as the other door gives a call that is under way. */
const CLOSE_WITHIN_MS = 5_000

/**
 * A server that closes waits for its sockets, and no longer looks at how long they take. A client that keeps its connection would hold it up for
 * ever: one that got its answer while the server closed, one that has asked nothing yet, one that stopped in the middle of asking.
 * @returns what is called when it begins to close
 */
export function leaving(server: Server): () => void {
  const silent = new Set<Socket>()
  const answering = new Set<ServerResponse>()
  server.on('connection', (socket: Socket) => {
    silent.add(socket)
    socket.once('close', () => silent.delete(socket))
  })
  server.on('request', (request, response: ServerResponse) => {
    silent.delete(request.socket)
    answering.add(response)
    response.once('close', () => answering.delete(response))
  })
  return () => {
    for (const socket of silent) socket.destroy()
    for (const response of answering) {
      // Says `connection: close`, and means it; where the answer has begun, it is only meant.
      response.shouldKeepAlive = false
      const { socket, headersSent } = response
      if (headersSent) response.once('close', () => socket?.destroySoon())
    }
    const forced = setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN_MS).unref()
    server.once('close', () => clearTimeout(forced))
  }
}
