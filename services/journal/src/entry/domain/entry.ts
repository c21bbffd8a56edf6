import type { EvidenceEvent } from '../../evidence/domain/evidence.ts'
import type { AttendanceOutageEvent, SettlementEvent } from '../../presence/domain.ts'
import type { RequestEvent } from '../../request/domain.ts'
import type { WindowEvent } from '../../window/domain.ts'

/** An entry: what a person recorded of one piece of work on one day, and what became of it. Its identity is (employee, record id). */
export interface Facts {
  readonly recordId: string
  readonly revision: number
  readonly workDate: string
  readonly resultId: string | undefined
  readonly quantityThousandths: number | undefined
  readonly unit: string | undefined
  readonly startMinute: number | undefined
  readonly endMinute: number | undefined
  readonly writtenAt: number | undefined
  readonly hasEvidence: boolean
  /** Hexadecimal, as is the digest of the wording: text compares with `===`. */
  readonly contentDigest: string
  readonly wordingDigest: string
  readonly importId: string | undefined
  /** The broker's append time, and the place in the log. */
  readonly recordedAt: number
  readonly activityPartition: number
  readonly activityOffset: bigint
  readonly activityEventId: string
  readonly sourceRecordedAt: number | undefined
  /** The revision takes the entry back. */
  readonly withdrawn: boolean
  /** SHA-256 of each photo or PDF as sent, in hexadecimal; what has come of them is told by the evidence. */
  readonly evidence: readonly string[]
}

export type Timeliness = 'in-time' | 'late'

/** held: not decidable yet · waiting: for the assessor · returned: with a reason, to mend · refused: by the journal, to mend · withdrawn: taken back by its writer */
export type State = 'held' | 'waiting' | 'verified' | 'returned' | 'refused' | 'withdrawn'

/** What a revision, or several, made of the quantity. Null: none was said. */
export interface Requantified {
  readonly before: number | null
  readonly unitBefore: string | null
  readonly after: number | null
  readonly unit: string | null
}

/** One line of an entry's story. `id` is the event's: it makes an event twice an event once, and finds the note, whose words are not in the log. */
export interface Step {
  readonly id: string
  readonly at: number
  readonly what: EntryEvent['type']
  readonly revision: number
  readonly code?: string
  readonly actor?: string
  /** The superior in whose place the actor decided. */
  readonly onBehalfOf?: string
  /** A file said it, and not its writer. */
  readonly imported?: true
  /** When it was decided, where that is not when it happened. */
  readonly decidedAt?: number
  /** The revision says another quantity than the one before it. */
  readonly quantity?: Requantified
}

/** Of a story that grew long: how many lines of its middle are gone, and until when such were decided. */
export interface Forgotten {
  readonly count: number
  readonly until: number
}

/** A story keeps its beginning and its last lines. What was told before those is known, also when it is told again. */
const MOST_STEPS = 64
const BEGINNING = 8

export interface Entry {
  readonly employeeId: string
  readonly agencyId: string
  readonly facts: Facts
  readonly state: State
  /** The instant by which windows judge it, where it mends a returned entry. */
  readonly timelyAt: number | undefined
  /** Milliseconds from its writing to its recording, where windows judge it by its writing: nobody but its writer saw that. */
  readonly arrivedAfter: number | undefined
  readonly timeliness: Timeliness | undefined
  /** Why held, returned or refused. */
  readonly code: string | undefined
  /** Empty: passed every automatic check. */
  readonly checkCodes: readonly string[]
  readonly reinstatedBy: string | undefined
  /** The assessor looked at it. */
  readonly opened: boolean
  /** Grows with every verdict and with every taking back; a correction carries it on. */
  readonly verdictVersion: number
  readonly verdictAt: number | undefined
  /** Nobody's name for an imported verdict. */
  readonly verdictBy: string | undefined
  /** The event that holds the note of a return. */
  readonly verdictEventId: string | undefined
  /** The same id came with other content: the first stands. A correction clears it. */
  readonly conflicted: boolean
  readonly decidedAt: number
  readonly steps: readonly Step[]
  readonly forgotten: Forgotten | undefined
}

