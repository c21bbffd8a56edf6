import type { EntryOutcome } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { isRefusal } from '@timbang/contracts/refusal'
import type { APIContext, AstroGlobal } from 'astro'
import type { Answer } from '../shared/answer.ts'
import { keepForm, readForm, type Kept } from '../shared/form.ts'
import { command } from '../shared/question.ts'
import { page, tokenOf, type Reader } from '../shared/reader.ts'
import { statusOf } from '../shared/status.ts'
import { assessors, verification } from './ask.ts'
import { keepDone } from './done.ts'
import { filterQuery, readFilter, readRefs, refText } from './form.ts'
import type { EntryRef, Verdict } from './view.ts'

const verdictOf = (entries: readonly EntryRef[], outcomes: readonly EntryOutcome[], undoUntil: bigint): Verdict => {
  const refused = outcomes.filter((outcome) => outcome.refusalCode !== '')
  const done = entries.filter(
    (entry) => !refused.some((outcome) => outcome.recordId === entry.recordId && outcome.revision === entry.revision),
  )
  return {
    done,
    refused: refused.map(({ recordId, revision, refusalCode }) => ({ recordId, revision, code: refusalCode })),
    undoUntil: done.length === 0 || undoUntil === 0n ? null : Number(undoUntil),
  }
}

export const verify = command(
  'verify',
  (reader: Reader, entries: readonly EntryRef[]): Promise<Answer<Verdict>> =>
    page(reader, assessors, async () => {
      const answer = await reader.clients.verdicts.verifyEntries(
        { entries: [...entries] },
        { ...tokenOf(reader), deadline: 20_000 },
      )
      return isRefusal(answer) ? answer : verdictOf(entries, answer.outcomes, answer.undoUntil)
    }),
)

export const returnEntry = command(
  'returnEntry',
  (reader: Reader, entry: EntryRef, reasonCode: string, note: string): Promise<Answer<Verdict>> =>
    page(reader, assessors, async () => {
      const answer = await reader.clients.verdicts.returnEntry({ ...entry, reasonCode, note }, tokenOf(reader))
      if (!isRefusal(answer)) return { done: [entry], refused: [], undoUntil: Number(answer.undoUntil) }
      if (!answer.code.startsWith('entry.') || answer.code === 'entry.not-found') return answer
      return {
        done: [],
        refused: [{ ...entry, code: answer.code, ...(answer.field === undefined ? {} : { field: answer.field }) }],
        undoUntil: null,
      }
    }),
)

export const undo = command(
  'undo',
  (reader: Reader, entries: readonly EntryRef[]): Promise<Answer<Verdict>> =>
    page(reader, assessors, async () => {
      const answer = await reader.clients.verdicts.undoVerification({ entries: [...entries] }, tokenOf(reader))
      return isRefusal(answer) ? answer : verdictOf(entries, answer.outcomes, 0n)
    }),
)

/** Tells the journal that the assessor looked into it: from then on it may be approved with others although a check failed. */
export const examine = command(
  'examine',
  (reader: Reader, entry: EntryRef): Promise<Answer<Verdict>> =>
    page(reader, assessors, async () => {
      const opened = await reader.clients.verdicts.openEntry(entry, tokenOf(reader))
      return isRefusal(opened) ? opened : { done: [entry], refused: [], undoUntil: null }
    }),
)

/** Older than this an entry is not approved among others without a word. */
const OLD = 28 * 86_400_000

