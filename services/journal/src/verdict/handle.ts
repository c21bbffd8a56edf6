import { type Refusal, type RefusalCode, refuse } from '@timbang/contracts/refusal'
import { may, type Operation } from '@timbang/identity/access'
import type { Caller } from '@timbang/identity/caller'
import { decided as recordDecision, look } from '@timbang/identity/look'
import type { Pool, Tx } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import { type Delegation, standsInFor } from '@timbang/roster/delegation'
import { linesOn } from '@timbang/roster/line'
import { personDay } from '@timbang/roster/read'
import { dateAt } from '@timbang/rules/civil-date'
import type { Entry, EntryEvent, Told } from '../entry/domain/entry.ts'
import { decide, UNDO_MS, type VerdictCommand } from './domain.ts'
import { findKeys, keyOf, lockEntries, lockRecords } from '../entry/store/entry.ts'
import { eraseNotes, notesOf, saveNotes } from '../entry/store/words.ts'
import { type Given, type GivenPlace, listGiven } from './store.ts'
import { type Means, tell, told } from '../tell.ts'

export interface Ref {
  readonly recordId: string
  readonly revision: number
}
export interface Outcome extends Ref {
  readonly refusal: Refusal | undefined
}
export interface Answer {
  readonly outcomes: readonly Outcome[]
  readonly undoUntil: number | undefined
}

/** In whose place somebody decides on an entry: as its writer's assessor, or by what one of these has delegated to him. */
interface Standing {
  readonly delegation: Delegation | undefined
}

/**
 * An assessor's command on entries of his people, or of those whom he verifies for somebody else: each is decided by itself, and one that is refused does not hold up the others.
 * @param command made for each entry, at the instant of the decision
 */
export const command =
  ({ pool, kafka, clock }: Means) =>
  (
    caller: Caller,
    operation: Operation,
    refs: readonly Ref[],
    commandFor: (revision: number, now: number) => VerdictCommand,
  ): Promise<Answer> =>
    transaction(pool, async (tx) => {
      const found = await lockRecords(tx, [...new Set(refs.map((ref) => ref.recordId))])
      // Read behind the locks: of two decisions on one entry the later has the later instant.
      const now = clock.now()
      const allowed = await allowedTo(tx, caller, operation, found, now)
      const events: Told<EntryEvent>[] = []
      const notes: { eventId: string; employeeId: string; recordId: string; note: string }[] = []
      const slips: string[] = []
      const about = new Map<string | undefined, Set<string>>()
      const decided = new Set<string>()
      const outcomes = refs.map((ref): Outcome => {
        // Named twice in one request is decided once.
        if (decided.has(ref.recordId)) return { ...ref, refusal: refuse('entry.not-waiting') }
        const { entry, delegation } = allowed.get(ref.recordId) ?? {}
        const wanted = commandFor(ref.revision, now)
        const decision = decide(entry, wanted, delegation?.employeeId)
        if (decision.refused) return { ...ref, refusal: decision }
        for (const body of decision.events) {
          const event = told(body, {
            employeeId: entry!.employeeId,
            agencyId: entry!.agencyId,
            decidedAt: now,
            sourceRecordedAt: undefined,
            actor: caller.employeeId ?? caller.sub,
          })
          events.push(event)
          const subjects = about.get(delegation?.delegationId) ?? new Set()
          about.set(delegation?.delegationId, subjects.add(entry!.employeeId))
          if (body.type === 'EntryReturned' && wanted.type === 'return' && body.hasNote)
            notes.push({
              eventId: event.eventId,
              employeeId: entry!.employeeId,
              recordId: ref.recordId,
              note: wanted.note.trim(),
            })
          if (body.type === 'VerificationUndone' && entry!.verdictEventId !== undefined)
            slips.push(entry!.verdictEventId)
        }
        decided.add(ref.recordId)
        return { ...ref, refusal: undefined }
      })
      for (const [object, subjects] of about)
        await recordDecision(tx, { caller, operation, subjects: [...subjects], object, at: now })
      await tell(
        tx,
        kafka,
        events,
        new Map(found.map((entry) => [keyOf({ recordId: entry.facts.recordId, employeeId: entry.employeeId }), entry])),
      )
      if (notes.length > 0) await saveNotes(tx, notes)
      if (slips.length > 0) await eraseNotes(tx, slips)
      return {
        outcomes,
        undoUntil: events.some(({ body }) => body.type === 'EntryVerified' || body.type === 'EntryReturned')
          ? now + UNDO_MS
          : undefined,
      }
    })

/**
 * Of each record id the entry that the caller may decide on: he assesses the person today, or did on the work date; or stands in today for who does.
 * Should two people have used one id, the first in the log is meant. Of entries that are not his he learns nothing: they are absent.
 */
async function allowedTo(
  tx: Tx,
  caller: Caller,
  operation: Operation,
  found: readonly Entry[],
  now: number,
): Promise<Map<string, Standing & { entry: Entry }>> {
  const standings = await standingTo(tx, caller, found, now)
  const allowed = new Map<string, Standing & { entry: Entry }>()
  for (const entry of [...found].sort((a, b) => a.facts.recordedAt - b.facts.recordedAt)) {
    const standing = standings.get(entry)
    if (standing === undefined || allowed.has(entry.facts.recordId)) continue
    if (may(caller, operation, [standing.delegation === undefined ? 'assessor' : 'assessors_delegate']))
      allowed.set(entry.facts.recordId, { entry, ...standing })
  }
  return allowed
}

