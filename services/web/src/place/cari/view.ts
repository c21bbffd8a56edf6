import type { Instant, Period } from '../shared/time.ts'

/** What is typed: a name or its beginnings, or the last three digits of a NIP; `after` as the page before said it. */
export type Asked = { by: 'name' | 'digits'; name: string; digits: string; after: string }

export type Above = { name: string; position: string }
export type Hit = {
  employeeId: string
  name: string
  position: string
  unit: string
  agency: { code: string; name: string } | null
  nipTail: string
  /** Who lent him, where he works for another than his home agency. */
  secondedFrom: string | null
  /** Who assesses him today, and who is above that one. */
  assessor: Above | null
  superior: Above | null
}

/** Looking for a person, among those whom one may know. */
export type FindView = {
  now: Instant
  /** Among whom: everybody, an agency, or those whom one assesses. */
  scope: 'province' | 'agency' | 'team'
  asked: Asked
  /** What was typed is no name, or no three digits. */
  fault: Asked['by'] | null
  /** The quarter whose score a hit leads to. */
  period: Period
  /** Null: nothing was asked yet. */
  hits: readonly Hit[] | null
  next: string | null
}
