import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The root of the checkout, with a slash at its end. */
export const root = fileURLToPath(new URL('../../', import.meta.url))
/** All that a run without containers keeps, and nothing else keeps anything. */
export const kept = `${root}.timbang/`

/** The text of a `.env` file to its values: `NAME=value`, `${NAME}` of an earlier line or of the environment, comments by `#`. The environment wins. */
export function expand(text: string, environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const values: Record<string, string> = {}
  for (const line of text.split('\n')) {
    const [, name, raw] = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line.trim()) ?? []
    if (name === undefined) continue
    values[name] = environment[name] ?? raw!.replace(/\$\{(\w+)\}/g, (_, other: string) => environment[other] ?? values[other] ?? '')
  }
  return values
}

/** What `.env` says, with the environment's own values in front. */
export const readEnv = (): Record<string, string> => expand(readFileSync(`${root}.env`, 'utf8'), process.env)
