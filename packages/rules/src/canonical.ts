import type { Receipt } from './kernel/1/receipt.ts'

/** Canonical JSON (RFC 8785), UTF-8. Hashing is the caller's: a browser hashes otherwise than a server. */
export function canonicalBytes(value: unknown): Uint8Array {
  const text = canonicalText(value)
  if (text === undefined) throw new TypeError('only JSON has a canonical form')
  return new TextEncoder().encode(text)
}

/** What needs no escape, as nearly every text of a receipt. */
const PLAIN = /^[ !#-[\]-~]*$/
const quoted = (text: string): string => {
  if (PLAIN.test(text)) return `"${text}"`
  if (!text.isWellFormed()) throw new TypeError('half a character has no canonical form')
  return JSON.stringify(text)
}

/** A receipt has some eighty names and says them some thousand times. */
const MOST_NAMES = 1024
const names = new Map<string, string>()
function nameOf(key: string): string {
  let name = names.get(key)
  if (name === undefined) {
    if (names.size >= MOST_NAMES) names.clear()
    names.set(key, (name = `${quoted(key)}:`))
  }
  return name
}

/** Keys in the order of their UTF-16 units; mostly they stand in it already. */
function keysOf(value: object): string[] {
  const keys = Object.keys(value)
  for (let at = 1; at < keys.length; at++) if (keys[at - 1]! > keys[at]!) return keys.sort()
  return keys
}

function canonicalText(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return quoted(value)
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('only JSON has a canonical form')
      return String(value === 0 ? 0 : value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object': {
      if (value === null) return 'null'
      let text = ''
      if (Array.isArray(value)) {
        for (const one of value) text += `${text === '' ? '' : ','}${canonicalText(one) ?? 'null'}`
        return `[${text}]`
      }
      for (const key of keysOf(value)) {
        const one = canonicalText((value as Record<string, unknown>)[key])
        if (one !== undefined) text += text === '' ? nameOf(key) + one : `,${nameOf(key)}${one}`
      }
      return `{${text}}`
    }
    default:
      return undefined
  }
}

export const receiptBytes = (receipt: Receipt): Uint8Array => canonicalBytes(receipt)
