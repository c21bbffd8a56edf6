import type { APIRoute } from 'astro'
import { operator } from './ask.ts'
import { machine } from '../shared/time.ts'
import { csv } from '../shared/table/csv.ts'
import { statusOf } from '../shared/status.ts'

export const GET: APIRoute = async ({ locals }) => {
  const answer = await locals.ask(operator)
  if (!answer.ok) return new Response(null, { status: statusOf(answer.problem) })
  return csv(
    'arus',
    ['menit', 'catatan'],
    answer.view.figures.arrivals.map((one) => [machine(one.minute), one.count]),
  )
}
