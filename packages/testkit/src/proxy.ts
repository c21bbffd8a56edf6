import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A TCP proxy that can hold its traffic (half-open network) or cut it. */
export interface Proxy {
  readonly address: string
  /** Nothing passes any more, but nothing is closed and nothing is lost; new connections are taken and held as well. */
  pause(): void
  /** What was held goes on. */
  resume(): void
  /** Closes every connection there is, as a host does that goes away; new ones pass. */
  cut(): void
  close(): Promise<void>
}

/** @param address host:port of whom it stands before */
export async function proxyTo(address: string): Promise<Proxy> {
  const [host, port] = [address.slice(0, address.lastIndexOf(':')), Number(address.slice(address.lastIndexOf(':') + 1))]
  const sockets = new Set<Socket>()
  let paused = false
  const forward = (from: Socket, to: Socket) => {
    sockets.add(from)
    from.on('data', (bytes) => {
      if (to.write(bytes)) return
      from.pause()
      to.once('drain', () => {
        if (!paused) from.resume()
      })
    })
    from.on('end', () => to.end())
    from.on('error', () => to.destroy())
    from.on('close', () => {
      sockets.delete(from)
      to.destroy()
    })
    if (paused) from.pause()
  }
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ port, host, allowHalfOpen: true })
    forward(client, upstream)
    forward(upstream, client)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const each = (act: (socket: Socket) => void) => [...sockets].forEach(act)
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    pause: () => {
      paused = true
      each((socket) => socket.pause())
    },
    resume: () => {
      paused = false
      each((socket) => socket.resume())
    },
    cut: () => each((socket) => socket.resetAndDestroy()),
    close: () => {
      each((socket) => socket.destroy())
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
