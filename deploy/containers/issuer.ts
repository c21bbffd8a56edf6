import { connect, createServer } from 'node:net'

// Loaded before a process that speaks with the identity provider. Its issuer is the address that browsers see, on this host's loopback; in a container
// the loopback is the container's own, so what comes there is led to the provider's container, and the address is true for everybody.
const { IDP_ISSUER: issuer, ISSUER_LEADS_TO: to } = process.env
if (issuer !== undefined && to !== undefined) {
  const { hostname, port } = new URL(issuer)
  if (hostname === 'localhost' || hostname.startsWith('127.')) {
    const [host, at] = [to.slice(0, to.lastIndexOf(':')), Number(to.slice(to.lastIndexOf(':') + 1))]
    createServer((client) => {
      const provider = connect(at, host)
      client.pipe(provider).pipe(client)
      client.on('error', () => provider.destroy())
      provider.on('error', () => client.destroy())
    })
      .listen(Number(port), hostname)
      .unref()
  }
}
