import type { CivilDate, Instant, Zone } from '../shared/time.ts'

/** Somebody on record: by name where the reader may know it, else by the word that the page finds for a machine or an account. */
export type OnRecord = { key: string; name: string | null; position: string | null }

/** One look, or one decision. */
export type LookLine = {
  id: string
  kind: 'look' | 'decision'
  at: Instant
  reader: OnRecord
  readerRoles: readonly string[]
  operation: string
  /** Of many the first ones. */
  subjects: readonly OnRecord[]
  people: number
  /** What was decided about where that is no person: an id, or the name and version of a pack; empty: nothing else. */
  object: string
}

/** What the auditor asks for; empty: all. */
export type LookFilter = {
  /** Part of a name, and which side of a look it stands on. */
  name: string
  side: 'seen' | 'reader'
  /** A key, once somebody was chosen. */
  person: string
  operation: string
  day: CivilDate | ''
}

/** K9 Jejak audit. */
export type AuditView = {
  now: Instant
  zone: Zone
  filter: LookFilter
  /** Who is meant by the key in the filter. */
  chosen: OnRecord | null
  /** Several whom the name fits: the next act is to choose one. */
  fitting: readonly OnRecord[]
  lines: readonly LookLine[]
  /** For the page after this one. */
  next: string | null
  /** Parts of the system that did not answer: the list is not whole. */
  silent: readonly string[]
}
