import { randomUUIDv7 } from 'node:crypto'
import type { WaitingDraft as WaitingMessage } from '@timbang/contracts/gen/timbang/journal/v1/draft'
import { isRefusal } from '@timbang/contracts/refusal'
import type { Answer } from '../shared/answer.ts'
import { question } from '../shared/question.ts'
import { page, tokenOf, zoneOf, type Reader } from '../shared/reader.ts'
import type { LeaveView, LeftDraft, WaitingDraft } from './view.ts'

const states = ['waiting', 'taken', 'not-taken'] as const

const colleaguesOf = async (reader: Reader) => {
  const answer = await reader.clients.directory.listColleagues({}, tokenOf(reader))
  return isRefusal(answer) ? [] : answer.colleagues
}

/** What waits for the caller, with the names of who wrote it. A service that does not answer keeps it to itself. */
export async function draftsFor(reader: Reader): Promise<WaitingDraft[]> {
  const drafts = await reader.clients.drafts.listDrafts({}, tokenOf(reader))
  if (isRefusal(drafts) || drafts.waiting.length === 0) return []
  const names = new Map((await colleaguesOf(reader)).map(({ employeeId, name }) => [employeeId, name]))
  return drafts.waiting.map((draft: WaitingMessage) => ({
    draftId: draft.draftId,
    writer: names.get(draft.writerId) ?? null,
    workDate: draft.workDate,
    sentence: draft.sentence,
    expiresAt: Number(draft.expiresAt),
  }))
}

export const leaving = question(
  'leaving',
  (reader: Reader): Promise<Answer<LeaveView>> =>
    page(reader, ['employee'], async (login) => {
      const drafts = await reader.clients.drafts.listDrafts({}, tokenOf(reader))
      if (isRefusal(drafts)) return drafts
      const people = await colleaguesOf(reader)
      const names = new Map(people.map(({ employeeId, name }) => [employeeId, name]))
      return {
        zone: zoneOf(login),
        first: drafts.firstDate,
        today: drafts.lastDate,
        draftId: randomUUIDv7(),
        colleagues: people.map(({ employeeId, name, title }) => ({ employeeId, name, title })),
        left: drafts.left.map(
          (one): LeftDraft => ({
            draftId: one.draftId,
            name: names.get(one.employeeId) ?? '–',
            workDate: one.workDate,
            leftAt: Number(one.leftAt),
            state: states.find((name) => name === one.state) ?? 'not-taken',
          }),
        ),
      }
    }),
)