export type EntryEvent =
  | {
      type: 'EntryAdmitted'
      facts: Facts
      timeliness: Timeliness
      checkCodes: readonly string[]
      reinstatedBy: string | undefined
      timelyAt: number | undefined
      arrivedAfter: number | undefined
    }
  | {
      type: 'EntryHeld' | 'EntryRefused'
      facts: Facts
      code: string
      timelyAt: number | undefined
      arrivedAfter: number | undefined
    }
  | { type: 'EntryWithdrawn'; facts: Facts; timelyAt: number | undefined; arrivedAfter: number | undefined }
  | { type: 'EntryOpened'; recordId: string; revision: number }
  | {
      type: 'EntryVerified'
      recordId: string
      revision: number
      workDate: string
      entryRecordedAt: number
      verdictVersion: number
      /** The superior in whose place it was decided. */
      onBehalfOf?: string | undefined
    }
  | {
      type: 'EntryReturned'
      recordId: string
      revision: number
      workDate: string
      entryRecordedAt: number
      verdictVersion: number
      reasonCode: string
      hasNote: boolean
      onBehalfOf?: string | undefined
    }
  | {
      type: 'VerificationUndone'
      recordId: string
      revision: number
      workDate: string
      entryRecordedAt: number
      verdictVersion: number
    }
  | {
      type: 'RecordConflicted'
      recordId: string
      revision: number
      activityPartition: number
      firstOffset: bigint
      otherOffset: bigint
      otherEventId: string
    }

/** All that the journal says. */
export type OwnEvent = EntryEvent | WindowEvent | RequestEvent | EvidenceEvent | SettlementEvent | AttendanceOutageEvent

/** An event with who, when and about whom: what the log's envelope says beside the body. */
export interface Told<E> {
  readonly eventId: string
  readonly employeeId: string | undefined
  readonly agencyId: string
  readonly decidedAt: number
  readonly sourceRecordedAt: number | undefined
  readonly actor: string | undefined
  readonly body: E
}

export const recordIdOf = (event: EntryEvent): string => ('facts' in event ? event.facts.recordId : event.recordId)

/**
 * What a record carries from the entry that it corrects: the instant by which windows judge it, or the facts of which that instant is.
 * A returned entry is mended when its assessor asks for it, which may be long after the window closed, so its correction is as timely as
 * what it corrects, and says like it when it was only said to be. A withdrawal in between hands the instant on, so that it changes nothing of
 * what comes after it. Undefined: its own instants count.
 */
export function carried(
  entry: Entry | undefined,
  facts: Facts,
): { instant: number; arrivedAfter: number | undefined } | { of: Facts } | undefined {
  if (!entry || (facts.revision > entry.facts.revision && stands(entry))) return undefined
  if (entry.timelyAt !== undefined) return { instant: entry.timelyAt, arrivedAfter: entry.arrivedAfter }
  return facts.revision > entry.facts.revision && entry.state === 'returned' ? { of: entry.facts } : undefined
}

const stands = (entry: Entry) => entry.state === 'waiting' || entry.state === 'verified'

/**
 * The entry after an event. Total: an event of the log is never refused here, and one that comes twice changes nothing (a relay may send again).
 * An entry begins with a judgement; anything else about an unknown one has nothing to change.
 */
export function evolve(entry: Entry | undefined, told: Told<EntryEvent>): Entry | undefined {
  const { body } = told
  if (entry?.steps.some((step) => step.id === told.eventId)) return entry
  if (entry?.forgotten !== undefined && told.decidedAt <= entry.forgotten.until) return entry
  if ('facts' in body) return judged(entry, { ...told, body })
  if (!entry) return undefined
  // One line of the story tells a conflict; a client that repeats it does not make the story longer.
  if (
    body.type === 'RecordConflicted' &&
    entry.steps.some((step) => step.what === body.type && step.revision === body.revision)
  )
    return entry
  const code = body.type === 'EntryReturned' ? body.reasonCode : undefined
  const after = { ...entry, ...stepped(entry, told, body.revision, code) }
  switch (body.type) {
    case 'RecordConflicted':
      return { ...after, conflicted: after.facts.revision === body.revision || after.conflicted }
    case 'EntryOpened':
      return after.facts.revision === body.revision ? { ...after, opened: true } : after
    case 'EntryVerified':
    case 'EntryReturned':
    case 'VerificationUndone':
      break
    default:
      return body satisfies never
  }
  if (body.verdictVersion <= entry.verdictVersion || body.revision !== entry.facts.revision) return after
  if (body.type === 'VerificationUndone')
    return {
      ...after,
      state: 'waiting',
      code: undefined,
      verdictVersion: body.verdictVersion,
      verdictAt: undefined,
      verdictBy: undefined,
      verdictEventId: undefined,
    }
  return {
    ...after,
    state: body.type === 'EntryVerified' ? 'verified' : 'returned',
    code,
    verdictVersion: body.verdictVersion,
    verdictAt: told.sourceRecordedAt ?? told.decidedAt,
    verdictBy: told.sourceRecordedAt === undefined ? told.actor : undefined,
    verdictEventId: told.eventId,
  }
}

export type Judgement = Extract<EntryEvent, { facts: Facts }>

const stateAfter: Readonly<Record<Judgement['type'], State>> = {
  EntryAdmitted: 'waiting',
  EntryHeld: 'held',
  EntryRefused: 'refused',
  EntryWithdrawn: 'withdrawn',
}

