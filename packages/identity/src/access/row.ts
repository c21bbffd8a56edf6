/**
 * How a caller can stand to what an operation is about.
 * The first group depends on the object and is found out by the service (packages/roster); the second is read off the caller alone.
 */
export type Relation =
  | 'self'
  | 'assessor'
  | 'assessors_delegate'
  | 'assessors_superior'
  | 'unit_head'
  | 'agency_head'
  | 'personnel_officer'
  | 'bkd'
  | 'governor'
  | 'auditor'
  | 'operator'
  | 'importer'
  | 'feeder'
  | 'anyone_signed_in'
  | 'public'

/** What an operation does, and what it is about: a named person, an agency, the province, or what everybody may see. */
export interface Row {
  readonly who: readonly Relation[]
  readonly does: 'reads' | 'writes'
  readonly about: 'person' | 'agency' | 'province' | 'public'
}

export const chain: readonly Relation[] = [
  'self',
  'assessor',
  'assessors_superior',
  'agency_head',
  'personnel_officer',
  'bkd',
  'auditor',
]
export const signedIn: readonly Relation[] = ['anyone_signed_in']
export const everybody: readonly Relation[] = ['public']
export const agency: readonly Relation[] = ['agency_head', 'personnel_officer', 'bkd', 'governor', 'auditor']
