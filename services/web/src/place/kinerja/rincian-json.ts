import type { APIRoute } from 'astro'
import { why } from './ask.ts'
import { isPeriod } from '../shared/time.ts'
import { statusOf } from '../shared/status.ts'

/** The score receipt, exactly the bytes that were hashed. */
export const GET: APIRoute = async ({ locals, params, url }) => {
  const period = params['period']
  if (!isPeriod(period)) return new Response(null, { status: 404 })
  const answer = await locals.ask(why, period, url.searchParams.get('pegawai'))
  if (!answer.ok) return new Response(null, { status: statusOf(answer.problem) })
  if (answer.view.receipt === null) return new Response(null, { status: 404 })
  return new Response(answer.view.receipt, {
    headers: {
      'content-type': 'application/json',
      'content-disposition': `attachment; filename="rincian-${period}.json"`,
    },
  })
}
