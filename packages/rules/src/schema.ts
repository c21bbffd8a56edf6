/** As much of JSON Schema 2020-12 as a pack's needs. A test holds it against a whole validator. */
export interface Schema {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: false
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
  readonly anyOf?: readonly Schema[]
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What is wrong with a value by a schema, each with its place; empty: nothing. */
export function faultsBy(schema: Schema, value: unknown, place = 'the pack'): string[] {
  const { minimum, maximum, minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema
  if ('const' in schema) return value === schema.const ? [] : [`${place} is not ${JSON.stringify(schema.const)}`]
  if (schema.enum !== undefined)
    return schema.enum.includes(value) ? [] : [`${place} is none of ${schema.enum.join(', ')}`]
  if (schema.anyOf !== undefined)
    return schema.anyOf.some((one) => faultsBy(one, value).length === 0) ? [] : [`${place} has no known form`]
  switch (schema.type) {
    case 'integer':
      return Number.isInteger(value) && (value as number) >= minimum! && (value as number) <= maximum!
        ? []
        : [`${place} is no whole number from ${minimum} to ${maximum}`]
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${place} is neither true nor false`]
    case 'string': {
      const length = typeof value === 'string' ? [...value].length : -1
      const fits =
        schema.pattern === undefined || (typeof value === 'string' && new RegExp(schema.pattern, 'u').test(value))
      return length >= minLength && length <= maxLength && fits ? [] : [`${place} is no such text`]
    }
    case 'array': {
      if (!Array.isArray(value)) return [`${place} is no list`]
      const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema
      if (value.length < minItems || value.length > maxItems) return [`${place} has ${value.length} members`]
      if (schema.uniqueItems && new Set(value.map((one) => JSON.stringify(one))).size < value.length)
        return [`${place} says one thing twice`]
      return value.flatMap((one, at) => faultsBy(schema.items!, one, `${place}[${at}]`))
    }
    case 'object': {
      if (!isRecord(value)) return [`${place} is no object`]
      const { properties = {}, required = [] } = schema
      const path = (name: string) => (place === 'the pack' ? name : `${place}.${name}`)
      return [
        ...required.filter((name) => !Object.hasOwn(value, name)).map((name) => `${path(name)} is missing`),
        ...Object.keys(value)
          .filter((name) => !Object.hasOwn(properties, name))
          .map((name) => `${path(name)} is not known`),
        ...Object.entries(properties).flatMap(([name, of]) =>
          Object.hasOwn(value, name) ? faultsBy(of, value[name], path(name)) : [],
        ),
      ]
    }
    default:
      throw new TypeError(`the schema of ${place} says nothing that is understood`)
  }
}
