/**
 * Facts of one employee, packed: those of a work date together, and his leaves and permissions. Each fact is a byte string with its length in front, a member of a set: laying two
 * packs end to end is their union, order says nothing, and a fact that stands twice stands once. So a replay, a retry and another
 * order of arrival give the same set, and `canonical` gives equal sets equal bytes.
 */
export interface EntryFact {
  readonly kind: 'entry'
  readonly recordId: string
  readonly revision: number
  /** Place in the person's partition of activity.v1: of two contents under one id and revision the lower stands. */
  readonly offset: bigint
  readonly resultId: string | undefined
  readonly quantityThousandths: number | undefined
  readonly recordedAt: number
  readonly sourceRecordedAt: number | undefined
  readonly writtenAt: number | undefined
  /** It takes the entry back, if the journal agrees. */
  readonly withdrawn: boolean
}
export interface AttendanceFact {
  readonly kind: 'attendance'
  readonly recordId: string
  readonly revision: number
  readonly offset: bigint
  /** The broker's append time: a seal excludes by it. */
  readonly recordedAt: number
  /** When its source says that it was so: of two records of one day the later counts. */
  readonly occurredAt: number
  /** A personnel officer has settled what the day was. */
  readonly settlement: boolean
  /** For which it was told; undefined: a personnel officer settled it. */
  readonly agencyId: string | undefined
  readonly present: boolean
  readonly lateMinutes: number
  readonly earlyLeaveMinutes: number
  /** The officer took back what he had settled. */
  readonly withdrawn: boolean
}
export interface LeaveFact {
  readonly kind: 'leave'
  readonly recordId: string
  readonly revision: number
  readonly offset: bigint
  readonly recordedAt: number
  readonly reason: LeaveReason
  /** First and last day; a revision says both anew, however far it moves them. */
  readonly from: string
  readonly to: string
  readonly withdrawn: boolean
}
export interface VerdictFact {
  readonly kind: 'verdict'
  readonly recordId: string
  readonly revision: number
  readonly state: VerdictState
  /** Grows with every verdict of the assessor; 0 before the first. */
  readonly version: number
  /** The append time of the verdict itself: a seal excludes by it. */
  readonly recordedAt: number
  /** The instant by which windows judge a correction, where that is another. */
  readonly timelyAt: number | undefined
}
/** A machine saw the person. What day it makes is nobody's to say before the day is evaluated. */
export interface PunchFact {
  readonly kind: 'punch'
  readonly recordId: string
  readonly revision: number
  readonly offset: bigint
  readonly recordedAt: number
  /** Epoch milliseconds, whatever the zone of the machine's clock. */
  readonly at: number
  readonly device: string
  /** For which it was told. */
  readonly agencyId: string
  /** Which key was pressed, where the machine says so. */
  readonly key: PunchKey | undefined
  readonly withdrawn: boolean
}
/** Somebody may be away for a part of a day (izin): it excuses minutes in its span, never a day. */
export interface PermissionFact {
  readonly kind: 'permission'
  readonly recordId: string
  readonly revision: number
  readonly offset: bigint
  readonly recordedAt: number
  readonly reason: PermissionReason
  /** Local hours: minutes from the midnight with which this day begins; the end may lie on the next day. A revision says all anew. */
  readonly date: string
  readonly fromMinute: number
  readonly untilMinute: number
  readonly withdrawn: boolean
}
export type Fact = EntryFact | AttendanceFact | LeaveFact | VerdictFact | PunchFact | PermissionFact
/** What lies on no day, since a revision may move it to any: a person's leaves and permissions, read together. */
export type ExcuseFact = LeaveFact | PermissionFact
export const excuses = (fact: Fact): fact is ExcuseFact => fact.kind === 'leave' || fact.kind === 'permission'

export const punchKeys = ['in', 'out'] as const
export type PunchKey = (typeof punchKeys)[number]

/** `leave` is what a source says that knows no kinds of it; the others are codes of the pack. What is packed names its place here: new ones come last. */
export const leaveReasons = [
  'leave',
  'sick',
  'duty-travel',
  'annual',
  'long',
  'maternity',
  'important',
  'joint',
  'unpaid',
] as const
export type LeaveReason = (typeof leaveReasons)[number]
export const permissionReasons = ['personal', 'medical', 'official'] as const
export type PermissionReason = (typeof permissionReasons)[number]
/** In the order in which they win at one version: what was held or refused may be admitted later, never the other way round. */
export const verdictStates = ['held', 'refused', 'admitted', 'undone', 'verified', 'returned', 'withdrawn'] as const
export type VerdictState = (typeof verdictStates)[number]

