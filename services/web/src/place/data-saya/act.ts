import type { APIContext, AstroGlobal } from 'astro'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import type { Answer, Refused } from '../shared/answer.ts'
import { keepForm, readForm, type Kept } from '../shared/form.ts'
import { command } from '../shared/question.ts'
import { page, refusedBy, tokenOf, type Reader } from '../shared/reader.ts'
import { ownData } from './ask.ts'
import { readTicket, ticketFieldsOf } from './form.ts'
import type { TicketFiled } from './view.ts'

/** Taken, or what the directory said no to. */
export type Taken = { refusal: Refused | null }

/** Who may not is told by the page; everything else that is refused is told at the form. */
export const taken = (answer: object | Refusal): Taken | Refusal => {
  if (!isRefusal(answer)) return { refusal: null }
  return answer.code.startsWith('access.') || answer.code === 'service.unavailable'
    ? answer
    : { refusal: refusedBy(answer) }
}

export const fileTicket = command(
  'fileTicket',
  (reader: Reader, filed: TicketFiled): Promise<Answer<Taken>> =>
    page(reader, ['employee'], async () => taken(await reader.clients.tickets.fileTicket(filed, tokenOf(reader)))),
)

export const withdrawTicket = command(
  'withdrawTicket',
  (reader: Reader, ticketId: string): Promise<Answer<Taken>> =>
    page(reader, ['employee'], async () =>
      taken(await reader.clients.tickets.withdrawTicket({ ticketId }, tokenOf(reader))),
    ),
)

export const unavailable: Kept['refusals'] = [{ code: 'service.unavailable' }]

/** The form in a row: it ends on the page with the report in its list, or with the words still in their row. */
export async function post({ request, locals, cookies, redirect }: AstroGlobal): Promise<Response> {
  const posted = ticketFieldsOf(await readForm(request))
  const answer = await locals.ask(ownData, null)
  const own = answer.ok ? answer.view.rows.find(({ row }) => row === posted.row) : undefined
  const fields = { ...posted, ticket_id: posted.ticket_id || (own?.ticketId ?? '') }
  const here = '/data-saya'
  const keep = (errors: Kept['errors'], refusals: Kept['refusals'], ticketId = fields.ticket_id): Response =>
    redirect(
      `${here}?${keepForm(cookies, here, fields.ticket_id, { fields: { ...fields, ticket_id: ticketId }, errors, refusals })}`,
      303,
    )
  // Signed out meanwhile, or no employee: the page says so.
  if (!answer.ok) return keep([], [])
  const read = readTicket(fields, answer.view)
  if (!read.ok) return keep(read.errors, [])
  const done = await locals.act(fileTicket, read.filed)
  if (!done.ok) return keep([], done.problem.kind === 'unavailable' ? unavailable : [])
  const { refusal } = done.view
  // A number that is in use already was typed by nobody: the report gets another.
  if (refusal !== null) return keep([], [refusal], refusal.field === 'ticket_id' ? own?.ticketId : undefined)
  return redirect(`${here}?terkirim=1`, 303)
}

/** Takes back a report of one's own. */
export async function withdraw({ request, locals, redirect }: APIContext): Promise<Response> {
  const asked = String((await readForm(request)).get('nomor') ?? '')
  const done = await locals.act(withdrawTicket, asked)
  return redirect(`/data-saya?ditarik=${done.ok && done.view.refusal === null ? '1' : 'belum'}`, 303)
}
