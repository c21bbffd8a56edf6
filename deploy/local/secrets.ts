import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expand, kept } from './env.ts'

/** Services that have a database and a role of their own. */
export const databases = ['directory', 'journal', 'appraisal', 'feedback', 'scoring', 'reporting'] as const

const hex = (bytes: number) => randomBytes(bytes).toString('hex')
const signingKey = (kid: string) =>
  JSON.stringify({ ...generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }), kid, alg: 'EdDSA' })

export const newSecrets = (): Record<string, string> => ({
  ...Object.fromEntries(databases.map((name) => [`${name.toUpperCase()}_PASSWORD`, hex(24)])),
  ACTIVITY_INGEST_DIGEST_KEY: hex(32),
  WEB_SIGNING_KEY: signingKey('web-1'),
  IDP_SIGNING_KEY: signingKey('idp-1'),
  WEB_SEALING_SECRET: hex(32),
  WEB_CLIENT_SECRET: hex(32),
  IMPORTER_CLIENT_SECRET: hex(32),
  FEEDER_CLIENT_SECRET: hex(32),
  CLI_CLIENT_SECRET: hex(32),
  FEEDBACK_LINK_SECRET: hex(32),
  SCORING_MASTER_KEY: hex(32),
  POSTGRES_PASSWORD: hex(24),
  SCORING_SIGNING_KEY: signingKey('seal-1'),
})

/** Secrets of this machine: made once, readable by nobody else, never changed. What a newer version needs besides is added. */
export function secrets(): Record<string, string> {
  const file = `${kept}secrets.env`
  const known = existsSync(file) ? expand(readFileSync(file, 'utf8'), {}) : {}
  const all = { ...newSecrets(), ...known }
  if (Object.keys(all).length > Object.keys(known).length)
    writeFileSync(
      file,
      `${Object.entries(all)
        .map(([name, value]) => `${name}=${value}`)
        .join('\n')}\n`,
      { mode: 0o600 },
    )
  return all
}
