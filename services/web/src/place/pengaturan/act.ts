import { isRefusal } from '@timbang/contracts/refusal'
import type { APIContext } from 'astro'
import type { Answer } from '../shared/answer.ts'
import { DISPLAY_SECONDS, displayCookies, readDisplay, SHORTCUTS_OFF } from '../shared/display.ts'
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

/** How this device shows things: in its own cookies, so that it holds without script and before one comes, and nobody else's device changes. */
export async function show({ request, cookies, redirect }: APIContext): Promise<Response> {
  const chosen = readDisplay(await readForm(request))
  if (chosen === null) return redirect('/pengaturan?disimpan=belum', 303)
  const options = { path: '/', maxAge: DISPLAY_SECONDS, sameSite: 'lax' as const, httpOnly: true }
  cookies.set('lang', chosen.language, options)
  cookies.set(displayCookies.size, chosen.size, options)
  cookies.set(displayCookies.theme, chosen.theme, options)
  // The box of verification has a switch of its own, which writes the same cookie.
  cookies.set(displayCookies.shortcuts, chosen.shortcuts ? 'hidup' : SHORTCUTS_OFF, { ...options, httpOnly: false })
  return redirect('/pengaturan?disimpan=1', 303)
}
