import Type from 'typebox'

// What may stand in a record of JSON. The description of a field is the hint of its refusal, so it is the same in every language.
export const uuid = Type.String({
  pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$',
  description: 'UUID',
})
export const uuidV7 = Type.String({
  pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-7[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$',
  description: 'UUIDv7',
})
export const date = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'YYYY-MM-DD' })
export const time = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$', description: 'HH:MM' })
export const instant = Type.Integer({ minimum: 946_684_800_000, maximum: 4_102_444_800_000, description: 'epoch ms' })
export const truth = Type.Boolean({ description: 'true, false' })
export const only = { additionalProperties: false }

/** A field that is another than its schema can tell: `figure.amount`. */
export interface Wrong {
  readonly wrong: string
}

/** What a message says: as a record of JSON, and what of it is read as it stands. */
export interface Spoken<Body> {
  readonly json: object
  readonly exact?: Partial<Body>
}

/** Exact thousandths of a decimal number or text; NaN where it has more than three decimals. */
export function thousandthsOf(quantity: number | string): number {
  if (typeof quantity === 'string') {
    const [whole, part = ''] = quantity.split('.')
    return Number(whole) * 1_000 + Number(part.padEnd(3, '0'))
  }
  const thousandths = Math.round(quantity * 1_000)
  return Math.abs(quantity * 1_000 - thousandths) < 1e-6 * Math.max(1, Math.abs(quantity)) ? thousandths : Number.NaN
}

/** Minutes since midnight. */
export const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

export const numberOf = (value: bigint | undefined): number | undefined =>
  value === undefined ? undefined : Number(value)
export const bigintOf = (value: number | undefined): bigint | undefined =>
  value === undefined ? undefined : BigInt(value)
/** A field of a message; an empty one was not said. */
export const named = (name: string, value: unknown) =>
  value === undefined || value === '' ? undefined : { [name]: value }
