import { createHash } from 'node:crypto'
import { uuidV5 } from '@timbang/contracts/official-id'

/**
 * The id of a file's line: the same on every run, on whatever day. Shaped as a UUIDv7 whose time is the work date; the last eight digits are the
 * line, so that a refusal that comes later finds its line without a list in memory.
 */
export function recordIdOf(fileHash: string, line: number, workDate: string): string {
  const time = Date.parse(`${workDate}T00:00:00Z`).toString(16).padStart(12, '0')
  const hash = createHash('sha256').update(`${fileHash} ${line}`).digest('hex')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hash.slice(0, 3)}-a${hash.slice(3, 6)}-${hash.slice(6, 10)}${line.toString(16).padStart(8, '0')}`
}
export const lineOf = (recordId: string): number => Number.parseInt(recordId.slice(-8), 16)
/** The same file is the same import. A UUID and no word: it stands on the log for ever, and the name of a file may be a person's. */
export const importIdOf = (fileHash: string): string => uuidV5(`file:${fileHash}`)

/** Titles are the same when they differ in case, punctuation or space only. */
export const normalised = (title: string): string =>
  title
    .normalize('NFKC')
    .toLocaleLowerCase('id')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
