import { EntryState } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { isRefusal } from '@timbang/contracts/refusal'
import { dateAt } from '@timbang/rules/civil-date'
import type { Answer } from '../shared/answer.ts'
import { every, isThere, receiptOf, toMend, writtenDownAt } from '../shared/entry/ask.ts'
import { knownOf, linesOf } from '../shared/entry/known.ts'
import type { RecordState } from '../shared/entry/view.ts'
import { question } from '../shared/question.ts'
import { page, tokenOf, zoneOf, type Reader } from '../shared/reader.ts'
import type { QueueView } from './view.ts'

export const queue = question(
  'queue',
  (reader: Reader): Promise<Answer<QueueView>> =>
    page(reader, ['employee'], async (login) => {
      const known = await knownOf(reader, login)
      if (isRefusal(known)) return known
      const received = known.entries.filter(
        (entry) => (isThere(entry) && dateAt(writtenDownAt(entry), zoneOf(login)) === known.today) || toMend(entry),
      )
      return {
        now: reader.now,
        zone: zoneOf(login),
        results: [...known.results.values()],
        received: await linesOf(reader, received, known.results),
      }
    }),
)

const kinds: Readonly<Record<number, RecordState['state']>> = {
  [EntryState.ENTRY_STATE_HELD]: 'held',
  [EntryState.ENTRY_STATE_WAITING]: 'admitted',
  [EntryState.ENTRY_STATE_VERIFIED]: 'verified',
  [EntryState.ENTRY_STATE_RETURNED]: 'returned',
  [EntryState.ENTRY_STATE_REFUSED]: 'refused',
  [EntryState.ENTRY_STATE_WITHDRAWN]: 'withdrawn',
}

/** What became of records of the caller's own. The journal may not have seen one yet: then it is unknown, not lost. */
export const recordStates = question(
  'recordStates',
  (reader: Reader, recordIds: readonly string[]): Promise<Answer<readonly RecordState[]>> =>
    page(reader, ['employee'], async (login) => {
      if (login.employeeId === undefined) return { refused: true, code: 'access.denied' }
      const wanted = recordIds.slice(0, 200)
      if (wanted.length === 0) return []
      const list = await reader.clients.entries.listEntries(
        {
          ...every,
          employeeId: login.employeeId,
          fromDate: '',
          toDate: '',
          limit: wanted.length,
          recordIds: [...wanted],
        },
        tokenOf(reader),
      )
      if (isRefusal(list)) return list
      const found = new Map(list.entries.map((entry) => [entry.facts!.recordId, entry]))
      return wanted.map((recordId): RecordState => {
        const entry = found.get(recordId)
        if (entry === undefined) return { recordId, state: 'unknown', receipt: null, refusal: null, note: null }
        return {
          recordId,
          state: entry.conflicted ? 'conflicted' : (kinds[entry.state] ?? 'received'),
          receipt: receiptOf(entry),
          refusal: entry.code === '' ? null : { code: entry.code },
          note: entry.note === '' ? null : entry.note,
        }
      })
    }),
)
