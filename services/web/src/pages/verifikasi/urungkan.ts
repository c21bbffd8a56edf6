import type { APIRoute } from 'astro'
import { keepDone } from '../../place/verifikasi/done.ts'
import { readRefs } from '../../place/verifikasi/form.ts'
import { statusOf } from '../../place/shared/status.ts'

/** Takes back what was just verified or returned. */
export const POST: APIRoute = async ({ request, locals, cookies, redirect }) => {
  const answer = await locals.undo(readRefs((await request.formData()).getAll('pilih')))
  if (request.headers.get('accept') === 'application/json')
    return answer.ok ? Response.json(answer.view) : Response.json(answer.problem, { status: statusOf(answer.problem) })
  if (answer.ok) keepDone(cookies, { kind: 'undone', ...answer.view, undoUntil: null }, locals.now)
  return redirect('/verifikasi', 303)
}
