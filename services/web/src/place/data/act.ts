import type { AstroGlobal } from 'astro'
import { taken, unavailable, type Taken } from '../data-saya/act.ts'
import type { Answer } from '../shared/answer.ts'
import { keepForm, readForm, type Kept } from '../shared/form.ts'
import { command } from '../shared/question.ts'
import { page, tokenOf, type Reader } from '../shared/reader.ts'
import { menders } from './ask.ts'
import { answerFieldsOf, readAnswer } from './form.ts'
import type { TicketAnswer } from './view.ts'

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