const ENTRY = 1
const ATTENDANCE = 2
const LEAVE = 3
const VERDICT = 4
const PUNCH = 5
const PERMISSION = 6

/** What the first byte of flags of an attendance says. */
const SETTLEMENT = 1
const TAKEN_BACK = 2
const WITH_AGENCY = 4

/** What the byte of flags of a punch says: whether it is taken back, and above that the key, 0 for none. */
const PUNCH_WITHDRAWN = 1

/** What the last byte of an entry says: whether a result follows, whether it is taken back. */
const WITH_RESULT = 1
const WITHDRAWN = 2

/** Bytes as text: by a table, since ids are most of what is unpacked. */
const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

class Writer {
  private readonly bytes: number[] = []
  byte(value: number) {
    this.bytes.push(value)
    return this
  }
  /** LEB128, unsigned. */
  number(value: number | bigint) {
    if (typeof value === 'number' && value >= 0 && value < 0x7fffffff) {
      let small = value
      for (; small > 127; small >>>= 7) this.bytes.push((small & 127) | 128)
      this.bytes.push(small)
      return this
    }
    let rest = BigInt(value)
    if (rest < 0n) throw new RangeError('a packed number is not negative')
    for (; rest > 127n; rest >>= 7n) this.bytes.push(Number(rest & 127n) | 128)
    this.bytes.push(Number(rest))
    return this
  }
  optional(value: number | undefined) {
    return value === undefined ? this.number(0) : this.number(BigInt(value) + 1n)
  }
  text(value: string) {
    const encoded = new TextEncoder().encode(value)
    this.number(encoded.length)
    this.bytes.push(...encoded)
    return this
  }
  /** A UUID is sixteen bytes; anything else is kept as text. */
  id(value: string) {
    if (!/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(value)) return this.byte(0).text(value)
    this.byte(1)
    const digits = value.replaceAll('-', '')
    for (let at = 0; at < 32; at += 2) this.bytes.push(Number.parseInt(digits.slice(at, at + 2), 16))
    return this
  }
  done(): Uint8Array {
    return Uint8Array.from(this.bytes)
  }
}

/** The bytes by which a packed fact names a record: whether a record is among packed facts can be seen without unpacking them. */
export const idBytes = (recordId: string): Uint8Array => new Writer().id(recordId).done()

class Reader {
  at: number
  readonly bytes: Uint8Array
  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes
    this.at = at
  }
  byte(): number {
    const value = this.bytes[this.at++]
    if (value === undefined) throw new RangeError('packed facts end in the middle of one')
    return value
  }
  big(): bigint {
    const { at } = this
    const small = this.number()
    if (small <= Number.MAX_SAFE_INTEGER) return BigInt(small)
    this.at = at
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const next = this.byte()
      value |= BigInt(next & 127) << shift
      if (next < 128) return value
    }
  }
  /** Up to 2^53: by multiplication, since a shift would cut it to 32 bits. */
  number(): number {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const next = this.byte()
      value += (next & 127) * scale
      if (next < 128) return value
    }
  }
  optional(): number | undefined {
    const value = this.number()
    return value === 0 ? undefined : value - 1
  }
  text(): string {
    const length = this.number()
    const value = new TextDecoder().decode(this.bytes.subarray(this.at, this.at + length))
    this.at += length
    return value
  }
  id(): string {
    if (this.byte() === 0) return this.text()
    const { bytes, at } = this
    this.at += 16
    if (this.at > bytes.length) throw new RangeError('packed facts end in the middle of one')
    const two = (from: number) => hex[bytes[at + from]!]! + hex[bytes[at + from + 1]!]!
    return `${two(0)}${two(2)}-${two(4)}-${two(6)}-${two(8)}-${two(10)}${two(12)}${two(14)}`
  }
}

