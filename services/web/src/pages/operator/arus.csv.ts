import type { APIRoute } from 'astro'
import { machine } from '../../place/shared/time.ts'
import { csv } from '../../place/shared/table/csv.ts'
import { statusOf } from '../../place/shared/status.ts'

export const GET: APIRoute = async ({ locals }) => {
  const answer = await locals.operator()
  if (!answer.ok) return new Response(null, { status: statusOf(answer.problem) })
  return csv(
    'arus',
    ['menit', 'catatan'],
    answer.view.figures.arrivals.map((one) => [machine(one.minute), one.count]),
  )
}
