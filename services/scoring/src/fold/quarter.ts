import { addDays, daysBetween, type CivilDate } from '@timbang/rules/civil-date'
import { canonical } from '@timbang/rules/facts'

/** The first day of a day's quarter. */
export const quarterOf = (date: CivilDate): CivilDate =>
  `${date.slice(0, 4)}-${String(Math.floor((Number(date.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`

/** A quarter's days as one run of bytes: for each day its number, the length of its facts and the facts, canonical, so that equal sets have equal bytes. */
export function packQuarter(first: CivilDate, days: ReadonlyMap<CivilDate, Uint8Array>): Buffer {
  const parts: Buffer[] = []
  for (const [date, facts] of [...days].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const set = canonical(facts)
    const head = Buffer.alloc(5)
    head.writeUInt8(daysBetween(first, date), 0)
    head.writeUInt32BE(set.length, 1)
    parts.push(head, Buffer.from(set))
  }
  return Buffer.concat(parts)
}

export function* daysOfQuarter(first: CivilDate, bytes: Buffer): Generator<[CivilDate, Buffer]> {
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at + 1)
    yield [addDays(first, bytes.readUInt8(at)), bytes.subarray(at + 5, at + 5 + length)]
    at += 5 + length
  }
}
