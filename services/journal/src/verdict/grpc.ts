import { checkOf } from '@timbang/contracts/edge'
import { type ImportedVerdict, VerdictServiceService } from '@timbang/contracts/gen/timbang/journal/v1/verdict'
import type { EntryOutcome } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { look } from '@timbang/identity/look'
import { serve } from '@timbang/process/grpc'
import { type Delegation, peopleDelegatedTo, stoodInBy } from '@timbang/roster/delegation'
import { peopleAssessedBy } from '@timbang/roster/read'
import { dateAt } from '@timbang/rules/civil-date'
import { isUuid } from '@timbang/contracts/word'
import { invalid, MOST_REFS, pageOf } from '../asked.ts'
import { requantifiedSince } from '../entry/domain/entry.ts'
import { quantityMessage, shown } from '../entry/grpc.ts'
import { pickVisible } from '../entry/handle/read.ts'
import { findRecord, keyOf } from '../entry/store/entry.ts'
import { undoUntil } from './domain.ts'
import { command, givenBy, type Imported, importVerdicts, type Outcome } from './handle.ts'
import { countQueue, listQueue } from './store.ts'
import { cursor, givenCursor } from './wire.ts'
import type { Means } from '../tell.ts'

const checkVerdict = checkOf('timbang.journal.v1.ImportedVerdict') as (one: ImportedVerdict) => Refusal | undefined