function judged(entry: Entry | undefined, told: Told<Judgement>): Entry {
  const { body } = told
  const story = stepped(entry, told, body.facts.revision, 'code' in body ? body.code : undefined)
  if (entry) {
    if (body.facts.revision < entry.facts.revision) return { ...entry, ...story }
    if (body.facts.revision > entry.facts.revision && body.type === 'EntryRefused' && stands(entry)) {
      return entry.steps.some((step) => step.what === body.type && step.revision === body.facts.revision)
        ? entry
        : { ...entry, ...story }
    }
    // A moved window changes whether a decided entry is in time, never what was decided about it.
    if (
      body.facts.revision === entry.facts.revision &&
      body.type === 'EntryAdmitted' &&
      (stands(entry) || entry.state === 'returned')
    ) {
      return {
        ...entry,
        ...story,
        timeliness: body.timeliness,
        checkCodes: body.checkCodes,
        reinstatedBy: body.reinstatedBy,
      }
    }
  }
  const same = entry?.facts.revision === body.facts.revision
  return {
    employeeId: told.employeeId!,
    agencyId: told.agencyId,
    facts: body.facts,
    ...story,
    timelyAt: body.timelyAt,
    arrivedAfter: body.arrivedAfter,
    state: stateAfter[body.type],
    timeliness: body.type === 'EntryAdmitted' ? body.timeliness : undefined,
    code: 'code' in body ? body.code : undefined,
    checkCodes: body.type === 'EntryAdmitted' ? body.checkCodes : [],
    reinstatedBy: body.type === 'EntryAdmitted' ? body.reinstatedBy : undefined,
    opened: false,
    verdictVersion: entry?.verdictVersion ?? 0,
    verdictAt: undefined,
    verdictBy: undefined,
    verdictEventId: undefined,
    conflicted: same ? entry.conflicted : false,
    decidedAt: told.decidedAt,
  }
}

/** A withdrawal says nothing of the quantity, and what comes behind one begins anew. */
function requantified(entry: Entry | undefined, body: EntryEvent): Pick<Step, 'quantity'> {
  if (entry === undefined || !('facts' in body)) return {}
  const [before, after] = [entry.facts, body.facts]
  if (after.revision <= before.revision || before.withdrawn || after.withdrawn) return {}
  if (before.quantityThousandths === after.quantityThousandths && before.unit === after.unit) return {}
  return {
    quantity: {
      before: before.quantityThousandths ?? null,
      unitBefore: before.unit ?? null,
      after: after.quantityThousandths ?? null,
      unit: after.unit ?? null,
    },
  }
}

/** What the revisions behind one have made of its quantity, as far as they stand; undefined: nothing. */
export function requantifiedSince({ steps, facts }: Entry, revision: number): Requantified | undefined {
  const changes = steps.flatMap((step) =>
    step.quantity !== undefined && step.revision > revision && step.revision <= facts.revision ? [step.quantity] : [],
  )
  const [first, last] = [changes[0], changes.at(-1)]
  if (first === undefined || last === undefined) return undefined
  const { before, unitBefore } = first
  const { after, unit } = last
  return before === after && unitBefore === unit ? undefined : { before, unitBefore, after, unit }
}

function stepped(
  entry: Entry | undefined,
  told: Told<EntryEvent>,
  revision: number,
  code: string | undefined,
): Pick<Entry, 'steps' | 'forgotten'> {
  const actor = told.sourceRecordedAt === undefined ? told.actor : undefined
  // Of imported history the reader wants to know when it happened, not when it was brought here.
  const at =
    entry === undefined || 'verdictVersion' in told.body ? (told.sourceRecordedAt ?? told.decidedAt) : told.decidedAt
  const step: Step = {
    id: told.eventId,
    at,
    what: told.body.type,
    revision,
    ...(code ? { code } : {}),
    ...(actor ? { actor } : {}),
    ...('onBehalfOf' in told.body && told.body.onBehalfOf !== undefined ? { onBehalfOf: told.body.onBehalfOf } : {}),
    ...('facts' in told.body && told.body.facts.importId !== undefined ? { imported: true as const } : {}),
    ...(at === told.decidedAt ? {} : { decidedAt: told.decidedAt }),
    ...requantified(entry, told.body),
  }
  const steps = [...(entry?.steps ?? []), step]
  if (steps.length <= MOST_STEPS) return { steps, forgotten: entry?.forgotten }
  const [gone] = steps.splice(BEGINNING, 1)
  return {
    steps,
    forgotten: {
      count: (entry?.forgotten?.count ?? 0) + 1,
      until: Math.max(entry?.forgotten?.until ?? 0, gone!.decidedAt ?? gone!.at),
    },
  }
}
