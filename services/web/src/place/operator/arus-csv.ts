import type { APIRoute } from 'astro'
import { operator } from './ask.ts'
import { forecastOf, hoursToCome } from './board.ts'
import { operatorWords } from './words.ts'
import { machine } from '../shared/time.ts'
import { csv } from '../shared/table/csv.ts'
import { statusOf } from '../shared/status.ts'

export const GET: APIRoute = async ({ locals }) => {
  const answer = await locals.ask(operator)
  if (!answer.ok) return new Response(null, { status: statusOf(answer.problem) })
  const { figures, now, zone } = answer.view
  const { kind } = operatorWords.id
  const forecast = forecastOf(figures, now, zone)
  return csv(
    'arus',
    ['mulai', 'menit', 'jenis', 'catatan'],
    [
      ...figures.arrivals.map((one) => [machine(one.minute), 1, kind.actual, one.count]),
      ...figures.earlier.map((one) => [machine(one.from), 15, kind.earlier, one.count]),
      ...hoursToCome(figures, forecast, now, zone).flatMap((one) =>
        one.forecast === null ? [] : [[machine(one.at), 60, kind.forecast, one.forecast]],
      ),
    ],
  )
}
