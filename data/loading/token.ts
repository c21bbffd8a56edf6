import { systemClock } from '@timbang/process/clock'

/** A token is asked for anew when this much of its life is left. */
const EARLY_MS = 120_000

/** A machine's token by client credentials, kept until it nears its end. @param form what besides is asked of the provider */
export function tokens(
  issuer: string,
  client: string,
  secret: string,
  form: Readonly<Record<string, string>> = { grant_type: 'client_credentials' },
): () => Promise<string> {
  let held: { token: string; until: number } | undefined
  return async () => {
    if (held !== undefined && systemClock.now() < held.until - EARLY_MS) return held.token
    const response = await fetch(`${issuer}/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${client}:${secret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams(form),
      signal: AbortSignal.timeout(10_000),
    })
    if (!response.ok)
      throw new Error(
        `the identity provider gives ${client} no token: ${response.status} ${(await response.text()).slice(0, 200)}`,
      )
    const answer = (await response.json()) as { access_token: string; expires_in: number }
    held = { token: answer.access_token, until: systemClock.now() + answer.expires_in * 1_000 }
    return held.token
  }
}
