import type { APIRoute } from 'astro'
import { agency } from './ask.ts'
import { machine } from '../shared/time.ts'
import { csv } from '../shared/table/csv.ts'
import { statusOf } from '../shared/status.ts'

export const GET: APIRoute = async ({ locals, params }) => {
  const answer = await locals.ask(agency, params['code'] ?? '')
  if (!answer.ok) return new Response(null, { status: statusOf(answer.problem) })
  const { figures, asOf, code } = answer.view
  const minutes = figures?.entriesPerMinute ?? []
  const last = Math.floor(asOf / 60_000) * 60_000
  return csv(
    `arus-${code}`,
    ['menit', 'catatan'],
    minutes.map((value, index) => [machine(last - (minutes.length - 1 - index) * 60_000), value]),
  )
}
