import type { APIRoute } from 'astro'
import { attach } from '../catat/act.ts'

/**
 * One file from an outbox, behind its record: `?pemilik=&catatan=&hash=`, the bytes as they are. 200 kept · 401 nobody is signed in · 409 somebody
 * else is: nothing is taken · 422 refused · 503 busy, with what to wait.
 */
export const POST: APIRoute = async ({ request, url, locals }) => {
  if (!locals.caller) return Response.json({ code: 'access.token-missing' }, { status: 401 })
  if (locals.caller.employeeId !== url.searchParams.get('pemilik'))
    return Response.json({ code: 'activity.not-yours' }, { status: 409 })
  const answer = await locals.act(attach, url.searchParams.get('catatan') ?? '', {
    hash: url.searchParams.get('hash') ?? '',
    mediaType: request.headers.get('content-type') ?? '',
    bytes: await request.arrayBuffer(),
  })
  if (!answer.ok) {
    if (answer.problem.kind === 'sign-in') return Response.json({ code: 'access.token-missing' }, { status: 401 })
    return Response.json({ kind: 'refused', refusals: [{ code: 'access.denied' }] }, { status: 422 })
  }
  const status = { kept: 200, refused: 422, busy: 503 }[answer.view.kind]
  return Response.json(answer.view, {
    status,
    headers: answer.view.kind === 'busy' ? { 'retry-after': String(answer.view.retryAfterSeconds) } : {},
  })
}
