import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'

/** Below those that the kernel gives to clients (32768 and on): a number that is free now is not some connection's own a moment later. */
const [FIRST, LAST] = [20_000, 32_000] as const

export const isFree = (port: number, host = '127.0.0.1') =>
  new Promise<boolean>((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, host, () => server.close(() => resolve(true)))
  })

/**
 * Holds a number until this process ends, so that no other run of tests on this machine takes it meanwhile: by a UDP socket of the same number,
 * which stands in nobody's way and which the kernel closes however this process ends.
 * @returns whether it is ours now, and nobody listens there
 */
export async function hold(port: number): Promise<boolean> {
  const held = await new Promise<ReturnType<typeof createSocket> | undefined>((resolve) => {
    const socket = createSocket('udp4')
    socket.once('error', () => {
      socket.close()
      resolve(undefined)
    })
    socket.bind({ port, address: '127.0.0.1', exclusive: true }, () => resolve(socket.unref()))
  })
  if (held === undefined) return false
  if (await isFree(port)) return true
  held.close()
  return false
}

/** Numbers that nobody listens on, and that are ours alone until this process ends. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = []
  const from = Math.floor(Math.random() * (LAST - FIRST))
  for (let step = 0; ports.length < count && step < LAST - FIRST; step++) {
    const port = FIRST + ((from + step) % (LAST - FIRST))
    if (await hold(port)) ports.push(port)
  }
  if (ports.length < count) throw new Error(`there are no ${count} free ports from ${FIRST} to ${LAST}`)
  return ports
}