export function verdictService(means: Means) {
  const { pool, clock } = means
  const decideOn = command(means)
  const keepVerdicts = importVerdicts(means)

  return serve('journal', VerdictServiceService, {
    listQueue: async ({ filter, limit: wanted, after: from }, { caller }) => {
      const after = cursor.read(from)
      if (from !== '' && !after) return invalid('after', 'next')
      const only = filter === '' || isUuid(filter) ? 'all' : filter
      if (only !== 'all' && only !== 'passed' && only !== 'to-open' && only !== 'evidence')
        return invalid('filter', 'all, passed, to-open, evidence, UUID')
      const now = clock.now()
      const own = caller.employeeId
      const assessed = own === undefined ? [] : await peopleAssessedBy(pool, own, dateAt(now, 'WIB'))
      const delegated = own === undefined ? [] : await peopleDelegatedTo(pool, own, now)
      const awayBy = own === undefined ? [] : await stoodInBy(pool, own, now)
      // Whom he assesses himself he verifies in his own place.
      const places = new Map<string, Delegation | undefined>()
      for (const { employeeId } of assessed) places.set(employeeId, undefined)
      for (const { delegation, people } of delegated)
        for (const { employeeId } of people) if (!places.has(employeeId)) places.set(employeeId, delegation)
      const people = [...places.keys()]
      const limit = pageOf(wanted)
      const [counts, entries] = await Promise.all([
        countQueue(pool, people),
        listQueue(
          pool,
          { only, employeeIds: isUuid(filter) ? people.filter((one) => one === filter) : people },
          after,
          limit,
        ),
      ])
      const shownBy = Map.groupBy(entries, ({ employeeId }) => places.get(employeeId)?.delegationId)
      for (const [object, of] of shownBy)
        await look(pool, {
          caller,
          operation: 'journal.ListQueue',
          subjects: of.map((entry) => entry.employeeId),
          object,
          at: now,
        })
      const sum = (of: 'waiting' | 'passed' | 'toOpen' | 'withEvidence') =>
        counts.reduce((total, count) => total + count[of], 0)
      return {
        entries: await shown(means, entries),
        next: entries.length < limit ? '' : cursor.of(entries.at(-1)!),
        total: sum('waiting'),
        passed: sum('passed'),
        toOpen: sum('toOpen'),
        withEvidence: sum('withEvidence'),
        oldestRecordedAt: BigInt(counts.length === 0 ? 0 : Math.min(...counts.map((count) => count.oldest))),
        people: counts.map(({ employeeId, waiting }) => ({
          employeeId,
          waiting,
          onBehalfOf: places.get(employeeId)?.employeeId ?? '',
        })),
        standingIn: delegated.map(({ delegation: { employeeId, toDate } }) => ({ employeeId, toDate })),
        stoodInBy: awayBy.map(({ delegateId, toDate }) => ({ employeeId: delegateId, toDate })),
      }
    },

    openEntry: async ({ recordId, revision }, { caller }) => {
      if (!isUuid(recordId)) return invalid('record_id', 'UUID')
      const { outcomes } = await decideOn(caller, 'journal.OpenEntry', [{ recordId, revision }], (of) => ({
        type: 'open',
        revision: of,
      }))
      if (outcomes[0]!.refusal) return outcomes[0]!.refusal
      const entry = await pickVisible(means, caller, 'journal.GetEntry', await findRecord(pool, recordId))
      return isRefusal(entry) ? entry : { entry: (await shown(means, [entry]))[0] }
    },

    verifyEntries: async ({ entries }, { caller }) => {
      const fault = refsFault(entries)
      if (fault) return fault
      const { outcomes, undoUntil } = await decideOn(caller, 'journal.VerifyEntries', entries, (revision) => ({
        type: 'verify',
        revision,
      }))
      return { outcomes: outcomes.map(toOutcome), undoUntil: BigInt(undoUntil ?? 0) }
    },

    returnEntry: async ({ recordId, revision, reasonCode, note }, { caller }) => {
      if (!isUuid(recordId)) return invalid('record_id', 'UUID')
      if (note.length > 1_000 || !note.isWellFormed() || note.includes('\0')) return invalid('note', 'UTF-8, ≤ 1000')
      const { outcomes, undoUntil } = await decideOn(caller, 'journal.ReturnEntry', [{ recordId, revision }], (of) => ({
        type: 'return',
        revision: of,
        reasonCode,
        note,
      }))
      return outcomes[0]!.refusal ?? { undoUntil: BigInt(undoUntil ?? 0) }
    },

    undoVerification: async ({ entries }, { caller }) => {
      const fault = refsFault(entries)
      if (fault) return fault
      const { outcomes } = await decideOn(caller, 'journal.UndoVerification', entries, (revision, now) => ({
        type: 'undo',
        revision,
        by: caller.employeeId ?? caller.sub,
        now,
      }))
      return { outcomes: outcomes.map(toOutcome) }
    },

    listVerdicts: async ({ limit: wanted, after: from }, { caller, operation }) => {
      const after = givenCursor.read(from)
      if (from !== '' && !after) return invalid('after', 'next')
      const limit = pageOf(wanted)
      const { given, entries, notes } = await givenBy(means, caller, operation, after, limit)
      const all = [...entries.values()]
      const messages = new Map((await shown(means, all)).map((message, at) => [all[at]!, message]))
      return {
        verdicts: given.map((one) => {
          const entry = entries.get(keyOf(one))
          const mended = entry && requantifiedSince(entry, one.revision)
          const until =
            entry && !one.undone && entry.verdictVersion === one.verdictVersion ? undoUntil(entry) : undefined
          return {
            at: one.at,
            recordId: one.recordId,
            revision: one.revision,
            reasonCode: one.reasonCode ?? '',
            note: notes.get(one.eventId) ?? '',
            undone: one.undone,
            entry: entry && messages.get(entry),
            undoUntil: BigInt(until !== undefined && until > clock.now() ? until : 0),
            onBehalfOf: one.onBehalfOf ?? '',
            mended: mended && quantityMessage(mended),
          }
        }),
        next: given.length < limit ? '' : givenCursor.of(given.at(-1)!),
      }
    },

    importVerdicts: async function* (requests, { caller }) {
      for await (const { verdicts } of requests) {
        const good = verdicts.filter((verdict) => checkVerdict(verdict) === undefined)
        const bad = verdicts.filter((verdict) => checkVerdict(verdict) !== undefined)
        const { accepted, refused } = await keepVerdicts(
          caller,
          good.map((verdict): Imported => ({ ...verdict, sourceRecordedAt: Number(verdict.sourceRecordedAt) })),
        )
        yield {
          accepted,
          refused: [
            ...refused.map(({ code, ...ref }) => ({ ...ref, refusalCode: code })),
            ...bad.map(({ recordId, revision }) => ({ recordId, revision, refusalCode: 'request.value-invalid' })),
          ],
        }
      }
    },
  })
}

const refsFault = (entries: readonly { recordId: string }[]): Refusal | undefined =>
  entries.length > 0 && entries.length <= MOST_REFS && entries.every((entry) => isUuid(entry.recordId))
    ? undefined
    : invalid('entries', `UUID, 1 – ${MOST_REFS}`)
const toOutcome = ({ recordId, revision, refusal }: Outcome): EntryOutcome => ({
  recordId,
  revision,
  refusalCode: refusal?.code ?? '',
})
