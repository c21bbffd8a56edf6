import type { ActivityEvent, ActivityRecorded } from '@timbang/contracts/gen/timbang/activity/v1/events'
import {
  type EntryFacts,
  type JournalEvent,
  Timeliness as TimelinessCode,
} from '@timbang/contracts/gen/timbang/journal/v1/events'
import { type Entry as EntryMessage, EntryState } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import type { Evidence } from '../evidence/domain/evidence.ts'
import { undoUntil } from '../verdict/domain.ts'
import type { Entry, EntryEvent, Facts, State, Timeliness } from './domain/entry.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
const number = (value: bigint | undefined) => (value === undefined ? undefined : Number(value))
const instant = (value: number | undefined) => (value === undefined ? undefined : BigInt(value))

/** What the activity says of an entry, with where and when the log took it. */
export const factsOf = (
  event: ActivityEvent,
  body: ActivityRecorded,
  place: { partition: number; offset: bigint; appendedAt: number },
): Facts => ({
  recordId: body.recordId,
  revision: body.revision,
  workDate: body.workDate,
  resultId: body.resultId,
  quantityThousandths: number(body.quantityThousandths),
  unit: body.unit,
  startMinute: body.startMinute,
  endMinute: body.endMinute,
  writtenAt: number(body.writtenAt),
  hasEvidence: body.hasEvidence,
  contentDigest: hex(body.contentDigest),
  wordingDigest: hex(body.wordingDigest),
  importId: body.importId,
  recordedAt: place.appendedAt,
  activityPartition: place.partition,
  activityOffset: place.offset,
  activityEventId: event.eventId,
  sourceRecordedAt: number(event.sourceRecordedAt),
  withdrawn: body.withdrawn,
  evidence: body.evidenceHashes.map(hex),
})

const toFacts = (facts: Facts): EntryFacts => ({
  recordId: facts.recordId,
  revision: facts.revision,
  workDate: facts.workDate,
  resultId: facts.resultId,
  quantityThousandths: instant(facts.quantityThousandths),
  unit: facts.unit,
  startMinute: facts.startMinute,
  endMinute: facts.endMinute,
  writtenAt: instant(facts.writtenAt),
  hasEvidence: facts.hasEvidence,
  contentDigest: Buffer.from(facts.contentDigest, 'hex'),
  wordingDigest: Buffer.from(facts.wordingDigest, 'hex'),
  importId: facts.importId,
  recordedAt: BigInt(facts.recordedAt),
  activityPartition: facts.activityPartition,
  activityOffset: facts.activityOffset,
  activityEventId: facts.activityEventId,
  sourceRecordedAt: instant(facts.sourceRecordedAt),
  withdrawn: facts.withdrawn,
  evidenceHashes: facts.evidence.map((hash) => Buffer.from(hash, 'hex')),
})

const fromFacts = (facts: EntryFacts): Facts => ({
  recordId: facts.recordId,
  revision: facts.revision,
  workDate: facts.workDate,
  resultId: facts.resultId,
  quantityThousandths: number(facts.quantityThousandths),
  unit: facts.unit,
  startMinute: facts.startMinute,
  endMinute: facts.endMinute,
  writtenAt: number(facts.writtenAt),
  hasEvidence: facts.hasEvidence,
  contentDigest: hex(facts.contentDigest),
  wordingDigest: hex(facts.wordingDigest),
  importId: facts.importId,
  recordedAt: Number(facts.recordedAt),
  activityPartition: facts.activityPartition,
  activityOffset: facts.activityOffset,
  activityEventId: facts.activityEventId,
  sourceRecordedAt: number(facts.sourceRecordedAt),
  withdrawn: facts.withdrawn,
  evidence: facts.evidenceHashes.map(hex),
})

const timelinessCode = (of: Timeliness | undefined) =>
  of === 'in-time'
    ? TimelinessCode.TIMELINESS_IN_TIME
    : of === 'late'
      ? TimelinessCode.TIMELINESS_LATE
      : TimelinessCode.TIMELINESS_UNSPECIFIED

