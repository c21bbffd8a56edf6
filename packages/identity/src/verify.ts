import { createHash } from 'node:crypto'
import { createLocalJWKSet, createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose'
import { refuse, type Refusal } from '@timbang/contracts/refusal'
import { AUDIENCE, callerOf, type Caller } from './caller.ts'
import type { Revoked } from './revoked.ts'

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
 * remembered by its hash until it expires (the oldest forgotten first).
 * @param options.now epoch milliseconds of the clock by which the issuers date their tokens
 * A session that has ended is asked for every time, remembered token or not.
 * @param options.remembered tokens at most, 20,000 when absent
 * @param options.revoked absent where no session can end before its token: in tests of a single service
 */
export function createVerifier(options: {
  issuers: readonly Issuer[]
  now: () => number
  audience?: string
  remembered?: number
  revoked?: Revoked
}): Verify {
  const { now, audience = AUDIENCE, remembered: most = MOST_TOKENS } = options
  const keys = new Map<string, JWTVerifyGetKey>(options.issuers.map(({ issuer, jwksUrl }) => [issuer, keysAt(jwksUrl)]))
  const known = new Map<string, { caller: Caller; until: number }>()

  const admitted = (caller: Caller): Caller | Refusal => {
    if (options.revoked === undefined || caller.sid === undefined) return caller
    switch (options.revoked.has(caller.sid)) {
      case true:
        return refuse('access.token-revoked')
      case false:
        return caller
      case undefined:
        return refuse('service.unavailable')
    }
  }

  return async (token) => {
    if (token === undefined || token === '') return refuse('access.token-missing')
    if (token.length > MOST_BYTES) return refuse('access.token-invalid')
    const hash = createHash('sha256').update(token).digest('base64')
    const remembered = known.get(hash)
    if (remembered !== undefined) {
      if (remembered.until > now()) return admitted(remembered.caller)
      known.delete(hash)
      return refuse('access.token-expired')
    }
    const keySet = keys.get(unverifiedIssuer(token) ?? '')
    if (keySet === undefined) return refuse('access.token-invalid')
    try {
      const { payload } = await jwtVerify(token, keySet, {
        audience,
        issuer: [...keys.keys()],
        algorithms: ALGORITHMS,
        requiredClaims: ['exp', 'sub'],
        currentDate: new Date(now()),
      })
      const caller = callerOf(payload, token)
      if (known.size >= most) known.delete(known.keys().next().value!)
      known.set(hash, { caller, until: payload.exp! * 1000 })
      return admitted(caller)
    } catch (error) {
      if (error instanceof errors.JWTExpired) return refuse('access.token-expired')
      return refuse(isUnreachable(error) ? 'service.unavailable' : 'access.token-invalid')
    }
  }
}

/** The keys of an issuer, asked for again every ten minutes; while it cannot be reached the last ones hold, so that its restart stops nobody. */
function keysAt(url: string): JWTVerifyGetKey {
  const published = createRemoteJWKSet(new URL(url), { cooldownDuration: 2_000, timeoutDuration: 3_000 })
  return async (header, token) => {
    try {
      return await published(header, token)
    } catch (error) {
      const last = published.jwks()
      if (last === undefined || !isUnreachable(error)) throw error
      return createLocalJWKSet(last)(header, token)
    }
  }
}

/** An issuer that does not answer with keys is a fault of ours, not of the caller. jose's bare error is only thrown for such an answer. */
const isUnreachable = (error: unknown): boolean =>
  error instanceof errors.JWKSTimeout ||
  error instanceof errors.JWKSInvalid ||
  (error instanceof errors.JOSEError && error.code === errors.JOSEError.code) ||
  (error instanceof TypeError && /fetch/.test(error.message))

/** Which issuer a token claims; only chooses the key set, the signature still has to fit. */
function unverifiedIssuer(token: string): string | undefined {
  const payload = token.split('.')[1]
  if (payload === undefined) return undefined
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    return typeof claims === 'object' && claims !== null && typeof (claims as { iss?: unknown }).iss === 'string'
      ? (claims as { iss: string }).iss
      : undefined
  } catch {
    return undefined
  }
}
