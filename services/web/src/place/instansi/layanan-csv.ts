import type { APIRoute } from 'astro'
import { statusOf } from '../shared/status.ts'
import { csv, thousandths } from '../shared/table/csv.ts'
import { agency } from './ask.ts'

/** The months of every indicator: what it amounts to, its target, and of how many days it is known. */
export const GET: APIRoute = async ({ locals, params }) => {
  const answer = await locals.ask(agency, params['code'] ?? '')
  if (!answer.ok) return new Response(null, { status: statusOf(answer.problem) })
  return csv(
    `layanan-${answer.view.code}`,
    ['indikator', 'arti', 'satuan', 'per', 'bulan', 'jumlah', 'pembagi', 'hasil', 'target', 'hari', 'hari_diketahui'],
    answer.view.indicators.flatMap((line) =>
      line.months.map((sum) => [
        line.code,
        line.meaning.id,
        line.unit,
        line.perUnit,
        sum.span,
        thousandths(sum.amount),
        thousandths(sum.per),
        thousandths(sum.value),
        thousandths(sum.target),
        sum.daysDue,
        sum.daysKnown,
      ]),
    ),
  )
}
