import type { Static, TObject } from 'typebox'
import { Value } from 'typebox/value'

/** All that is wrong with an environment, one sentence a line. */
export class ConfigError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`the environment is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

/**
 * Reads a process's configuration from its environment by one schema, and says everything that is wrong at once.
 * Text is converted to the schema's types ("4701" to 4701, "true" to true); defaults are filled; a value never appears in a message.
 */
export function readConfig<S extends TObject>(
  schema: S,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Static<S> {
  const given: Record<string, unknown> = {}
  for (const name of Object.keys(schema.properties)) {
    const value = environment[name]
    if (value !== undefined && value !== '') given[name] = value
  }
  const converted = Value.Convert(schema, Value.Default(schema, given)) as Record<string, unknown>
  const problems = new Set<string>()
  for (const name of schema.required ?? [])
    if (converted[name] === undefined) problems.add(`${name} is missing: ${describe(schema, name)}`)
  for (const error of Value.Errors(schema, converted)) {
    const name = error.instancePath.split('/')[1]
    if (name !== undefined && name !== '' && converted[name] !== undefined)
      problems.add(`${name} ${error.message}: ${describe(schema, name)}`)
  }
  if (problems.size > 0) throw new ConfigError([...problems])
  return converted as Static<S>
}

const describe = (schema: TObject, name: string): string => {
  const property = schema.properties[name] as { description?: string } | undefined
  return property?.description ?? 'see config.ts'
}
