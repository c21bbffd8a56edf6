import { randomBytes } from 'node:crypto'
import { EncryptJWT, SignJWT, importJWK, jwtDecrypt, type JWK } from 'jose'
import { AUDIENCE, type Role } from './caller.ts'
import { VISITOR, VISITOR_SECONDS } from './visitor.ts'

/** What a session says of a person: no names. */
export interface SessionClaims {
  readonly sub: string
  readonly employeeId?: string
  readonly agencyId?: string
  readonly roles: readonly Role[]
  readonly agencies: readonly string[]
  readonly sid: string
  readonly amr: readonly string[]
}

export const SESSION_SECONDS = 300

export interface Issuing {
  /** A five-minute token for every service; shorter where the session ends before. @param endsAt epoch milliseconds */
  sign(claims: SessionClaims, now: number, endsAt?: number): Promise<string>
  /** From where somebody came who has not signed in, so that a service behind us counts him and not us. @param address of his browser */
  visitor(address: string, now: number): Promise<string>
  /** What web publishes so that the others can verify. */
  jwks(): Promise<{ keys: JWK[] }>
}

/**
 * Issues the sessions of web.
 * @param options.key a private Ed25519 JWK with a `kid`
 */
export async function createIssuing(options: { issuer: string; key: JWK }): Promise<Issuing> {
  const key = await importJWK({ ...options.key, alg: 'EdDSA' }, 'EdDSA')
  const { d: _secret, ...published } = options.key
  return {
    sign: (claims, now, endsAt = Number.POSITIVE_INFINITY) =>
      new SignJWT({
        ...(claims.employeeId !== undefined ? { employee_id: claims.employeeId } : {}),
        ...(claims.agencyId !== undefined ? { agency_id: claims.agencyId } : {}),
        roles: claims.roles,
        agencies: claims.agencies,
        sid: claims.sid,
        amr: claims.amr,
      })
        .setProtectedHeader({ alg: 'EdDSA', kid: options.key.kid ?? 'web' })
        .setIssuer(options.issuer)
        .setAudience(AUDIENCE)
        .setSubject(claims.sub)
        .setIssuedAt(Math.floor(now / 1000))
        .setExpirationTime(Math.floor(Math.min(now + SESSION_SECONDS * 1000, endsAt) / 1000))
        .sign(key),
    visitor: (address, now) =>
      new SignJWT()
        .setProtectedHeader({ alg: 'EdDSA', kid: options.key.kid ?? 'web' })
        .setIssuer(options.issuer)
        .setAudience(VISITOR)
        .setSubject(address)
        .setExpirationTime(Math.floor(now / 1000) + VISITOR_SECONDS)
        .sign(key),
    jwks: async () => ({ keys: [{ ...published, alg: 'EdDSA', use: 'sig' }] }),
  }
}

/** An envelope that only its maker can open: the renewal cookie, the state of a login. */
export interface Sealing {
  seal(content: Record<string, unknown>, seconds: number, now: number): Promise<string>
  /** Null: forged, broken or too old. */
  open(sealed: string, now: number): Promise<Record<string, unknown> | null>
}

/** @param secret 32 bytes */
export function createSealing(secret: Uint8Array): Sealing {
  if (secret.length !== 32) throw new Error('the sealing secret has 32 bytes')
  return {
    seal: (content, seconds, now) =>
      new EncryptJWT(content)
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setIssuedAt(Math.floor(now / 1000))
        .setExpirationTime(Math.floor(now / 1000) + seconds)
        .encrypt(secret),
    open: async (sealed, now) => {
      try {
        return (await jwtDecrypt(sealed, secret, { currentDate: new Date(now) })).payload
      } catch {
        return null
      }
    },
  }
}

export const newSessionId = (): string => randomBytes(16).toString('hex')
