import { type Refusal, type RefusalCode, refuse } from '@timbang/contracts/refusal'
import { may, type Operation } from '@timbang/identity/access'
import type { Relation } from '@timbang/identity/access/row'
import type { Caller } from '@timbang/identity/caller'
import { decided as recordDecision, look } from '@timbang/identity/look'
import type { Pool, Tx } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
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

/**
 * An assessor's command on entries of his people: each is decided by itself, and one that is refused does not hold up the others.
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
      const allowed = await allowedTo(tx, caller, operation, found, dateAt(now, 'WIB'))
      const events: Told<EntryEvent>[] = []
      const notes: { eventId: string; employeeId: string; recordId: string; note: string }[] = []
      const slips: string[] = []
      const decided = new Set<string>()
      const outcomes = refs.map((ref): Outcome => {
        // Named twice in one request is decided once.
        if (decided.has(ref.recordId)) return { ...ref, refusal: refuse('entry.not-waiting') }
        const entry = allowed.get(ref.recordId)
        const wanted = commandFor(ref.revision, now)
        const decision = decide(entry, wanted)
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
      if (events.length > 0)
        await recordDecision(tx, {
          caller,
          operation,
          subjects: [...new Set(events.flatMap((event) => event.employeeId ?? []))],
          at: now,
        })
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
 * Of each record id the entry that the caller may decide on: he assesses the person today, or did on the work date.
 * Should two people have used one id, the first in the log is meant. Of entries that are not his he learns nothing: they are absent.
 */
async function allowedTo(
  tx: Tx,
  caller: Caller,
  operation: Operation,
  found: readonly Entry[],
  today: string,
): Promise<Map<string, Entry>> {
  const assessed = await assessedBy(tx, caller, found, today)
  const allowed = new Map<string, Entry>()
  for (const entry of [...found].sort((a, b) => a.facts.recordedAt - b.facts.recordedAt)) {
    const relations: Relation[] = assessed.has(entry) ? ['assessor'] : []
    if (may(caller, operation, relations) && !allowed.has(entry.facts.recordId))
      allowed.set(entry.facts.recordId, entry)
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
  const assessed = await assessedBy(pool, caller, found, dateAt(clock.now(), 'WIB'))
  const entries = new Map(
    found
      .filter((entry) => assessed.has(entry))
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

/** The entries of people whom the caller assesses today, or did on the work date. */
async function assessedBy(
  db: Pool | Tx,
  caller: Caller,
  found: readonly Entry[],
  today: string,
): Promise<ReadonlySet<Entry>> {
  const days = found.flatMap((entry) => [
    { employeeId: entry.employeeId, date: today },
    { employeeId: entry.employeeId, date: entry.facts.workDate },
  ])
  const lines = await linesOn(db, [...new Map(days.map((day) => [personDay(day), day])).values()])
  return new Set(
    found.filter((entry) =>
      [today, entry.facts.workDate].some((date) =>
        lines.get(personDay({ employeeId: entry.employeeId, date }))?.assessors.includes(caller.employeeId ?? ''),
      ),
    ),
  )
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
