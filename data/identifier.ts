import { createHash } from 'node:crypto'

const hyphened = (hex: string) =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`

/** An employee's id: the shape of a UUIDv4, its bits from the name given. Only the sample does this; the directory draws real ones. */
export function uuidV4Of(name: string): string {
  const hash = createHash('sha256').update(name, 'utf8').digest().subarray(0, 16)
  hash[6] = (hash[6]! & 0x0f) | 0x40
  hash[8] = (hash[8]! & 0x3f) | 0x80
  return hyphened(hash.toString('hex'))
}

/** A record's id: a UUIDv7 of the instant (epoch ms) at which the other system made it, the rest from the name given. */
export function uuidV7Of(instant: number, name: string): string {
  const hash = createHash('sha256').update(name, 'utf8').digest().subarray(0, 16)
  hash.writeUIntBE(instant, 0, 6)
  hash[6] = (hash[6]! & 0x0f) | 0x70
  hash[8] = (hash[8]! & 0x3f) | 0x80
  return hyphened(hash.toString('hex'))
}