function packOne(fact: Fact): Uint8Array {
  const to = new Writer()
  switch (fact.kind) {
    case 'entry':
      to.byte(ENTRY)
        .id(fact.recordId)
        .number(fact.revision)
        .number(fact.offset)
        .optional(fact.quantityThousandths)
        .number(fact.recordedAt)
        .optional(fact.sourceRecordedAt)
        .optional(fact.writtenAt)
        .byte((fact.resultId === undefined ? 0 : WITH_RESULT) | (fact.withdrawn ? WITHDRAWN : 0))
      if (fact.resultId !== undefined) to.id(fact.resultId)
      return to.done()
    case 'attendance':
      to.byte(ATTENDANCE)
        .id(fact.recordId)
        .number(fact.revision)
        .number(fact.offset)
        .number(fact.recordedAt)
        .number(fact.occurredAt)
        .byte(
          (fact.settlement ? SETTLEMENT : 0) |
            (fact.withdrawn ? TAKEN_BACK : 0) |
            (fact.agencyId === undefined ? 0 : WITH_AGENCY),
        )
        .byte(fact.present ? 1 : 0)
        .number(fact.lateMinutes)
        .number(fact.earlyLeaveMinutes)
      if (fact.agencyId !== undefined) to.id(fact.agencyId)
      return to.done()
    case 'leave':
      return to
        .byte(LEAVE)
        .id(fact.recordId)
        .number(fact.revision)
        .number(fact.offset)
        .number(fact.recordedAt)
        .byte(leaveReasons.indexOf(fact.reason))
        .text(fact.from)
        .text(fact.to)
        .byte(fact.withdrawn ? 1 : 0)
        .done()
    case 'verdict':
      return to
        .byte(VERDICT)
        .id(fact.recordId)
        .number(fact.revision)
        .byte(verdictStates.indexOf(fact.state))
        .number(fact.version)
        .number(fact.recordedAt)
        .optional(fact.timelyAt)
        .done()
    case 'punch':
      return to
        .byte(PUNCH)
        .id(fact.recordId)
        .number(fact.revision)
        .number(fact.offset)
        .number(fact.recordedAt)
        .number(fact.at)
        .byte(
          ((fact.key === undefined ? 0 : punchKeys.indexOf(fact.key) + 1) << 1) |
            (fact.withdrawn ? PUNCH_WITHDRAWN : 0),
        )
        .text(fact.device)
        .id(fact.agencyId)
        .done()
    case 'permission':
      return to
        .byte(PERMISSION)
        .id(fact.recordId)
        .number(fact.revision)
        .number(fact.offset)
        .number(fact.recordedAt)
        .byte(permissionReasons.indexOf(fact.reason))
        .text(fact.date)
        .number(fact.fromMinute)
        .number(fact.untilMinute)
        .byte(fact.withdrawn ? 1 : 0)
        .done()
    default:
      return fact satisfies never
  }
}

/** A fact that lies between two places of the bytes. */
function unpackOne(bytes: Uint8Array, begin: number, end: number): Fact {
  const from = new Reader(bytes, begin)
  const fact = readOne(from)
  if (from.at > end) throw new RangeError('a packed fact goes on behind its end')
  return fact
}

