import { refuse, sentence, type Refusal } from '@timbang/contracts/refusal'

/** Ends the command with a sentence and a code: 1 refused, 2 wrong words. */
export class Stopped extends Error {
  readonly code: number
  constructor(sentence: string, code = 1) {
    super(sentence)
    this.code = code
  }
}

export const told = (refusal: Refusal): string =>
  `${sentence(refusal, 'id')} / ${sentence(refusal, 'en')} (${refusal.code})`

/** Addresses and secrets come from the environment alone; beside a running province `npm run timbang` brings that of its operator. */
export function environment(): Readonly<Record<string, string>> {
  if (process.env['IDP_ISSUER'] === undefined)
    throw new Stopped(
      'Alamat provinsi tidak ada di lingkungan: jalankan npm start, atau isi variabel lingkungannya. / The environment names no province: run npm start, or set its variables.',
      2,
    )
  return process.env as Readonly<Record<string, string>>
}

/** Why a request had no answer, in the words of what broke underneath. */
export const reasonOf = (error: unknown): string =>
  error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : String(error)

/** A machine's token by client credentials. */
export async function machineToken(env: Readonly<Record<string, string>>, client: 'cli' | 'importer'): Promise<string> {
  const secret = env[`${client.toUpperCase()}_CLIENT_SECRET`] ?? ''
  const response = await fetch(`${env['IDP_ISSUER']}/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${client}:${secret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
    signal: AbortSignal.timeout(10_000),
  }).catch((error: unknown) => {
    throw new Stopped(`${told(refuse('service.unavailable'))}: ${env['IDP_ISSUER']} (${reasonOf(error)}). npm start?`)
  })
  if (!response.ok)
    throw new Stopped(
      `Penyedia identitas menolak klien ${client}. / The identity provider refuses the client ${client}.`,
    )
  return ((await response.json()) as { access_token: string }).access_token
}

/** A line in place on a terminal; nothing elsewhere. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${text}`)
}
export const bar = (done: number, of: number): string => {
  const width = 30
  const full = of === 0 ? 0 : Math.min(width, Math.floor((done / of) * width))
  return `[${'#'.repeat(full)}${'.'.repeat(width - full)}] ${done}/${of}`
}
