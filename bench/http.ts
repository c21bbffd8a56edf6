import { connect, type Socket } from 'node:net'

/** A keep-alive connection with one request at a time, written and read as bytes: Node's fetch would cost more than what is measured. */
export interface Connection {
  /** @param request the whole HTTP/1.1 request. @returns status and body */
  ask(request: Buffer): Promise<{ status: number; body: string }>
  close(): void
}

export async function connection(address: string): Promise<Connection> {
  const { hostname, port } = new URL(address)
  const socket: Socket = connect({ host: hostname, port: Number(port), noDelay: true })
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  let waiting:
    | { resolve: (answer: { status: number; body: string }) => void; reject: (error: Error) => void }
    | undefined
  let seen = ''
  const broken = (error: Error) => {
    waiting?.reject(error)
    waiting = undefined
  }
  socket.on('error', broken).on('close', () => broken(new Error('the connection was closed')))
  socket.on('data', (chunk) => {
    seen += chunk.toString('latin1')
    const end = seen.indexOf('\r\n\r\n')
    if (end === -1) return
    const head = seen.slice(0, end)
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN)
    if (Number.isNaN(length)) return broken(new Error(`an answer without a length: ${head.slice(0, 100)}`))
    if (seen.length < end + 4 + length) return
    const answer = { status: Number(head.slice(9, 12)), body: seen.slice(end + 4, end + 4 + length) }
    seen = seen.slice(end + 4 + length)
    const one = waiting
    waiting = undefined
    one?.resolve(answer)
  })
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        socket.write(request)
      }),
    close: () => socket.destroy(),
  }
}

export function post(address: string, token: string, type: string, body: string): Buffer {
  const { host } = new URL(address)
  return Buffer.from(
    `POST /records HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${token}\r\ncontent-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}
