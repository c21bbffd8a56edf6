import type { APIRoute } from 'astro'
import { statusOf } from '../shared/status.ts'
import { csv, thousandths } from '../shared/table/csv.ts'
import { publication } from './ask.ts'

/** The months of every promise up to the end of the quarter: what it amounts to, its target, and of how many days it is known. */
export const GET: APIRoute = async ({ locals, params }) => {
  const answer = await locals.ask(publication, params['code'] ?? '')
  if (!answer.ok) return new Response(null, { status: statusOf(answer.problem) })
  const { code, period, promises } = answer.view
  return csv(
    `layanan-${code}-${period}`,
    ['indikator', 'arti', 'satuan', 'per', 'masa', 'jumlah', 'pembagi', 'hasil', 'target', 'hari', 'hari_diketahui'],
    promises.flatMap((promise) =>
      [...promise.months, promise.quarter].map((sum) => [
        promise.code,
        promise.meaning.id,
        promise.unit,
        promise.perUnit,
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
