import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { eventually } from '../src/eventually.ts'
import { proxyTo } from '../src/proxy.ts'

/** Somebody who answers everything in capitals, behind a proxy, and a client in front of it. */
async function echoBehindProxy() {
  const server = createServer((socket) =>
    socket.on('error', () => {}).on('data', (bytes) => socket.write(bytes.toString().toUpperCase())),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const proxy = await proxyTo(`127.0.0.1:${(server.address() as AddressInfo).port}`)
  onTestFinished(async () => {
    await proxy.close()
    server.close()
  })
  const client = () => {
    const socket = connect(Number(proxy.address.split(':')[1]), '127.0.0.1')
    let heard = ''
    let ended = false
    socket
      .setEncoding('utf8')
      .on('data', (text: string) => {
        heard += text
      })
      .on('error', () => {})
      .on('close', () => {
        ended = true
      })
    onTestFinished(() => void socket.destroy())
    return { socket: socket as Socket, heard: () => heard, ended: () => ended }
  }
  return { proxy, client }
}

test('what passes a proxy comes back, and what is sent while it is paused comes after it was resumed', async () => {
  const { proxy, client } = await echoBehindProxy()
  const one = client()
  one.socket.write('a')
  await eventually(() => expect(one.heard()).toBe('A'))
  proxy.pause()
  one.socket.write('b')
  const late = client()
  late.socket.write('x')
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect([one.heard(), late.heard(), one.ended(), late.ended()]).toEqual(['A', '', false, false])
  proxy.resume()
  await eventually(() => expect([one.heard(), late.heard()]).toEqual(['AB', 'X']))
})

test('a proxy that is cut closes what there is and takes what comes', async () => {
  const { proxy, client } = await echoBehindProxy()
  const one = client()
  one.socket.write('a')
  await eventually(() => expect(one.heard()).toBe('A'))
  proxy.cut()
  await eventually(() => expect(one.ended()).toBe(true))
  const next = client()
  next.socket.write('n')
  await eventually(() => expect(next.heard()).toBe('N'))
})
