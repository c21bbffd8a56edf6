import { createHmac, timingSafeEqual } from 'node:crypto'

/** What a link of a service point says: which survey, and where it hangs. */
export interface Link {
  readonly surveyId: string
  readonly servicePoint: string
}

const sign = (secret: Uint8Array, payload: string): Buffer =>
  createHmac('sha256', secret).update(`survey-link ${payload}`).digest().subarray(0, 16)

/** Short enough for a QR code on a counter. */
export function createLink(secret: Uint8Array, link: Link): string {
  const payload = Buffer.from(`${link.surveyId} ${link.servicePoint}`).toString('base64url')
  return `${payload}.${sign(secret, payload).toString('base64url')}`
}

/** Undefined: not one of ours, or changed. */
export function readLink(secret: Uint8Array, token: string): Link | undefined {
  const [payload, signature, more] = token.split('.')
  if (payload === undefined || signature === undefined || more !== undefined || token.length > 300) return undefined
  const given = Buffer.from(signature, 'base64url')
  const expected = sign(secret, payload)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  const [, surveyId, servicePoint] =
    /^([0-9a-f-]{36}) (.*)$/s.exec(Buffer.from(payload, 'base64url').toString('utf8')) ?? []
  return surveyId === undefined ? undefined : { surveyId, servicePoint: servicePoint! }
}
