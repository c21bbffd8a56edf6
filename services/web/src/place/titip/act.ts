import type { APIContext, AstroGlobal } from 'astro'
import { send } from '../catat/act.ts'
import { taken, unavailable, type Taken } from '../data-saya/act.ts'
import type { Answer } from '../shared/answer.ts'
import { receiptText } from '../shared/entry/words.ts'
import { keepForm, readForm, type Kept } from '../shared/form.ts'
import { command } from '../shared/question.ts'
import { ok, page, tokenOf, type Reader } from '../shared/reader.ts'
import { leaving } from './ask.ts'
import { leaveFieldsOf, readLeaving } from './form.ts'
import type { Leaving, SentDraft } from './view.ts'

export const leaveDraft = command(
  'leaveDraft',
  (reader: Reader, wanted: Leaving): Promise<Answer<Taken>> =>
    page(reader, ['employee'], async () => taken(await reader.clients.drafts.leaveDraft(wanted, tokenOf(reader)))),
)

export const dropDraft = command(
  'dropDraft',
  (reader: Reader, draftId: string): Promise<Answer<Taken>> =>
    page(reader, ['employee'], async () => taken(await reader.clients.drafts.dropDraft({ draftId }, tokenOf(reader)))),
)

/** Sends what a colleague wrote as a record of one's own, under the number that the draft has: tapped twice it is one. */
export const sendDraft = command('sendDraft', async (reader: Reader, draftId: string): Promise<Answer<SentDraft>> => {
  const found = await page(reader, ['employee'], () => reader.clients.drafts.listDrafts({}, tokenOf(reader)))
  if (!found.ok) return found
  const draft = found.view.waiting.find((one) => one.draftId === draftId)
  if (draft === undefined) return ok({ kind: 'gone' })
  const { recordId: record_id, workDate: work_date, sentence } = draft
  const sent = await send(reader, { record_id, revision: 1, activity: { work_date, sentence } })
  if (!sent.ok) return sent
  return ok(
    sent.view.kind === 'received'
      ? { kind: 'received', receipt: receiptText(sent.view.receipt) }
      : { kind: sent.view.kind },
  )
})

const HERE = '/titip'

/** The form: it ends on the page with the draft in its list, or with what was written still in the form. */
export async function leave({ request, locals, cookies, redirect }: AstroGlobal): Promise<Response> {
  const posted = leaveFieldsOf(await readForm(request))
  const answer = await locals.ask(leaving)
  const fields = { ...posted, draft_id: posted.draft_id || (answer.ok ? answer.view.draftId : '') }
  const keep = (errors: Kept['errors'], refusals: Kept['refusals'], draftId = fields.draft_id): Response =>
    redirect(
      `${HERE}?${keepForm(cookies, HERE, 'titip', { fields: { ...fields, draft_id: draftId }, errors, refusals })}`,
      303,
    )
  if (!answer.ok) return keep([], [])
  const read = readLeaving(fields, answer.view)
  if (!read.ok) return keep(read.errors, [])
  const done = await locals.act(leaveDraft, read.leaving)
  if (!done.ok) return keep([], done.problem.kind === 'unavailable' ? unavailable : [])
  const { refusal } = done.view
  // A number that is in use already was typed by nobody: the draft gets another.
  if (refusal !== null)
    return keep([], [refusal], refusal.code === 'draft.id-used' ? answer.view.draftId : fields.draft_id)
  return redirect(`${HERE}?dititipkan=1`, 303)
}

/** P1's *Kirim*: it ends on P1, which says what became of it. */
export async function confirm({ request, locals, redirect }: APIContext): Promise<Response> {
  const draftId = String((await readForm(request)).get('nomor') ?? '')
  const sent = await locals.act(sendDraft, draftId)
  if (sent.ok && sent.view.kind === 'received')
    return redirect(`/hari-ini?titipan=${sent.view.receipt}&nomor=${encodeURIComponent(draftId)}`, 303)
  return redirect(`/hari-ini?titipan=${sent.ok && sent.view.kind === 'gone' ? 'tiada' : 'belum'}`, 303)
}

/** *Hapus*, by whom it was left for; *Tarik*, by its writer. */
export async function discard({ request, locals, redirect }: APIContext): Promise<Response> {
  const data = await readForm(request)
  const done = await locals.act(dropDraft, String(data.get('nomor') ?? ''))
  const gone = done.ok && done.view.refusal === null
  return data.get('dari') === 'penulis'
    ? redirect(`${HERE}?ditarik=${gone ? '1' : 'belum'}`, 303)
    : redirect(`/hari-ini?titipan=${gone ? 'dihapus' : 'tiada'}`, 303)
}
