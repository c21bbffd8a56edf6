import { hash, type KeyObject, randomUUIDv7 } from 'node:crypto'
import { type Outgoing, toMessage } from '@timbang/contracts/envelope'
import { punchIdOf } from '@timbang/contracts/punch-id'
import { isRefusal, type Refusal, refuse } from '@timbang/contracts/refusal'
import { topics } from '@timbang/contracts/topics'
import { relationsToAgency } from '@timbang/identity/access'
import type { Caller } from '@timbang/identity/caller'
import type { Clock } from '@timbang/process/clock'
import { NO_AGENCY } from '@timbang/contracts/said'
import type { Hold } from './admission.ts'
import {
  canonicalContent,
  canonicalWording,
  check,
  isOfUnit,
  type Figure,
  type PersonsBody,
  type Sent,
} from './domain/record.ts'
import type { createLanes, Lane, Place } from './lanes.ts'
import { inTurns } from './pace.ts'
import { toEvents, toFigureEvent } from './wire/record.ts'

/** What became of one record. A place: it is in the log, durably, words and event. */
export type Outcome =
  | { readonly recordId: string; readonly place: Place }
  | { readonly recordId: string | undefined; readonly refusal: Refusal }

/** The log did not acknowledge in time. Whether the record is in it is not known: the same record sent again is harmless. */
export const notAcknowledged = refuse('service.unavailable', { seconds: 5 })

/** Imports have a lane of their own, behind people; so has a file that an officer brings. */
export const laneOf = (caller: Caller, file = false): Lane =>
  file || caller.roles.includes('importer') ? 'imports' : 'people'

/** Whether somebody may bring a machine's scans as a file: of which agencies is asked of each. */
export const bringsFiles = (caller: Caller): boolean =>
  caller.employeeId !== undefined && caller.roles.includes('personnel_officer')

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** For whom a caller may record: a person for himself; a machine for the agencies of its client, or for all when it is bound to none. */
export function owner(caller: Caller, sent: Sent<PersonsBody>): { employeeId: string; agencyId: string } | Refusal {
  if (caller.employeeId !== undefined) {
    // The key of everything that follows: a token with another kind of id is nobody's here.
    if (!UUID.test(caller.employeeId)) return refuse('access.token-invalid')
    if (sent.body.kind === 'punch' && bringsFiles(caller)) return scanned(caller, sent)
    if (sent.employeeId !== undefined && sent.employeeId !== caller.employeeId)
      return refuse('activity.not-yours', undefined, 'employee_id')
    // Presence and leave are told by the agency's own systems, never by the person they excuse.
    if (sent.body.kind !== 'activity') return refuse('access.denied', undefined, sent.body.kind)
    const dated = datedBack(sent)
    if (dated) return dated
    return { employeeId: caller.employeeId, agencyId: caller.agencyId ?? sent.agencyId ?? NO_AGENCY }
  }
  if (!isMachine(caller)) return refuse('access.denied')
  if (sent.employeeId === undefined) return refuse('request.value-invalid', { hint: 'UUID' }, 'employee_id')
  const of = ofMachine(caller, sent)
  return isRefusal(of) ? of : { employeeId: sent.employeeId, agencyId: of.agencyId }
}

/**
 * The scans of a machine of his agency, as its file holds them: told by its personnel officer, never of himself, and taken back by nobody but the
 * machine's own system. That the person is of the agency is not known here: the event says who told it, and for which agency.
 */
function scanned(caller: Caller, sent: Sent<PersonsBody>): { employeeId: string; agencyId: string } | Refusal {
  const { employeeId, agencyId, body } = sent
  if (employeeId === undefined || employeeId === caller.employeeId || (body.kind === 'punch' && body.withdrawn))
    return refuse('access.denied', undefined, 'punch')
  if (agencyId === undefined || !relationsToAgency(caller, agencyId).has('personnel_officer'))
    return refuse('activity.not-yours', undefined, 'agency_id')
  return datedBack(sent) ?? { employeeId, agencyId }
}

/** A person brings no history. */
function datedBack(sent: Sent): Refusal | undefined {
  if (sent.importId !== undefined) return refuse('access.denied', undefined, 'import_id')
  if (sent.sourceRecordedAt !== undefined) return refuse('access.denied', undefined, 'source_recorded_at')
  return undefined
}

const isMachine = ({ roles }: Caller): boolean => roles.includes('importer') || roles.includes('feeder')

/** The agency whose record a machine may bring: one of its client's, or any when it is bound to none. Only an import brings history. */
function ofMachine(caller: Caller, sent: Sent): { agencyId: string } | Refusal {
  const importer = caller.roles.includes('importer')
  if (sent.agencyId === undefined) return refuse('request.value-invalid', { hint: 'UUID' }, 'agency_id')
  if (caller.agencies.length > 0 && !caller.agencies.includes(sent.agencyId))
    return refuse('activity.not-yours', undefined, 'agency_id')
  if (sent.importId !== undefined && !importer) return refuse('access.denied', undefined, 'import_id')
  if (sent.sourceRecordedAt !== undefined && sent.importId === undefined)
    return refuse('request.value-invalid', { hint: 'import_id' }, 'import_id')
  return { agencyId: sent.agencyId }
}

/**
 * For which agency a caller may tell figures of a unit: its own systems, and its personnel officer by hand. That the unit is the agency's is not
 * known here: a figure counts for the people of the unit's agency only where it was told for that one.
 */