/** The body of the log's record for an event of an entry. */
export function toEntryBody(event: EntryEvent): NonNullable<JournalEvent['body']> {
  switch (event.type) {
    case 'EntryAdmitted':
      return {
        $case: 'entryAdmitted',
        value: {
          entry: toFacts(event.facts),
          timeliness: timelinessCode(event.timeliness),
          checkCodes: [...event.checkCodes],
          reinstatedBy: event.reinstatedBy,
          timelyAt: instant(event.timelyAt),
          arrivedAfter: instant(event.arrivedAfter),
        },
      }
    case 'EntryHeld':
      return {
        $case: 'entryHeld',
        value: {
          entry: toFacts(event.facts),
          code: event.code,
          timelyAt: instant(event.timelyAt),
          arrivedAfter: instant(event.arrivedAfter),
        },
      }
    case 'EntryRefused':
      return {
        $case: 'entryRefused',
        value: {
          entry: toFacts(event.facts),
          code: event.code,
          timelyAt: instant(event.timelyAt),
          arrivedAfter: instant(event.arrivedAfter),
        },
      }
    case 'EntryWithdrawn':
      return {
        $case: 'entryWithdrawn',
        value: {
          entry: toFacts(event.facts),
          timelyAt: instant(event.timelyAt),
          arrivedAfter: instant(event.arrivedAfter),
        },
      }
    case 'EntryOpened':
      return { $case: 'entryOpened', value: { recordId: event.recordId, revision: event.revision } }
    case 'EntryVerified':
      return { $case: 'entryVerified', value: { ...verdict(event), onBehalfOf: event.onBehalfOf } }
    case 'EntryReturned':
      return {
        $case: 'entryReturned',
        value: {
          ...verdict(event),
          reasonCode: event.reasonCode,
          hasNote: event.hasNote,
          onBehalfOf: event.onBehalfOf,
        },
      }
    case 'VerificationUndone':
      return { $case: 'verificationUndone', value: verdict(event) }
    case 'RecordConflicted': {
      const { type: _, ...value } = event
      return { $case: 'recordConflicted', value }
    }
    default:
      return event satisfies never
  }
}

const verdict = (event: Extract<EntryEvent, { verdictVersion: number }>) => ({
  recordId: event.recordId,
  revision: event.revision,
  workDate: event.workDate,
  entryRecordedAt: BigInt(event.entryRecordedAt),
  verdictVersion: event.verdictVersion,
})

/** Undefined: of something else than an entry. */
export function fromEntryBody(body: JournalEvent['body']): EntryEvent | undefined {
  switch (body?.$case) {
    case 'entryAdmitted':
      return {
        type: 'EntryAdmitted',
        facts: fromFacts(body.value.entry!),
        timeliness: body.value.timeliness === TimelinessCode.TIMELINESS_LATE ? 'late' : 'in-time',
        checkCodes: body.value.checkCodes,
        reinstatedBy: body.value.reinstatedBy,
        timelyAt: number(body.value.timelyAt),
        arrivedAfter: number(body.value.arrivedAfter),
      }
    case 'entryHeld':
      return {
        type: 'EntryHeld',
        facts: fromFacts(body.value.entry!),
        code: body.value.code,
        timelyAt: number(body.value.timelyAt),
        arrivedAfter: number(body.value.arrivedAfter),
      }
    case 'entryRefused':
      return {
        type: 'EntryRefused',
        facts: fromFacts(body.value.entry!),
        code: body.value.code,
        timelyAt: number(body.value.timelyAt),
        arrivedAfter: number(body.value.arrivedAfter),
      }
    case 'entryWithdrawn':
      return {
        type: 'EntryWithdrawn',
        facts: fromFacts(body.value.entry!),
        timelyAt: number(body.value.timelyAt),
        arrivedAfter: number(body.value.arrivedAfter),
      }
    case 'entryOpened':
      return { type: 'EntryOpened', ...body.value }
    case 'entryVerified':
      return { type: 'EntryVerified', ...body.value, entryRecordedAt: Number(body.value.entryRecordedAt) }
    case 'entryReturned':
      return { type: 'EntryReturned', ...body.value, entryRecordedAt: Number(body.value.entryRecordedAt) }
    case 'verificationUndone':
      return { type: 'VerificationUndone', ...body.value, entryRecordedAt: Number(body.value.entryRecordedAt) }
    case 'recordConflicted':
      return { type: 'RecordConflicted', ...body.value }
    default:
      return undefined
  }
}

