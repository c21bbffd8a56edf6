import { randomUUIDv7 } from 'node:crypto'

/** Under whom stands what belongs to no agency: rule packs, seals, their markers. */
export const NO_AGENCY = '00000000-0000-0000-0000-000000000000'

type Instant = number | bigint

/** Who says a body, about whom, and when. Instants are epoch milliseconds. */
export type Saying = {
  readonly sourceRecordedAt?: Instant | undefined
  readonly employeeId?: string | undefined
  /** Absent: it belongs to none. */
  readonly agencyId?: string | undefined
  readonly actor?: string | undefined
  /** Absent: it is said for the first time. */
  readonly eventId?: string | undefined
} & (
  | { readonly occurredAt: Instant; readonly decidedAt?: Instant | undefined }
  /** A decision occurs when it is made, unless the person says otherwise. */
  | { readonly occurredAt?: undefined; readonly decidedAt: Instant }
)

interface Said {
  eventId: string
  occurredAt: bigint
  decidedAt?: bigint | undefined
  sourceRecordedAt?: bigint | undefined
  employeeId?: string | undefined
  agencyId: string
  actor?: string | undefined
  body?: { $case: string; value: unknown } | undefined
}

/** The envelope that every topic but the compacted ones has, around its body. */
export const said = <E extends Said>(body: NonNullable<E['body']>, saying: Saying): E =>
  ({
    eventId: saying.eventId ?? randomUUIDv7(),
    occurredAt: BigInt(saying.occurredAt ?? saying.decidedAt!),
    decidedAt: saying.decidedAt === undefined ? undefined : BigInt(saying.decidedAt),
    sourceRecordedAt: saying.sourceRecordedAt === undefined ? undefined : BigInt(saying.sourceRecordedAt),
    employeeId: saying.employeeId,
    agencyId: saying.agencyId ?? NO_AGENCY,
    actor: saying.actor,
    body,
  }) satisfies Said as Said as E
