import type { Tx } from '@timbang/postgres/pool'
import { type Entry, type EntryEvent, evolve, type OwnEvent, recordIdOf, type Told } from './entry/domain/entry.ts'
import { type EvidenceEvent, isOfEvidence } from './evidence/domain/evidence.ts'
import { nameEvidence, saveEvidence } from './evidence/store.ts'
import { evolve as evolveSettlement, isOfSettlement, type Settlement, type SettlementEvent } from './presence/domain.ts'
import { type AttendanceOutage, isOfAttendanceOutage } from './presence/domain.ts'
import { saveAttendanceOutages, saveSettlements, settlementsOn } from './presence/store.ts'
import { evolve as evolveRequest, isOfRequest, type RequestEvent } from './request/domain.ts'
import { lockRequests, saveRequests } from './request/store.ts'
import { type EntryWindow, type Grace, isOfWindow, type Outage } from './window/domain.ts'
import { keyOf, lockEntries, saveEntries } from './entry/store/entry.ts'
import { saveVerdicts } from './verdict/store.ts'
import { saveGraces, saveOutages, saveWindows } from './window/store.ts'

/**
 * The one writer of the owner tables (entry, entry_window, outage, grace, grace_request, evidence, verdict, settlement, attendance_outage): for decisions just made, for a fold of our own topic again, for recovery.
 * Any number of events in their order; each row is read once, evolved in memory and written once.
 * @param locked entries that the caller has read and locked in this transaction already, by `keyOf`; absent ones are looked for here
 */
export async function apply(
  tx: Tx,
  events: readonly Told<OwnEvent>[],
  locked: ReadonlyMap<string, Entry | undefined> = new Map(),
): Promise<void> {
  const entries = new Map(locked)
  const ofEntries = events.filter(isOfEntry)
  const missing = new Map(
    ofEntries
      .map((told) => keyFor(told))
      .filter((key) => !entries.has(keyOf(key)))
      .map((key) => [keyOf(key), key]),
  )
  if (missing.size > 0)
    for (const entry of await lockEntries(tx, [...missing.values()]))
      entries.set(keyOf({ recordId: entry.facts.recordId, employeeId: entry.employeeId }), entry)

  const changed = new Set<string>()
  for (const told of ofEntries) {
    const key = keyOf(keyFor(told))
    const before = entries.get(key)
    const after = evolve(before, told)
    if (after === before) continue
    entries.set(key, after)
    changed.add(key)
  }
  // In the order of the key, so that two writers cannot deadlock.
  if (changed.size > 0)
    await saveEntries(
      tx,
      [...changed].sort().map((key) => entries.get(key)!),
    )

  await saveVerdicts(tx, ofEntries)

  const [windows, outages, graces]: [EntryWindow[], Outage[], Grace[]] = [[], [], []]
  const machineOutages: AttendanceOutage[] = []
  for (const { body } of events) {
    switch (body.type) {
      case 'EntryWindowChanged':
        windows.push(body)
        break
      case 'OutageRecorded':
        outages.push(body)
        break
      case 'GraceOpened':
        graces.push(body)
        break
      case 'AttendanceOutageRecorded':
        machineOutages.push(body)
        break
      default:
        body satisfies EntryEvent | RequestEvent | EvidenceEvent | SettlementEvent
    }
  }
  if (windows.length > 0) await saveWindows(tx, windows)
  if (outages.length > 0) await saveOutages(tx, outages)
  if (graces.length > 0) await saveGraces(tx, graces)
  if (machineOutages.length > 0) await saveAttendanceOutages(tx, machineOutages)
  await applyToRequests(tx, events.filter(isAboutRequest))
  await applyToEvidence(tx, events)
  await applyToSettlements(tx, events.filter(isAboutSettlement))
}

/** Each day is read once, evolved in memory and written once. */
async function applyToSettlements(tx: Tx, events: readonly Told<SettlementEvent>[]): Promise<void> {
  if (events.length === 0) return
  const keyFor = ({ employeeId, body }: Told<SettlementEvent>) => `${employeeId} ${body.workDate}`
  const days = new Map(events.map((one) => [keyFor(one), { employeeId: one.employeeId!, date: one.body.workDate }]))
  const settlements = new Map<string, Settlement>(await settlementsOn(tx, [...days.values()]))
  for (const one of events) {
    const of = { employeeId: one.employeeId!, agencyId: one.agencyId, at: one.decidedAt, actor: one.actor ?? '' }
    settlements.set(keyFor(one), evolveSettlement(settlements.get(keyFor(one)), one.body, of))
  }
  await saveSettlements(
    tx,
    [...settlements.keys()].sort().map((key) => settlements.get(key)!),
  )
}

/** What records name, and what came of it; in whichever order. */
async function applyToEvidence(tx: Tx, events: readonly Told<OwnEvent>[]): Promise<void> {
  const named = events.flatMap(({ body, employeeId }) =>
    'facts' in body
      ? body.facts.evidence.map((sent) => ({ employeeId: employeeId!, recordId: body.facts.recordId, sent }))
      : [],
  )
  const told = events.filter(isAboutEvidence)
  if (named.length > 0) await nameEvidence(tx, named)
  if (told.length > 0) await saveEvidence(tx, told)
}

/** Each request is read once, evolved in memory and written once. */
async function applyToRequests(tx: Tx, events: readonly Told<RequestEvent>[]): Promise<void> {
  if (events.length === 0) return
  const ids = [...new Set(events.map(({ body }) => body.requestId))]
  const requests = new Map((await lockRequests(tx, ids)).map((request) => [request.requestId, request]))
  for (const { body, employeeId, agencyId, decidedAt, actor } of events) {
    const of = { employeeId: employeeId!, agencyId, at: decidedAt, actor }
    const after = evolveRequest(requests.get(body.requestId), body, of)
    if (after !== undefined) requests.set(body.requestId, after)
  }
  await saveRequests(
    tx,
    [...requests.values()].sort((a, b) => (a.requestId < b.requestId ? -1 : 1)),
  )
}

const isOfEntry = (told: Told<OwnEvent>): told is Told<EntryEvent> =>
  !isOfWindow(told.body) &&
  !isOfRequest(told.body) &&
  !isOfEvidence(told.body) &&
  !isOfSettlement(told.body) &&
  !isOfAttendanceOutage(told.body)
const isAboutEvidence = (told: Told<OwnEvent>): told is Told<EvidenceEvent> => isOfEvidence(told.body)
const isAboutSettlement = (told: Told<OwnEvent>): told is Told<SettlementEvent> => isOfSettlement(told.body)
const isAboutRequest = (told: Told<OwnEvent>): told is Told<RequestEvent> => isOfRequest(told.body)
const keyFor = (told: Told<EntryEvent>) => ({ recordId: recordIdOf(told.body), employeeId: told.employeeId! })