export const stateCodes: Record<State, EntryState> = {
  held: EntryState.ENTRY_STATE_HELD,
  waiting: EntryState.ENTRY_STATE_WAITING,
  verified: EntryState.ENTRY_STATE_VERIFIED,
  returned: EntryState.ENTRY_STATE_RETURNED,
  refused: EntryState.ENTRY_STATE_REFUSED,
  withdrawn: EntryState.ENTRY_STATE_WITHDRAWN,
}
const states = new Map(Object.entries(stateCodes).map(([state, code]) => [code, state as State]))
export const stateOf = (code: EntryState): State | undefined => states.get(code)
export const codeOf = (state: State): EntryState => stateCodes[state]

/** What is shown beside an entry and is not the entry's own: its words, the note of a return, the planned result. */
export interface Beside {
  readonly sentence: string
  readonly evidenceLink: string
  readonly note: string
  readonly resultCode: string
  readonly targetThousandths: number
  readonly verifiedThousandths: number
  /** Each file that it names, come or not. */
  readonly evidence: readonly Evidence[]
}

export const nothingBeside: Beside = {
  sentence: '',
  evidenceLink: '',
  note: '',
  resultCode: '',
  targetThousandths: 0,
  verifiedThousandths: 0,
  evidence: [],
}

export const toEntryMessage = (entry: Entry, beside: Beside): EntryMessage => ({
  facts: toFacts(entry.facts),
  employeeId: entry.employeeId,
  agencyId: entry.agencyId,
  state: stateCodes[entry.state],
  timeliness: timelinessCode(entry.timeliness),
  code: entry.code ?? '',
  note: beside.note,
  sentence: beside.sentence,
  evidenceLink: beside.evidenceLink,
  checkCodes: [...entry.checkCodes],
  opened: entry.opened,
  decidedAt: BigInt(entry.verdictAt ?? entry.decidedAt),
  verdictVersion: entry.verdictVersion,
  conflicted: entry.conflicted,
  undoUntil: BigInt(undoUntil(entry) ?? 0),
  verifiedQuantityThousandths: BigInt(beside.verifiedThousandths),
  targetThousandths: BigInt(beside.targetThousandths),
  resultCode: beside.resultCode,
  decidedBy: entry.verdictBy ?? '',
  arrivedAfter: instant(entry.arrivedAfter),
  evidence: beside.evidence.map(({ sent, file }) => ({
    sent: Buffer.from(sent, 'hex'),
    mediaType: file?.mediaType ?? '',
    bytes: file?.bytes ?? 0,
  })),
})

/** What is looked for in sentences, as they were written: in lower case, composed as the door composes. */
export const wordsIn = (text: string): string[] =>
  text
    .normalize('NFC')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')

/** Where a page of a person's days ended, as text that a client hands back. */
export const cursor = {
  of: ({ workDate, recordId }: Pick<Facts, 'workDate' | 'recordId'>) => `${workDate}~${recordId}`,
  read: (text: string) => {
    const [, workDate, recordId] = /^(\d{4}-\d{2}-\d{2})~([0-9a-f-]{36})$/.exec(text) ?? []
    return workDate !== undefined && recordId !== undefined ? { workDate, recordId } : undefined
  },
}

/** Where a page of many people's days ended. */
export const peopleCursor = {
  of: ({ employeeId, facts }: Pick<Entry, 'employeeId' | 'facts'>) => `${employeeId}~${cursor.of(facts)}`,
  read: (text: string) => {
    const [, employeeId, rest] = /^([0-9a-f-]{36})~(.+)$/.exec(text) ?? []
    const day = rest === undefined ? undefined : cursor.read(rest)
    return employeeId === undefined || day === undefined ? undefined : { employeeId, ...day }
  },
}
