import type { APIContext, AstroGlobal } from 'astro'
import { GraceScope } from '@timbang/contracts/gen/timbang/journal/v1/request'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import type { Answer, Refused } from '../shared/answer.ts'
import { keepForm, readForm, type Kept } from '../shared/form.ts'
import { command } from '../shared/question.ts'
import { page, refusedBy, tokenOf, type Reader } from '../shared/reader.ts'
import { answerers, graceForm, graceOne } from './ask.ts'
import { answerFieldsOf, askFieldsOf, isOfTheId, readAnswer, readAsk } from './form.ts'
import type { GraceAnswer, GraceAsked, Scope } from './view.ts'

/** Taken, or what the journal said no to. */
export type Taken = { refusal: Refused | null }

/** Who may not is told by the page; everything else that is refused is told at the form. */
const taken = (answer: object | Refusal): Taken | Refusal => {
  if (!isRefusal(answer)) return { refusal: null }
  return answer.code.startsWith('access.') || answer.code === 'service.unavailable'
    ? answer
    : { refusal: refusedBy(answer) }
}

export const askForGrace = command(
  'askForGrace',
  (reader: Reader, { requestId, from, to, reason, note }: GraceAsked): Promise<Answer<Taken>> =>
    page(reader, ['employee'], async () =>
      taken(
        await reader.clients.grace.requestGrace(
          { requestId, workFrom: from, workTo: to, reasonCode: reason, note },
          tokenOf(reader),
        ),
      ),
    ),
)

export const withdrawGrace = command(
  'withdrawGrace',
  (reader: Reader, requestId: string): Promise<Answer<Taken>> =>
    page(reader, ['employee'], async () =>
      taken(await reader.clients.grace.withdrawGraceRequest({ requestId }, tokenOf(reader))),
    ),
)

const scopeOf: Readonly<Record<Scope, GraceScope>> = {
  person: GraceScope.GRACE_SCOPE_PERSON,
  unit: GraceScope.GRACE_SCOPE_UNIT,
  agency: GraceScope.GRACE_SCOPE_AGENCY,
}
export const answerGrace = command(
  'answerGrace',
  (reader: Reader, requestId: string, answer: GraceAnswer): Promise<Answer<Taken>> =>
    page(reader, answerers, async () =>
      taken(
        await reader.clients.grace.decideGraceRequest(
          answer.grant
            ? {
                requestId,
                grant: true,
                reasonCode: '',
                note: answer.note,
                until: answer.until,
                scope: scopeOf[answer.scope],
              }
            : {
                requestId,
                grant: false,
                reasonCode: answer.reason,
                note: answer.note,
                until: '',
                scope: GraceScope.GRACE_SCOPE_UNSPECIFIED,
              },
          tokenOf(reader),
        ),
      ),
    ),
)

const unavailable: Kept['refusals'] = [{ code: 'service.unavailable' }]

/** The form of who asks: it ends in his list, which says where the request is. */
export async function post({ request, locals, cookies, redirect }: AstroGlobal): Promise<Response> {
  const posted = askFieldsOf(await readForm(request))
  const answer = await locals.ask(graceForm, posted.work_from)
  const fields = { ...posted, request_id: posted.request_id || (answer.ok ? answer.view.requestId : '') }
  const here = '/kelonggaran/minta'
  const keep = (errors: Kept['errors'], refusals: Kept['refusals'], over: Partial<typeof fields> = {}): Response =>
    redirect(
      `${here}?${keepForm(cookies, here, fields.request_id, { fields: { ...fields, ...over }, errors, refusals })}`,
      303,
    )
  // Signed out meanwhile, or no employee: the page says so.
  if (!answer.ok) return keep([], [])
  const read = readAsk(fields, answer.view)
  if (!read.ok) return keep(read.errors, [])
  const done = await locals.act(askForGrace, read.asked)
  if (!done.ok) return keep([], done.problem.kind === 'unavailable' ? unavailable : [])
  const { refusal } = done.view
  if (refusal !== null) return keep([], [refusal], isOfTheId(refusal) ? { request_id: answer.view.requestId } : {})
  return redirect('/kelonggaran?diminta=1', 303)
}

/** Takes back a request of one's own. */
export async function withdraw({ request, locals, redirect }: APIContext): Promise<Response> {
  const asked = String((await readForm(request)).get('nomor') ?? '')
  const done = await locals.act(withdrawGrace, asked)
  return redirect(`/kelonggaran?ditarik=${done.ok && done.view.refusal === null ? '1' : 'belum'}`, 303)
}

/** The officer's form, and the page that asks once more before a whole agency. */
export async function decide(
  { request, locals, cookies, redirect }: AstroGlobal,
  requestId: string,
): Promise<Response> {
  const data = await readForm(request)
  const fields = answerFieldsOf(data)
  const here = `/kelonggaran/antrean/${encodeURIComponent(requestId)}`
  const keep = (errors: Kept['errors'], refusals: Kept['refusals'], at = here): Response =>
    redirect(`${at}?${keepForm(cookies, here, requestId, { fields, errors, refusals })}`, 303)
  const found = await locals.ask(graceOne, requestId)
  if (!found.ok) return redirect(here, 303)
  const read = readAnswer(fields, found.view)
  if (!read.ok) return keep(read.errors, [])
  const { answer } = read
  if (answer.grant && answer.scope === 'agency' && data.get('yakin') !== '1') return keep([], [], `${here}/yakin`)
  const done = await locals.act(answerGrace, requestId, answer)
  if (!done.ok) return done.problem.kind === 'unavailable' ? keep([], unavailable) : redirect(here, 303)
  if (done.view.refusal !== null) return keep([], [done.view.refusal])
  return redirect(`/kelonggaran/antrean?dijawab=${answer.grant ? 'ya' : 'tidak'}`, 303)
}
