import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The root of the checkout, with a slash at its end. */
export const root = fileURLToPath(new URL('../../', import.meta.url))
/** All that a run without containers keeps, and nothing else keeps anything. Another folder by TIMBANG_KEPT: a second platform from one checkout. */
export const kept = `${process.env['TIMBANG_KEPT'] ?? `${root}.timbang`}/`

/** The text of a `.env` file to its values: `NAME=value`, `${NAME}` of an earlier line or of the environment, comments by `#`. The environment wins. */
export function expand(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const values: Record<string, string> = {}
  for (const line of text.split('\n')) {
    const [, name, raw] = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line.trim()) ?? []
    if (name === undefined) continue
    values[name] =
      environment[name] ?? raw!.replace(/\$\{(\w+)\}/g, (_, other: string) => environment[other] ?? values[other] ?? '')
  }
  return values
}

/** What `.env` says, with the environment's own values in front. */
export function readEnv(): Record<string, string> {
  const env = expand(readFileSync(`${root}.env`, 'utf8'), process.env)
  const wrong = Object.entries(env).find(
    ([name, value]) =>
      name.endsWith('_PORT') && !(/^\d+$/.test(value) && Number(value) > 1023 && Number(value) < 65_536),
  )
  if (wrong !== undefined)
    throw new Error(
      `${wrong[0]}=${wrong[1]} is not a port from 1024 to 65535. TIMBANG_PORTS takes the first digits, from 11 to 654.`,
    )
  return env
}
