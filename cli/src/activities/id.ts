import { hash } from 'node:crypto'
import { uuidV5 } from '@timbang/contracts/official-id'
import { Stopped } from '../province.ts'

/** Fifty-six bits of what a row is: the person, the day, the start and the words, as told by one client. Hexadecimal. */
export type Identity = string

/** Another number, unit, result, end or link is the same row mended; other words are another row. Neither its place nor the file counts. @param sentence trimmed, NFC */
export const identityOf = (
  client: string,
  row: { employeeId: string; workDate: string; start: string | undefined; sentence: string },
): Identity =>
  hash('sha256', [client, row.employeeId, row.workDate, row.start ?? '', row.sentence].join('\n')).slice(0, 14)

/** The last four digits of an id say the how manieth of equal rows it is. */
export const MOST_EQUAL = 0xffff

/** The id of a row: the same on every run, from whatever file. A UUIDv7 whose time is the work date. @param nth of equal rows, from 1 */
export function recordIdOf(identity: Identity, nth: number, workDate: string): string {
  const time = Date.parse(`${workDate}T00:00:00Z`).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${identity.slice(0, 3)}-a${identity.slice(3, 6)}-${identity.slice(6)}${nth.toString(16).padStart(4, '0')}`
}
/** What an id says of its row. */
export const readRecordId = (recordId: string): { identity: Identity; nth: number } => ({
  identity: recordId.slice(15, 18) + recordId.slice(20, 23) + recordId.slice(24, 32),
  nth: Number.parseInt(recordId.slice(32), 16),
})

/**
 * How often each identity came so far: ten bytes a place, the table half empty, so that a million rows take twenty megabytes.
 * @param rows at most: a file that has more now is another one than was looked at
 */
export function counterOf(rows: number) {
  const size = 2 ** Math.max(10, Math.ceil(Math.log2(rows * 1.5 + 1)))
  const [high, low, counts] = [new Uint32Array(size), new Uint32Array(size), new Uint16Array(size)]
  let left = rows
  /** Where it is, or where it would be. */
  const place = (identity: Identity): number => {
    const [first, second] = [Number.parseInt(identity.slice(0, 7), 16), Number.parseInt(identity.slice(7), 16)]
    let at = second & (size - 1)
    while (counts[at] !== 0 && (high[at] !== first || low[at] !== second)) at = (at + 1) & (size - 1)
    high[at] = first
    low[at] = second
    return at
  }
  return {
    /** The how manieth this one is; undefined: there are too many of it. */
    next: (identity: Identity): number | undefined => {
      if (left-- === 0)
        throw new Stopped(
          'Berkas berubah selagi dibaca. Ulangi perintah ini. / The file changed while it was read. Run the command again.',
        )
      const at = place(identity)
      if (counts[at]! >= MOST_EQUAL) return undefined
      counts[at]!++
      return counts[at]!
    },
    countOf: (identity: Identity): number => counts[place(identity)]!,
    /** From the first row of the same file. */
    again: () => {
      counts.fill(0)
      left = rows
    },
  }
}
export type Counter = ReturnType<typeof counterOf>

/** The same file is the same import. A UUID and no word: it stands on the log for ever, and the name of a file may be a person's. */
export const importIdOf = (fileHash: string): string => uuidV5(`file:${fileHash}`)
