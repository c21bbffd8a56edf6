import type { Why } from '@timbang/intake/table/unreadable'
import type { Refused } from '../shared/answer.ts'
import type { Instant, Zone } from '../shared/time.ts'

export const kinds = ['presence', 'pins', 'lines'] as const
export type Kind = (typeof kinds)[number]
export const zones = ['WIB', 'WITA', 'WIT'] as const satisfies readonly Zone[]

/** What is brought, and of which agency. */
export type BringView = {
  /** Null: none was chosen. */
  agency: { code: string; name: string } | null
  agencies: readonly { code: string; name: string }[]
  /** Which kinds this caller may bring for it: scans are its own officer's alone. */
  kinds: readonly Kind[]
  zone: Zone
}

/** A line that cannot be taken: a code of the reader or of a refusal. */
export type FaultView = {
  line: number
  column: string | null
  reason: string
  said: string
  details: Refused['details']
}

/** What the file would change. */
export type Tried = {
  state: 'tried'
  rows: number
  fresh: number
  same: number
  changed: number
  /** Lines that cannot be taken; the first of them in `shown`. */
  faults: number
  shown: readonly FaultView[]
  /** Scans of the officer himself. */
  own: number
  /** Scans of numbers without an owner on their day, and those numbers. */
  unknown: number
  pins: readonly { pin: string; scans: number }[]
  /** Whether anything of it can be taken. */
  takes: boolean
}

/** What a look at the file gives. */
export type Trial =
  | Tried
  | { state: 'unread'; why: Why }
  | { state: 'refused'; refusal: Refused }
  /** Others' files are being read: it may be asked again. */
  | { state: 'busy'; seconds: number }

export type FileView = {
  agency: { code: string; name: string }
  kind: Kind
  device: string
  name: string
  /** Until when it is kept. */
  until: Instant
  reader: Zone
  trial: Trial
}
