import { createHash } from 'node:crypto'
import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose'
import { refuse, type Refusal } from '@timbang/contracts/refusal'
import { AUDIENCE, callerOf, type Caller } from './caller.ts'

export interface Issuer {
  readonly issuer: string
  readonly jwksUrl: string
}

export type Verify = (token: string | undefined) => Promise<Caller | Refusal>

const ALGORITHMS = ['EdDSA', 'RS256', 'ES256']
const MOST_TOKENS = 20_000
const MOST_BYTES = 8_192

/**
 * Verifies tokens of the known issuers by their published keys. Checking a signature costs about 60 µs, so a verified token is
 * remembered by its hash until it expires (at most 20,000 of them, the oldest forgotten first).
 * @param options.now epoch milliseconds
 */
export function createVerifier(options: { issuers: readonly Issuer[]; audience?: string; now?: () => number }): Verify {
  const audience = options.audience ?? AUDIENCE
  const now = options.now
  const keys = new Map<string, JWTVerifyGetKey>(options.issuers.map(({ issuer, jwksUrl }) => [issuer, createRemoteJWKSet(new URL(jwksUrl), { cooldownDuration: 2_000, timeoutDuration: 3_000 })]))
  const known = new Map<string, { caller: Caller; until: number }>()
  const clock = now ?? (() => performance.timeOrigin + performance.now())

  return async (token) => {
    if (token === undefined || token === '') return refuse('access.token-missing')
    if (token.length > MOST_BYTES) return refuse('access.token-invalid')
    const hash = createHash('sha256').update(token).digest('base64')
    const remembered = known.get(hash)
    if (remembered !== undefined) {
      if (remembered.until > clock()) return remembered.caller
      known.delete(hash)
      return refuse('access.token-expired')
    }
    const keySet = keys.get(unverifiedIssuer(token) ?? '')
    if (keySet === undefined) return refuse('access.token-invalid')
    try {
      const { payload } = await jwtVerify(token, keySet, { audience, issuer: [...keys.keys()], algorithms: ALGORITHMS, requiredClaims: ['exp', 'sub'], currentDate: new Date(clock()) })
      const caller = callerOf(payload, token)
      if (known.size >= MOST_TOKENS) known.delete(known.keys().next().value!)
      known.set(hash, { caller, until: payload.exp! * 1000 })
      return caller
    } catch (error) {
      if (error instanceof errors.JWTExpired) return refuse('access.token-expired')
      // An issuer that cannot be reached is a fault of ours, not of the caller.
      if (error instanceof errors.JWKSTimeout || (error instanceof TypeError && /fetch/.test(error.message))) return refuse('service.unavailable')
      return refuse('access.token-invalid')
    }
  }
}

/** Which issuer a token claims; only chooses the key set, the signature still has to fit. */
function unverifiedIssuer(token: string): string | undefined {
  const payload = token.split('.')[1]
  if (payload === undefined) return undefined
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    return typeof claims === 'object' && claims !== null && typeof (claims as { iss?: unknown }).iss === 'string' ? (claims as { iss: string }).iss : undefined
  } catch {
    return undefined
  }
}
