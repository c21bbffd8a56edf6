import type { Activity as ActivityMessage } from '@timbang/contracts/gen/timbang/activity/v1/service'
import { unitOf } from '@timbang/contracts/units'
import Type, { type Static } from 'typebox'
import type { Activity } from '../domain/record.ts'
import type { EventBody, OfRecord } from './event.ts'
import {
  bigintOf,
  date,
  instant,
  minuteOf,
  named,
  numberOf,
  only,
  type Spoken,
  thousandthsOf,
  time,
  truth,
  uuid,
  type Wrong,
} from './field.ts'

export const ActivityBody = Type.Object(
  {
    work_date: date,
    sentence: Type.String({ description: '≤ 1000' }),
    result_id: Type.Optional(uuid),
    quantity: Type.Optional(
      Type.Union([Type.Number(), Type.String({ pattern: '^\\d{1,7}(\\.\\d{1,3})?$' })], {
        description: '12.5, "12.500": ≤ 3 decimals',
      }),
    ),
    unit: Type.Optional(Type.String({ minLength: 1, maxLength: 40, description: '1 – 40' })),
    start: Type.Optional(time),
    end: Type.Optional(time),
    evidence_link: Type.Optional(Type.String({ description: 'https://…' })),
    written_at: Type.Optional(instant),
    withdrawn: Type.Optional(truth),
    evidence: Type.Optional(
      Type.Array(Type.String({ pattern: '^[0-9a-f]{64}$' }), {
        maxItems: 3,
        description: 'SHA-256 of each photo or PDF, ≤ 3',
      }),
    ),
  },
  only,
)

/** Most records have none, and it is the same for all of them. */
const NONE: readonly never[] = []

/** Writing is one text whatever the keyboard composed it of, without the space around it. */
export function activityOf(from: Static<typeof ActivityBody>): Activity | Wrong {
  const thousandths = from.quantity === undefined ? undefined : thousandthsOf(from.quantity)
  if (Number.isNaN(thousandths)) return { wrong: 'activity.quantity' }
  return {
    kind: 'activity',
    workDate: from.work_date,
    sentence: from.sentence.trim().normalize('NFC'),
    resultId: from.result_id?.toLowerCase(),
    quantityThousandths: thousandths,
    // As the list spells it: "Berkas" and "berkas" are the same content. What the list has not is refused by the domain.
    unit: from.unit === undefined ? undefined : (unitOf(from.unit) ?? from.unit),
    startMinute: from.start === undefined ? undefined : minuteOf(from.start),
    endMinute: from.end === undefined ? undefined : minuteOf(from.end),
    evidenceLink: from.evidence_link,
    writtenAt: from.written_at,
    withdrawn: from.withdrawn ?? false,
    evidence: from.evidence ?? NONE,
  }
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')

export const spokenActivity = (message: ActivityMessage): Spoken<Activity> => ({
  json: {
    work_date: message.workDate,
    sentence: message.sentence,
    ...named('result_id', message.resultId),
    ...named('unit', message.unit),
    ...named('evidence_link', message.evidenceLink),
    ...named('written_at', numberOf(message.writtenAt)),
    withdrawn: message.withdrawn,
    ...(message.evidenceHashes.length === 0 ? undefined : { evidence: message.evidenceHashes.map(hex) }),
  },
  exact: {
    quantityThousandths: numberOf(message.quantityThousandths),
    startMinute: message.startMinute,
    endMinute: message.endMinute,
  },
})

const NO_HASHES: Buffer[] = []

/** What the log of facts says: no words. @param wording the digest of them */
export const activityRecorded = (body: Activity, of: OfRecord, wording: Buffer | undefined): EventBody => ({
  $case: 'activityRecorded',
  value: {
    ...of,
    workDate: body.workDate,
    resultId: body.resultId,
    quantityThousandths: bigintOf(body.quantityThousandths),
    unit: body.unit,
    startMinute: body.startMinute,
    endMinute: body.endMinute,
    writtenAt: bigintOf(body.writtenAt),
    hasEvidence: body.evidenceLink !== undefined || body.evidence.length > 0,
    wordingDigest: wording ?? Buffer.alloc(0),
    withdrawn: body.withdrawn,
    evidenceHashes: body.evidence.length === 0 ? NO_HASHES : body.evidence.map((hash) => Buffer.from(hash, 'hex')),
  },
})
