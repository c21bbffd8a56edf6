import { isRefusal } from '@timbang/contracts/refusal'
import type { APIContext } from 'astro'
import type { Answer } from '../shared/answer.ts'
import { readForm } from '../shared/form.ts'
import { command } from '../shared/question.ts'
import { page, tokenOf, type Reader } from '../shared/reader.ts'
import { readWhich } from './form.ts'
import type { WhichSessions } from './view.ts'

/** Ends sessions of the caller. One that is over already changes nothing. */
export const endSessions = command(
  'endSessions',
  (reader: Reader, which: WhichSessions): Promise<Answer<{ ended: number }>> =>
    page(reader, ['self'], async () => {
      const asked = which === 'others' ? { sids: [], others: true } : { sids: [which.sid], others: false }
      const answer = await reader.clients.sessions.endSessions(asked, tokenOf(reader))
      return isRefusal(answer) ? answer : { ended: answer.ended }
    }),
)

/** The forms of the list: each ends in the list as it is then, a page that can be reloaded and gone back from. */
export async function end({ request, locals, redirect }: APIContext): Promise<Response> {
  const which = readWhich(await readForm(request))
  if (which === null) return redirect('/pengaturan', 303)
  const answer = await locals.act(endSessions, which)
  if (answer.ok) return redirect(`/pengaturan?diakhiri=${answer.view.ended}`, 303)
  return redirect(
    answer.problem.kind === 'sign-in' ? '/masuk?sebab=expired&lanjut=/pengaturan' : '/pengaturan?diakhiri=belum',
    303,
  )
}
