import type { APIContext } from 'astro'
import type { Answer } from '../shared/answer.ts'
import type { Said } from './send.ts'

const signedOut = () => Response.json({ code: 'access.token-missing' }, { status: 401 })

/** What an outbox sent, when it is of whoever is signed in: else nothing is taken, and it waits for its writer. */
export async function fromOutbox(
  { request, locals }: Pick<APIContext, 'request' | 'locals'>,
  take: (body: Readonly<Record<string, unknown>>) => Promise<Answer<Said>> | null,
): Promise<Response> {
  const body = (await request.json().catch(() => null)) as Readonly<Record<string, unknown>> | null
  const malformed = Response.json({ kind: 'refused', refusals: [{ code: 'request.malformed' }] }, { status: 422 })
  if (typeof body !== 'object' || body === null) return malformed
  if (!locals.caller) return signedOut()
  if (locals.caller.employeeId !== body['owner']) return Response.json({ code: 'activity.not-yours' }, { status: 409 })
  const answer = await take(body)
  if (answer === null) return malformed
  if (!answer.ok) {
    switch (answer.problem.kind) {
      case 'sign-in':
        return signedOut()
      case 'unavailable':
      case 'refused':
        return Response.json({ kind: 'busy', retryAfterSeconds: 5 }, { status: 503 })
      case 'not-found':
        return Response.json({ kind: 'refused', refusals: [{ code: 'entry.not-found' }] }, { status: 422 })
      default:
        return Response.json({ kind: 'refused', refusals: [{ code: 'access.denied' }] }, { status: 422 })
    }
  }
  const { view } = answer
  return Response.json(view, {
    status: { received: 200, gone: 200, refused: 422, busy: 503 }[view.kind],
    headers: view.kind === 'busy' ? { 'retry-after': String(view.retryAfterSeconds) } : {},
  })
}
