import type { Criterion } from '@timbang/rules/kernel/1/criterion/criterion'
import type { DecidedLine, LookedLine } from '../shared/assessment/decided.ts'
import type { QuantityLine } from '@timbang/rules/kernel/1/criterion/quantity'
import type { Packs } from '@timbang/rules/published'
import type { Indicator } from '../shared/indicator/view.ts'
import type { CivilDate, Instant, Period, Zone } from '../shared/time.ts'

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
  /** The score receipt (`Receipt` of @timbang/rules): canonical JSON, exactly the bytes that were hashed. Null: nothing was computed for this quarter. */
  receipt: string | null
  /** The rule packs that the receipt names, as they were published. */
  packs: Packs
  /** Null: provisional. Hashes and salt as lower-case hex. */
  seal: {
    kind: 'evidence' | 'result'
    edition: number
    sealedAt: Instant
    root: string
    salt: string
    leaf: string
    steps: readonly { left: boolean; hash: string }[]
  } | null
  assessor: { name: string; position: string } | null
  /** What was decided last, with its reasons, as its owner has it; a sealed receipt may be older. Null: nothing, or it is not open to the reader. */
  decided: DecidedLine | null
  /** Second looks at it, the first first. */
  looks: readonly LookedLine[]
  /** Until when he may say what he thinks of himself; null: not now. */
  selfUntil: Instant | null
  /** Titles of the planned results that the receipt names by id. */
  results: readonly { id: string; code: string; title: string }[]
  /** Names of the posts that the receipt's segments name by assignment id. */
  posts: readonly { assignmentId: string; position: string; agency: string }[]
}

/** A planned result that figures of a unit feed: its line in the receipt, and the rows whose sum that is. Thousandths. */
export type Fed = {
  /** Where it stands on its page. */
  anchor: string
  line: QuantityLine
  title: string
  unitName: string
  /** Null: nobody has registered it. */
  indicator: Indicator | null
  /** By their days; a month's is `2026-07`. */
  rows: readonly { span: string; amount: number; per: number | null }[]
  /** Where whoever tells the figures, or watches them, opens them. */
  href: string | null
}

/** The entries behind a row of P9: their words from the journal, in the order of their work dates. */
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
  fed: readonly Fed[]
}
