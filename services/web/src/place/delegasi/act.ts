import type { APIContext, AstroGlobal } from 'astro'
import { taken, unavailable, type Taken } from '../data-saya/act.ts'
import type { Answer } from '../shared/answer.ts'
import { keepForm, readForm, type Kept } from '../shared/form.ts'
import { command } from '../shared/question.ts'
import { page, tokenOf, type Reader } from '../shared/reader.ts'
import { delegations } from './ask.ts'
import { giveFieldsOf, readGiving } from './form.ts'
import type { DelegationGiven } from './view.ts'

export const giveDelegation = command(
  'giveDelegation',
  (reader: Reader, giving: DelegationGiven): Promise<Answer<Taken>> =>
    page(reader, ['employee'], async () =>
      taken(await reader.clients.delegations.giveDelegation(giving, tokenOf(reader))),
    ),
)

export const endDelegation = command(
  'endDelegation',
  (reader: Reader, delegationId: string, version: number): Promise<Answer<Taken>> =>
    page(reader, ['employee'], async () =>
      taken(await reader.clients.delegations.endDelegation({ delegationId, version }, tokenOf(reader))),
    ),
)

const HERE = '/delegasi'

/** The form of A10: it ends on the page with the delegation in its list, or with what was chosen still in the form. */
export async function give({ request, locals, cookies, redirect }: AstroGlobal): Promise<Response> {
  const fields = giveFieldsOf(await readForm(request))
  const keep = (errors: Kept['errors'], refusals: Kept['refusals']): Response =>
    redirect(`${HERE}?${keepForm(cookies, HERE, 'beri', { fields, errors, refusals })}`, 303)
  const answer = await locals.ask(delegations)
  if (!answer.ok) return keep([], [])
  const read = readGiving(fields, answer.view)
  if (!read.ok) return keep(read.errors, [])
  const done = await locals.act(giveDelegation, read.giving)
  if (!done.ok) return keep([], done.problem.kind === 'unavailable' ? unavailable : [])
  if (done.view.refusal !== null) return keep([], [done.view.refusal])
  return redirect(`${HERE}?diberikan=1`, 303)
}

/** The page in between's form. What was seen is what ends. */
export async function end({ request, locals, cookies, redirect }: APIContext): Promise<Response> {
  const data = await readForm(request)
  const delegationId = String(data.get('nomor') ?? '')
  const here = `${HERE}/akhiri`
  const keep = (refusals: Kept['refusals']): Response =>
    redirect(
      `${here}?nomor=${encodeURIComponent(delegationId)}&${keepForm(cookies, here, delegationId, { fields: {}, errors: [], refusals })}`,
      303,
    )
  const done = await locals.act(endDelegation, delegationId, Number(data.get('version')) || 0)
  if (!done.ok) return keep(done.problem.kind === 'unavailable' ? unavailable : [])
  if (done.view.refusal !== null) return keep([done.view.refusal])
  return redirect(`${HERE}?diakhiri=${data.get('sisi') === 'held' ? 'kembali' : 'ya'}`, 303)
}
