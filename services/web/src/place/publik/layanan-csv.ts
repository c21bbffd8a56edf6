import type { APIRoute } from 'astro'
import { statusOf } from '../shared/status.ts'
import { csv } from '../shared/table/csv.ts'
import { publication } from './ask.ts'

const number = (value: number | null): number | null => (value === null ? null : value / 1000)

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
        number(sum.amount),
        number(sum.per),
        number(sum.value),
        number(sum.target),
        sum.daysDue,
        sum.daysKnown,
      ]),
    ),
  )
}