function readOne(from: Reader): Fact {
  const kind = from.byte()
  const recordId = from.id()
  const revision = from.number()
  switch (kind) {
    case ENTRY: {
      const [offset, quantityThousandths, recordedAt, sourceRecordedAt, writtenAt] = [
        from.big(),
        from.optional(),
        from.number(),
        from.optional(),
        from.optional(),
      ]
      const says = from.byte()
      return {
        kind: 'entry',
        recordId,
        revision,
        offset,
        resultId: (says & WITH_RESULT) === 0 ? undefined : from.id(),
        quantityThousandths,
        recordedAt,
        sourceRecordedAt,
        writtenAt,
        withdrawn: (says & WITHDRAWN) !== 0,
      }
    }
    case ATTENDANCE: {
      const [offset, recordedAt, occurredAt, says] = [from.big(), from.number(), from.number(), from.byte()]
      return {
        kind: 'attendance',
        recordId,
        revision,
        offset,
        recordedAt,
        occurredAt,
        settlement: (says & SETTLEMENT) !== 0,
        present: from.byte() === 1,
        lateMinutes: from.number(),
        earlyLeaveMinutes: from.number(),
        agencyId: (says & WITH_AGENCY) === 0 ? undefined : from.id(),
        withdrawn: (says & TAKEN_BACK) !== 0,
      }
    }
    case LEAVE:
      return {
        kind: 'leave',
        recordId,
        revision,
        offset: from.big(),
        recordedAt: from.number(),
        reason: leaveReasons[from.byte()]!,
        from: from.text(),
        to: from.text(),
        withdrawn: from.byte() === 1,
      }
    case VERDICT:
      return {
        kind: 'verdict',
        recordId,
        revision,
        state: verdictStates[from.byte()]!,
        version: from.number(),
        recordedAt: from.number(),
        timelyAt: from.optional(),
      }
    case PUNCH: {
      const [offset, recordedAt, at, says] = [from.big(), from.number(), from.number(), from.byte()]
      return {
        kind: 'punch',
        recordId,
        revision,
        offset,
        recordedAt,
        at,
        key: punchKeys[(says >> 1) - 1],
        withdrawn: (says & PUNCH_WITHDRAWN) !== 0,
        device: from.text(),
        agencyId: from.id(),
      }
    }
    case PERMISSION:
      return {
        kind: 'permission',
        recordId,
        revision,
        offset: from.big(),
        recordedAt: from.number(),
        reason: permissionReasons[from.byte()]!,
        date: from.text(),
        fromMinute: from.number(),
        untilMinute: from.number(),
        withdrawn: from.byte() === 1,
      }
    default:
      throw new RangeError(`packed fact of an unknown kind ${kind}`)
  }
}

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
const framed = (fact: Uint8Array): Uint8Array => joined([new Writer().number(fact.length).done(), fact])

/** Facts to bytes, as they come. */
export const pack = (facts: readonly Fact[]): Uint8Array => joined(facts.map((fact) => framed(packOne(fact))))

function split(bytes: Uint8Array): Uint8Array[] {
  const from = new Reader(bytes)
  const facts: Uint8Array[] = []
  while (from.at < bytes.length) {
    const length = from.number()
    facts.push(bytes.subarray(from.at, from.at + length))
    from.at += length
  }
  return facts
}

const compareBytes = (a: Uint8Array, b: Uint8Array): number => {
  for (let at = 0; at < a.length && at < b.length; at++) if (a[at] !== b[at]) return a[at]! - b[at]!
  return a.length - b.length
}

/** The set behind the bytes: sorted, each member once. */
function members(bytes: Uint8Array): Uint8Array[] {
  const all = split(bytes)
  if (all.length < 2) return all
  const sorted = all.sort(compareBytes)
  return sorted.filter((fact, at) => at === 0 || compareBytes(fact, sorted[at - 1]!) !== 0)
}

/** Equal sets, equal bytes: what a seal hashes and what a closed day is compacted to. */
export const canonical = (bytes: Uint8Array): Uint8Array => joined(members(bytes).map(framed))

/** Where each fact begins and ends, when each is greater than the one before it, as nearly every day is laid: nothing is copied and sorted for it. */
function ascending(bytes: Uint8Array): number[] | undefined {
  const from = new Reader(bytes)
  const places: number[] = []
  let [before, beforeEnd] = [0, 0]
  while (from.at < bytes.length) {
    const length = from.number()
    const begin = from.at
    const end = begin + length
    let at = 0
    while (before + at < beforeEnd && begin + at < end && bytes[before + at] === bytes[begin + at]) at++
    const wholeBefore = before + at >= beforeEnd
    if (begin + at >= end || (!wholeBefore && bytes[before + at]! > bytes[begin + at]!)) return undefined
    places.push(begin, end)
    from.at = end
    before = begin
    beforeEnd = end
  }
  return places
}

export function unpack(bytes: Uint8Array): Fact[] {
  const places = ascending(bytes)
  if (places === undefined) return members(bytes).map((fact) => unpackOne(fact, 0, fact.length))
  const facts: Fact[] = []
  for (let at = 0; at < places.length; at += 2) facts.push(unpackOne(bytes, places[at]!, places[at + 1]!))
  return facts
}

/** What was appended by an instant: the same set whoever asks later. */
export const upTo = (facts: readonly Fact[], instant: number): Fact[] =>
  facts.filter((fact) => fact.recordedAt <= instant)
