import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A TCP proxy that can hold its traffic (half-open network) or cut it. */
export interface Proxy {
  readonly address: string
  /** Nothing passes any more, but nothing is closed. */
  pause(): void
  resume(): void
  /** Closes every connection there is; new ones pass. */
  cut(): void
  close(): Promise<void>
}

export async function proxyTo(address: string): Promise<Proxy> {
  const [host, port] = [address.slice(0, address.lastIndexOf(':')), Number(address.slice(address.lastIndexOf(':') + 1))]
  const sockets = new Set<Socket>()
  let paused = false
  const server = createServer((client) => {
    const upstream = connect(port, host)
    for (const [from, to] of [[client, upstream], [upstream, client]] as const) {
      sockets.add(from)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
      from.pipe(to)
      if (paused) from.pause()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const each = (act: (socket: Socket) => void) => sockets.forEach(act)
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    pause: () => {
      paused = true
      each((socket) => socket.unpipe() && socket.pause())
    },
    resume: () => {
      paused = false
      each((socket) => socket.destroy())
    },
    cut: () => each((socket) => socket.destroy()),
    close: () => {
      each((socket) => socket.destroy())
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
