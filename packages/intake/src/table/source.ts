import { createReadStream } from 'node:fs'
import { open, readFile, stat } from 'node:fs/promises'

/** Where a file lies: on this machine, by its path, or in hand, as it came over the wire. */
export type Source = string | Uint8Array

/** So many bytes of what is in hand are read between two turns of the loop. */
const PIECE = 64 * 1024

/** The bytes in pieces. @param most only so many from the beginning */
export async function* bytesOf(source: Source, most = Number.POSITIVE_INFINITY): AsyncGenerator<Buffer> {
  if (typeof source === 'string') {
    yield* createReadStream(source, { end: most - 1 }) as AsyncIterable<Buffer>
    return
  }
  const until = Math.min(most, source.length)
  for (let at = 0; at < until; at += PIECE) {
    yield Buffer.from(source.buffer, source.byteOffset + at, Math.min(PIECE, until - at))
    // Beside pages: others have their turn.
    await new Promise(setImmediate)
  }
}

export const sizeOf = async (source: Source): Promise<number> =>
  typeof source === 'string' ? (await stat(source)).size : source.length

export const wholeOf = async (source: Source): Promise<Buffer> =>
  typeof source === 'string' ? await readFile(source) : Buffer.from(source.buffer, source.byteOffset, source.byteLength)

/** The first four bytes, by which a file says what it is. */
export async function beginOf(source: Source): Promise<Buffer> {
  if (typeof source !== 'string') return (await wholeOf(source)).subarray(0, 4)
  const file = await open(source)
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
