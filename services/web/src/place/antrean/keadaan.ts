import type { APIRoute } from 'astro'
import { recordStates } from './ask.ts'
import { statusOf } from '../shared/status.ts'

/** `?id=a,b`: what became of the caller's own records, at most fifty at once. */
export const GET: APIRoute = async ({ url, locals }) => {
  const ids = (url.searchParams.get('id') ?? '')
    .split(',')
    .filter((id) => /^[0-9a-f-]{36}$/.test(id))
    .slice(0, 50)
  const answer = await locals.ask(recordStates, ids)
  return answer.ok ? Response.json(answer.view) : Response.json([], { status: statusOf(answer.problem) })
}
