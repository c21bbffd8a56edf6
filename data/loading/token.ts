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

/** As the development provider gives it to whoever acts as people of the sample. */
const PERSON_GRANT = 'urn:timbang:params:oauth:grant-type:person'

/** Tokens of employees of the sample, each kept until it nears its end. */
export function personTokens(issuer: string, secret: string): (employeeId: string) => Promise<string> {
  const held = new Map<string, () => Promise<string>>()
  return (employeeId) => {
    let token = held.get(employeeId)
    if (token === undefined)
      held.set(employeeId, (token = tokens(issuer, 'feeder', secret, { grant_type: PERSON_GRANT, sub: employeeId })))
    return token()
  }
}
