import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as oidc from 'openid-client'
import { refuse } from '@timbang/contracts/refusal'
import { reasonOf, Stopped, told } from './province.ts'

const CLIENT = 'terminal'
const WITHIN_MS = 300_000
const PAGE =
  '<!doctype html><html lang="id"><meta charset="utf-8"><title>Timbang</title><p>Selesai. Kembali ke terminal. / Done. Go back to the terminal.</p></html>'

/**
 * The token of the person who sits at the terminal: he logs in in his browser, and the provider's answer comes to a port of this machine.
 * @param show gets the address to open
 */
export async function personToken(
  env: Readonly<Record<string, string>>,
  show: (url: string) => void,
  withinMs = WITHIN_MS,
): Promise<string> {
  const issuer = env['IDP_ISSUER'] ?? ''
  const config = await oidc
    .discovery(
      new URL(issuer),
      CLIENT,
      undefined,
      oidc.None(),
      issuer.startsWith('http://') ? { execute: [oidc.allowInsecureRequests] } : {},
    )
    .catch((error: unknown) => {
      throw new Stopped(`${told(refuse('service.unavailable'))}: ${issuer} (${reasonOf(error)})`)
    })
  const [verifier, state] = [oidc.randomPKCECodeVerifier(), oidc.randomState()]
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const redirectUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/kembali`
    const answered = new Promise<URL>((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Stopped('Tidak ada yang masuk dalam lima menit. / Nobody logged in within five minutes.')),
        withinMs,
      )
      server.on('request', (request, response) => {
        // Whoever else finds this port may write anything, also what is no address: only the provider's answer to this login ends the waiting.
        const url = URL.parse(request.url ?? '/', redirectUri)
        if (url?.pathname !== '/kembali' || url.searchParams.get('state') !== state)
          return void response.writeHead(404).end()
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', connection: 'close' }).end(PAGE)
        clearTimeout(late)
        resolve(url)
      })
    })
    show(
      oidc.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'openid profile',
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
      }).href,
    )
    const tokens = await oidc
      .authorizationCodeGrant(config, await answered, { pkceCodeVerifier: verifier, expectedState: state })
      .catch((error: unknown) => {
        if (error instanceof Stopped) throw error
        throw new Stopped(`Masuk belum berhasil. / Logging in did not work. (${reasonOf(error)})`)
      })
    return tokens.access_token
  } finally {
    server.closeAllConnections()
    server.close()
  }
}
