/** A file that somebody attached: it has no origin, loads nothing and runs nothing. */
export const filePolicy = "default-src 'none'; sandbox"

/** Everything from this origin, nothing inline, nobody frames us. A form may lead to the provider: browsers hold the redirect after a sign-out to this too. */
export const pagePolicy = (providerOrigin: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    `form-action 'self' ${providerOrigin}`.trim(),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
