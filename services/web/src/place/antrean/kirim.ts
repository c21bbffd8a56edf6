import type { APIRoute } from 'astro'
import { record } from '../catat/act.ts'
import type { EntryDraft } from '../shared/entry/view.ts'

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
export const POST: APIRoute = async ({ request, locals }) => {
  const body = (await request.json().catch(() => null)) as { owner?: unknown; draft?: unknown } | null
  if (!body || !isDraft(body.draft))
    return Response.json({ kind: 'refused', refusals: [{ code: 'request.malformed' }] }, { status: 422 })
  if (!locals.caller) return Response.json({ code: 'access.token-missing' }, { status: 401 })
  if (locals.caller.employeeId !== body.owner) return Response.json({ code: 'activity.not-yours' }, { status: 409 })
  const { recordId, revision, sentence, resultId, workDate, quantityThousandths, unit, writtenAt } = body.draft
  // What an older page wrote has none of these.
  const { start = null, end = null, evidenceLink = null, evidence = [] } = body.draft
  const answer = await locals.act(record, {
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
  if (!answer.ok) {
    if (answer.problem.kind === 'sign-in') return Response.json({ code: 'access.token-missing' }, { status: 401 })
    if (answer.problem.kind === 'unavailable')
      return Response.json({ kind: 'busy', retryAfterSeconds: 5 }, { status: 503 })
    return Response.json({ kind: 'refused', refusals: [{ code: 'access.denied' }] }, { status: 422 })
  }
  const status = { received: 200, refused: 422, busy: 503 }[answer.view.kind]
  return Response.json(answer.view, {
    status,
    headers: answer.view.kind === 'busy' ? { 'retry-after': String(answer.view.retryAfterSeconds) } : {},
  })
}