export function figureOwner(caller: Caller, sent: Sent<Figure>): { agencyId: string } | Refusal {
  if (sent.employeeId !== undefined) return refuse('request.value-invalid', { hint: 'unit_id' }, 'employee_id')
  if (caller.kind !== 'person') return isMachine(caller) ? ofMachine(caller, sent) : refuse('access.denied')
  if (sent.agencyId === undefined) return refuse('request.value-invalid', { hint: 'UUID' }, 'agency_id')
  if (!relationsToAgency(caller, sent.agencyId).has('personnel_officer'))
    return refuse('access.denied', undefined, 'figure')
  return datedBack(sent) ?? { agencyId: sent.agencyId }
}

/** A punch has no id but that of its person, machine and second: else one that is told twice would be two. */
export const checkId = ({ body, recordId }: Sent, employeeId: string): Refusal | undefined =>
  body.kind !== 'punch' || recordId === punchIdOf({ employeeId, device: body.device, at: body.at })
    ? undefined
    : refuse('request.value-invalid', { hint: 'UUIDv7 (employee_id, device, s)' }, 'record_id')

/**
 * Takes one record: who may, whether it can be, then into its lane. `settle` is called once, with the place in the log only
 * after the broker has acknowledged both messages, and not before this function returned.
 */
export const recordOne = ({
  lanes,
  clock,
  digestKey,
  partitions,
  figurePartitions,
}: {
  lanes: ReturnType<typeof createLanes>
  clock: Clock
  digestKey: KeyObject
  /** Of the people's topic, and of the units'. */
  partitions: number
  figurePartitions: number
}) => {
  // A key in front is a MAC here: SHA-512/256 tells a part of its state only, so nobody can go on from it. One call; an HMAC is twice that,
  // and two of them were a third of a record's time.
  const key = digestKey.export().toString('base64')
  const digest = (text: string) => hash('sha512-256', key + text, 'buffer')

  type Settle = (place: Place | undefined) => void
  const takeFigure = (caller: Caller, sent: Sent<Figure>, settle: Settle): Refusal | undefined => {
    const whose = figureOwner(caller, sent)
    if (isRefusal(whose)) return whose
    const now = clock.now()
    const fault = check(sent, now, sent.importId !== undefined)
    if (fault) return fault
    const content = digest(canonicalContent(sent.body.unitId, sent))
    const event = toFigureEvent(sent, whose.agencyId, caller.employeeId ?? caller.sub, randomUUIDv7(), now, content)
    const outgoing = toMessage(topics.figure, event, { partitions: figurePartitions })
    lanes.takeFigure(laneOf(caller), { event: outgoing, text: undefined, bytes: weight(outgoing), settle })
    return undefined
  }

  const takePersons = (caller: Caller, sent: Sent<PersonsBody>, settle: Settle): Refusal | undefined => {
    const whose = owner(caller, sent)
    if (isRefusal(whose)) return whose
    const now = clock.now()
    const fault = check(sent, now, sent.importId !== undefined) ?? checkId(sent, whose.employeeId)
    if (fault) return fault
    const digests = {
      content: digest(canonicalContent(whose.employeeId, sent)),
      wording:
        sent.body.kind === 'activity' ? digest(canonicalWording(whose.employeeId, sent.body.sentence)) : undefined,
    }
    const { event, text } = toEvents(sent, whose.employeeId, whose.agencyId, caller.sub, randomUUIDv7(), now, digests)
    const outgoing = toMessage(topics.activity, event, { partitions })
    const words = text && toMessage(topics.activityText, text, { partitions })
    lanes.take(laneOf(caller, sent.body.kind === 'punch' && bringsFiles(caller)), {
      event: outgoing,
      text: words,
      bytes: weight(outgoing) + (words ? weight(words) : 0),
      settle,
    })
    return undefined
  }

  return (caller: Caller, sent: Sent, settle: Settle): Refusal | undefined =>
    isOfUnit(sent) ? takeFigure(caller, sent, settle) : takePersons(caller, sent as Sent<PersonsBody>, settle)
}

/** Headers weigh about as much as a small event. */
const weight = (message: Outgoing) => (message.value?.length ?? 0) + 300

export type RecordOne = ReturnType<typeof recordOne>

/**
 * Takes many records of one caller, each by itself, and waits for the log. What it has not acknowledged in time is refused as such; what
 * it acknowledges later is settled in the hold.
 * @param read gives the record that an item says
 * @returns an outcome for each item, in their order
 */
export const recordMany =
  ({ record, acknowledgeWithin }: { record: RecordOne; acknowledgeWithin: number }) =>
  async <T>(
    caller: Caller,
    items: readonly T[],
    read: (item: T) => Sent | Refusal,
    hold: Hold,
  ): Promise<readonly Outcome[]> => {
    const outcomes: (Outcome | undefined)[] = new Array(items.length)
    const ids: (string | undefined)[] = new Array(items.length)
    const done = Promise.withResolvers<void>()
    const late = setTimeout(done.resolve, acknowledgeWithin)
    let waiting = 1
    const settled = () => {
      if (--waiting === 0) done.resolve()
    }
    const one = (item: T, at: number) => {
      const sent = read(item)
      if (isRefusal(sent)) {
        outcomes[at] = { recordId: undefined, refusal: sent }
        return
      }
      const { recordId } = sent
      ids[at] = recordId
      const refusal = record(caller, sent, (place) => {
        outcomes[at] = place === undefined ? { recordId, refusal: notAcknowledged } : { recordId, place }
        hold.settled()
        settled()
      })
      if (refusal !== undefined) outcomes[at] = { recordId, refusal }
      else {
        hold.sent()
        waiting++
      }
    }
    try {
      await inTurns(items, one)
      settled()
      await done.promise
    } finally {
      clearTimeout(late)
    }
    return Array.from(outcomes, (outcome, at) => outcome ?? { recordId: ids[at], refusal: notAcknowledged })
  }
export type RecordMany = ReturnType<typeof recordMany>
