import type { APIRoute } from 'astro'
import { record } from '../catat/act.ts'
import type { EntryDraft } from '../shared/entry/view.ts'
import { fromOutbox } from './answer.ts'

const isDraft = (value: unknown): value is EntryDraft => {
  if (typeof value !== 'object' || value === null) return false
  const draft = value as Record<keyof EntryDraft, unknown>
  const text = (one: unknown): boolean => typeof one === 'string'
  const whole = (one: unknown): boolean => Number.isSafeInteger(one)
  return (
    text(draft.recordId) &&
    whole(draft.revision) &&
    text(draft.sentence) &&
    text(draft.workDate) &&
    (draft.resultId === null || text(draft.resultId)) &&
    (draft.quantityThousandths === null || whole(draft.quantityThousandths)) &&
    (draft.unit === null || text(draft.unit)) &&
    [draft.start, draft.end, draft.evidenceLink].every((one) => one === undefined || one === null || text(one)) &&
    (draft.evidence === undefined || (Array.isArray(draft.evidence) && draft.evidence.every(text))) &&
    (draft.writtenAt === null || whole(draft.writtenAt))
  )
}

/**
 * One record from an outbox: `{owner, draft}`. 200 received · 401 nobody is signed in · 409 somebody else is: nothing is taken ·
 * 422 refused · 503 busy, with what to wait.
 */
export const POST: APIRoute = (context) =>
  fromOutbox(context, ({ draft }) => {
    if (!isDraft(draft)) return null
    const { recordId, revision, sentence, resultId, workDate, quantityThousandths, unit, writtenAt } = draft
    // What an older page wrote has none of these.
    const { start = null, end = null, evidenceLink = null, evidence = [] } = draft
    return context.locals.act(record, {
      recordId,
      revision,
      sentence,
      resultId,
      workDate,
      quantityThousandths,
      unit,
      start,
      end,
      evidenceLink,
      evidence,
      writtenAt,
    })
  })
