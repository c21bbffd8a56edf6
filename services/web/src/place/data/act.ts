import type { APIContext, AstroGlobal } from 'astro'
import { taken, unavailable, type Taken } from '../data-saya/act.ts'
import type { Answer } from '../shared/answer.ts'
import { keepForm, readForm, type Kept } from '../shared/form.ts'
import { command } from '../shared/question.ts'
import { page, tokenOf, type Reader } from '../shared/reader.ts'
import { menders } from './ask.ts'
import { answerFieldsOf, keyOf, mendFieldsOf, readAnswer, readMending } from './form.ts'
import type { Mending, TicketAnswer } from './view.ts'

export const answerTicket = command(
  'answerTicket',
  (reader: Reader, ticketId: string, { mended, words }: TicketAnswer): Promise<Answer<Taken>> =>
    page(reader, menders, async () =>
      taken(await reader.clients.tickets.answerTicket({ ticketId, mended, words }, tokenOf(reader))),
    ),
)

export async function answer({ request, locals, cookies, redirect }: AstroGlobal, ticketId: string): Promise<Response> {
  const fields = answerFieldsOf(await readForm(request))
  const here = `/data/laporan/${encodeURIComponent(ticketId)}`
  const keep = (errors: Kept['errors'], refusals: Kept['refusals']): Response =>
    redirect(`${here}?${keepForm(cookies, here, ticketId, { fields, errors, refusals })}`, 303)
  const read = readAnswer(fields)
  if (!read.ok) return keep(read.errors, [])
  const done = await locals.act(answerTicket, ticketId, read.answer)
  if (!done.ok) return done.problem.kind === 'unavailable' ? keep([], unavailable) : redirect(here, 303)
  if (done.view.refusal !== null) return keep([], [done.view.refusal])
  return redirect(`/data?dijawab=${read.answer.mended ? 'ya' : 'tidak'}`, 303)
}

export const mendLine = command(
  'mendLine',
  (reader: Reader, mending: Mending): Promise<Answer<Taken>> =>
    page(reader, menders, async () => {
      const { line } = reader.clients
      const token = tokenOf(reader)
      switch (mending.what) {
        case 'superior':
          return taken(await line.setSuperior({ ...mending }, token))
        case 'end':
          return taken(await line.endAssignment({ ...mending }, token))
        case 'acting':
          return taken(await line.appointActing({ ...mending }, token))
        default:
          return mending satisfies never
      }
    }),
)

/** A form in a row of K3: it ends on the page without that row, or with what was chosen still in it. */
export async function mend({ request, locals, cookies, redirect }: APIContext): Promise<Response> {
  const data = await readForm(request)
  const fields = mendFieldsOf(data)
  const query = new URLSearchParams()
  for (const name of ['instansi', 'jenis', 'jabatan']) {
    const value = String(data.get(name) ?? '')
    if (value !== '') query.set(name, value)
  }
  // Where one post alone was shown, one comes back to it.
  const here = query.has('jabatan') ? '/data/atasan' : '/data'
  const back = (more: string): Response => redirect(`${here}?${query}${query.size > 0 ? '&' : ''}${more}`, 303)
  const keep = (errors: Kept['errors'], refusals: Kept['refusals']): Response =>
    back(keepForm(cookies, here, keyOf(fields), { fields, errors, refusals }))
  const read = readMending(fields)
  if (!read.ok) return keep(read.errors, [])
  const done = await locals.act(mendLine, read.mending)
  if (!done.ok) return done.problem.kind === 'unavailable' ? keep([], unavailable) : redirect(here, 303)
  const { refusal } = done.view
  if (refusal?.field === 'from_date') return keep([{ field: 'from', code: 'far' }], [])
  if (refusal !== null) return keep([], [refusal])
  return back('dibetulkan=1')
}
