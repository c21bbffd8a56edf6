import { accept, type Decision, refuse } from '@timbang/contracts/refusal'

/** A photo or a PDF of a record, known by whose it is, by the record and by its hash as sent. Its bytes may come before the record that names it, or after. */
export interface Evidence {
  readonly employeeId: string
  readonly recordId: string
  /** SHA-256, in hexadecimal, as the record says it. */
  readonly sent: string
  /** Some revision of the record names it. */
  readonly named: boolean
  /** Undefined: it has not come, or is gone. */
  readonly file: EvidenceFile | undefined
  /** When it came or went last: of two tellings the later counts. */
  readonly decidedAt: number | undefined
}

/** What lies in the store. */
export interface EvidenceFile {
  /** SHA-256 of what is kept: of a picture another than that of what was sent. */
  readonly kept: string
  readonly mediaType: MediaType
  readonly bytes: number
}

export type MediaType = 'image/webp' | 'application/pdf'

/** Why its bytes are gone: no record named it within two days, or the words of its record were erased. */
export type GoneCode = 'not-named' | 'words-erased'

export type EvidenceEvent =
  | { type: 'EvidenceKept'; recordId: string; sent: string; kept: string; mediaType: MediaType; bytes: number }
  | { type: 'EvidenceDiscarded'; recordId: string; sent: string; reasonCode: GoneCode }

const types: ReadonlySet<string> = new Set<EvidenceEvent['type']>(['EvidenceKept', 'EvidenceDiscarded'])
export const isOfEvidence = <E extends { type: string }>(event: E | EvidenceEvent): event is EvidenceEvent =>
  types.has(event.type)

/** Files of a person in a calendar month. A default of the practice of regional governments, not of a regulation (unverified). */
export const MOST_A_MONTH = 60

/** So long may bytes lie here that no record names. */
export const NAMED_WITHIN = 2 * 86_400_000

/** The instant of what is decided next: later than what was decided before, also where a clock stands still or goes back. */
export const instantAfter = (evidence: Evidence | undefined, now: number): number =>
  Math.max(now, (evidence?.decidedAt ?? 0) + 1)

export type EvidenceCommand =
  | { type: 'keep'; recordId: string; sent: string; file: EvidenceFile; used: number }
  | { type: 'forget'; recordId: string; sent: string; erased: boolean }

export function decide(evidence: Evidence | undefined, command: EvidenceCommand): Decision<EvidenceEvent> {
  const { recordId, sent } = command
  switch (command.type) {
    case 'keep':
      // The same file again, also when it was its last of the month.
      if (evidence?.file !== undefined) return accept()
      if (command.used >= MOST_A_MONTH) return refuse('evidence.too-many', { limit: MOST_A_MONTH })
      return accept({ type: 'EvidenceKept', recordId, sent, ...command.file })
    case 'forget':
      if (evidence?.file === undefined) return accept()
      if (command.erased) return accept({ type: 'EvidenceDiscarded', recordId, sent, reasonCode: 'words-erased' })
      return evidence.named ? accept() : accept({ type: 'EvidenceDiscarded', recordId, sent, reasonCode: 'not-named' })
    default:
      return command satisfies never
  }
}