/** A1's form: approves what was chosen. The island asks for JSON; without script one is led back to the list. */
export async function approve({ request, url, locals, cookies, redirect }: AstroGlobal): Promise<Response> {
  const filter = readFilter(url.searchParams)
  const back = `/verifikasi${filterQuery(filter)}`
  const json = request.headers.get('accept') === 'application/json'
  const data = await readForm(request)
  const chosen = readRefs(data.getAll('pilih'))
  if (chosen.length === 0) return redirect(`${back}${back.includes('?') ? '&' : '?'}kosong=1`, 303)
  // What has lain for weeks is not swept away by habit: a page in between says what would be approved.
  if (data.get('yakin') !== '1') {
    const asked = await locals.ask(verification, filter)
    const old = asked.ok
      ? asked.view.rows.filter(
          (row) => chosen.some((one) => one.recordId === row.recordId) && locals.now - row.recordedAt > OLD,
        )
      : []
    if (old.length > 0) {
      const fields = {
        pilih: chosen.map(refText).join(' '),
        tua: String(old.length),
        tertua: String(Math.min(...old.map((row) => row.recordedAt))),
      }
      const sure = `/verifikasi/yakin?${keepForm(cookies, '/verifikasi', 'yakin', { fields, errors: [], refusals: [] })}`
      return json ? Response.json({ sure }, { status: 409 }) : redirect(sure, 303)
    }
  }
  const answer = await locals.act(verify, chosen)
  if (json)
    return answer.ok ? Response.json(answer.view) : Response.json(answer.problem, { status: statusOf(answer.problem) })
  if (answer.ok) keepDone(cookies, { kind: 'verified', ...answer.view }, locals.now)
  return redirect(back, 303)
}

/** A2's forms: *Periksa* on a row, *Setujui* and *Kembalikan* on the entry. Whoever decides on the entry's own page has looked into it. */
export async function decide({ request, locals, cookies, redirect }: AstroGlobal, recordId: string): Promise<Response> {
  const data = await readForm(request)
  const here = `/verifikasi/${encodeURIComponent(recordId)}`
  const entry = { recordId, revision: Number(data.get('revision')) || 1 }
  const action = data.get('aksi')
  // *Periksa* on a row: it is opened, and its page says what it says, also when it may not be opened any more.
  const [examined] = readRefs(data.getAll('catatan'))
  if (examined?.recordId === recordId) {
    await locals.act(examine, examined)
    return redirect(here, 303)
  }
  const fields = { reason: String(data.get('reason') ?? ''), note: String(data.get('note') ?? '').trim() }
  const returning = action === 'kembalikan'
  const errors = [
    ...(returning && fields.reason === '' ? [{ field: 'reason', code: 'choose-reason' }] : []),
    // The listed reasons speak for themselves; "other" does not.
    ...(returning && fields.reason === 'other' && fields.note === '' ? [{ field: 'note', code: 'write-note' }] : []),
  ]
  const keep = (refusals: Kept['refusals']): Response =>
    redirect(`${here}?${keepForm(cookies, here, recordId, { fields, errors, refusals })}`, 303)
  if (errors.length > 0) return keep([])
  const opened = returning ? null : await locals.act(examine, entry)
  const answer =
    opened !== null && !opened.ok
      ? opened
      : returning
        ? await locals.act(returnEntry, entry, fields.reason, fields.note)
        : await locals.act(verify, [entry])
  // The page that one is led to says why: who may, or that it is gone.
  if (!answer.ok)
    return answer.problem.kind === 'unavailable' ? keep([{ code: 'service.unavailable' }]) : redirect(here, 303)
  if (answer.view.refused.length > 0) return keep(answer.view.refused)
  keepDone(cookies, { kind: returning ? 'returned' : 'verified', ...answer.view }, locals.now)
  return redirect('/verifikasi', 303)
}

/** Takes back what was just approved or returned. */
export async function takeBack({ request, locals, cookies, redirect }: APIContext): Promise<Response> {
  const answer = await locals.act(undo, readRefs((await readForm(request)).getAll('pilih')))
  if (request.headers.get('accept') === 'application/json')
    return answer.ok ? Response.json(answer.view) : Response.json(answer.problem, { status: statusOf(answer.problem) })
  if (answer.ok) keepDone(cookies, { kind: 'undone', ...answer.view, undoUntil: null }, locals.now)
  return redirect('/verifikasi', 303)
}
