import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SignJWT, exportJWK, generateKeyPair } from 'jose'
import { AUDIENCE, type Role } from '@timbang/identity/caller'

export interface TokenClaims {
  readonly sub: string
  readonly employeeId?: string
  readonly agencyId?: string
  readonly roles?: readonly Role[]
  readonly agencies?: readonly string[]
  readonly sid?: string
}

export interface TokenIssuer {
  readonly issuer: string
  readonly jwksUrl: string
  /** @param options.expiresIn seconds, 300 when absent; negative for one that is over; `audience` for a foreign one */
  token(claims: TokenClaims, options?: { expiresIn?: number; audience?: string; issuer?: string }): Promise<string>
  /** A person's own token. */
  person(employeeId: string, claims?: Partial<TokenClaims>): Promise<string>
  /** A machine's, for the whole province. */
  machine(role: Role): Promise<string>
  close(): Promise<void>
}

/** A small real issuer: signs with a key of its own and publishes it over HTTP, as web and the identity provider do. */
export async function tokenIssuer(): Promise<TokenIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true })
  const jwk = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'EdDSA', use: 'sig' }
  const server = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [jwk] })),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const token: TokenIssuer['token'] = (claims, options = {}) => {
    const now = Math.floor(Date.now() / 1000)
    const expiresIn = options.expiresIn ?? 300
    return new SignJWT({
      ...(claims.employeeId !== undefined ? { employee_id: claims.employeeId } : {}),
      ...(claims.agencyId !== undefined ? { agency_id: claims.agencyId } : {}),
      roles: claims.roles ?? [],
      agencies: claims.agencies ?? [],
      ...(claims.sid !== undefined ? { sid: claims.sid } : {}),
      amr: ['test'],
    })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'test' })
      .setIssuer(options.issuer ?? issuer)
      .setAudience(options.audience ?? AUDIENCE)
      .setSubject(claims.sub)
      .setIssuedAt(Math.min(now, now + expiresIn - 1))
      .setExpirationTime(now + expiresIn)
      .sign(privateKey)
  }
  return {
    issuer,
    jwksUrl: `${issuer}/jwks`,
    token,
    person: (employeeId, claims = {}) => token({ sub: employeeId, employeeId, sid: `s-${employeeId}`, ...claims }),
    machine: (role) => token({ sub: role, roles: [role] }),
    close: () => new Promise<void>((resolve, reject) => server.close((error) => (error ? reject(error) : resolve()))),
  }
}