/**
 * What somebody decided, the latest first, with the entries as they are now: of those whose writer he assesses still, or did on the work date. Of
 * the others he knows that he decided, and is shown nothing.
 */
export async function givenBy(
  { pool, clock }: Means,
  caller: Caller,
  operation: Operation,
  after: GivenPlace | undefined,
  limit: number,
): Promise<{ given: Given[]; entries: Map<string, Entry>; notes: Map<string, string> }> {
  const given = caller.employeeId === undefined ? [] : await listGiven(pool, caller.employeeId, after, limit)
  const keys = given.map(({ recordId, employeeId }) => ({ recordId, employeeId }))
  const found = await findKeys(pool, [...new Map(keys.map((key) => [keyOf(key), key])).values()])
  const standings = await standingTo(pool, caller, found, clock.now())
  const entries = new Map(
    found
      .filter((entry) => standings.has(entry))
      .map((entry) => [keyOf({ recordId: entry.facts.recordId, employeeId: entry.employeeId }), entry]),
  )
  const notes = await notesOf(
    pool,
    given.flatMap((one) => (one.reasonCode !== null && entries.has(keyOf(one)) ? [one.eventId] : [])),
  )
  await look(pool, {
    caller,
    operation,
    subjects: [...entries.values()].map(({ employeeId }) => employeeId),
    at: clock.now(),
  })
  return { given, entries, notes }
}

/** How the caller stands to entries of people: of whom he assesses today, or did on the work date; else of whom somebody does for whom he stands in today. */
async function standingTo(
  db: Pool | Tx,
  caller: Caller,
  found: readonly Entry[],
  now: number,
): Promise<ReadonlyMap<Entry, Standing>> {
  const own = caller.employeeId
  if (own === undefined) return new Map()
  const today = dateAt(now, 'WIB')
  const days = found.flatMap((entry) => [
    { employeeId: entry.employeeId, date: today },
    { employeeId: entry.employeeId, date: entry.facts.workDate },
  ])
  const lines = await linesOn(db, [...new Map(days.map((day) => [personDay(day), day])).values()])
  const held = await standsInFor(db, own, now)
  const standings = new Map<Entry, Standing>()
  for (const entry of found) {
    const { employeeId, facts } = entry
    const assessors = new Set(
      [today, facts.workDate].flatMap((date) => lines.get(personDay({ employeeId, date }))?.assessors ?? []),
    )
    // Nobody decides on his own work, whoever hands it to him.
    const delegation = employeeId === own ? undefined : held.find((one) => assessors.has(one.employeeId))
    if (assessors.has(own)) standings.set(entry, { delegation: undefined })
    else if (delegation !== undefined) standings.set(entry, { delegation })
  }
  return standings
}

export interface Imported extends Ref {
  readonly employeeId: string
  readonly verified: boolean
  readonly reasonCode: string
  readonly sourceRecordedAt: number
}

/** Verdicts of another system, as they were given there. Whose they were is not invented: the actor is the import's client. */
export const importVerdicts =
  ({ pool, kafka, clock }: Means) =>
  (
    caller: Caller,
    verdicts: readonly Imported[],
  ): Promise<{ accepted: number; refused: (Ref & { code: RefusalCode })[] }> =>
    transaction(pool, async (tx) => {
      const locked = await lockEntries(tx, verdicts)
      const now = clock.now()
      const entries = new Map(
        locked.map((entry) => [keyOf({ recordId: entry.facts.recordId, employeeId: entry.employeeId }), entry]),
      )
      const events: Told<EntryEvent>[] = []
      const decided = new Set<string>()
      const refused: (Ref & { code: RefusalCode })[] = []
      for (const verdict of verdicts) {
        const key = keyOf(verdict)
        const entry = entries.get(key)
        const decision = decided.has(key)
          ? refuse('entry.not-waiting')
          : decide(entry, {
              type: 'import',
              revision: verdict.revision,
              verified: verdict.verified,
              reasonCode: verdict.reasonCode,
            })
        if (decision.refused) {
          refused.push({ recordId: verdict.recordId, revision: verdict.revision, code: decision.code })
          continue
        }
        decided.add(key)
        for (const body of decision.events)
          events.push(
            told(body, {
              employeeId: entry!.employeeId,
              agencyId: entry!.agencyId,
              decidedAt: now,
              sourceRecordedAt: verdict.sourceRecordedAt,
              actor: caller.sub,
            }),
          )
      }
      if (events.length > 0)
        await recordDecision(tx, {
          caller,
          operation: 'journal.ImportVerdicts',
          subjects: [...new Set(events.flatMap((event) => event.employeeId ?? []))],
          at: now,
        })
      await tell(tx, kafka, events, entries)
      return { accepted: verdicts.length - refused.length, refused }
    })
