import { setImmediate as turn } from 'node:timers/promises'
import { createInflate } from 'node:zlib'
import { type Refusal, refuse } from '@timbang/contracts/refusal'

/**
 * Names of what a PDF can do besides being read: run something, hold another file, send something away. Long enough that no packed picture has
 * them by chance.
 */
const ACTIVE = [
  '/JavaScript',
  '/EmbeddedFile',
  '/Launch',
  '/RichMedia',
  '/Rendition',
  '/SubmitForm',
  '/ImportData',
  '/GoToE',
]
/** Short ones: looked for only within what can be read, and with what must stand behind them. */
const ACTIVE_SHORT = /[\t\n\r -~]{8}\/(?:JS|XFA)\s{0,20}(?:[([<]|\d{1,10}\s{1,20}\d{1,5}\s{1,20}R\b)/
/** Ways of packing that are not undone here: beside packed objects they could hide one. */
const OTHER_PACKING = ['/LZWDecode', '/ASCIIHexDecode', '/ASCII85Decode', '/RunLengthDecode', '/Crypt']

/** All that is unpacked of one file; more is no paper of two megabytes. */
const MOST_UNPACKED = 32 * 1024 * 1024
const MOST_STREAMS = 5_000
/** So far before its stream stands what a stream is. */
const DICTIONARY = 4_096
/** The loop turns between two parts of this size. */
const PART = 64 * 1024
/** What may be cut by the end of a part: longer than any name that is looked for, written with escapes. */
const OVERLAP = 128

/** A name may be written `/J#61vaScript`. */
const plain = (text: string): string =>
  text.includes('#')
    ? text.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text
const isActive = (text: string): boolean => ACTIVE.some((name) => text.includes(name)) || ACTIVE_SHORT.test(text)

/**
 * Whether a PDF is a paper and nothing else. Kept as it is; refused with scripts, other files inside, or actions that leave it, in plain sight or
 * in packed objects; and where that cannot be told: locked, cut off, packed in ways that are not undone here. Whatever is packed is looked into,
 * wherever it stands, so that no reader finds an object that was not seen here.
 */
export async function inspect(bytes: Uint8Array): Promise<Refusal | undefined> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (!file.subarray(-1_024).includes('%%EOF')) return refuse('evidence.pdf-unreadable')
  let packsObjects = false
  let packsOtherwise = false
  for (let at = 0; at < file.length; at += PART) {
    const text = plain(file.toString('latin1', at === 0 ? 0 : at - OVERLAP, at + PART))
    if (isActive(text)) return refuse('evidence.pdf-active')
    if (text.includes('/Encrypt')) return refuse('evidence.pdf-unreadable')
    packsObjects ||= text.includes('/ObjStm')
    packsOtherwise ||= OTHER_PACKING.some((name) => text.includes(name))
    await turn()
  }
  if (packsObjects && packsOtherwise) return refuse('evidence.pdf-unreadable')
  return inspectPacked(file, packsObjects)
}

async function inspectPacked(file: Buffer, packsObjects: boolean): Promise<Refusal | undefined> {
  let left = MOST_UNPACKED
  let streams = 0
  for (let at = file.indexOf('stream'); at !== -1; at = file.indexOf('stream', at + 6)) {
    let from = at + 6
    while (WHITE.has(file[from]!) && from < at + 14) from++
    if (!isDeflated(file, from)) continue
    if (++streams > MOST_STREAMS) return refuse('evidence.pdf-unreadable')
    // Rows that are written as differences would have to be added up.
    if (packsObjects && hidesRows(dictionaryBefore(file, at))) return refuse('evidence.pdf-unreadable')
    const found = await unpack(file.subarray(from), left)
    if (found === 'active') return refuse('evidence.pdf-active')
    if (found === 'too-much') return refuse('evidence.pdf-unreadable')
    left -= found
  }
  return undefined
}

const SLASH = 0x2f
const WHITE = new Set([0x20, 0x09, 0x0a, 0x0d])
/** The two bytes that zlib begins with. */
const isDeflated = (file: Buffer, at: number): boolean =>
  at + 2 <= file.length && (file[at]! & 0x0f) === 8 && (file[at]! * 256 + file[at + 1]!) % 31 === 0
const hidesRows = (dictionary: string) => dictionary.includes('/ObjStm') && dictionary.includes('/Predictor')
const dictionaryBefore = (file: Buffer, at: number): string => {
  const text = file.toString('latin1', Math.max(0, at - DICTIONARY), at)
  return plain(text.slice(text.lastIndexOf('endobj') + 1))
}

/** @returns how many bytes it was; what is broken ends where it is broken, as it does for a reader */
function unpack(packed: Buffer, most: number): Promise<number | 'active' | 'too-much'> {
  return new Promise((done) => {
    const inflate = createInflate({ chunkSize: PART })
    let bytes = 0
    let before = ''
    const end = (said: number | 'active' | 'too-much') => {
      inflate.destroy()
      done(said)
    }
    inflate.on('data', (part: Buffer) => {
      bytes += part.length
      if (bytes > most) return end('too-much')
      // Every name begins so: of what has none nothing is looked for.
      if (!before.includes('/') && !part.includes(SLASH)) {
        before = ''
        return
      }
      const text = before + part.toString('latin1')
      if (isActive(plain(text))) return end('active')
      before = text.slice(-OVERLAP)
    })
    inflate.on('end', () => end(bytes))
    inflate.on('error', () => end(bytes))
    inflate.end(packed)
  })
}
