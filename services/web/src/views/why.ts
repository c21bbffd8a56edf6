import type { CivilDate, Instant, Period, Zone } from './time.ts'

export type Criterion = 'discipline' | 'quality' | 'timeliness' | 'quantity' | 'teamwork' | 'innovation' | 'service'

/** P9 Mengapa nilai saya. The page is made from the receipt itself, so that sentence, bars and recomputation cannot differ. */
export type WhyView = {
  now: Instant
  zone: Zone
  period: Period
  /** Other quarters that can be read, latest first. */
  periods: readonly Period[]
  /** Whose score it is, and whether he reads it himself. */
  subject: { name: string; own: boolean }
  computedAt: Instant
  /** The score receipt: canonical JSON, exactly the bytes that were hashed. Null: nothing was computed for this quarter. */
  receipt: string | null
  /** Null: provisional. */
  seal: { kind: 'evidence' | 'result'; edition: number; sealedAt: Instant; root: string; salt: string; leaf: string; steps: readonly { left: boolean; hash: string }[] } | null
  assessor: { name: string; position: string } | null
  /** Titles of the planned results that the receipt names by id. */
  results: readonly { id: string; code: string; title: string }[]
}

/** The entries whose sum is a row of P9. */
export type EvidenceView = {
  now: Instant
  zone: Zone
  period: Period
  criterion: Criterion
  subject: { name: string; own: boolean }
  entries: readonly {
    recordId: string
    workDate: CivilDate
    sentence: string
    result: { code: string; title: string } | null
    quantityThousandths: number | null
    unit: string | null
    recordedAt: Instant
    sourceRecordedAt: Instant | null
    late: boolean
    state: 'verified' | 'waiting' | 'returned' | 'refused'
    receipt: { partition: number; offset: string }
  }[]
}
