import type { APIRoute } from 'astro'
import { machine } from '../../i18n/time.ts'
import { csv } from '../../views/csv.ts'
import { statusOf } from '../../views/status.ts'

export const GET: APIRoute = async ({ locals }) => {
  const answer = await locals.operator()
  if (!answer.ok) return new Response(null, { status: statusOf(answer.problem) })
  return csv(
    'arus',
    ['menit', 'catatan'],
    answer.view.figures.arrivals.map((one) => [machine(one.minute), one.count]),
  )
}
